import { z } from '@hono/zod-openapi';
import type { ReminderView } from '../../store/reminders.ts';
import { approvals, reminderStatuses } from '../../core/reminder.ts';
import { instantAnswer, isoIn, madeDecision } from './fields.ts';

/** The facts of a reminder, used alone and within its open space. */
const reminderFields = {
  id: z.string().openapi({ description: '`<open space>-<minutes>`.', example: '865679812345678901-15' }),
  minutes: z.int().openapi({ description: 'Minutes before the start, as configured when it was made.', example: 15 }),
  sendAt: instantAnswer.nullable(),
  approval: z.enum(approvals),
  status: z.enum(reminderStatuses),
  text: z.string().nullable().openapi({
    description: 'What went out, or an organiser’s text. Null: the config’s text, filled in when it goes out.',
  }),
  tweetId: z.string().nullable(),
  sentAt: instantAnswer.nullable(),
  held: z.string().nullable().openapi({ description: 'Why it waits, though it is approved and due.' }),
  why: z.string().nullable().openapi({ description: 'Why it was not sent.' }),
};

const shapeInside = z.strictObject(reminderFields);
export const reminderInside = shapeInside.openapi('OpenSpaceReminder');

const ofOpenSpace = { ...reminderFields, openSpaceId: z.string() };

export const reminderShape = z.strictObject(ofOpenSpace).openapi('Reminder', {
  example: {
    id: '865679812345678901-15',
    openSpaceId: '865679812345678901',
    minutes: 15,
    sendAt: '2017-05-19T16:45:00-07:00',
    approval: 'approved',
    status: 'approved',
    text: null,
    tweetId: null,
    sentAt: null,
    held: null,
    why: null,
  },
});

/** A reminder with the decision that a request made. */
export const decidedReminderShape = z
  .strictObject({ ...ofOpenSpace, decision: madeDecision })
  .openapi('DecidedReminder');

export const keptReminderShape = z
  .strictObject({ kept: z.literal(true), detail: z.string(), reminder: reminderShape })
  .openapi('KeptReminderRequest');

export type ReminderInside = z.infer<typeof shapeInside>;

export function reminderInsideAnswer(view: ReminderView, timeZone: string): ReminderInside {
  const iso = (at: Date | undefined) => (at === undefined ? null : isoIn(timeZone, at.getTime()));
  return {
    id: view._id,
    minutes: view.minutes,
    sendAt: iso(view.sendAt),
    approval: view.approval,
    status: view.status,
    text: view.intent?.text ?? view.text ?? null,
    tweetId: view.tweetId ?? null,
    sentAt: iso(view.sentAt),
    held: view.held ?? null,
    why: view.why ?? null,
  };
}

export function reminderAnswer(view: ReminderView, timeZone: string): z.infer<typeof reminderShape> {
  return { ...reminderInsideAnswer(view, timeZone), openSpaceId: view.openSpaceId };
}
