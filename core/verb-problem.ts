import type { Actor } from './actor.ts';
import { conferenceEnd } from './conference.ts';
import type { Config } from './config.ts';
import { canBeRetried } from './correction.ts';
import { listedRoom } from './listed-room.ts';
import { roomsOfPlace } from './meant-room.ts';
import { findReminder, type OpenSpace } from './open-space.ts';
import { farProblem } from './plan.ts';
import { reminderId } from './reminder.ts';
import { textProblem } from './reminder-text.ts';
import type { Verb } from './request.ts';
import { currentReminder } from './status.ts';
import { harmless } from './texts.ts';
import { isVisible } from './visible.ts';
import { refusalWords, reminderName } from './words.ts';

/** The longest texts that organisers may enter. UTF-16 code units. */
export const longest = { title: 200, place: 80, note: 1000 } as const;

/**
 * Why a request cannot be stored: the room is not listed under exactly that name, X would not take the wording, a text
 * is too long, or a reminder would be used up although nothing is posted. Never called by workflows: an answer that
 * changes with a version would break their replay.
 */
export function verbProblem(verb: Verb, space: OpenSpace, { conference, output }: Config): string | undefined {
  if (verb.verb === 'sendNow' && output === 'slack_only' && !isCorrection(space, verb.reminder)) {
    return refusalWords.onlyInSlack;
  }
  const { room, text, ...texts } = { room: undefined, text: undefined, title: '', place: '', note: '', ...verb };
  const long = (['title', 'place', 'note'] as const).find((field) => texts[field].length > longest[field]);
  if (long !== undefined) return refusalWords.textTooLong(long, longest[long]);
  const unseen = unseenText(texts);
  if (unseen !== undefined) return unseen.reason;
  const misplaced = placeProblem(texts.place, conference);
  if (misplaced !== undefined) return misplaced;
  const problem = text === undefined ? undefined : textProblem(space, text);
  if (problem !== undefined || room === undefined) return problem;
  const listed = listedRoom(room, conference.rooms);
  if (listed === undefined) return refusalWords.unlisted(room);
  return listed === room ? undefined : refusalWords.listedAs(room, listed);
}

type EnteredTexts = { readonly [field in keyof typeof longest]?: string | undefined };

/** The first text of an organiser that shows nothing on a card, or in the bot's posts, which leave out links. */
export function unseenText(
  texts: EnteredTexts,
): { readonly at: keyof EnteredTexts; readonly reason: string } | undefined {
  for (const at of ['title', 'place', 'note'] as const) {
    const text = texts[at] ?? '';
    if (text === '') continue;
    if (!isVisible(text)) return { at, reason: refusalWords.invisible(at) };
    if (at !== 'note' && !isVisible(harmless(text))) return { at, reason: refusalWords.onlyLink(at) };
  }
  return undefined;
}

/** Why a place is refused: it means listed rooms, and a place holds none, so somebody else could get them. */
function placeProblem(place: string, { rooms }: Config['conference']): string | undefined {
  const [named, ...others] = roomsOfPlace(place, rooms);
  if (named === undefined) return undefined;
  return others.length === 0 ? refusalWords.listedPlace(named) : refusalWords.listedPlaces([named, ...others]);
}

/** Whether the named or next reminder is a correction. In `slack_only` it waits, or has nothing to correct on X. */
const isCorrection = (space: OpenSpace, key: string | undefined): boolean =>
  (key === undefined ? currentReminder(space) : findReminder(space, key))?.corrects !== undefined;

/**
 * A `retry` or `confirmSent` with the reminder that is meant. Without it, the workflow takes the last failed or
 * unconfirmed reminder, which is right only for requests that operators type into Temporal.
 *
 * @returns a refusal, if it is not clear which of several reminders is meant
 */
export function withMeantReminder(verb: Verb, space: OpenSpace, { door }: Actor): Verb | string {
  if ((verb.verb !== 'retry' && verb.verb !== 'confirmSent') || verb.reminder !== undefined) return verb;
  const isRetry = verb.verb === 'retry';
  const inTrouble = space.reminders.filter(
    ({ state }) => state.status === 'unconfirmed' || (state.status === 'failed' && isRetry),
  );
  // As on the card (`troubleActions`): a text that is no longer true is not posted again.
  const meant = inTrouble.filter((one) => !isRetry || canBeRetried(space, one)).map(({ key }) => key);
  const [only, ...others] = meant;
  if (inTrouble.length < 2 || only === undefined) return verb;
  if (others.length === 0) return { ...verb, reminder: only };
  return door === 'api'
    ? refusalWords.whichReminderId(meant.map((key) => reminderId(space.id, key)))
    : refusalWords.whichReminder(meant.map(reminderName));
}

/** A cancellation can be undone after its conference, zone or room was removed, and a review may have any start. */
export function scheduleProblem(space: OpenSpace, { conference }: Config): string | undefined {
  const { conferenceId, timeZone, room, place = '', startAt } = space;
  if (conferenceId !== conference.id) return refusalWords.otherConference(conferenceId, conference.id);
  if (timeZone !== conference.timeZone) return refusalWords.otherZone(timeZone, conference.timeZone);
  if (room !== undefined && listedRoom(room, conference.rooms) === undefined) return refusalWords.unlisted(room);
  const misplaced = placeProblem(place, conference);
  if (misplaced !== undefined) return misplaced;
  return startAt === undefined ? undefined : farProblem(startAt, conferenceEnd(conference));
}
