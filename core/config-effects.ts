import { blocks, claimOf } from './claim.ts';
import type { Config } from './config.ts';
import { listedRoom, presentName } from './listed-room.ts';
import { localDate } from './local-time.ts';
import { isDenied, isOff, type OpenSpace } from './open-space.ts';
import { withPresentRooms } from './present-room.ts';
import { isOpen } from './reminder.ts';
import { reminderTemplate } from './reminder-text.ts';
import { configEffectWords as words, sentenceOf } from './words.ts';

export interface ConfigEffects {
  /** Why it cannot be saved: a sentence for each problem that the change causes, with names and the remedy. */
  readonly refusals: readonly string[];
  readonly changes: readonly string[];
}

const mostNamed = 5;

/**
 * Open spaces that are called off or denied hold no room, and an Undo checks the new config. So they count only where
 * that check cannot help: if another room gets the name under which they were booked, because that name is listed.
 */
export function configEffects(before: Config, after: Config, toCome: readonly OpenSpace[]): ConfigEffects {
  const holdsNoRoom = (space: OpenSpace) => isOff(space) || isDenied(space);
  const coming = toCome.filter((space) => !holdsNoRoom(space));
  const [was, is] = [before.conference, after.conference];
  const listedIn = ({ room }: OpenSpace, { rooms }: Config['conference']) => room && listedRoom(room, rooms);
  const outside = coming.filter((space) => isDuring(space, before) && !isDuring(space, after));
  const roomless = coming.filter((space) => listedIn(space, was) && !listedIn(space, is));
  // An earlier name of their room is now the name of another one, while their room is still on the list.
  const elsewhere = toCome.filter((space) => {
    const room = listedIn(space, was);
    const [still, now] = [room && listedRoom(room, is.rooms), listedIn(space, is)];
    return still && now && still !== now;
  });
  // People know the rooms by the names that they have now.
  const shown = (space: OpenSpace): string => sentenceOf(withPresentRooms(space, was.rooms));
  /** One sentence that names the first of the open spaces; empty if there are none. */
  const about = (spaces: readonly OpenSpace[], say: (names: string) => string): string[] => {
    if (spaces.length === 0) return [];
    const more = spaces.length - mostNamed;
    return [say([...spaces.slice(0, mostNamed).map(shown), ...(more > 0 ? [words.more(more)] : [])].join(', '))];
  };
  const refusals = [
    ...about(was.id === is.id ? [] : coming, words.conferenceId),
    ...about(was.timeZone === is.timeZone ? [] : coming, (names) => words.timeZone(was.timeZone, names)),
    ...about(outside, words.outside),
    ...about(roomless, words.roomless),
    ...about(
      elsewhere.filter((space) => !holdsNoRoom(space)),
      words.elsewhere,
    ),
    ...about(elsewhere.filter(holdsNoRoom), words.elsewhereIfUndone),
    ...newClashes(before, after, coming).map(([one, other]) => words.clash(shown(one), shown(other))),
  ];
  const renamed = coming.flatMap((space) => {
    const [old, now] = [listedIn(space, was), listedIn(space, is)];
    return old && now && now !== old ? [words.renamed(shown(space), now)] : [];
  });
  const reworded = about(rewordedBy(before, after, coming), words.reworded);
  const kept = about(otherMinutes(before, after, coming), words.minutesKept);
  const locked = before.organisers.length > 0 && after.organisers.length === 0 ? [words.noOrganisers] : [];
  return { refusals, changes: [...locked, ...renamed, ...reworded, ...kept, ...postingChanges(before, after, coming)] };
}

/**
 * A card shows the name of the room, all rooms to pick from and the text of the next posts. The card of a conflict also
 * shows rooms that are free, which depends on the conflict window and on the rooms' aliases.
 */
export function outdatedBy(before: Config, after: Config, coming: readonly OpenSpace[]): readonly OpenSpace[] {
  // Another order of the list makes no card wrong.
  const namesIn = ({ conference }: Config) => JSON.stringify(conference.rooms.map(({ name }) => name).toSorted());
  if (namesIn(before) !== namesIn(after)) return coming;
  const bookingIn = ({ conflictWindow, conference }: Config) => {
    const rooms = conference.rooms.map(({ name, aliases }) => JSON.stringify([name, aliases.toSorted()])).toSorted();
    return JSON.stringify([conflictWindow.before, conflictWindow.after, rooms]);
  };
  const isBookedOtherwise = bookingIn(before) !== bookingIn(after);
  const nameIn = ({ room }: OpenSpace, { conference }: Config) => room && presentName(room, conference.rooms);
  const reworded = new Set(rewordedBy(before, after, coming));
  return coming.filter(
    (space) =>
      reworded.has(space) ||
      nameIn(space, before) !== nameIn(space, after) ||
      (isBookedOtherwise && space.standing.status === 'conflict'),
  );
}

function rewordedBy(before: Config, after: Config, coming: readonly OpenSpace[]): OpenSpace[] {
  const says = (space: OpenSpace, config: Config): string =>
    JSON.stringify(space.reminders.filter(isOpen).map(({ key }) => reminderTemplate(space, key, config)));
  return coming.filter((space) => says(space, before) !== says(space, after));
}

/** The open spaces that would have other reminders if the new minutes counted: reminders are made only once. */
function otherMinutes(before: Config, after: Config, coming: readonly OpenSpace[]): OpenSpace[] {
  const listed = (minutes: readonly number[]) => [...new Set(minutes)].toSorted((one, other) => one - other).join();
  const [was, is] = [before, after].map(({ reminderMinutes }) => listed(reminderMinutes));
  if (was === is) return [];
  const made = ({ reminders }: OpenSpace) => reminders.filter(({ corrects }) => corrects === undefined);
  return coming.filter((space) => made(space).some(isOpen) && listed(made(space).map((one) => one.minutes)) !== is);
}

function postingChanges(before: Config, after: Config, coming: readonly OpenSpace[]): string[] {
  const reminders = coming.flatMap((space) => space.reminders);
  const waiting = reminders.filter(({ state }) => state.status === 'approved').length;
  if (waiting === 0) return [];
  const changes: string[] = [];
  if (!before.paused && after.paused) changes.push(words.pausing(waiting));
  if (before.paused && !after.paused) changes.push(words.resuming(waiting));
  if (before.output !== after.output) {
    changes.push(after.output === 'live' ? words.posted(waiting) : words.notPosted(waiting));
  }
  return changes;
}

function newClashes(before: Config, after: Config, coming: readonly OpenSpace[]): [OpenSpace, OpenSpace][] {
  const holders = coming.flatMap((space) => {
    const claim = claimOf(space);
    return claim === undefined ? [] : [{ space, claim }];
  });
  const pairs: [OpenSpace, OpenSpace][] = [];
  for (const [at, one] of holders.entries()) {
    for (const other of holders.slice(at + 1)) {
      // In how many of the two possible orders the second booking would be refused.
      const orders = (config: Config) =>
        [blocks(one.claim, other.claim, config), blocks(other.claim, one.claim, config)].filter(Boolean).length;
      if (orders(after) > orders(before)) pairs.push([one.space, other.space]);
    }
  }
  return pairs.slice(0, mostNamed);
}

function isDuring({ startAt }: OpenSpace, { conference }: Config): boolean {
  if (startAt === undefined) return true;
  const day = localDate(startAt, conference.timeZone);
  return day >= conference.startDate && day <= conference.endDate;
}
