import type { Actor } from './actor.ts';
import { conferenceEnd } from './conference.ts';
import type { Config } from './config.ts';
import { canBeRetried } from './correction.ts';
import { listedRoom } from './listed-room.ts';
import type { OpenSpace } from './open-space.ts';
import { farProblem } from './plan.ts';
import { reminderId } from './reminder.ts';
import { textProblem } from './reminder-text.ts';
import type { Verb } from './request.ts';
import { refusalWords, reminderName } from './words.ts';

/** The longest texts that organisers may give, by any door. UTF-16 code units. */
export const longest = { title: 200, place: 80, note: 1000 } as const;

/**
 * Why what is asked cannot be stored: a room that is not listed by that very name, a wording that X would not take, or
 * too long a text. The workflow does not ask it: an answer that changes with a version would break its replay.
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
 * The verb with the reminder that it is about, where the workflow would take the last one in trouble: who types a
 * request into Temporal means that one.
 *
 * @returns why it is refused, where several are in trouble and it is not clear which one is meant
 */
export function withMeantReminder(verb: Verb, space: OpenSpace, { door }: Actor): Verb | string {
  if ((verb.verb !== 'retry' && verb.verb !== 'confirmSent') || verb.reminder !== undefined) return verb;
  const isRetry = verb.verb === 'retry';
  const inTrouble = space.reminders.filter(
    ({ state }) => state.status === 'unconfirmed' || (state.status === 'failed' && isRetry),
  );
  // As on the card (`troubleActions`): what is no longer true is not posted again.
  const meant = inTrouble.filter((one) => !isRetry || canBeRetried(space, one)).map(({ key }) => key);
  const [only, ...others] = meant;
  if (inTrouble.length < 2 || only === undefined) return verb;
  if (others.length === 0) return { ...verb, reminder: only };
  return door === 'api'
    ? refusalWords.whichReminderId(meant.map((key) => reminderId(space.id, key)))
    : refusalWords.whichReminder(meant.map(reminderName));
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
