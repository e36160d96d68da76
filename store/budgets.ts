import type { Db, UpdateFilter } from 'mongodb';
import { unlessTaken } from './duplicate-key.ts';
import { findsInBatches, inBatchesByKey } from './in-batches.ts';

/** What the bot spends at X, and how often it posts: one document per conference, changed by conditional writes. */
interface Budget {
  readonly _id: string;
  /** Posts of the last hours, for the throttle. */
  readonly posts: readonly { readonly reminderId: string; readonly at: Date }[];
  /** Estimated US dollars since the conference's first config. */
  readonly spent: number;
  readonly postCount: number;
  readonly readCount: number;
  /** The newest of its posts that the bot knows, in {@link idDigits} digits. */
  readonly newestPostId?: string;
  /** The share of which spending cap organisers were warned of last. */
  readonly warnedOf?: string;
}

interface Spending {
  readonly posts?: number;
  readonly reads?: number;
  readonly postId?: string;
}
type Spent = Spending & { readonly dollars: number };

const hour = 3_600_000;
/** Epoch milliseconds of the posts that still count for the throttle. */
const lastHour = (posts: Budget['posts'], now: number): number[] =>
  posts.map(({ at }) => at.getTime()).filter((at) => at > now - hour);

/** X's ids have up to 19 digits; written with as many, the greater of two texts is the newer one. */
const idDigits = 19;

export function createBudgets(db: Db) {
  const collection = db.collection<Budget>('budgets');

  const find = findsInBatches(collection);
  const ensure = (conferenceId: string) =>
    unlessTaken(() => collection.insertOne({ _id: conferenceId, posts: [], spent: 0, postCount: 0, readCount: 0 }));

  /** What is spent at the same time is one write. */
  const spendTogether = inBatchesByKey(spendAll);

  async function spendAll(conferenceId: string, parts: readonly Spent[]): Promise<void> {
    const sum = (of: (part: Spent) => number | undefined) => parts.reduce((total, part) => total + (of(part) ?? 0), 0);
    const ids = parts.flatMap(({ postId }) => postId?.padStart(idDigits, '0') ?? []).toSorted();
    const update = {
      $inc: {
        spent: sum((one) => one.dollars),
        postCount: sum((one) => one.posts),
        readCount: sum((one) => one.reads),
      },
      $setOnInsert: { posts: [] },
      ...(ids.length === 0 ? {} : { $max: { newestPostId: ids.at(-1) } }),
    } as UpdateFilter<Budget>;
    const isFirst = () => collection.updateOne({ _id: conferenceId }, update, { upsert: true });
    // Two at once may both find nothing there: the second one finds it then.
    if (!(await unlessTaken(isFirst))) await collection.updateOne({ _id: conferenceId }, update);
  }

  /** When the next of the places that are taken is free, epoch milliseconds; undefined for one that has its place. */
  function nextPlaceAt(posts: Budget['posts'], reminderId: string, now: number): number | undefined {
    if (posts.some((post) => post.reminderId === reminderId)) return undefined;
    return Math.min(...lastHour(posts, now), now) + hour + 1000;
  }

  return {
    /** As `takePlace`, and takes none: for one that does not go out at once. */
    async findPlace(
      conferenceId: string,
      reminderId: string,
      perHour: number,
      now: number,
    ): Promise<number | undefined> {
      const posts = (await find(conferenceId))?.posts ?? [];
      return lastHour(posts, now).length < perHour ? undefined : nextPlaceAt(posts, reminderId, now);
    },

    /**
     * Takes one of the `perHour` places of the last sixty minutes for a reminder, atomically; taking it twice is one.
     *
     * @returns undefined when it has a place, else when the next one is free (epoch milliseconds)
     */
    async takePlace(
      conferenceId: string,
      reminderId: string,
      perHour: number,
      now: number,
    ): Promise<number | undefined> {
      await ensure(conferenceId);
      const recent = (since: Date) => ({
        $filter: { input: '$posts', cond: { $gt: ['$$this.at', since] } },
      });
      const taken = await collection.updateOne(
        {
          _id: conferenceId,
          'posts.reminderId': { $ne: reminderId },
          $expr: { $lt: [{ $size: recent(new Date(now - hour)) }, perHour] },
        },
        [
          {
            $set: {
              posts: {
                $concatArrays: [recent(new Date(now - 24 * hour)), [{ $literal: { reminderId, at: new Date(now) } }]],
              },
            },
          },
        ],
      );
      if (taken.modifiedCount === 1) return undefined;
      return nextPlaceAt((await find(conferenceId))?.posts ?? [], reminderId, now);
    },

    async find(conferenceId: string): Promise<Pick<Budget, 'spent' | 'postCount' | 'readCount' | 'warnedOf'>> {
      return (await find(conferenceId)) ?? { spent: 0, postCount: 0, readCount: 0 };
    },

    /** The newest post that this bot knows to be its own, for where X does not say. */
    async newestPostId(conferenceId: string): Promise<string | undefined> {
      return (await find(conferenceId))?.newestPostId?.replace(/^0+/u, '');
    },

    async noteWarning(conferenceId: string, warnedOf: string): Promise<void> {
      await collection.updateOne({ _id: conferenceId }, { $set: { warnedOf } });
    },

    /**
     * @param dollars what it is estimated to cost at X's prices
     * @param what how many posts and reads, and the id of the post where X said it
     */
    async spend(conferenceId: string, dollars: number, what: Spending): Promise<void> {
      await spendTogether(conferenceId, { dollars, ...what });
    },
  };
}
