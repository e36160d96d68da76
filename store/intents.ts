import type { Db, Document, Filter } from 'mongodb';
import { fingerprint } from '../core/fingerprint.ts';
import { reminderId } from '../core/reminder.ts';
import { findsInBatches, inBatches, timeoutMS, writesInBatches } from './in-batches.ts';
import type { ReminderView } from './reminders.ts';

/**
 * The record of a post, written before X is called and with the majority's word: the gate that no second post passes,
 * not even from a workflow that was reset, or a Temporal that forgot everything.
 */
export interface Intent {
  /** The exact text; a repeated try sends these bytes again. */
  readonly text: string;
  /** The bot's newest post before; where the look into the timeline begins. */
  readonly sinceId?: string;
  /** Grows with every try; whoever writes the next number may make it. */
  readonly attempt: number;
  readonly startedAt: Date;
  /**
   * `posting`: X may have it. `refused`: X said that it does not, for now. `sent`: X has it. `closed`: nothing is tried
   * any more, and `outcome` says why.
   */
  readonly phase: 'posting' | 'refused' | 'sent' | 'closed';
  /** X said that this text stands already: it is looked for, and not sent again. */
  readonly isDuplicate?: true;
  /** Why X refused it for good: likewise. */
  readonly refusal?: string;
  readonly outcome?: { readonly kind: 'failed' | 'unconfirmed'; readonly why: string };
  /** The open space's revision that the last attempt before closing was made for. */
  readonly closedAs?: number;
  readonly tweetId?: string;
  readonly sentAt?: Date;
  readonly note?: string;
}

/** Which reminder may post a text. The `_id` is unique, so of two that want it in the same moment one has it. */
interface PostText {
  /** The fingerprint of the text. */
  readonly _id: string;
  readonly reminderId: string;
  readonly takenAt: Date;
}

/** From its intent on, a reminder's text is known by that; this is for the moment before. Seconds. */
export const postTextIndexes = [{ key: { takenAt: 1 }, expireAfterSeconds: 3_600 }] as const;

/** An attempt that X may have taken, as long as nobody has made another one. */
const underWay = (id: string, attempt: number) =>
  ({ _id: id, 'intent.phase': 'posting', 'intent.attempt': attempt }) as const;

