import type { Config } from './config.ts';
import { tells } from './correction.ts';
import { localDay, localDayAndTime, localTimeWithZone } from './local-time.ts';
import { withNewNames, type NewNames } from './new-names.ts';
import { findReminder, titleOf, whereOf, type OpenSpace } from './open-space.ts';
import { withPresentRooms } from './present-room.ts';
import { reminderId } from './reminder.ts';
import { repeats } from './source-change.ts';
import {
  fitReminder,
  minutesUntil,
  placeholders,
  placeholdersWithoutPost,
  renderReminder,
  unknownPlaceholders,
  type ReminderWords,
} from './texts.ts';
import { configProblemWords, correctionText, refusalWords, untitled } from './words.ts';

/** Added if the quoted tweet gives another room or start than the open space has. */
const movedSuffix = ' Now in {room} at {time}.';

/** The wording of one reminder: an organiser's own, or the config's. */
export function reminderTemplate(
  space: OpenSpace,
  key: string,
  { reminderText, manualReminderText }: Pick<Config, 'reminderText' | 'manualReminderText'>,
): string {
  const { text: own, corrects, sendAt } = findReminder(space, key) ?? {};
  if (own !== undefined) return own;
  if (corrects !== undefined) return correctionText(space, corrects, sendAt);
  const { source } = space;
  // The text for posts would link to a post that is gone.
  if (source === undefined || source.isGone === true) return manualReminderText;
  return source.readAs !== undefined && repeats(space, source.readAs) ? reminderText : whereMoved(reminderText);
}

function whereMoved(reminderText: string): string {
  const says = (placeholder: string) => reminderText.includes(`{${placeholder}}`);
  return says('room') && says('time') ? reminderText : reminderText + movedSuffix;
}

/** Added if another reminder has the same text: the start, then also a number. */
const sameTextSuffix = (when: string, number: number): string => ` (${when}${number === 1 ? '' : `, ${number}`})`;

/** Minutes until the start, over two months ahead. */
const longestMinutes = 99_999;

/** The longest values. Title and room are empty, because they are cut to fit. */
const longestWords: ReminderWords = {
  minutes: String(longestMinutes),
  user: 'u'.repeat(15),
  tweetId: '9'.repeat(19),
  room: '',
  time: '17:00 GMT-3:30',
  day: 'Wed 28 Sept',
  title: '',
};

/** The longest text that a wording of the config can become, also for a moved session and for equal texts. */
export function longestReminder(kind: 'reminderText' | 'manualReminderText', text: string): string {
  const template = kind === 'reminderText' ? whereMoved(text) : text;
  const { day, time } = longestWords;
  return renderReminder(template + sameTextSuffix(`${day} ${time}`, 99), longestWords);
}

/** A reminder's text as it would go out; undefined if X would not take it, even cut (`doesNotFit`). */
export function reminderTextFor(space: OpenSpace, template: string, minutes: number): string | undefined {
  const { where = '', startAt = 0 } = tells(space) ?? { where: whereOf(space), startAt: space.startAt };
  return fitReminder(template, {
    minutes: String(minutes),
    user: space.source?.host.username ?? '',
    tweetId: space.source?.tweetId ?? '',
    room: where,
    time: localTimeWithZone(startAt, space.timeZone),
    day: localDay(startAt, space.timeZone),
    title: titleOf(space) ?? untitled,
  });
}

/** What is wrong with the placeholders of a wording. @param hasPost whether it is for open spaces with a post */
export function placeholderProblems(text: string, hasPost: boolean): string[] {
  const unknown = unknownPlaceholders(text).map((name) => configProblemWords.placeholder(name, placeholders));
  if (unknown.length > 0 || hasPost) return unknown;
  return unknownPlaceholders(text, placeholdersWithoutPost).map((name) => configProblemWords.noPost(name));
}

/**
 * Why a reminder of this open space may not have this wording: it has a placeholder without a value, or X would not
 * take the text with all values filled in and the longest number of minutes.
 */
