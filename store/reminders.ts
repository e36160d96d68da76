import type { Db, Document, Filter } from 'mongodb';
import { countByStatus } from './count-by-status.ts';
import { writesInBatches } from './in-batches.ts';
import { createIntents, type Intent } from './intents.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { approvalOf, reminderId, type Approval, type ReminderStatus } from '../core/reminder.ts';

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

const pendingStatuses: readonly ReminderStatus[] = ['needs_action', 'approved', 'sending'];

export type Reminders = ReturnType<typeof createReminders>;

export function createReminders(db: Db) {
  const collection = db.collection<ReminderView>('reminders');
  const write = writesInBatches(collection);

  return {
    ...createIntents(db),

    /** Brings every reminder's row to the open space's state, unless a newer one stands there. */
    async record(space: OpenSpace): Promise<void> {
      const record = async (reminder: OpenSpace['reminders'][number]): Promise<void> => {
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

    countByStatus: (conferenceId: string) => countByStatus(collection, conferenceId),

    async list(
      conferenceId: string,
      filter: ReminderFilter,
      limit: number,
      after?: { sendAt: Date | null; id: string },
    ): Promise<ReminderView[]> {
      const conditions: Document[] = [{ conferenceId }];
      if (filter.approval !== undefined) conditions.push({ approval: filter.approval });
      if (filter.openSpaceId !== undefined) conditions.push({ openSpaceId: filter.openSpaceId });
      if (filter.from !== undefined) conditions.push({ sendAt: { $gte: filter.from } });
      if (filter.before !== undefined) conditions.push({ sendAt: { $lt: filter.before } });
      if (filter.pending !== undefined) {
        conditions.push({ status: filter.pending ? { $in: pendingStatuses } : { $nin: pendingStatuses } });
      }
      if (after !== undefined) {
        conditions.push(
          after.sendAt === null
            ? { $or: [{ sendAt: { $exists: false }, _id: { $gt: after.id } }, { sendAt: { $exists: true } }] }
            : { $or: [{ sendAt: { $gt: after.sendAt } }, { sendAt: after.sendAt, _id: { $gt: after.id } }] },
        );
      }
      return collection
        .find({ $and: conditions } as Filter<ReminderView>)
        .sort({ sendAt: 1, _id: 1 })
        .limit(limit)
        .toArray();
    },

    /** When those that are approved or undecided are due between two moments; epoch milliseconds, ascending. */
    async dueTimes(conferenceId: string, from: Date, before: Date): Promise<number[]> {
      const filter = { conferenceId, status: { $in: pendingStatuses }, sendAt: { $gte: from, $lt: before } };
      const due = collection.find(filter, { projection: { sendAt: 1 } }).sort({ sendAt: 1 });
      return (await due.toArray()).flatMap(({ sendAt }) => sendAt?.getTime() ?? []);
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

function toUpdate(space: OpenSpace, reminder: OpenSpace['reminders'][number]): Document {
  const { state } = reminder;
  const row = {
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
  };
  const present = Object.entries(row).filter(([, value]) => value !== undefined);
  const absent = Object.entries(row).filter(([, value]) => value === undefined);
  return {
    $set: Object.fromEntries(present),
    ...(absent.length > 0 ? { $unset: Object.fromEntries(absent.map(([key]) => [key, ''])) } : {}),
  };
}
