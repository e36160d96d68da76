import type { Db, Document } from 'mongodb';
import { writesInBatches } from './in-batches.ts';
import { createIntents, type Intent } from './intents.ts';
import type { OpenSpaceView } from './open-spaces.ts';
import { between, countBy, listPage, updateTo, type After } from './queries.ts';
import { isToCome, type OpenSpace } from '../core/open-space.ts';
import { approvalOf, reminderId, type Approval, type Reminder, type ReminderStatus } from '../core/reminder.ts';
import { isUndecided } from '../core/undecided.ts';
import { withoutUndefined } from '../core/without-undefined.ts';

/** The row of a reminder: its state, and the record of its post. */
export interface ReminderView {
  readonly _id: string;
  readonly openSpaceId: string;
  readonly conferenceId: string;
  readonly key: string;
  readonly minutes: number;
  readonly revision?: number;
  readonly approval: Approval;
  readonly status: ReminderStatus;
  readonly sendAt?: Date;
  /** `sendAt` while it can still be posted; null if it will not be. Absent in rows of earlier versions. */
  readonly dueAt?: Date | null;
  readonly startAt?: Date;
  readonly text?: string;
  readonly held?: string;
  readonly why?: string;
  readonly sentAt?: Date;
  readonly tweetId?: string;
  readonly intent?: Intent;
  /** The attempt that may freeze its text (`freezeIntent`); a new random id each time. */
  readonly turn?: string;
}

export const reminderSchema: Document = {
  bsonType: 'object',
  properties: {
    openSpaceId: { bsonType: 'string' },
    sendAt: { bsonType: 'date' },
    intent: {
      bsonType: 'object',
      required: ['text', 'attempt', 'startedAt', 'phase'],
      properties: { phase: { enum: ['posting', 'refused', 'sent', 'closed'] }, text: { bsonType: 'string' } },
    },
  },
};

export const reminderIndexes = [
  { key: { conferenceId: 1, sendAt: 1, _id: 1 } },
  { key: { dueAt: 1 } },
  { key: { openSpaceId: 1 } },
  { key: { 'intent.startedAt': 1 } },
  { key: { 'intent.text': 1 } },
  { key: { 'intent.tweetId': 1 }, sparse: true },
  { key: { tweetId: 1 }, sparse: true },
] as const;

export interface ReminderFilter {
  readonly approval?: Approval;
  /** Whether it can still be posted in the present state of its open space (`isToCome`). */
  readonly pending?: boolean;
  readonly openSpaceId?: string;
  /** Its time is at or after this. */
  readonly from?: Date;
  /** Its time is before this. */
  readonly before?: Date;
}

const newest = 100;

const openStatuses: readonly ReminderStatus[] = ['needs_action', 'approved', 'sending'];

/** Whether X may have it, or may get it soon, and the outcome is not stored yet. */
export const isOnItsWay = ({ status, intent }: ReminderView): boolean =>
  status === 'sending' || (openStatuses.includes(status) && intent !== undefined && intent.phase !== 'refused');

export function createReminders(db: Db) {
  const collection = db.collection<ReminderView>('reminders');
  const write = writesInBatches(collection);

  return {
    ...createIntents(db),

    /** Updates the rows of all reminders to the open space's state. A newer row stays. */
    async record(space: OpenSpace): Promise<void> {
      const written = space.reminders.map((reminder) => {
        // An equal revision is replaced too: a withdrawal writes the revision before its commit is stored.
        const filter = { _id: reminderId(space.id, reminder.key), revision: { $not: { $gt: space.revision } } };
        return write({ updateOne: { filter, update: updateTo(toRow(space, reminder)), upsert: true } });
      });
      await Promise.all(written);
    },

    find: (id: string): Promise<ReminderView | null> => collection.findOne({ _id: id }),

    listOf: (openSpaceIds: readonly string[]): Promise<ReminderView[]> =>
      collection.find({ openSpaceId: { $in: [...openSpaceIds] } }).toArray(),

    countByStatus: (conferenceId: string) => countBy(collection, 'status', conferenceId),

    /** By the time at which they are posted, those without a time first. */
    async list(conferenceId: string, filter: ReminderFilter, limit: number, after?: After): Promise<ReminderView[]> {
      const { approval, pending, openSpaceId, from, before } = filter;
      const span = between(from, before);
      const when = pending === true ? { dueAt: span ?? { $gt: new Date(0) } } : { sendAt: span };
      const fields = { openSpaceId, ...when, ...(pending === false ? { dueAt: null } : {}), approval, conferenceId };
      return listPage(collection, [withoutUndefined(fields)], { by: 'sendAt', order: 1, limit, after });
    },

    /** How late the newest reminders were posted, seconds, the least late first. */
    async secondsLate(conferenceId: string): Promise<number[]> {
      const filter = { conferenceId, status: 'sent', sendAt: { $exists: true }, sentAt: { $exists: true } } as const;
      const sent = await collection.find(filter).sort({ sentAt: -1 }).limit(newest).toArray();
      return sent
        .map(({ sentAt, sendAt }) => Math.max(0, ((sentAt?.getTime() ?? 0) - (sendAt?.getTime() ?? 0)) / 1_000))
        .toSorted((a, b) => a - b);
    },

    /** The number of approved reminders that are overdue and whose session starts before `startsBefore`. */
    countOverdue(conferenceId: string, now: Date, startsBefore: Date): Promise<number> {
      const due = { dueAt: { $lte: now }, status: 'approved', startAt: { $lt: startsBefore } } as const;
      return collection.countDocuments({ ...due, conferenceId });
    },
  };
}

/** Adds `undecided` to views of earlier versions, and `dueAt` to their rows. Repeating it changes nothing. */
export async function addDerived(db: Db): Promise<void> {
  const views = db.collection<OpenSpaceView>('openSpaces');
  const reminders = createReminders(db);
  for await (const { _id, revision, space } of views.find({ undecided: { $exists: false } })) {
    await reminders.record(space);
    await views.updateOne({ _id, revision }, { $set: { undecided: isUndecided(space) } });
  }
  // Rows that are open although their view does not have the reminder any more: they will never be posted.
  const dropped = { status: { $in: openStatuses }, dueAt: { $exists: false } };
  await db.collection<ReminderView>('reminders').updateMany(dropped, { $set: { dueAt: null } });
}

function toRow(space: OpenSpace, reminder: Reminder) {
  const { state } = reminder;
  return {
    openSpaceId: space.id,
    conferenceId: space.conferenceId,
    key: reminder.key,
    minutes: reminder.minutes,
    revision: space.revision,
    approval: approvalOf(state),
    status: state.status,
    sendAt: reminder.sendAt === undefined ? undefined : new Date(reminder.sendAt),
    dueAt: isToCome(space, reminder) && reminder.sendAt !== undefined ? new Date(reminder.sendAt) : null,
    startAt: space.startAt === undefined ? undefined : new Date(space.startAt),
    text: reminder.text,
    held: reminder.held,
    why: 'why' in state ? state.why : undefined,
    sentAt: state.status === 'sent' ? new Date(state.at) : undefined,
    tweetId: state.status === 'sent' ? state.tweetId : undefined,
  };
}
