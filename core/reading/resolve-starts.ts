import { bindDay, type DayGroup } from './bind-days.ts';
import { instantsOf, wallClock, type Calendar, type DayNumber } from './calendar.ts';
import type { ClockTime } from './clock-time.ts';
import { after, before, spanOf, wordsOf, type Page } from './marked-text.ts';
import type { StartReading } from './reading.ts';
import type { RelativeTime } from './relative-times.ts';
import type { Zone } from './zone-offsets.ts';
import { findZoneBefore, findZoneBehind, type ZoneMention } from './zone-words.ts';

export interface Posting {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly day: DayNumber;
  readonly minute: number;
}

export interface ResolvedStarts {
  readonly starts: readonly StartReading[];
  readonly doubts: readonly string[];
}

/** A bare hour is 08:00–20:59 (the labels' rule 2). */
const DAY_FROM = 8 * 60;
const DAY_TO = 21 * 60;

const MORNING =
  /\b(?:morning|breakfast|sunrise|early bird|matin|manana por la manana|de la manana|da manha|fruh|fruhstuck|vormittags?|morgens|desayuno)\b|朝/u;
const EVENING =
  /\b(?:evening|tonight|night|dinner|after dinner|abends?|soir|noche|noite|arvo|afternoon|nachmittags?|tarde|drinks|pub|karaoke)\b|夜|夕方/u;
const GREETING =
  /\b(?:good|lovely|happy|all|whole|every) (?:morning|afternoon|evening|night)s?\b|\b(?:bom dia|buenas (?:tardes|noches)|movie night|game night|board game night|games night|night owls?|overnight|nightly)\b/gu;

/** What the sentence around an hour says about the half of the day. */
function partAround(page: Page, time: ClockTime, group: DayGroup | undefined): 'am' | 'pm' | undefined {
  if (group?.part) return group.part;
  const left =
    before(page, time.from, 60)
      .split(/[.!?\n](?:\s|$)/u)
      .at(-1) ?? '';
  const right = after(page, time.to, 60).split(/[.!?\n](?:\s|$)/u)[0] ?? '';
  const sentence = `${left} ${right}`.replace(GREETING, ' ');
  if (MORNING.test(sentence)) return 'am';
  return EVENING.test(sentence) ? 'pm' : undefined;
}

/** Minutes of the day that the hour may mean, the likely one first. 1440 is the midnight at the day's end. */
function minuteOfDay(time: ClockTime, part: 'am' | 'pm' | undefined): number {
  const { hour, minute, half } = time;
  if (half === 'literal') return hour * 60 + minute;
  const [early, late] = [(hour % 12) * 60 + minute, (hour % 12) * 60 + 720 + minute];
  if (half === 'am') return hour === 12 && minute === 0 ? 1440 : early;
  if (half === 'pm') return late;
  if (part === 'am' && hour >= 5 && hour < 12) return early;
  if (part === 'pm' && hour >= 1 && hour < 12) return late;
  return early >= DAY_FROM ? early : late < DAY_TO ? late : early + 720;
}

function universalMinutes(time: ClockTime): number {
  const twelve = time.half === 'am' || time.half === 'pm';
  return twelve ? (time.hour % 12) * 60 + time.minute + (time.half === 'pm' ? 720 : 0) : time.hour * 60 + time.minute;
}

/** The instants of an hour told in another zone, on the conference's `day` where such an hour exists. */
function foreignInstants(
  zone: Zone,
  calendar: Calendar,
  day: DayNumber,
  minutes: readonly number[],
  dated: boolean,
): number[] {
  const onDay = (shift: number): number[] => minutes.flatMap((minute) => instantsOf(zone, day + shift, minute));
  if (dated) {
    const told = onDay(0);
    const here = onDay(-1)
      .concat(told, onDay(1))
      .filter((at) => wallClock(calendar.zone, at).day === day);
    return [...new Set([...told, ...here])];
  }
  return onDay(-1)
    .concat(onDay(0), onDay(1))
    .filter((at) => wallClock(calendar.zone, at).day === day);
}

