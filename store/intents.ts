import { randomUUID } from 'node:crypto';
import type { Db, Document, Filter } from 'mongodb';
import type { Told } from '../core/correction.ts';
import { fingerprint } from '../core/fingerprint.ts';
import { reminderId } from '../core/reminder.ts';
import { findsInBatches, inBatches, writesInBatches } from './in-batches.ts';
import type { ReminderView } from './reminders.ts';

/**
 * The record of a post. It is written, with write concern majority, before X is called. Because of it no reminder is
 * posted twice, even after a reset of a workflow or a loss of Temporal's data.
 */
export interface Intent {
  /** The exact text; a repeated attempt sends the same bytes. Once erased, a fingerprint (`erasedText`). */
  readonly text: string;
  /** What the text tells people. Absent in intents of earlier versions. */
  readonly told?: Told;
  /** The bot's newest post before this one; the search of the timeline begins after it. */
  readonly sinceId?: string;
  /** Grows with every attempt. Only the process that writes the next number may make the next attempt. */
  readonly attempt: number;
  readonly startedAt: Date;
  /**
   * `posting`: X may have it. `refused`: X has refused it for now. `sent`: X has it. `closed`: there are no more
   * attempts; `outcome` says why.
   */
  readonly phase: 'posting' | 'refused' | 'sent' | 'closed';
  /** X said that it has this text already. The bot then searches for the post and does not send it again. */
  readonly isDuplicate?: true;
  /** Why X refused it for good. The bot then searches for the post too, and does not send it again. */
  readonly refusal?: string;
  readonly outcome?: { readonly kind: 'failed' | 'unconfirmed'; readonly why: string };
  /** The revision of the open space for which the last attempt before closing was made. */
  readonly closedAs?: number;
  readonly tweetId?: string;
  readonly sentAt?: Date;
  readonly note?: string;
}

/** Seconds. The document matters only until the intent is written, because the intent has the text and the id too. */
export const postTextIndexes = [{ key: { takenAt: 1 }, expireAfterSeconds: 3_600 }] as const;

/**
 * An attempt that has not been changed since it was read. Its number alone does not identify it: after a refusal the
 * record is removed, and the next one begins with 1 again.
 */
const still = (id: string, { phase, attempt, startedAt }: Intent) =>
  ({ _id: id, 'intent.phase': phase, 'intent.attempt': attempt, 'intent.startedAt': startedAt }) as const;

const changing = (fields: Partial<Intent>) => ({
  $set: Object.fromEntries(Object.entries(fields).map(([key, value]) => [`intent.${key}`, value])),
});

/**
 * The intents in the reminders' rows. They decide whether a reminder may be posted. Each step is a conditional write.
 */
