import type { Db, Document } from 'mongodb';
import type { CorrectionDoc } from './corrections.ts';
import { unlessTaken } from './duplicate-key.ts';
import { findsInBatches, writesInBatches } from './in-batches.ts';
import { between, containing, countBy, listPage, type After } from './queries.ts';
import type { Plan } from '../core/plan.ts';
import type { Reading, Verdict } from '../core/reading/reading.ts';
import { isNewVersion } from '../core/source-change.ts';
import { withoutUndefined } from '../core/without-undefined.ts';

/**
 * What a tweet was read as, kept with it: what cards and pages explain. Reasons are absent once the host deleted the
 * tweet, for they quote it; confidence is absent in what was stored before there was any.
 */
export type StoredReading = Plan &
  Pick<Reading, 'intent'> &
  Partial<Pick<Reading, 'reasons' | 'confidence' | 'sure'>> & {
    /** What it says the session is about. */
    readonly title?: string;
    readonly rooms: readonly string[];
    /** Epoch milliseconds. */
    readonly starts: readonly number[];
  };

/** A tweet as it was heard. Stored before anything is done about it: `received` until what follows from it stands. */
export interface TweetDoc {
  /** The first version's id. */
  readonly _id: string;
  readonly conferenceId: string;
  /** The newest version's id. */
  readonly tweetId: string;
  readonly text: string;
  readonly url: string;
  readonly postedAt: Date;
  readonly receivedAt: Date;
  readonly author: { readonly id: string; readonly username: string; readonly name: string };
  readonly isRetweet: boolean;
  readonly state: 'received' | 'handled';
  /** Why nothing was done about it although it could have been read: `retweet`, `ignored user`. */
  readonly ignoredBecause?: string;
  readonly reading?: StoredReading;
  /** X left out what the bot needs; organisers are told once. */
  readonly unreadable?: { readonly why: string; readonly toldAt?: Date };
  /** The open space that came of it. */
  readonly openSpaceId?: string;
  readonly deletedAt?: Date;
  /** The bot replied, or tried to. */
  readonly acknowledgedAt?: Date;
}

export const tweetSchema: Document = {
  bsonType: 'object',
  required: ['conferenceId', 'tweetId', 'author', 'state'],
  properties: {
    state: { enum: ['received', 'handled'] },
    tweetId: { bsonType: 'string' },
    author: { bsonType: 'object', required: ['id', 'username'] },
  },
};

export const tweetIndexes = [
  { key: { conferenceId: 1, postedAt: -1, _id: -1 } },
  { key: { 'author.id': 1, postedAt: -1 } },
  { key: { state: 1 }, partialFilterExpression: { state: 'received' } },
] as const;

interface TweetFilter {
  readonly verdict?: Verdict;
  readonly authorId?: string;
  /** Words of the text, or the author's handle. */
  readonly q?: string;
  /** Posted at or after. */
  readonly from?: Date;
  /** Posted before. */
  readonly to?: Date;
}

export type NewTweet = Omit<TweetDoc, 'state' | 'openSpaceId' | 'ignoredBecause' | 'unreadable'> &
  Required<Pick<TweetDoc, 'reading'>>;

