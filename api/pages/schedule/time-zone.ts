import ICAL from 'ical.js';
import { DateTime } from 'luxon';
import { zoneName } from '../../../core/local-time.ts';

const dayMs = 86_400_000;

/**
 * The zone's rules between two instants as a VTIMEZONE (RFC 5545, 3.6.5). They come from the same source as every other
 * time of the bot, so calendar and reminder agree. One part for each change of the clocks, and one for the time before
 * the first change. Calendars continue with the last one.
 *
 * @param from epoch milliseconds @param to epoch milliseconds
 */
export function timeZoneComponent(timeZone: string, from: number, to: number): ICAL.Component {
  const zone = new ICAL.Component('vtimezone');
  zone.addPropertyWithValue('tzid', timeZone);
  const first = offsetAt(from, timeZone);
  zone.addSubcomponent(observance(timeZone, { at: from, before: first, after: first }));
  for (const change of changesOf(timeZone, from, to)) zone.addSubcomponent(observance(timeZone, change));
  return zone;
}

/** Minutes ahead of UTC. */
function offsetAt(at: number, timeZone: string): number {
  return DateTime.fromMillis(at, { zone: timeZone }).offset;
}

interface Change {
  /** The first instant with the new offset, epoch milliseconds. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

function changesOf(timeZone: string, from: number, to: number): Change[] {
  const changes: Change[] = [];
  for (let at = from; at < to; at += dayMs) {
    const [before, after] = [offsetAt(at, timeZone), offsetAt(at + dayMs, timeZone)];
    if (before !== after) changes.push({ at: firstWith(after, at, at + dayMs, timeZone), before, after });
  }
  return changes;
}

/** The first second in [from, to] at which the offset is `offset`, which is the offset at `to`. */
function firstWith(offset: number, from: number, to: number, timeZone: string): number {
  let [early, late] = [from, to];
  while (late - early > 1000) {
    const between = Math.floor((early + late) / 2000) * 1000;
    if (offsetAt(between, timeZone) === offset) late = between;
    else early = between;
  }
  return late;
}

function observance(timeZone: string, { at, before, after }: Change): ICAL.Component {
  const isSummer = DateTime.fromMillis(at, { zone: timeZone }).isInDST;
  const part = new ICAL.Component(isSummer ? 'daylight' : 'standard');
  // DTSTART is in the local time that was valid before the change.
  part.addPropertyWithValue('dtstart', clockTime(DateTime.fromMillis(at + before * 60_000, { zone: 'utc' })));
  part.addPropertyWithValue('tzoffsetfrom', utcOffset(before));
  part.addPropertyWithValue('tzoffsetto', utcOffset(after));
  part.addPropertyWithValue('tzname', zoneName(at, timeZone));
  return part;
}

/** A local time without a zone. */
export function clockTime({ year, month, day, hour, minute, second }: DateTime): ICAL.Time {
  return new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, ICAL.Timezone.localTimezone);
}

function utcOffset(minutes: number): ICAL.UtcOffset {
  const size = Math.abs(minutes);
  return new ICAL.UtcOffset({ hours: Math.floor(size / 60), minutes: size % 60, factor: minutes < 0 ? -1 : 1 });
}

/** Whether the local time of an instant comes twice, because the clocks go back. @param at epoch milliseconds */
export const comesTwice = (at: number, timeZone: string): boolean =>
  DateTime.fromMillis(at, { zone: timeZone }).getPossibleOffsets().length > 1;
