import type { Actor } from './actor.ts';
import { conferenceEnd } from './conference.ts';
import type { Config } from './config.ts';
import { canBeRetried } from './correction.ts';
import { listedRoom } from './listed-room.ts';
import type { OpenSpace } from './open-space.ts';
import { farProblem } from './plan.ts';
import { reminderId, type Reminder } from './reminder.ts';
import { textProblem } from './reminder-text.ts';
import type { Verb } from './request.ts';
import { refusalWords, reminderName } from './words.ts';

/** The longest texts that organisers may give, by any door. UTF-16 code units. */
export const longest = { title: 200, place: 80, note: 1000 } as const;

/**
 * Why what is asked cannot be stored: a room that is not listed, or not by its listed name, by which lists look for it;
 * a wording that X would not take; or too long a text. The workflow does not ask it, because an answer that changes
 * with a version would break its replay.
 */
export function verbProblem(verb: Verb, space: OpenSpace, { conference }: Config): string | undefined {
  const { room, text, ...texts } = { room: undefined, text: undefined, title: '', place: '', note: '', ...verb };
  const long = (['title', 'place', 'note'] as const).find((field) => texts[field].length > longest[field]);
  if (long !== undefined) return refusalWords.textTooLong(long, longest[long]);
  const problem = text === undefined ? undefined : textProblem(space, text);
  if (problem !== undefined || room === undefined) return problem;
  const listed = listedRoom(room, conference.rooms);
  if (listed === undefined) return refusalWords.unlisted(room);
  return listed === room ? undefined : refusalWords.listedAs(room, listed);
}

/**
 * Why it is not clear which reminder is meant: several failed or are unclear, and the request names none. The workflow
 * does not ask it either; who types a request into Temporal means the last one.
 */
export function unnamedProblem(verb: Verb, space: OpenSpace, { door }: Actor): string | undefined {
  const keys = meantBy(verb, space).map(({ key }) => key);
  if (keys.length < 2) return undefined;
  return door === 'api'
    ? refusalWords.whichReminderId(keys.map((key) => reminderId(space.id, key)))
    : refusalWords.whichReminder(keys.map(reminderName));
}

/** The verb with the only reminder that it can be about, where the workflow would take the last one in trouble. */
export function withMeantReminder(verb: Verb, space: OpenSpace): Verb {
  const [only, ...others] = meantBy(verb, space);
  if (only === undefined || others.length > 0) return verb;
  return verb.verb === 'retry' || verb.verb === 'confirmSent' ? { ...verb, reminder: only.key } : verb;
}

/** Of several in trouble, those that a request which names none can be about; empty where only one is in trouble. */
function meantBy(verb: Verb, space: OpenSpace): Reminder[] {
  if ((verb.verb !== 'retry' && verb.verb !== 'confirmSent') || verb.reminder !== undefined) return [];
  const isRetry = verb.verb === 'retry';
  const inTrouble = space.reminders.filter(
    ({ state }) => state.status === 'unconfirmed' || (state.status === 'failed' && isRetry),
  );
  // As on the card (`troubleActions`): what is no longer true is not posted again.
  return inTrouble.length < 2 ? [] : inTrouble.filter((one) => !isRetry || canBeRetried(space, one));
}

/**
 * Why a config does not allow that an open space takes place as it stands. What was called off can be taken back later,
 * when its conference, its zone or its room is no longer in the config; what is in review may have any start.
 */
export function scheduleProblem(space: OpenSpace, { conference }: Config): string | undefined {
  const { conferenceId, timeZone, room, startAt } = space;
  if (conferenceId !== conference.id) return refusalWords.otherConference(conferenceId, conference.id);
  if (timeZone !== conference.timeZone) return refusalWords.otherZone(timeZone, conference.timeZone);
  if (room !== undefined && listedRoom(room, conference.rooms) === undefined) return refusalWords.unlisted(room);
  return startAt === undefined ? undefined : farProblem(startAt, conferenceEnd(conference));
}
