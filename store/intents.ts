import type { Db, Document, Filter } from 'mongodb';
import type { Told } from '../core/correction.ts';
import { fingerprint } from '../core/fingerprint.ts';
import { reminderId } from '../core/reminder.ts';
import { findsInBatches, inBatches, writesInBatches } from './in-batches.ts';
import type { ReminderView } from './reminders.ts';

/**
 * The record of a post, written before X is called and with the majority's word: the gate that no second post passes,
 * not even from a workflow that was reset, or a Temporal that forgot everything.
 */
export interface Intent {
  /** The exact text; a repeated try sends these bytes again. Once erased, its fingerprint (`erasedText`). */
  readonly text: string;
  /** What that text tells people. Absent where an earlier version froze it. */
  readonly told?: Told;
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

const changing = (fields: Partial<Intent>) => ({
  $set: Object.fromEntries(Object.entries(fields).map(([key, value]) => [`intent.${key}`, value])),
});

/** What decides whether a reminder may be posted: its intent, in its row. Each step is a conditional write. */
export function createIntents(db: Db) {
  const collection = db.collection<ReminderView>('reminders');
  const texts = db.collection<PostText>('postTexts');
  const find = findsInBatches(collection, { intent: 1 });
  const takeTextOf = writesInBatches(texts);
  const settle = writesInBatches(collection);
  const findUsers = inBatches<string, readonly string[]>(async (asked) => {
    const filter = { 'intent.text': { $in: [...new Set(asked)] } };
    const users = await collection.find(filter, { projection: { 'intent.text': 1 } }).toArray();
    return asked.map((text) => users.filter(({ intent }) => intent?.text === text).map(({ _id }) => _id));
  });
  const exists = async (filter: Filter<ReminderView>): Promise<boolean> =>
    (await collection.findOne(filter, { projection: { _id: 1 } })) !== null;

  /** Changes fields of the intent where its row is as the filter says; false where it is not. */
  async function change(filter: Filter<ReminderView>, fields: Partial<Intent>): Promise<boolean> {
    return (await collection.updateOne(filter, changing(fields))).matchedCount === 1;
  }

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

    /** Keeps attempts for older revisions from trying anew what X may or may not have. */
    async outdate(openSpaceId: string, key: string, revision: number): Promise<void> {
      await collection.updateOne({ _id: reminderId(openSpaceId, key) }, { $max: { revision } });
    },

    /**
     * Takes the right to the next try, for what stands under that revision; false where somebody else has taken it,
     * something has changed, or X has it by now.
     */
    nextAttempt: (id: string, revision: number, attempt: number, startedAt: Date): Promise<boolean> =>
      change({ ...underWay(id, attempt), revision: { $lte: revision } }, { attempt: attempt + 1, startedAt }),

    /**
     * Notes what was found out about an attempt that X may have taken, as long as nobody has made another one. `phase`
     * refused: X said no for now; the text stays until the timeline was asked whether X kept its word.
     */
    changeAttempt: (
      id: string,
      attempt: number,
      found: Partial<Pick<Intent, 'phase' | 'isDuplicate' | 'refusal' | 'startedAt'>>,
    ): Promise<boolean> => change(underWay(id, attempt), found),

    /** A refused try is not on the timeline either: the next one makes a new text, of what is true then. */
    async releaseIntent(id: string, attempt: number): Promise<void> {
      const refused = { _id: id, 'intent.phase': 'refused' as const, 'intent.attempt': attempt };
      await collection.updateOne(refused, { $unset: { intent: '' } } as Document);
    },

    /** Ends the attempts: also a workflow that was reset to before this outcome posts nothing more. */
    closeIntent: (id: string, outcome: NonNullable<Intent['outcome']>, closedAs: number): Promise<boolean> =>
      change({ _id: id, 'intent.phase': { $in: ['posting', 'refused'] } }, { phase: 'closed', outcome, closedAs }),

    /** An organiser had it tried again under a revision above the one that it was closed for. */
    reopenIntent: (id: string, retried: number): Promise<boolean> =>
      change({ _id: id, 'intent.phase': 'closed', 'intent.closedAs': { $lt: retried } }, { phase: 'refused' }),

    async settleIntent(id: string, sent: { tweetId?: string; sentAt: Date; note?: string }): Promise<void> {
      await settle({ updateOne: { filter: { _id: id }, update: changing({ phase: 'sent', ...sent }) } });
    },
  };
}
