import { localDate } from '../../../core/local-time.ts';
import type { Programme } from './programme.ts';
import { assumedDuration, type PublicOpenSpace } from './public-open-space.ts';

/** The reader's choice: the programme and the filters. */
export interface ScheduleView {
  readonly programme: Programme;
  /** Epoch milliseconds, cut to the minute. */
  readonly now: number;
  /** The public address of the pages, without a slash at the end. */
  readonly publicUrl: string;
  /** Only sessions in this room or place. */
  readonly where?: string;
  /** Only sessions with all of these words in the title, place, host or tweet. */
  readonly q?: string;
}

/** The sessions that pass the filters. */
export function selected(view: ScheduleView): readonly PublicOpenSpace[] {
  const found = searched(view);
  return view.where === undefined ? found : found.filter((one) => one.where === view.where);
}

function searched({ programme, q }: ScheduleView): readonly PublicOpenSpace[] {
  const wanted = folded(q ?? '').split(' ');
  if (q === undefined) return programme.openSpaces;
  return programme.openSpaces.filter(({ title, where, tweet }) => {
    const text = folded([title, where, tweet === undefined ? '' : `@${tweet.username} ${tweet.text}`].join(' '));
    return wanted.every((word) => text.includes(word));
  });
}

/** Lower case without accents: a search for "cafe" finds "Café". */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/gu, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();

/** The listed rooms in their order, then the free-text places in use. */
export function wheresOf({ conference, openSpaces }: Programme): string[] {
  return [...new Set([...conference.rooms.map((room) => room.name), ...openSpaces.map((one) => one.where)])];
}

/** Each place with the number of its sessions that match the words. */
export function placesWithCounts(view: ScheduleView): [where: string, count: number][] {
  const found = searched(view).filter(takesPlace);
  return wheresOf(view.programme).map((where) => [where, found.filter((one) => one.where === where).length]);
}

export const takesPlace = ({ isCancelled }: PublicOpenSpace): boolean => !isCancelled;

export const isOn = ({ startAt }: PublicOpenSpace, now: number): boolean =>
  startAt <= now && now < startAt + assumedDuration;

/** The sessions that begin within the hour; if there are none, those at the next start. */
export function comingNext(openSpaces: readonly PublicOpenSpace[], now: number): PublicOpenSpace[] {
  const coming = openSpaces.filter((one) => takesPlace(one) && one.startAt > now);
  const until = Math.max(coming[0]?.startAt ?? 0, now + assumedDuration);
  return coming.filter((one) => one.startAt <= until);
}

/** Grouped by local date, in the order of the list. */
export function byDay(list: readonly PublicOpenSpace[], timeZone: string): [day: string, list: PublicOpenSpace[]][] {
  const days = new Map<string, PublicOpenSpace[]>();
  for (const one of list) {
    const day = localDate(one.startAt, timeZone);
    const entries = days.get(day);
    if (entries === undefined) days.set(day, [one]);
    else entries.push(one);
  }
  return [...days];
}
