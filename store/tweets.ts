import type { Db, Document } from 'mongodb';
import { unlessTaken } from './duplicate-key.ts';
import { findsInBatches, writesInBatches } from './in-batches.ts';
import { between, containing, countBy, findByIds, listPage, type After } from './queries.ts';
import { handleOf, idsOfRenamed } from './users.ts';
import type { Plan } from '../core/plan.ts';
import type { Reading, Verdict } from '../core/reading/reading.ts';
import { erased } from '../core/erase-host.ts';
import { isNewVersion } from '../core/source-change.ts';
import { withoutUndefined } from '../core/without-undefined.ts';

/** Reasons are absent after the host has deleted the tweet, because they quote it; confidence in early versions. */
export type StoredReading = Plan &
  Pick<Reading, 'intent'> &
  Partial<Pick<Reading, 'reasons' | 'confidence' | 'sure'>> & {
    readonly title?: string;
    readonly rooms: readonly string[];
    /** Epoch milliseconds. */
    readonly starts: readonly number[];
    /** Of an edit that left the words of the time as they were: when these were posted. Epoch milliseconds. */
    readonly saidAt?: number;
  };

/**
 * A tweet as the bot received it. It is stored before anything else happens; it is `received` until everything that
 * follows from it is stored.
 */
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
  readonly isQuote?: true;
  readonly state: 'received' | 'handled';
  /** Why the bot did nothing although it could read the tweet: `retweet`, `ignored user`. */
  readonly ignoredBecause?: string;
  readonly reading?: StoredReading;
  /** Present if X left out necessary fields. Organisers are told once. */
  readonly unreadable?: { readonly why: string; readonly toldIn?: string; readonly toldAt?: Date };
  readonly openSpaceId?: string;
  readonly deletedAt?: Date;
  /** When the bot replied to it, or tried to. */
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
  { key: { tweetId: 1 } },
  { key: { state: 1 }, partialFilterExpression: { state: 'received' } },
  { key: { 'unreadable.why': 1 }, sparse: true },
] as const;

interface TweetFilter {
  readonly verdict?: Verdict;
  readonly authorId?: string;
  /** Words of the text, or the author's handle, of that time or now. */
  readonly q?: string;
  /** Posted at or after. */
  readonly from?: Date;
  /** Posted before. */
  readonly to?: Date;
}

type Outcome = Pick<TweetDoc, 'openSpaceId' | 'ignoredBecause' | 'unreadable'>;
export type ReceivedTweet = Omit<TweetDoc, 'state' | keyof Outcome>;
export type NewTweet = ReceivedTweet & Required<Pick<TweetDoc, 'reading'>>;