function foreignMinutes(
  time: ClockTime,
  calendar: Calendar,
  zone: ZoneMention,
  day: DayNumber,
  part: 'am' | 'pm' | undefined,
): number[] {
  if (zone.universal) return [universalMinutes(time)];
  if (time.half !== 'bare' || !zone.zone) return [minuteOfDay(time, part)];
  // A bare hour is by day here, not there.
  const clock = zone.zone;
  const both = [(time.hour % 12) * 60 + time.minute, (time.hour % 12) * 60 + 720 + time.minute];
  const daylight = both.filter((minute) =>
    instantsOf(clock, day, minute).some((at) => {
      const here = wallClock(calendar.zone, at).minute;
      return here >= DAY_FROM && here < DAY_TO;
    }),
  );
  return daylight.length > 0 ? daylight.slice(0, 1) : [minuteOfDay(time, part)];
}

interface Setting {
  readonly page: Page;
  readonly calendar: Calendar;
  readonly posting: Posting;
}

function localInstants(
  { calendar, posting }: Setting,
  time: ClockTime,
  minutes: number,
  group: DayGroup | undefined,
): number[] {
  const days = group?.days ?? [Math.max(posting.day, calendar.first)];
  // "tonight" lasts until morning.
  const past = group?.part === 'pm' && group.relative && minutes < 300 ? 1 : 0;
  if (minutes !== 1440) return days.flatMap((day) => instantsOf(calendar.zone, day + past, minutes));
  // Midnight without a day is the coming one; "tonight" too. "Saturday midnight" may begin or end the Saturday.
  const tonight = group === undefined || (group.relative && group.days.includes(posting.day));
  return days
    .flatMap((day) => (tonight ? [day + 1] : [day, day + 1]))
    .flatMap((day) => instantsOf(calendar.zone, day, 0));
}

function resolveClock(
  setting: Setting,
  time: ClockTime,
  groups: readonly DayGroup[],
  daysLead: boolean,
): ResolvedStarts {
  const { page, calendar, posting } = setting;
  const zone = findZoneBehind(page, time.to, calendar) ?? findZoneBefore(page, time.from, calendar);
  const reach = zone ? { from: Math.min(time.from, zone.from), to: Math.max(time.to, zone.to) } : time;
  const { group, doubt } = bindDay(page, reach, groups, daysLead, posting.day, calendar);
  const part = partAround(page, time, group);
  const minutes = minuteOfDay(time, part);
  const days = group?.days ?? [Math.max(posting.day, calendar.first)];
  const foreign = zone?.zone;
  const instants = foreign
    ? days.flatMap((day) =>
        foreignInstants(foreign, calendar, day, foreignMinutes(time, calendar, zone, day, part), group !== undefined),
      )
    : localInstants(setting, time, minutes, group);
  const starts = instants.map((at): StartReading => ({
    at,
    approximate: time.approximate,
    time: spanOf(page, time),
    ...(group ? { day: spanOf(page, group) } : {}),
    ...(zone ? { zone: spanOf(page, zone) } : {}),
  }));
  const halfPast =
    time.british && !calendar.british
      ? `“${wordsOf(page, time)}” is half past for some and half an hour earlier for others`
      : undefined;
  const doubts = [time.doubt, halfPast, doubt, group?.doubt].filter((words) => words !== undefined);
  if (group === undefined && instants.some((at) => at < posting.at) && /\bin the morning\b/u.test(page.marked))
    doubts.push('the morning may be the next one');
  if (minutes < 300 && time.half !== 'literal' && group === undefined)
    doubts.push(`“${wordsOf(page, time)}” may be of the coming night`);
  return { starts, doubts };
}

/** The instants of all hours. `groups` are the tweet's days. */
export function resolveClockTimes(
  setting: Setting,
  times: readonly ClockTime[],
  groups: readonly DayGroup[],
): ResolvedStarts {
  const daysLead = (groups[0]?.from ?? 0) < (times[0]?.from ?? 0);
  const all = times.map((time) => resolveClock(setting, time, groups, daysLead));
  return { starts: distinct(all.flatMap((one) => one.starts)), doubts: all.flatMap((one) => one.doubts) };
}

/** The instants of "in 20 minutes", "now" and "top of the hour". */
export function resolveRelative({ page, posting }: Setting, times: readonly RelativeTime[]): StartReading[] {
  return distinct(
    times.map((time) => {
      const minutes = time.minutes === 'next hour' ? 60 - (posting.minute % 60) : time.minutes;
      const at = posting.at + minutes * 60_000;
      return {
        at: time.minutes === 'next hour' ? at - (posting.at % 60_000) : at,
        approximate: true,
        time: spanOf(page, time),
      };
    }),
  );
}

function distinct(starts: readonly StartReading[]): StartReading[] {
  return starts.filter((start, at) => starts.findIndex((other) => other.at === start.at) === at);
}
