import type { Config } from './config.ts';
import { tells } from './correction.ts';
import { localDay, localDayAndTime, localTimeWithZone } from './local-time.ts';
import { findReminder, titleOf, whereOf, type OpenSpace } from './open-space.ts';
import { reminderId } from './reminder.ts';
import { repeats } from './source-change.ts';
import {
  fitReminder,
  minutesUntil,
  placeholders,
  renderReminder,
  unknownPlaceholders,
  type ReminderWords,
} from './texts.ts';
import { configProblemWords, correctionText, refusalWords, untitled } from './words.ts';

/** Added where the quoted tweet says another room or start than holds now. */
const movedSuffix = ' Now in {room} at {time}.';

/** The wording of one reminder: an organiser's own, or the config's. */
export function reminderTemplate(
  space: OpenSpace,
  key: string,
  { reminderText, manualReminderText }: Pick<Config, 'reminderText' | 'manualReminderText'>,
): string {
  const { text: own, corrects } = findReminder(space, key) ?? {};
  if (own !== undefined) return own;
  if (corrects !== undefined) return correctionText(space, corrects);
  const { source } = space;
  // A post that is gone is no link to give.
  if (source === undefined || source.isGone === true) return manualReminderText;
  return source.readAs !== undefined && repeats(space, source.readAs) ? reminderText : whereMoved(reminderText);
}

function whereMoved(reminderText: string): string {
  const says = (placeholder: string) => reminderText.includes(`{${placeholder}}`);
  return says('room') && says('time') ? reminderText : reminderText + movedSuffix;
}

/** Added where the same text stands already: the start, then a number. */
const sameTextSuffix = (when: string, number: number): string => ` (${when}${number === 1 ? '' : `, ${number}`})`;

/** Minutes until the start, over two months ahead. */
const longestMinutes = 99_999;

/** As long as these get; title and room are cut to fit. */
const longestWords: ReminderWords = {
  minutes: String(longestMinutes),
  user: 'u'.repeat(15),
  tweetId: '9'.repeat(19),
  room: '',
  time: '17:00 GMT-3:30',
  day: 'Wed 28 Sept',
  title: '',
};

/**
 * A wording of the config as long as it can become: with the longest words, and with what is added where the session
 * has moved and where other reminders say the same.
 */
export function longestReminder(kind: 'reminderText' | 'manualReminderText', text: string): string {
  const template = kind === 'reminderText' ? whereMoved(text) : text;
  const { day, time } = longestWords;
  return renderReminder(template + sameTextSuffix(`${day} ${time}`, 99), longestWords);
}

/** A reminder's text as it would go out; undefined where X would not take it, even cut (`doesNotFit`). */
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

/**
 * Why a reminder of this open space may not have this wording: a placeholder that there is none of, or a text that X
 * would not take once it is filled in, with the longest number of minutes.
 */
export function textProblem(space: OpenSpace, text: string): string | undefined {
  const [unknown] = unknownPlaceholders(text);
  if (unknown !== undefined) return configProblemWords.placeholder(unknown, placeholders);
  return reminderTextFor(space, text, longestMinutes) === undefined ? refusalWords.wordingTooLong : undefined;
}

/**
 * A reminder's text as it goes out at a moment, unlike every text that another reminder has: X refuses a text that
 * stands already, and nobody could tell whose post it is. The start is added where that is needed, then a number.
 *
 * @param at epoch milliseconds
 * @returns undefined where X would not take it (`doesNotFit`)
 */
export async function distinctReminderText(
  space: OpenSpace,
  key: string,
  config: Config,
  at: number,
  reminders: { isTextUsed(text: string, exceptId: string): Promise<boolean> },
): Promise<string | undefined> {
  const { startAt } = tells(space) ?? { startAt: at };
  const template = reminderTemplate(space, key, config);
  const minutes = minutesUntil(startAt, at);
  const when = localDayAndTime(startAt, space.timeZone);
  for (let number = 0; ; number++) {
    const suffix = number === 0 ? '' : sameTextSuffix(when, number);
    const text = reminderTextFor(space, template + suffix, minutes);
    if (text === undefined || !(await reminders.isTextUsed(text, reminderId(space.id, key)))) return text;
  }
}