export function createIntents(db: Db) {
  const collection = db.collection<ReminderView>('reminders');
  /**
   * The reminder that may post a text, or to which a post on X belongs. The id, a fingerprint of the text or `post` and
   * the post's id, is unique: if two reminders claim the same one at once, one gets it.
   */
  const texts = db.collection<{ _id: string; reminderId: string; takenAt: Date }>('postTexts');
  const find = findsInBatches(collection);
  const writeClaim = writesInBatches(texts);
  const settle = writesInBatches(collection);
  const findUsers = inBatches<string, readonly string[]>(async (asked) => {
    const filter = { 'intent.text': { $in: [...new Set(asked)] } };
    const users = await collection.find(filter, { projection: { 'intent.text': 1 } }).toArray();
    return asked.map((text) => users.filter(({ intent }) => intent?.text === text).map(({ _id }) => _id));
  });
  const exists = async (filter: Filter<ReminderView>): Promise<boolean> =>
    (await collection.findOne(filter, { projection: { _id: 1 } })) !== null;

  const claim = (_id: string, reminder: string, takenAt: Date): Promise<boolean> =>
    writeClaim({ updateOne: { filter: { _id, reminderId: reminder }, update: { $set: { takenAt } }, upsert: true } });

  const change = async (filter: Filter<ReminderView>, fields: Partial<Intent>): Promise<boolean> =>
    (await collection.updateOne(filter, changing(fields))).matchedCount === 1;

  const findIntent = async (id: string): Promise<Intent | undefined> => (await find(id))?.intent;

  /** Whether another reminder of this account has posted, or may have posted, exactly this text. */
  const isTextUsed = async (text: string, exceptId: string): Promise<boolean> =>
    (await findUsers(text)).some((id) => id !== exceptId);

  /**
   * Whether the bot itself has posted this, as a reminder. SecantusDB uses no index for a filter with `$or`, `$ne` or a
   * second field of the record.
   *
   * @param exceptId of a reminder that does not count
   */
  async function isPost(tweetId: string, exceptId?: string): Promise<boolean> {
    for (const filter of [{ 'intent.tweetId': tweetId }, { tweetId }]) {
      const found = await collection.find(filter, { projection: { _id: 1 } }).toArray();
      if (found.some(({ _id }) => _id !== exceptId)) return true;
    }
    return false;
  }

  return {
    findIntent,
    isPost,

    /**
     * Prevents attempts for older revisions from freezing their text. False if X has the reminder or may have it.
     * Freezing and withdrawing are conditional writes to the same document: the first one wins.
     */
    async withdraw(openSpaceId: string, key: string, revision: number): Promise<boolean> {
      const _id = reminderId(openSpaceId, key);
      const isFree = { $or: [{ intent: { $exists: false } }, { 'intent.phase': 'refused' }] };
      const withdrawn = await collection.updateOne({ _id, ...isFree }, { $max: { revision } });
      return withdrawn.matchedCount === 1 || !(await exists({ _id }));
    },

    /**
     * Writes the first intent, if the reminder is still approved as it was at that revision.
     *
     * An intent is written only if no other reminder of the session has one, so no crash leaves two of them: the
     * attempt stores a turn in its own row, removes those of the others, then looks for their intents. It can freeze
     * its text only as long as it has its turn. If two attempts do this at once, one has lost its turn, or both have.
     *
     * @param others the ids of the session's other reminders whose outcome the attempt does not know
     * @returns `frozen`; `posting` if there is an intent already; `outdated` if the store has another revision;
     *   otherwise the ids of the others that X has or may have, none if another attempt has taken the turn
     */
    async freezeIntent(id: string, revision: number, intent: Intent, others: readonly string[] = []) {
      const isApproved = { _id: id, revision, status: 'approved', intent: { $exists: false } } as const;
      const turn = others.length === 0 ? {} : { turn: randomUUID() };
      if (others.length > 0 && (await collection.updateOne(isApproved, { $set: turn })).matchedCount === 1) {
        const isOther = { _id: { $in: [...others] } };
        await collection.updateMany(isOther, { $unset: { turn: '' } });
        const isOnX = { ...isOther, 'intent.phase': { $in: ['posting', 'sent'] } } as const;
        const ahead = await collection.find(isOnX, { projection: { _id: 1 } }).toArray();
        if (ahead.length > 0) return ahead.map(({ _id }) => _id);
      }
      const written = await collection.updateOne(
        { ...isApproved, ...turn },
        { $set: { intent }, $unset: { turn: '' } },
      );
      if (written.matchedCount === 1) return 'frozen';
      if (await exists(isApproved)) return [];
      return (await findIntent(id)) === undefined ? 'outdated' : 'posting';
    },

    isTextUsed,

    /** False if another reminder has claimed or posted the same text. */
    takeText: async (text: string, id: string, now: Date): Promise<boolean> =>
      !(await isTextUsed(text, id)) && claim(fingerprint(text), id, now),

    /** False if it belongs to another reminder, or if one is posting the same text: the post may be that one's. */
    async takePost(post: { readonly id: string; readonly text: string }, id: string, now: Date): Promise<boolean> {
      const ofText = { 'intent.text': post.text };
      const users = await collection.find(ofText, { projection: { 'intent.phase': 1 } }).toArray();
      const isPosting = users.some(({ _id, intent }) => _id !== id && intent?.phase === 'posting');
      // In this order, because a reminder that is being posted gets the post's id later.
      if (isPosting || (await isPost(post.id, id))) return false;
      return claim(`post ${post.id}`, id, now);
    },

    /** Prevents attempts for older revisions from retrying a post that X may have. */
    async outdate(openSpaceId: string, key: string, revision: number): Promise<void> {
      await collection.updateOne({ _id: reminderId(openSpaceId, key) }, { $max: { revision } });
    },

    /**
     * Takes the right to the next attempt, for the state at that revision. False if another process has taken it, the
     * state has changed, or X has the post now.
     */
    nextAttempt: (id: string, revision: number, intent: Intent, startedAt: Date): Promise<boolean> =>
      change({ ...still(id, intent), revision: { $lte: revision } }, { attempt: intent.attempt + 1, startedAt }),

    /** Whether this attempt is still the latest one, and nothing about it has been stored since. */
    async isLatest(id: string, { phase, attempt, startedAt }: Intent): Promise<boolean> {
      const is = await findIntent(id);
      return is?.phase === phase && is.attempt === attempt && is.startedAt.getTime() === startedAt.getTime();
    },

    /**
     * Stores a finding about an attempt that X may have carried out, if it is still the latest one. `phase` refused: X
     * said no for now. The text stays frozen until the timeline shows that the post is not there.
     */
    changeAttempt: (
      id: string,
      intent: Intent,
      found: Partial<Pick<Intent, 'phase' | 'isDuplicate' | 'refusal' | 'startedAt'>>,
    ): Promise<boolean> => change(still(id, intent), found),

    /** Removes an attempt that was refused or closed and is not on the timeline, if it is still the latest one. */
    async releaseIntent(id: string, intent: Intent): Promise<void> {
      await collection.updateOne(still(id, intent), { $unset: { intent: '' } } as Document);
    },

    /**
     * Ends the attempts, if there is one that X may have, or that X has refused for now. Then even a workflow that is
     * reset to before this outcome posts nothing more. `isRetry`: not if the row has a later revision, because then the
     * retry has begun already.
     */
    async closeIntent(
      id: string,
      intent: Intent | undefined,
      outcome: NonNullable<Intent['outcome']>,
      closedAs: number,
      isRetry = false,
    ): Promise<void> {
      if (intent?.phase !== 'posting' && intent?.phase !== 'refused') return;
      const filter = { ...still(id, intent), ...(isRetry && { revision: { $lte: closedAs } }) };
      await change(filter, { phase: 'closed', outcome, closedAs });
    },

    async settleIntent(id: string, sent: Partial<Omit<Intent, 'phase'>> & { readonly sentAt: Date }): Promise<void> {
      await settle({ updateOne: { filter: { _id: id }, update: changing({ phase: 'sent', ...sent }) } });
    },
  };
}
