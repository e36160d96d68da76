import type { DeskNews, Overview } from '../activities/desk-news.ts';
import { localDayAndTime, localTime } from '../core/local-time.ts';
import { decidableUntil, type OpenSpace } from '../core/open-space.ts';
import { isSettled, type Reminder } from '../core/reminder.ts';
import { statusOf, type Status } from '../core/status.ts';
import { lateOf, withoutLate } from '../core/undecided.ts';
import { noStart } from './words/card-words.ts';
import {
  capital,
  conflictWords,
  counted,
  deadlineWords,
  decidedByAt,
  ended,
  momentOf,
  reminderNameIn,
  reminderWords,
  statusWords,
} from '../core/words.ts';

export * from './words/card-words.ts';
export * from './words/reply-words.ts';
export * from './words/view-words.ts';

/** A sign beside the words, never instead of them. Every font has these signs, and Slack shows some as emoji. */
const signs: Readonly<Record<Status, string>> = {
  needs_review: '⚑',
  conflict: '⚠',
  scheduled: '○',
  needs_action: '●',
  approved: '✔',
  sending: '▶',
  sent: '✉',
  denied: '✖',
  dismissed: '✖',
  cancelled: '✖',
  missed: '⚠',
  unconfirmed: '⚠',
  failed: '⚠',
  superseded: '–',
  over: '–',
};

export function signOf(space: OpenSpace): string {
  return signs[statusOf(space)];
}

/** `Fri 19 May 17:00 PDT`. */
export const whenOf = ({ startAt, timeZone }: OpenSpace): string =>
  startAt === undefined ? noStart : localDayAndTime(startAt, timeZone);

/** `Needs approval`. */
export const headlineOf = (space: OpenSpace): string => capital(statusWords[statusOf(space)]);

/**
 * The next steps, and until when somebody must act; one sentence each.
 *
 * @param now epoch milliseconds
 * @param rival the open space that it is in conflict with
 */
export function nextSentences(space: OpenSpace, now: number, rival?: OpenSpace): string[] {
  const { standing, timeZone } = space;
  const end = decidableUntil(space);
  const deadline = now < end ? [deadlineWords(space, now)] : [];
  switch (standing.status) {
    case 'needs_review':
      return deadline;
    case 'conflict':
      return [`${conflictWords(standing.with, timeZone, rival)}.`, ...deadline];
    case 'scheduled':
      return scheduledSentences(space, now);
    case 'dismissed':
    case 'cancelled':
      return afterCallingOff(space, now);
    case 'over':
      return ['Nobody decided in time.', ...outcomesOf(space, now)];
  }
}

/** The reminders that went out, or may have: a host's edit, or a restore, can make a told session undecided again. */
function outcomesOf(space: OpenSpace, now: number): string[] {
  const out = space.reminders.filter(({ state }) => state.status === 'sent' || state.status === 'unconfirmed');
  return out.length === 0 ? ['No reminder went out.'] : out.map((one) => reminderSentence(space, one, now));
}

/** What people were told about a session that is off, and whether they are told about the cancellation. */
function afterCallingOff(space: OpenSpace, now: number): string[] {
  const told = space.reminders.filter((one) => isSettled(one) || one.corrects !== undefined);
  return told.length === 0 ? ['No reminder goes out.'] : told.map((one) => reminderSentence(space, one, now));
}

function scheduledSentences(space: OpenSpace, now: number): string[] {
  const rule = approvalRule(space, now);
  // With a single reminder, and for those whose time has passed, the sentence of the approval rule is enough.
  const shown = rule.length > 0 && space.reminders.length === 1 ? [] : withoutLate(space, now);
  return [...shown.map((one) => reminderSentence(space, one, now)), ...rule];
}

function reminderSentence(space: OpenSpace, reminder: Reminder, now: number): string {
  const name = reminderNameIn(space, reminder.key);
  if (reminder.state.status === 'unconfirmed') return `${unconfirmedWords(name)} (${reminder.state.why})`;
  return ended(`${capital(name)} ${reminderWords(reminder, space, now)}`);
}

const unconfirmedWords = (name: string): string => `We don’t know whether X posted ${name}. Check the profile.`;

/** The effect of an approval: now, after the reminder's time, and after the start. */
function approvalRule(space: OpenSpace, now: number): string[] {
  const { startAt, timeZone } = space;
  const undecided = space.reminders.filter((one) => one.state.status === 'needs_action' && !isSettled(one));
  const last = undecided.at(-1);
  if (startAt === undefined || last?.sendAt === undefined || now >= startAt) return [];
  if (lateOf(space, now).length > 0) return [deadlineWords(space, now)];
  const start = localTime(startAt, timeZone);
  // Not always at once: the next one may be due soon (`core/left-out.ts`).
  if (space.reminders.length > 1)
    return [`If approved later, one goes out within minutes. After ${start}, none goes out.`];
  return [
    `Goes out at ${momentOf(last.sendAt, now, timeZone)}, if approved. ` +
      `If approved later, it goes out at once. After ${start}, not at all.`,
  ];
}

/** The last decisions, the newest last, for example `approved by ana 14:02 PDT`. */
export const historyOf = (space: OpenSpace, most = 3): string[] =>
  space.decisions.slice(-most).map((one) => decidedByAt(one, space.timeZone));

/** One message for all organisers. */
export function newsWords(news: DeskNews, now: number, timeZone: string): string {
  switch (news.kind) {
    case 'paused':
      return `${news.by} paused posting. Nothing goes out until somebody resumes it.`;
    case 'resumed':
      return `${news.by} resumed posting.`;
    case 'morning':
      return ['Good morning.', ...overviewWords(news, now, timeZone)].join(' ');
  }
}

const modeWords: Readonly<Record<Overview['mode'], string>> = {
  live: 'Reminders are posted on X.',
  slack_only: 'Rehearsal: nothing is posted on X.',
  paused: 'Posting is paused.',
};

/** The state of the bot, one sentence per fact. */
export function overviewWords(
  { mode, listening, waiting, approved, spent, cap }: Overview,
  now: number,
  timeZone: string,
): string[] {
  const since = listening === null ? '' : momentOf(listening.since.getTime(), now, timeZone);
  return [
    modeWords[mode],
    listening === null
      ? 'The bot has not listened to X yet.'
      : listening.connected
        ? `Listening to X since ${since}.`
        : `NOT listening to X since ${since}${listening.lastError === undefined ? '' : `: ${listening.lastError}`}.`,
    waiting === 0 ? 'Nothing waits for a decision.' : `${counted(waiting, 'open space')} to decide.`,
    approved === 0
      ? 'No approved reminder waits for its time.'
      : `${counted(approved, 'approved reminder')} to go out.`,
    `About $${spent.toFixed(2)}${cap === null ? '' : ` of $${cap}`} spent at X.`,
  ];
}
