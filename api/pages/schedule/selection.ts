import { localDate } from '../../../core/local-time.ts';
import type { Programme } from './programme.ts';
import { assumedDuration, type PublicOpenSpace } from './public-open-space.ts';

/** What a reader of the schedule asked to see. */
export interface ScheduleView {
  readonly programme: Programme;
  /** Epoch milliseconds, cut to the minute. */
  readonly now: number;
  /** Where the pages are reached, without a slash at the end. */
  readonly publicUrl: string;
  /** Only what is there. */
  readonly where?: string;
  /** Only what has all of these words in its title, place, host or tweet. */
  readonly q?: string;
}

/** What the room and the words leave. */
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

/** Small letters without accents: who searches for "cafe" means "Café". */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/gu, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();

/** The listed rooms in their order, then the free-text places that are in use. */
export function wheresOf({ conference, openSpaces }: Programme): string[] {
  return [...new Set([...conference.rooms.map((room) => room.name), ...openSpaces.map((one) => one.where)])];
}

/** Each place with how many open spaces take place there, among those that the words leave. */
export function placesWithCounts(view: ScheduleView): [where: string, count: number][] {
  const found = searched(view).filter(takesPlace);
  return wheresOf(view.programme).map((where) => [where, found.filter((one) => one.where === where).length]);
}

export const takesPlace = ({ isCancelled }: PublicOpenSpace): boolean => !isCancelled;

export const isOn = ({ startAt }: PublicOpenSpace, now: number): boolean =>
  startAt <= now && now < startAt + assumedDuration;

/** What begins within the hour, or else at the next start there is. */
export function comingNext(openSpaces: readonly PublicOpenSpace[], now: number): PublicOpenSpace[] {
  const coming = openSpaces.filter((one) => takesPlace(one) && one.startAt > now);
  const until = Math.max(coming[0]?.startAt ?? 0, now + assumedDuration);
  return coming.filter((one) => one.startAt <= until);
}

/** By local date, in the order of the list. */
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
