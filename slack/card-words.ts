import { decisionWords } from '../core/decision-words.ts';
import { localDayAndTime, localTime, localTimeWithZone } from '../core/local-time.ts';
import { decidableUntil, type OpenSpace } from '../core/open-space.ts';
import { isSettled, type Reminder } from '../core/reminder.ts';
import { reminderWords, statusOf, statusWords, type Status } from '../core/status.ts';
import { minutesUntil } from '../core/texts.ts';

/** Beside the words, never in their place; in every font, and an emoji where Slack has one. */
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

/** `Needs approval`. */
export function headlineOf(space: OpenSpace): string {
  const words = statusWords[statusOf(space)];
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What happens next and by when somebody has to act, a sentence each. @param now epoch milliseconds */
export function nextSentences(space: OpenSpace, now: number): string[] {
  const { standing } = space;
  const end = decidableUntil(space);
  switch (standing.status) {
    case 'needs_review':
      return [
        ...(space.startAt !== undefined && space.startAt <= now ? ['Its start has passed: pick another one.'] : []),
        ...(now < end ? [`Decide by ${momentOf(end, now, space.timeZone)}; after that it is over.`] : []),
      ];
    case 'conflict': {
      const { relation, room, startAt, openSpaceId } = standing.with;
      return [
        `It ${relation} open space ${openSpaceId}: ${room}, ${localDayAndTime(startAt, space.timeZone)}.`,
        ...(now < end ? [`Pick another room or time by ${momentOf(end, now, space.timeZone)}, or deny it.`] : []),
      ];
    }
    case 'scheduled':
      return scheduledSentences(space, now);
    case 'dismissed':
      return [`Dismissed by ${standing.by.name}: no reminder goes out.`];
    case 'cancelled':
      return [
        `Cancelled by ${standing.by.name}${standing.why === undefined ? '' : ` (${standing.why})`}: no reminder goes out.`,
      ];
    case 'over':
      return ['Nobody decided in time: no reminder went out.'];
  }
}

function scheduledSentences(space: OpenSpace, now: number): string[] {
  const rule = approvalRule(space, now);
  // The rule says of a single reminder all there is to say.
  const shown = rule.length > 0 && space.reminders.length === 1 ? [] : space.reminders;
  return [...shown.map((one) => reminderSentence(space, one)), ...rule];
}

function reminderSentence(space: OpenSpace, reminder: Reminder): string {
  const name = space.reminders.length > 1 ? `Reminder ${reminder.minutes} minutes before` : 'Reminder';
  return `${name}: ${reminderWords(reminder, space.timeZone)}.`;
}

/** The late rule: what approving comes to now, later, and too late. */
function approvalRule(space: OpenSpace, now: number): string[] {
  const { startAt, timeZone } = space;
  const undecided = space.reminders.filter((one) => one.state.status === 'needs_action' && !isSettled(one));
  const last = undecided.at(-1);
  if (startAt === undefined || last?.sendAt === undefined || now >= startAt) return [];
  const missed = `after ${localTimeWithZone(startAt, timeZone)} it is missed.`;
  if (last.sendAt <= now) {
    const left = minutesUntil(startAt, now);
    const says = `${left} minute${left === 1 ? '' : 's'}`;
    return [`Approved now (${localTime(now, timeZone)}), the reminder goes out at once and says ${says}; ${missed}`];
  }
  const due = momentOf(last.sendAt, now, timeZone);
  return [`Approve by ${due}, when the reminder goes out; after that it goes out late, ${missed}`];
}

/** `16:45 PDT`, with the day where it is more than 20 hours away. */
function momentOf(at: number, now: number, timeZone: string): string {
  return at - now > 20 * 3_600_000 ? localDayAndTime(at, timeZone) : localTimeWithZone(at, timeZone);
}

/** The last decisions, the newest last: `approved by ana 14:02 PDT`. */
export function historyOf(space: OpenSpace): string {
  return space.decisions
    .slice(-3)
    .map(
      (one) => `${decisionWords(one, space.timeZone)} by ${one.by.name} ${localTimeWithZone(one.at, space.timeZone)}`,
    )
    .join(' · ');
}