export function createTweets(db: Db) {
  const collection = db.collection<TweetDoc>('tweets');
  const insert = writesInBatches(collection);
  const mark = writesInBatches(collection);
  const find = findsInBatches(collection);

  async function wordsCondition(q: string): Promise<Document> {
    const handle = handleOf(q);
    const asPosted = handle === '' ? [] : [{ 'author.username': containing(handle) }];
    return { $or: [{ text: containing(q) }, ...asPosted, { 'author.id': { $in: await idsOfRenamed(db, q) } }] };
  }

  return {
    /**
     * Stores the tweet as `received`, with its reading, unless the store has this version or a newer one, or its host
     * was erased. Ids grow with time, so if an edit arrives before its original, the edit stays.
     *
     * @param isShown whether X shows this version. Asked only if the host has deleted the post: X may send an edit
     *   late, and its words must not come back [it does]
     * @returns whether the tweet must be handled: also if this version was received before but never marked as handled
     */
    async receive(tweet: ReceivedTweet, isShown = (): Promise<boolean> => Promise.resolve(true)): Promise<boolean> {
      for (;;) {
        // Most tweets are new: one round trip is enough.
        if (await insert({ insertOne: { document: { ...tweet, state: 'received' } } })) return true;
        const before = await find(tweet._id);
        if (before === null) continue;
        const { tweetId, state } = before;
        if (before.author.id === erased) return false;
        const isNewer = isNewVersion(before, tweet.tweetId);
        // X now sends the whole tweet. Nothing was made from the incomplete one.
        const isUnreadable = before.unreadable !== undefined;
        if (!isNewer && !isUnreadable && (tweet.tweetId !== tweetId || state === 'handled')) return false;
        const { _id, ...rest } = tweet;
        const deletedAt = before.deletedAt ?? { $exists: false };
        if (before.deletedAt !== undefined && !(await isShown())) {
          // Its deletion counts, so nothing is left to do. The post stays stored, with its verdict and without words.
          const isLeft = { _id, tweetId: tweet.tweetId, deletedAt };
          await collection.updateOne(isLeft, { $set: { state: 'handled' } });
          return false;
        }
        // The reading of an earlier version must not count for this one.
        const unread = rest.reading === undefined ? { reading: '' as const } : {};
        const is = { _id, tweetId, state, deletedAt, 'author.id': before.author.id };
        const filter = { ...is, unreadable: { $exists: isUnreadable } };
        const $unset = { unreadable: '', ignoredBecause: '', deletedAt: '', ...unread } as const;
        const update = { $set: { ...rest, state: 'received' }, $unset } as const;
        if ((await collection.updateOne(filter, update)).matchedCount === 1) return true;
      }
    },

    /** Marks this version as handled. If a newer one came meanwhile, that one must still be handled. */
    async finish({ _id, tweetId }: Pick<TweetDoc, '_id' | 'tweetId'>, outcome: Outcome = {}): Promise<void> {
      await mark({ updateOne: { filter: { _id, tweetId }, update: { $set: { ...outcome, state: 'handled' } } } });
    },

    /** Stores a tweet that cannot be read. False if there is a document with its id. */
    keepUnreadable: (tweet: Omit<TweetDoc, 'state'>): Promise<boolean> =>
      unlessTaken(() => collection.insertOne({ ...tweet, state: 'handled' })),

    /** First those that are in a message already (`toldIn`), then the oldest. */
    async listUntold(): Promise<TweetDoc[]> {
      const untold = { 'unreadable.why': { $exists: true }, 'unreadable.toldAt': { $exists: false } };
      return collection.find(untold).sort({ 'unreadable.toldIn': -1, _id: 1 }).limit(100).toArray();
    },

    async putInMessage(ids: readonly string[], message: string): Promise<void> {
      await collection.updateMany({ _id: { $in: [...ids] } }, { $set: { 'unreadable.toldIn': message } });
    },

    async markTold(ids: readonly string[], at: Date): Promise<void> {
      await collection.updateMany({ _id: { $in: [...ids] } }, { $set: { 'unreadable.toldAt': at } });
    },

    /** True for exactly one caller: the one that may reply. */
    async markAcknowledged(id: string, acknowledgedAt: Date): Promise<boolean> {
      const isFirst = { _id: id, acknowledgedAt: { $exists: false } };
      return (await collection.updateOne(isFirst, { $set: { acknowledgedAt } })).modifiedCount === 1;
    },

    /** Tweets that an earlier listener stored but did not finish. The conference comes last: see `allOf`. */
    listReceived: (conferenceId: string): Promise<TweetDoc[]> =>
      collection.find({ state: 'received', conferenceId }).sort({ _id: 1 }).toArray(),

    find,

    /** Finds a tweet by the id of any version that is or was its newest or its first. */
    async findVersion(tweetId: string): Promise<TweetDoc | null> {
      // Most tweets have one version. For `$or`, SecantusDB reads all tweets.
      return (await find(tweetId)) ?? collection.findOne({ tweetId });
    },

    countByVerdict: (conferenceId: string) => countBy(collection, 'reading.verdict', conferenceId),

    async link(id: string, openSpaceId: string): Promise<void> {
      await collection.updateOne({ _id: id }, { $set: { openSpaceId } });
    },

    async findMany(ids: readonly string[]): Promise<Map<string, TweetDoc>> {
      const found = await findByIds(collection, ids);
      return new Map(found.map((tweet) => [tweet._id, tweet]));
    },

    /** Newest first. */
    async list(conferenceId: string, filter: TweetFilter, limit: number, after?: After): Promise<TweetDoc[]> {
      const { verdict, authorId, from, to, q } = filter;
      const fields = { 'author.id': authorId, 'reading.verdict': verdict, postedAt: between(from, to), conferenceId };
      const conditions = [withoutUndefined(fields), ...(q === undefined ? [] : [await wordsCondition(q)])];
      return listPage(collection, conditions, { by: 'postedAt', order: -1, limit, after });
    },

    /** Removes the words, because the host deleted or hid the tweet and X requires it. The document stays. */
    async erase(id: string, deletedAt: Date): Promise<void> {
      const $unset = { 'reading.reasons': '', 'reading.title': '' } as const;
      await collection.updateOne({ _id: id }, { $set: { text: '', deletedAt }, $unset });
    },
  };
}
