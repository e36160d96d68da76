/** Open spaces in any state, for tests of the rules: built outright, not by the rules themselves. */
import type { Actor } from '../../core/actor.ts';
import type { OpenSpace, OpeningRules } from '../../core/open-space.ts';
import type { Plan } from '../../core/plan.ts';
import type { Reminder, ReminderState } from '../../core/reminder.ts';

export const minute = 60_000;
/** Friday 19 May 2017, 16:00 in Portland. */
export const now = Date.parse('2017-05-19T16:00:00-07:00');
/** 17:00. */
export const startAt = now + 60 * minute;
export const conferenceEndsAt = Date.parse('2017-05-22T00:00:00-07:00');
export const ana: Actor = { id: 'U0ORG1', name: 'ana', door: 'slack' };
export const bo: Actor = { id: 'U0ORG2', name: 'bo', door: 'api' };
export const rules: OpeningRules = { reminderMinutes: [30, 15], autoSend: false, approvalLeadMinutes: 0 };
export const plan = { verdict: 'schedule', room: 'B114', startAt } as const satisfies Plan;

export const needsAction: ReminderState = { status: 'needs_action' };
export const approved: ReminderState = { status: 'approved', by: bo };
export const denied: ReminderState = { status: 'denied', by: bo };
export const sending: ReminderState = { status: 'sending', by: bo };
export const sent: ReminderState = { status: 'sent', at: now, tweetId: '9' };

/** So many minutes before 17:00. */
export function reminder(minutes: number, state: ReminderState, more: Partial<Reminder> = {}): Reminder {
  return { key: String(minutes), minutes, sendAt: startAt - minutes * minute, state, ...more };
}

/** A correction that was made for the revision 3, due at once. */
export function correction(state: ReminderState, more: Partial<Reminder> = {}): Reminder {
  return {
    key: 'correction3',
    minutes: 0,
    corrects: 'moved',
    sendAt: now,
    sendAtPicked: true,
    state,
    ...more,
  };
}

/** Announced for 17:00 in B114, scheduled, its reminders as given. */
export function spaceWith(reminders: readonly Reminder[], more: Partial<OpenSpace> = {}): OpenSpace {
  return {
    id: '1',
    conferenceId: 'c',
    timeZone: 'America/Los_Angeles',
    source: { tweetId: '1', url: 'u', host: { id: '7', username: 'yara' }, readAs: plan, title: 'Acro yoga' },
    room: 'B114',
    startAt,
    standing: { status: 'scheduled' },
    reminders,
    revision: 3,
    decisions: [],
    refusals: [],
    openedAt: now - minute,
    conferenceEndsAt,
    ...more,
  };
}

/** Its newest version was surely read. */
export const surelyRead = ({ source, ...space }: OpenSpace): OpenSpace =>
  source === undefined ? space : { ...space, source: { ...source, readAs: { ...plan, isSure: true } } };

/** What people were told of it. */
export const said = { where: 'B114', startAt };
/** Scheduled, with two reminders that nobody has decided on; and the same where it does not take place. */
export const undecided = spaceWith([reminder(30, needsAction), reminder(15, needsAction)]);
export const review: OpenSpace = { ...undecided, standing: { status: 'needs_review' } };
export const cancelled: OpenSpace = { ...undecided, standing: { status: 'cancelled', by: bo } };
export const dismissed: OpenSpace = { ...undecided, standing: { status: 'dismissed', by: bo } };

/** The open space without some of what it has. */
export function without(space: OpenSpace, ...keys: readonly (keyof OpenSpace)[]): OpenSpace {
  return Object.fromEntries(
    Object.entries(space).filter(([key]) => !(keys as readonly string[]).includes(key)),
  ) as unknown as OpenSpace;
}
