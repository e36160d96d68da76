import type { Conference } from '../conference.ts';
import { localDate, localDay, localDayAndTime, localTimeWithZone } from '../local-time.ts';
import { isDenied, isOff, titleOf, whereOf, type OpenSpace } from '../open-space.ts';
import { nextInPlaceIfApproved } from '../left-out.ts';
import type { Reminder } from '../reminder.ts';
import { statusOf, type Status } from '../status.ts';
import { decisionWords } from './decision-words.ts';
import { capital, conflictWords, nameOf, reminderName } from './name-words.ts';

/** Each status in the words of lists, pages and the Temporal UI; in the order of an open space's life. */
export const statusWords: Readonly<Record<Status, string>> = {
  needs_review: 'needs review',
  conflict: 'conflict',
  scheduled: 'scheduled',
  needs_action: 'needs approval',
  approved: 'approved',
  sending: 'sending',
  sent: 'reminder sent',
  denied: 'denied',
  dismissed: 'denied',
  cancelled: 'cancelled',
  missed: 'missed',
  unconfirmed: 'unconfirmed',
  failed: 'failed',
  superseded: 'not needed',
  over: 'over',
};

export const statuses = Object.keys(statusWords) as [Status, ...Status[]];

/** The statuses that people see under the same word: `dismissed` is shown as “denied” too. */
export const sameInWords = (status: Status): Status[] =>
  statuses.filter((one) => statusWords[one] === statusWords[status]);

/** The line that lists show: `B114 · Fri 19 May 17:00 PDT · “Acro yoga” by @host`. */
export const sentenceOf = (space: OpenSpace): string => `${whereAndWhenOf(space)} · ${whoseOf(space)}`;

/** Without names, for messages that `npm run erase` does not change. */
export function whereAndWhenOf(space: OpenSpace): string {
  const when = space.startAt === undefined ? 'no start yet' : localDayAndTime(space.startAt, space.timeZone);
  return `${whereOf(space) ?? 'no room yet'} · ${when}`;
}

/** Undefined if the start is on a day of the conference. @param startAt epoch milliseconds */
export function outsideWords(startAt: number | undefined, { startDate, endDate, timeZone }: Conference) {
  if (startAt === undefined) return undefined;
  const date = localDate(startAt, timeZone);
  if (date >= startDate && date <= endDate) return undefined;
  return `⚠ ${localDay(startAt, timeZone)} is not a day of the conference (${startDate} to ${endDate}).`;
}

/** The session that a post may be about: its line, and whether it is off. */
export function knownWords(known: OpenSpace): string {
  const status = isDenied(known) ? 'denied' : known.standing.status;
  return isDenied(known) || isOff(known) ? `${sentenceOf(known)} · ${statusWords[status]}` : sentenceOf(known);
}

/** How a post has changed the session that it is about. The post's own open space is only denied then. */
export const changedKnownWords = (change: 'move' | 'cancel', known: OpenSpace): string =>
  `${change === 'move' ? 'Moved' : 'Cancelled'}: ${sentenceOf(known)}.`;

function whoseOf(space: OpenSpace): string {
  if (titleOf(space) !== undefined) return nameOf(space);
  return space.source === undefined ? 'entered by hand' : `@${space.source.host.username}`;
}

/**
 * What will happen to a reminder, or what happened to it, as the end of a sentence. With the day if it is another day.
 * The history beside it says who decided.
 *
 * @param now epoch milliseconds; only for a page that is rendered again all the time
 */
export function reminderWords(
  reminder: Reminder,
  { startAt, timeZone, reminders }: Pick<OpenSpace, 'startAt' | 'timeZone' | 'reminders'>,
  now = -Infinity,
): string {
  const { state, sendAt } = reminder;
  const day = startAt === undefined ? undefined : localDate(startAt, timeZone);
  const moment = (at: number): string =>
    localDate(at, timeZone) === day ? localTimeWithZone(at, timeZone) : localDayAndTime(at, timeZone);
  const at = sendAt === undefined ? '' : moment(sendAt);
  switch (state.status) {
    case 'needs_action':
      if (sendAt === undefined) return 'waits for a start';
      if (sendAt > now) return `goes out at ${at}, if approved`;
      return nextInPlaceIfApproved({ reminders }, reminder, now) === undefined
        ? 'goes out at once, if approved'
        : `is ${ifApprovedWords({ reminders }, reminder, now)}`;
    case 'approved':
      return reminder.held === undefined ? `goes out at ${at}` : `is on hold: ${reminder.held}`;
    case 'denied':
      return 'was denied';
    case 'sending':
      return reminder.held === undefined
        ? 'is being posted'
        : `may be on X or not (${reminder.held}). The bot looks again soon`;
    case 'sent':
      return `went out at ${moment(state.at)}` + (state.note === undefined ? '' : ` (${state.note})`);
    case 'unconfirmed':
      return `may be on X or not, check the profile: ${state.why}`;
    case 'failed':
      return `failed: ${state.why}`;
    case 'missed':
      return `was missed: ${state.why}`;
    case 'superseded':
      return `was not needed: ${state.why}`;
  }
}

/** What the approval of one late reminder does at `now` (epoch milliseconds): nothing if the next one goes out soon. */
export function ifApprovedWords(space: Pick<OpenSpace, 'reminders'>, late: Reminder, now: number): string {
  const next = nextInPlaceIfApproved(space, late, now);
  if (next === undefined) return 'at once if approved';
  return `left out even if approved, because ${reminderName(next.key)} goes out soon`;
}

/**
 * Markdown for the Temporal UI's current details. It links the tweet and never quotes it.
 *
 * @param workflowIdOf gives the workflow id of a conflict's rival. Only the id is shown: the rival's title and host
 *   would stay in this history after they are erased elsewhere
 */
export function detailsOf(space: OpenSpace, workflowIdOf: (openSpaceId: string) => string): string {
  const lines = [`**${asPlainMarkdown(sentenceOf(space))}**: ${statusWords[statusOf(space)]}`, ''];
  if (space.source !== undefined) lines.push(`- [Open the post](${space.source.url})`);
  lines.push(`- ${space.place === undefined ? 'Room' : 'Place'}: ${asPlainMarkdown(whereOf(space) ?? 'none yet')}`);
  if (space.startAt !== undefined) lines.push(`- Starts: ${localDayAndTime(space.startAt, space.timeZone)}`);
  const soon = space.reminders.length > 1 ? 'within minutes' : 'at once';
  for (const reminder of space.reminders) {
    const words = reminderWords(reminder, space);
    // The details stay as they are when the time passes.
    const later =
      reminder.state.status === 'needs_action' && reminder.sendAt !== undefined ? `; ${soon} if approved later` : '';
    lines.push(`- ${capital(reminderName(reminder.key))} ${asPlainMarkdown(`${words}${later}`)}`);
  }
  if (space.standing.status === 'conflict') {
    const words = asPlainMarkdown(conflictWords(space.standing.with, space.timeZone));
    lines.push(`- ${words}: \`${workflowIdOf(space.standing.with.openSpaceId)}\``);
  }
  for (const decision of space.decisions.slice(-10)) {
    const words = asPlainMarkdown(`${decisionWords(decision, space.timeZone)}, by ${decision.by.name}`);
    lines.push(`- ${localTimeWithZone(decision.at, space.timeZone)}: ${words}`);
  }
  return lines.join('\n');
}

/** Other people's words as plain text: without links, pictures and headings. */
const asPlainMarkdown = (text: string): string =>
  text.replaceAll(/\s+/gu, ' ').replaceAll(/[\\`*_[\]<>#|!~]/gu, String.raw`\$&`);