/** What decides whether a reminder may be posted: its intent stands in its row, and each step is a conditional write. */
export function createIntents(db: Db) {
  const collection = db.collection<ReminderView>('reminders');
  const texts = db.collection<PostText>('postTexts');
  const find = findsInBatches(collection, { intent: 1 });
  const takeTextOf = writesInBatches(texts);
  const settle = writesInBatches(collection);
  const findUsers = inBatches<string, readonly string[]>(async (asked) => {
    const filter = { 'intent.text': { $in: [...new Set(asked)] } };
    const users = await collection.find(filter, { projection: { 'intent.text': 1 }, timeoutMS }).toArray();
    return asked.map((text) => users.filter(({ intent }) => intent?.text === text).map(({ _id }) => _id));
  });
  const exists = async (filter: Filter<ReminderView>): Promise<boolean> =>
    (await collection.findOne(filter, { projection: { _id: 1 } })) !== null;

  async function findIntent(id: string): Promise<Intent | undefined> {
    return (await find(id))?.intent;
  }

  /** Whether another reminder of this account has, or may have, posted this very text. */
  async function isTextUsed(text: string, exceptId: string): Promise<boolean> {
    return (await findUsers(text)).some((id) => id !== exceptId);
  }

  return {
    findIntent,

    /**
     * Keeps attempts for older revisions from freezing their text; false where X may have this reminder, or has it.
     * Freezing and withdrawing are conditional writes to the same document: the first one wins.
     */
    async withdraw(openSpaceId: string, key: string, revision: number): Promise<boolean> {
      const _id = reminderId(openSpaceId, key);
      const isFree = { $or: [{ intent: { $exists: false } }, { 'intent.phase': 'refused' }] };
      const withdrawn = await collection.updateOne({ _id, ...isFree }, { $max: { revision } });
      return withdrawn.matchedCount === 1 || !(await exists({ _id }));
    },

    /**
     * Writes the first intent, if the reminder is still approved as it was under that revision.
     *
     * @returns `frozen`; `posting` where an intent stands already; `outdated` where the store holds another revision
     */
    async freezeIntent(id: string, revision: number, intent: Intent): Promise<'frozen' | 'posting' | 'outdated'> {
      const written = await collection.updateOne(
        { _id: id, revision, status: 'approved', intent: { $exists: false } },
        { $set: { intent } },
      );
      if (written.matchedCount === 1) return 'frozen';
      return (await findIntent(id)) === undefined ? 'outdated' : 'posting';
    },

    isTextUsed,

    /** Takes a text for a reminder that is about to post it; false where another one has taken, or posted, the same. */
    async takeText(text: string, id: string, now: Date): Promise<boolean> {
      if (await isTextUsed(text, id)) return false;
      const filter = { _id: fingerprint(text), reminderId: id };
      return takeTextOf({ updateOne: { filter, update: { $set: { takenAt: now } }, upsert: true } });
    },

    /** Whether this post is the one of another reminder. */
    async isOwned(tweetId: string, exceptId: string): Promise<boolean> {
      return exists({ $or: [{ tweetId }, { 'intent.tweetId': tweetId }], _id: { $ne: exceptId } });
    },

    /** Brings an attempt's begin down to now where the clock of its worker was ahead: it cannot have begun later. */
    async capStart(id: string, attempt: number, now: Date): Promise<void> {
      await collection.updateOne(
        { ...underWay(id, attempt), 'intent.startedAt': { $gt: now } },
        { $set: { 'intent.startedAt': now } },
      );
    },

    /** Keeps attempts for older revisions from trying anew what X may or may not have. */
    async outdate(openSpaceId: string, key: string, revision: number): Promise<void> {
      await collection.updateOne({ _id: reminderId(openSpaceId, key) }, { $max: { revision } });
    },

    /**
     * Takes the right to the next try, for what stands under that revision; false where somebody else has taken it,
     * something has changed, or X has it by now.
     */
    async nextAttempt(id: string, revision: number, attempt: number, startedAt: Date): Promise<boolean> {
      const taken = await collection.updateOne(
        { ...underWay(id, attempt), revision: { $lte: revision } },
        { $set: { 'intent.attempt': attempt + 1, 'intent.startedAt': startedAt } },
      );
      return taken.modifiedCount === 1;
    },

    /**
     * X said no for now. The text stays: before another one goes out, the timeline is asked whether X kept its
     * word.
     */
    async markRefused(id: string, attempt: number): Promise<void> {
      await collection.updateOne(underWay(id, attempt), { $set: { 'intent.phase': 'refused' } });
    },

    /** X said that the text stands already, or refused it for good, and the timeline does not show it yet. */
    async markDenied(id: string, attempt: number, denial: Pick<Intent, 'isDuplicate' | 'refusal'>): Promise<void> {
      const fields = Object.entries(denial).map(([key, value]) => [`intent.${key}`, value]);
      await collection.updateOne(underWay(id, attempt), { $set: Object.fromEntries(fields) });
    },

    /**
     * A refused try is not on the timeline either: the next one starts from nothing, with the minutes that are true
     * then.
     */
    async releaseIntent(id: string, attempt: number): Promise<void> {
      await collection.updateOne({ _id: id, 'intent.phase': 'refused', 'intent.attempt': attempt }, {
        $unset: { intent: '' },
      } as Document);
    },

    /** Ends the attempts: also a workflow that was reset to before this outcome posts nothing more. */
    async closeIntent(id: string, outcome: NonNullable<Intent['outcome']>, closedAs: number): Promise<void> {
      const open = { _id: id, 'intent.phase': { $in: ['posting', 'refused'] } } as Filter<ReminderView>;
      await collection.updateOne(open, {
        $set: { 'intent.phase': 'closed', 'intent.outcome': outcome, 'intent.closedAs': closedAs },
      });
    },

    /** An organiser had it tried again under a revision above the one that it was closed for. */
    async reopenIntent(id: string, retried: number): Promise<void> {
      const closed = { _id: id, 'intent.phase': 'closed' as const, 'intent.closedAs': { $lt: retried } };
      await collection.updateOne(closed, { $set: { 'intent.phase': 'refused' } });
    },

    async settleIntent(id: string, sent: { tweetId?: string; sentAt: Date; note?: string }): Promise<void> {
      const fields = Object.entries({ phase: 'sent', ...sent }).map(([key, value]) => [`intent.${key}`, value]);
      await settle({ updateOne: { filter: { _id: id }, update: { $set: Object.fromEntries(fields) } } });
    },
  };
}
