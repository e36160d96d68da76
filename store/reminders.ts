import type { Db, Document } from 'mongodb';
import { writesInBatches } from './in-batches.ts';
import { createIntents, type Intent } from './intents.ts';
import { between, countBy, listPage, updateTo, type After } from './queries.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { approvalOf, reminderId, type Approval, type Reminder, type ReminderStatus } from '../core/reminder.ts';
import { withoutUndefined } from '../core/without-undefined.ts';

export interface ReminderView {
  /** `<open space>-<key>`. */
  readonly _id: string;
  readonly openSpaceId: string;
  readonly conferenceId: string;
  readonly key: string;
  readonly minutes: number;
  readonly revision?: number;
  readonly approval: Approval;
  readonly status: ReminderStatus;
  readonly sendAt?: Date;
  readonly startAt?: Date;
  readonly text?: string;
  readonly held?: string;
  readonly why?: string;
  readonly sentAt?: Date;
  readonly tweetId?: string;
  readonly intent?: Intent;
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
  { key: { openSpaceId: 1 } },
  { key: { 'intent.startedAt': 1 } },
  { key: { 'intent.text': 1 } },
] as const;

export interface ReminderFilter {
  readonly approval?: Approval;
  /** Still to go out. */
  readonly pending?: boolean;
  readonly openSpaceId?: string;
  /** Goes out at or after. */
  readonly from?: Date;
  /** Goes out before. */
  readonly before?: Date;
}

/** So many of the newest sent reminders say how punctual the bot is now. */
const newest = 100;

const pendingStatuses: readonly ReminderStatus[] = ['needs_action', 'approved', 'sending'];

export function createReminders(db: Db) {
  const collection = db.collection<ReminderView>('reminders');
  const write = writesInBatches(collection);

  return {
    ...createIntents(db),

    /** Brings every reminder's row to the open space's state, unless a newer one stands there. */
    async record(space: OpenSpace): Promise<void> {
      const record = async (reminder: Reminder): Promise<void> => {
        // Equal too: a withdrawal writes the revision before its commit stands.
        const filter = { _id: reminderId(space.id, reminder.key), revision: { $not: { $gt: space.revision } } };
        await write({ updateOne: { filter, update: toUpdate(space, reminder), upsert: true } });
      };
      await Promise.all(space.reminders.map(record));
    },

    async find(id: string): Promise<ReminderView | null> {
      return collection.findOne({ _id: id });
    },

    async listOf(openSpaceIds: readonly string[]): Promise<ReminderView[]> {
      return collection.find({ openSpaceId: { $in: [...openSpaceIds] } }).toArray();
    },

    countByStatus: (conferenceId: string) => countBy(collection, 'status', conferenceId),

    /** By the time at which they go out, those without one first. */
    async list(conferenceId: string, filter: ReminderFilter, limit: number, after?: After): Promise<ReminderView[]> {
      const { approval, pending, openSpaceId, from, before } = filter;
      const status = pending === undefined ? undefined : { [pending ? '$in' : '$nin']: pendingStatuses };
      const fields = { conferenceId, approval, openSpaceId, status, sendAt: between(from, before) };
      return listPage(collection, [withoutUndefined(fields)], { by: 'sendAt', order: 1, limit, after });
    },

    /** How long after their time the newest reminders went out, seconds, the least late first. */
    async secondsLate(conferenceId: string): Promise<number[]> {
      const filter = { conferenceId, status: 'sent', sendAt: { $exists: true }, sentAt: { $exists: true } } as const;
      const sent = await collection.find(filter).sort({ sentAt: -1 }).limit(newest).toArray();
      return sent
        .map(({ sentAt, sendAt }) => Math.max(0, ((sentAt?.getTime() ?? 0) - (sendAt?.getTime() ?? 0)) / 1_000))
        .toSorted((a, b) => a - b);
    },

    /** How many are approved, overdue, and about a start before this one. */
    async countOverdue(conferenceId: string, now: Date, startsBefore: Date): Promise<number> {
      const filter = {
        conferenceId,
        status: 'approved' as const,
        sendAt: { $lte: now },
        startAt: { $lt: startsBefore },
      };
      return collection.countDocuments(filter);
    },
  };
}

function toUpdate(space: OpenSpace, reminder: Reminder): Document {
  const { state } = reminder;
  return updateTo({
    openSpaceId: space.id,
    conferenceId: space.conferenceId,
    key: reminder.key,
    minutes: reminder.minutes,
    revision: space.revision,
    approval: approvalOf(state),
    status: state.status,
    sendAt: reminder.sendAt === undefined ? undefined : new Date(reminder.sendAt),
    startAt: space.startAt === undefined ? undefined : new Date(space.startAt),
    text: reminder.text,
    held: reminder.held,
    why: 'why' in state ? state.why : undefined,
    sentAt: state.status === 'sent' ? new Date(state.at) : undefined,
    tweetId: state.status === 'sent' ? state.tweetId : undefined,
  });
}