export function createTweets(db: Db) {
  const collection = db.collection<TweetDoc>('tweets');
  const insert = writesInBatches(collection);
  const mark = writesInBatches(collection);
  const find = findsInBatches(collection);

  return {
    /**
     * Keeps the tweet as `received`, with what it reads as, unless this version or a newer one stands: ids grow with
     * time, so an edit that comes before its original wins.
     *
     * @returns whether there is something to do: also where this version was received and never marked as handled
     */
    async receive(tweet: NewTweet): Promise<boolean> {
      for (;;) {
        // Most are new: one round trip.
        if (await insert({ insertOne: { document: { ...tweet, state: 'received' } } })) return true;
        const before = await find(tweet._id);
        if (before === null) continue;
        const { tweetId, state } = before;
        const isNewer = isNewVersion(before, tweet.tweetId);
        // X sends whole now what it cut before: nothing has come of the other.
        const isUnreadable = before.unreadable !== undefined;
        if (!isNewer && !isUnreadable && (tweet.tweetId !== tweetId || state === 'handled')) return false;
        const { _id, ...rest } = tweet;
        const replaced = await collection.updateOne(
          { _id, tweetId, state, unreadable: { $exists: isUnreadable } },
          { $set: { ...rest, state: 'received' }, $unset: { unreadable: '', ignoredBecause: '' } },
        );
        if (replaced.matchedCount === 1) return true;
      }
    },

    /** Marks that version as handled; a newer one that came meanwhile stays to be done. */
    async finish(
      { _id, tweetId }: Pick<TweetDoc, '_id' | 'tweetId'>,
      outcome: Pick<TweetDoc, 'openSpaceId' | 'ignoredBecause'> = {},
    ): Promise<void> {
      await mark({ updateOne: { filter: { _id, tweetId }, update: { $set: { ...outcome, state: 'handled' } } } });
    },

    /** Keeps what cannot be read; false where something stands under its id. */
    async keepUnreadable(tweet: Omit<TweetDoc, 'state'>): Promise<boolean> {
      return unlessTaken(() => collection.insertOne({ ...tweet, state: 'handled' }));
    },

    /** What could not be read and organisers do not know of, oldest first. */
    async listUntold(): Promise<TweetDoc[]> {
      const untold = { 'unreadable.why': { $exists: true }, 'unreadable.toldAt': { $exists: false } };
      return collection.find(untold).sort({ _id: 1 }).limit(100).toArray();
    },

    async markTold(ids: readonly string[], at: Date): Promise<void> {
      await collection.updateMany({ _id: { $in: [...ids] } }, { $set: { 'unreadable.toldAt': at } });
    },

    /** True for the one who may reply. */
    async markAcknowledged(id: string, at: Date): Promise<boolean> {
      const marked = await collection.updateOne(
        { _id: id, acknowledgedAt: { $exists: false } },
        { $set: { acknowledgedAt: at } },
      );
      return marked.modifiedCount === 1;
    },

    /** What a listener before us had stored but not finished. */
    async listReceived(conferenceId: string): Promise<TweetDoc[]> {
      return collection.find({ conferenceId, state: 'received' }).sort({ _id: 1 }).toArray();
    },

    find,

    /** By the id of any version that is or was the newest or the first. */
    async findVersion(tweetId: string): Promise<TweetDoc | null> {
      return collection.findOne({ $or: [{ _id: tweetId }, { tweetId }] });
    },

    /** How many were read as what; `received` are those not read yet. */
    countByVerdict: (conferenceId: string) => countBy(collection, 'reading.verdict', conferenceId, 'received'),

    /** An open space was made of it, by an organiser. */
    async link(id: string, openSpaceId: string): Promise<void> {
      await collection.updateOne({ _id: id }, { $set: { openSpaceId } });
    },

    async findMany(ids: readonly string[]): Promise<Map<string, TweetDoc>> {
      const found = await collection.find({ _id: { $in: [...ids] } }).toArray();
      return new Map(found.map((tweet) => [tweet._id, tweet]));
    },

    /** Newest first. */
    async list(conferenceId: string, filter: TweetFilter, limit: number, after?: After): Promise<TweetDoc[]> {
      const { verdict, authorId, from, to, q } = filter;
      const fields = { 'reading.verdict': verdict, 'author.id': authorId, postedAt: between(from, to) };
      const conditions = [
        withoutUndefined({ conferenceId, ...fields }),
        ...(q === undefined ? [] : [{ $or: [{ text: containing(q) }, { 'author.username': containing(handle(q)) }] }]),
      ];
      return listPage(collection, conditions, { by: 'postedAt', order: -1, limit, after });
    },

    /** The host deleted or hid it: X wants the words gone; that there was a tweet remains. */
    async erase(id: string, now: Date): Promise<void> {
      await collection.updateOne(
        { _id: id },
        { $set: { text: '', deletedAt: now }, $unset: { 'reading.reasons': '', 'reading.title': '' } },
      );
      await db.collection<CorrectionDoc>('corrections').deleteOne({ _id: id });
    },
  };
}

/** As it is stored: without the @. */
const handle = (q: string): string => q.replace(/^@/u, '');
