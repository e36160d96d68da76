import type { Config } from './config.ts';
import { clashRange } from './conflict.ts';
import { listedRoom, occupiedRooms } from './listed-room.ts';
import { localDate } from './local-time.ts';
import { heldRoom, type OpenSpace } from './open-space.ts';
import { sentenceOf } from './status.ts';
import { counted } from './words.ts';

/** What a change of the config means for the open spaces that are still to come. */
export interface ConfigEffects {
  /** Why it cannot be saved while they stand, a sentence each that names them and says what to do. */
  readonly refusals: readonly string[];
  /** What it changes for them, a sentence each. */
  readonly changes: readonly string[];
}

/** So many are named; the rest are counted. */
const mostNamed = 5;

/** @param coming the open spaces that are not over */
export function configEffects(before: Config, after: Config, coming: readonly OpenSpace[]): ConfigEffects {
  const [was, is] = [before.conference, after.conference];
  const refusals: string[] = [];
  const changes: string[] = [];
  if (coming.length > 0 && was.id !== is.id) {
    refusals.push(
      `conference.id cannot change while open spaces are to come: ${named(coming)}. ` +
        'Cancel them, or wait until they are over.',
    );
  }
  if (coming.length > 0 && was.timeZone !== is.timeZone) {
    refusals.push(
      'conference.timeZone cannot change while open spaces are to come, ' +
        `since their times were read in ${was.timeZone}: ${named(coming)}. Cancel them, or wait until they are over.`,
    );
  }
  const outside = coming.filter(({ startAt }) => startAt !== undefined && !isDuring(startAt, after));
  const newlyOutside = outside.filter(({ startAt }) => startAt !== undefined && isDuring(startAt, before));
  if (newlyOutside.length > 0) {
    refusals.push(
      `${named(newlyOutside)} would be outside the conference’s days. Keep those days, or move or cancel them first.`,
    );
  }
  const roomless = coming.filter(({ room }) => room !== undefined && listedRoom(room, is.rooms) === undefined);
  if (roomless.length > 0) {
    refusals.push(
      `${named(roomless)} would lose the room. ` +
        'Keep its name as the room’s name or as an alias, or move or cancel them first.',
    );
  }
  for (const [one, other] of newlyShared(before, after, coming)) {
    refusals.push(
      `${sentenceOf(one)} and ${sentenceOf(other)} would be in one room at the same time. Move or cancel one of them first.`,
    );
  }
  for (const space of coming) {
    const [old, now] = [was, is].map(({ rooms }) =>
      space.room === undefined ? undefined : listedRoom(space.room, rooms),
    );
    if (now !== undefined && old !== undefined && now !== old) changes.push(`${sentenceOf(space)} is now in ${now}.`);
  }
  return { refusals, changes: [...changes, ...postingChanges(before, after, coming)] };
}

/** What becomes of the reminders that are approved and have not gone out. */
function postingChanges(before: Config, after: Config, coming: readonly OpenSpace[]): string[] {
  const waiting = coming.flatMap(({ reminders }) =>
    reminders.filter(({ state }) => state.status === 'approved'),
  ).length;
  if (waiting === 0) return [];
  const reminders = counted(waiting, 'approved reminder');
  const go = waiting === 1 ? 'goes out at its time' : 'go out at their times';
  const changes: string[] = [];
  if (!before.paused && after.paused) changes.push(`${reminders} will wait until somebody resumes posting.`);
  if (before.paused && !after.paused) changes.push(`${reminders} ${go} again.`);
  if (before.output !== after.output) {
    changes.push(
      after.output === 'live' ? `${reminders} will be posted on X.` : `${reminders} will not be posted on X.`,
    );
  }
  return changes;
}

/** Pairs that hold different rooms before the change, and the same one around the same start after it. */
function newlyShared(before: Config, after: Config, coming: readonly OpenSpace[]): [OpenSpace, OpenSpace][] {
  const holders = coming.flatMap((space) => {
    const held = heldRoom(space);
    if (held === undefined) return [];
    const was = occupiedRooms(held.room, before.conference.rooms);
    const is = occupiedRooms(held.room, after.conference.rooms);
    return [{ space, was, is, window: clashRange(held.startAt, after.conflictWindow) }];
  });
  const pairs: [OpenSpace, OpenSpace][] = [];
  for (const [at, one] of holders.entries()) {
    for (const other of holders.slice(at + 1)) {
      const isNear = isWithin(other.space.startAt, one.window) || isWithin(one.space.startAt, other.window);
      if (isNear && !share(one.was, other.was) && share(one.is, other.is)) pairs.push([one.space, other.space]);
    }
  }
  return pairs.slice(0, mostNamed);
}

const share = (some: readonly string[], others: readonly string[]) => some.some((one) => others.includes(one));

function isWithin(at: number | undefined, { from, to }: { readonly from: number; readonly to: number }): boolean {
  return at !== undefined && at >= from && at <= to;
}

function isDuring(at: number, { conference }: Config): boolean {
  const day = localDate(at, conference.timeZone);
  return day >= conference.startDate && day <= conference.endDate;
}

function named(spaces: readonly OpenSpace[]): string {
  const first = spaces.slice(0, mostNamed).map((space) => sentenceOf(space));
  const more = spaces.length - first.length;
  return [...first, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
