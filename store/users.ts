import type { Db } from 'mongodb';
import { withoutUndefined } from '../core/without-undefined.ts';
import { writesInBatches } from './in-batches.ts';
import { containing } from './queries.ts';

/** A person on X from whom the bot has received a tweet; usually a host. */
export interface UserDoc {
  /** The user's number at X. */
  readonly _id: string;
  readonly username: string;
  readonly name: string;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

export const userIndexes = [{ key: { username: 1, _id: 1 } }] as const;

export function createUsers(db: Db) {
  const collection = db.collection<UserDoc>('users');
  const write = writesInBatches(collection);

  return {
    /** Updates the name. The id never changes. */
    async see(user: { id: string; username: string; name: string }, at: Date): Promise<void> {
      const { username, name } = user;
      const update = { $set: { username, name, lastSeenAt: at }, $setOnInsert: { firstSeenAt: at } };
      await write({ updateOne: { filter: { _id: user.id }, update, upsert: true } });
    },

    find: (id: string): Promise<UserDoc | null> => collection.findOne({ _id: id }),

    async list(
      { q, ids, exceptIds }: { q?: string; ids?: readonly string[]; exceptIds?: readonly string[] },
      limit: number,
      afterId = '',
    ): Promise<UserDoc[]> {
      // Every id is greater than the empty one.
      const _id = withoutUndefined({ $in: ids, $nin: exceptIds, $gt: afterId });
      const named = q === undefined ? {} : { $or: [{ username: containing(q) }, { name: containing(q) }] };
      return collection
        .find({ _id, ...named })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
    },
  };
}
