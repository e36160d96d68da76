import type { Db, Filter } from 'mongodb';
import { unlessTaken } from './duplicate-key.ts';
import { isFree } from './queries.ts';
import { withoutUndefined } from '../core/without-undefined.ts';

export interface PauseNews {
  readonly kind: 'paused' | 'resumed';
  readonly by: string;
}

/**
 * A text, or facts that become a text when the message is sent. It has no names of hosts, because `npm run erase` does
 * not search the outbox.
 */
export type News = string | PauseNews | { readonly kind: 'morning' };

/** A message for all organisers, kept until Slack has taken it. */
interface Message {
  /** Its key. Organisers get only one message with this key. */
  readonly _id: string;
  /** Absent after organisers were told: then only the key is kept. */
  readonly news?: News;
  readonly putAt: Date;
  readonly toldAt?: Date;
  /** The timestamp of the message in Slack by which they were told; absent in data of earlier versions. */
  readonly ts?: string;
  /** Set while a process is sending the message. After this time, another process may send it. */
  readonly tellingUntil?: Date;
  /** When a process first sent it to Slack, if Slack may have taken it since. */
  readonly triedAt?: Date;
  /** It was withdrawn while it was being sent. If Slack does not take it, it is removed. */
  readonly isWithdrawn?: true;
  /** Why it could not be posted, although Slack works. The other messages do not wait for it. */
  readonly refused?: string;
}

type TakenMessage = Message & Required<Pick<Message, 'news' | 'tellingUntil'>>;

/** Keys are kept for 30 days after organisers were told. */
export const outboxIndexes = [{ key: { toldAt: 1 }, expireAfterSeconds: 30 * 24 * 3_600 }] as const;

/**
 * How long a message that Slack refuses is tried. The message of an open alarm is put again at each look, so only the
 * others end. Milliseconds.
 */
const refusedFor = 24 * 3_600_000;

/** After this time, another process may send it. Milliseconds. */
const tellWithin = 30_000;

const untold = { toldAt: { $exists: false } };
const waiting = { ...untold, tellingUntil: { $exists: false } };

export function createOutbox(db: Db) {
  const collection = db.collection<Message>('outbox');
  return {
    /** Stores a message. If it waits already, it gets the new text. @returns false if it was told, or is being told */
    put: (_id: string, news: News, putAt: Date): Promise<boolean> =>
      unlessTaken(() =>
        collection.updateOne(
          { _id, ...waiting },
          { $set: { news }, $setOnInsert: { putAt }, $unset: { isWithdrawn: '' } },
          { upsert: true },
        ),
      ),

    /**
     * Removes the waiting messages whose keys begin with this. One that is being sent stays until Slack has answered,
     * so that later messages still wait for it.
     *
     * @returns whether a message with such a key was sent, or is being sent
     */
    async withdraw(beginning: string): Promise<boolean> {
      const _id = { $gte: beginning, $lt: `${beginning}\uFFFF` };
      const isBeingSent = { tellingUntil: { $exists: true }, refused: { $exists: false } };
      await collection.deleteMany({ _id, ...untold, $nor: [isBeingSent] });
      await collection.updateMany({ _id, ...untold }, { $set: { isWithdrawn: true } });
      return (await collection.findOne({ _id })) !== null;
    },

    /** The message that waits longest, until `tellingUntil`. Null if none waits, or another process is sending it. */
    async take(now: Date): Promise<TakenMessage | null> {
      const $or = [{ refused: { $exists: false } }, ...isFree('tellingUntil', now, tellWithin)] as Filter<Message>[];
      const oldest = await collection.findOne({ ...untold, $or }, { sort: { putAt: 1 } });
      if (oldest === null) return null;
      const filter = { _id: oldest._id, ...untold, $or: isFree('tellingUntil', now, tellWithin) } as Filter<Message>;
      const tellingUntil = new Date(now.getTime() + tellWithin);
      // Its text is the one that it has at this very moment: it may have got another one since it was found.
      const update = { $set: { tellingUntil }, $min: { triedAt: now } };
      const taken = await collection.findOneAndUpdate(filter, update, { returnDocument: 'before' });
      return taken?.news === undefined ? null : { ...taken, news: taken.news, tellingUntil };
    },

    /** @returns false if organisers were told by another message: this process stood still before it sent its own */
    async markTold(_id: string, toldAt: Date, ts?: string): Promise<boolean> {
      const $set = withoutUndefined({ toldAt, ts });
      const update = { $set, $unset: { news: '', tellingUntil: '', triedAt: '', isWithdrawn: '' } } as const;
      if ((await collection.updateOne({ _id, ...untold }, update)).matchedCount === 1) return true;
      return ((await collection.findOne({ _id }))?.ts ?? ts) === ts;
    },

    /** Does nothing if another process has taken it since. @param mayBeThere Slack may have it, without an answer */
    async release({ _id, tellingUntil }: TakenMessage, mayBeThere: boolean): Promise<void> {
      const isOurs = { _id, tellingUntil };
      if (!mayBeThere && (await collection.deleteOne({ ...isOurs, isWithdrawn: true })).deletedCount === 1) return;
      await collection.updateOne(isOurs, { $unset: { tellingUntil: '', ...(mayBeThere ? {} : { triedAt: '' }) } });
    },

    /**
     * Only this message has a problem: it is tried again half a minute later, and the others do not wait for it. After
     * a day it is given up.
     *
     * @returns whether it is given up
     */
    async noteRefused(_id: string, refused: string, now: Date): Promise<boolean> {
      if ((await collection.deleteOne({ _id, ...untold, isWithdrawn: true })).deletedCount === 1) return false;
      const isOld = { triedAt: { $lt: new Date(now.getTime() - refusedFor) } };
      if ((await collection.deleteOne({ _id, ...untold, ...isOld })).deletedCount === 1) return true;
      await collection.updateOne({ _id, ...untold }, { $set: { refused } });
      return false;
    },

    findRefused: () => collection.findOne({ ...untold, refused: { $exists: true } }, { sort: { putAt: 1 } }),
  };
}
