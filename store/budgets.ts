import type { Db, UpdateFilter } from 'mongodb';
import { unlessTaken } from './duplicate-key.ts';
import { findsInBatches, inBatchesByKey } from './in-batches.ts';
import { findByIds } from './queries.ts';
import type { ReminderView } from './reminders.ts';

/** A conference's spending at X and its latest posts: one document per conference, changed by conditional writes. */
interface Budget {
  readonly _id: string;
  /** Posts of the last 24 hours; the throttle counts those of the last hour. */
  readonly posts: readonly { readonly reminderId: string; readonly at: Date }[];
  /** Estimated US dollars since the conference's first config. */
  readonly spent: number;
  readonly postCount: number;
  readonly readCount: number;
  /** The newest of its posts that the bot knows, with {@link idDigits} digits. */
  readonly newestPostId?: string;
}

interface Spent {
  readonly dollars: number;
  readonly posts?: number;
  readonly reads?: number;
  readonly postId?: string;
}

const hour = 3_600_000;
/** Epoch milliseconds of the posts that still count for the throttle. */
const lastHour = (posts: Budget['posts'], now: number): number[] =>
  posts.map(({ at }) => at.getTime()).filter((at) => at > now - hour);

/** A place is taken just before the post, and the clocks of two workers may differ. Milliseconds. */
const aboutToGoOutMs = 60_000;

/** X's ids have up to 19 digits. If all have 19, they can be compared as texts: the greater one is newer. */
const idDigits = 19;

export function createBudgets(db: Db) {
  const collection = db.collection<Budget>('budgets');

  const find = findsInBatches(collection);
  const ensure = (conferenceId: string) =>
    unlessTaken(() => collection.insertOne({ _id: conferenceId, posts: [], spent: 0, postCount: 0, readCount: 0 }));

  const spendTogether = inBatchesByKey<Spent>(async (conferenceId, parts) => {
    const sum = (of: (part: Spent) => number | undefined) => parts.reduce((total, part) => total + (of(part) ?? 0), 0);
    const ids = parts.flatMap(({ postId }) => postId?.padStart(idDigits, '0') ?? []).toSorted();
    const spent = sum(({ dollars }) => dollars);
    const $inc = { spent, postCount: sum(({ posts }) => posts), readCount: sum(({ reads }) => reads) };
    const newest = ids.length === 0 ? {} : { $max: { newestPostId: ids.at(-1) } };
    const update = { $inc, $setOnInsert: { posts: [] }, ...newest } as UpdateFilter<Budget>;
    const isFirst = () => collection.updateOne({ _id: conferenceId }, update, { upsert: true });
    // Two processes may both find no document and insert it. The slower one then updates the other's document.
    if (!(await unlessTaken(isFirst))) await collection.updateOne({ _id: conferenceId }, update);
  });

  /** When one of the places of others is free, epoch milliseconds. Undefined if one is free now. */
  function nextPlaceAt(others: Budget['posts'], perHour: number, now: number): number | undefined {
    const taken = lastHour(others, now).toSorted((a, b) => a - b);
    const first = taken.at(-perHour);
    return first === undefined || taken.length < perHour ? undefined : Math.min(first, now) + hour + 1000;
  }

  /**
   * Frees the places of the last hour whose reminders did not go out and are not about to: denied and undecided ones,
   * those of cancelled sessions, and those that were moved to a later time. @returns the other places
   */
  async function freePlaces(conferenceId: string, posts: Budget['posts'], now: number): Promise<Budget['posts']> {
    const asked = posts.filter(({ at }) => at.getTime() > now - hour).map(({ reminderId }) => reminderId);
    const ids = (await findByIds(db.collection<ReminderView>('reminders'), asked))
      .filter(({ intent, status, dueAt }) => {
        const isNotSent = intent === undefined || intent.phase === 'refused';
        const isLater = (dueAt?.getTime() ?? Infinity) > now + aboutToGoOutMs;
        return isNotSent && (status === 'needs_action' || isLater);
      })
      .map(({ _id }) => _id);
    const freed = posts.filter(({ reminderId }) => ids.includes(reminderId));
    // Exactly these: a reminder that is about to go out by now has taken its place again, at another time.
    if (freed.length > 0) await collection.updateOne({ _id: conferenceId }, { $pullAll: { posts: freed } });
    return posts.filter((post) => !freed.includes(post));
  }

  const placesOfOthers = async (conferenceId: string, reminderId: string): Promise<Budget['posts']> =>
    ((await find(conferenceId))?.posts ?? []).filter((post) => post.reminderId !== reminderId);

  return {
    /** Like `takePlace`, but takes no place: for a reminder that is not posted at once. Frees unused places. */
    async findPlace(conferenceId: string, reminderId: string, perHour: number, now: number) {
      const others = await placesOfOthers(conferenceId, reminderId);
      if (nextPlaceAt(others, perHour, now) === undefined) return undefined;
      return nextPlaceAt(await freePlaces(conferenceId, others, now), perHour, now);
    },

    /**
     * Takes one of the `perHour` places in the last sixty minutes for a reminder, atomically. A place that it has
     * already becomes one of now: it did not go out before.
     *
     * @returns undefined if it has a place, else when the next place is free (epoch milliseconds)
     */
    async takePlace(conferenceId: string, reminderId: string, perHour: number, now: number) {
      await ensure(conferenceId);
      const isOthers = { $ne: ['$$this.reminderId', { $literal: reminderId }] };
      const ofOthers = (since: number) => ({
        $filter: { input: '$posts', cond: { $and: [isOthers, { $gt: ['$$this.at', new Date(since)] }] } },
      });
      const $expr = { $lt: [{ $size: ofOthers(now - hour) }, perHour] };
      const post = { $literal: { reminderId, at: new Date(now) } };
      const taken = await collection.updateOne({ _id: conferenceId, $expr }, [
        { $set: { posts: { $concatArrays: [ofOthers(now - 24 * hour), [post]] } } },
      ]);
      if (taken.matchedCount === 1) return undefined;
      return nextPlaceAt(await placesOfOthers(conferenceId, reminderId), perHour, now) ?? now;
    },

    find: async (conferenceId: string): Promise<Pick<Budget, 'spent' | 'postCount' | 'readCount'>> =>
      (await find(conferenceId)) ?? { spent: 0, postCount: 0, readCount: 0 },

    /** The newest post that the bot knows as its own, for cases in which X does not tell it. */
    newestPostId: async (conferenceId: string): Promise<string | undefined> =>
      (await find(conferenceId))?.newestPostId?.replace(/^0+/u, ''),

    spend: (conferenceId: string, dollars: number, what: Omit<Spent, 'dollars'>): Promise<void> =>
      spendTogether(conferenceId, { dollars, ...what }),
  };
}