export function textProblem(space: OpenSpace, text: string): string | undefined {
  const [problem] = placeholderProblems(text, space.source !== undefined);
  if (problem !== undefined) return problem;
  return reminderTextFor(space, text, longestMinutes) === undefined ? refusalWords.wordingTooLong : undefined;
}

/**
 * A reminder's text as it goes out at a given time (epoch milliseconds), different from the texts of all other
 * reminders: X refuses an equal text, and the bot could not tell which reminder a post belongs to. If needed, it adds
 * the start, then a number. Undefined if X would not take it (`doesNotFit`).
 */
export async function distinctReminderText(
  space: OpenSpace,
  key: string,
  config: Config,
  at: number,
  reminders: { isTextUsed(text: string, exceptId: string): Promise<boolean> },
): Promise<string | undefined> {
  const { startAt } = tells(space) ?? { startAt: at };
  const textOf = numberedTexts(withPresentRooms(space, config.conference.rooms), key, config, startAt);
  for (let number = 0; ; number++) {
    const text = textOf(number, minutesUntil(startAt, at));
    if (text === undefined || !(await reminders.isTextUsed(text, reminderId(space.id, key)))) return text;
  }
}

/**
 * The text with the newest handles; with the earlier ones if it does not fit with a longer handle. A link with the
 * earlier handle still leads to the post.
 *
 * @param at epoch milliseconds
 */
export async function textWithHandle(
  space: OpenSpace,
  names: NewNames,
  key: string,
  config: Config,
  at: number,
  reminders: Parameters<typeof distinctReminderText>[4],
): Promise<string | undefined> {
  const textOf = (named: OpenSpace) => distinctReminderText(named, key, config, at, reminders);
  return (await textOf(withNewNames(space, names))) ?? textOf(space);
}

/** How many equal reminders are tried: no open space has more with the same text, place and start. */
const mostEqual = 4;

/**
 * The texts with which a reminder can have gone out between two times (epoch milliseconds), if nothing about it has
 * changed since: with each addition for equal texts.
 *
 * @returns a function that gives those that a post may have: with each number of minutes that the post's words have.
 *   All texts would be too many: weeks have tens of thousands of minutes, and a text takes a tenth of a millisecond
 */
export function possibleTexts(space: OpenSpace, key: string, config: Config, from: number, to: number) {
  const { startAt } = tells(space) ?? { startAt: to };
  const named = numberedTexts(withPresentRooms(space, config.conference.rooms), key, config, startAt);
  const booked = numberedTexts(space, key, config, startAt);
  // If its room was renamed since, it went out with the earlier name.
  const textsOf = named(0, 1) === booked(0, 1) ? [named] : [named, booked];
  const [least, most] = [minutesUntil(startAt, to), minutesUntil(startAt, from)];
  const known = new Map<number, string[]>();
  const textsAt = (minutes: number): string[] => {
    const texts =
      known.get(minutes) ??
      [...Array(mostEqual).keys()].flatMap((number) => textsOf.flatMap((textOf) => textOf(number, minutes) ?? []));
    known.set(minutes, texts);
    return texts;
  };
  return (post: string): string[] => {
    const numbers = numbersIn(post).filter((number) => number > least && number <= most);
    // Without minutes in its wording, one number is as good as another.
    return [...new Set([least, ...numbers])].flatMap(textsAt);
  };
}

/** Also parts of a number, because a wording may have a digit right before or after the minutes. Ids are left out. */
function numbersIn(text: string): number[] {
  const runs = text.match(/(?<!\d)\d{1,8}(?!\d)/gu) ?? [];
  const partsFrom = (run: string): number[] => Array.from(run, (_, last) => Number(run.slice(0, last + 1)));
  return runs.flatMap((run) => Array.from(run, (_, from) => partsFrom(run.slice(from))).flat());
}

/** Makes texts. Number 0 gives the usual one; every other number adds something, so that equal reminders differ. */
function numberedTexts(space: OpenSpace, key: string, config: Config, startAt: number) {
  const template = reminderTemplate(space, key, config);
  const when = localDayAndTime(startAt, space.timeZone);
  return (number: number, minutes: number): string | undefined =>
    reminderTextFor(space, template + (number === 0 ? '' : sameTextSuffix(when, number)), minutes);
}
