import type { Db } from 'mongodb';
import { withoutUndefined } from '../core/without-undefined.ts';
import { writesInBatches } from './in-batches.ts';
import { containing } from './queries.ts';
import type { TweetDoc } from './tweets.ts';

/** A person on X from whom the bot has received a tweet; usually a host. */
export interface UserDoc {
  /** The user's number at X. */
  readonly _id: string;
  readonly username: string;
  readonly name: string;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  /** When X first told the present handle. Absent if it never changed. */
  readonly renamedAt?: Date;
  /** All handles since the first change, also the present one. */
  readonly newNames?: readonly string[];
  /** Present until the cards with an earlier handle are marked to be drawn again. */
  readonly hasOldCards?: true;
}

export const userIndexes = [{ key: { username: 1, _id: 1 } }, { key: { renamedAt: 1 }, sparse: true }] as const;

type Author = TweetDoc['author'];

/** The name of a user whose name X has never told, for example because they are suspended. */
const unnamed = (id: string): Author => ({ id, username: `user${id}`, name: '' });

const isUnnamed = ({ id, username }: Author): boolean => username === unnamed(id).username;

/** The ids of the users whose handle has changed, and whose present one contains this. None for an @ alone. */
export async function idsOfRenamed(db: Db, q: string): Promise<string[]> {
  const handle = handleOf(q);
  if (handle === '') return [];
  const filter = { renamedAt: { $gt: new Date(0) }, username: containing(handle) };
  const found = db.collection<UserDoc>('users').find(filter, { projection: { _id: 1 } });
  return (await found.toArray()).map(({ _id }) => _id);
}

/** The handle as it is stored: without the @. */
export const handleOf = (q: string): string => q.replace(/^@/u, '');

export function createUsers(db: Db) {
  const collection = db.collection<UserDoc>('users');
  const write = writesInBatches(collection);

  /**
   * Stores the new name of a user who is known. An erased user stays erased.
   *
   * @param at when X told it. A post that was stored before the last change may be handled only now
   */
  async function rename(user: Author, at: Date): Promise<void> {
    const { id, username, name } = user;
    if (isUnnamed(user)) return;
    const set = { username, name, renamedAt: at, hasOldCards: true } as const;
    const update = { $set: set, $addToSet: { newNames: username } };
    const filter = { _id: id, username: { $ne: username }, renamedAt: { $not: { $gte: at } } };
    await write({ updateOne: { filter, update } });
  }

  const find = (id: string): Promise<UserDoc | null> => collection.findOne({ _id: id });

  return {
    rename,
    find,

    /** The author of a post. If X left out the name, the stored name is used. */
    async named({ id, username, name }: { id: string; username?: string; name?: string }): Promise<Author> {
      if (username !== undefined && name !== undefined) return { id, username, name };
      const known = await find(id);
      return known === null ? unnamed(id) : { id, username: known.username, name: known.name };
    },

    /** Notes that X has sent a post of this user, who is stored if new. The id never changes, but the name may. */
    async see(user: Author, at: Date): Promise<void> {
      const { id, username, name } = user;
      const update = isUnnamed(user)
        ? { $set: { lastSeenAt: at }, $setOnInsert: { username, name, firstSeenAt: at } }
        : { $set: { lastSeenAt: at, name }, $setOnInsert: { username, firstSeenAt: at } };
      // Both go in one batch. They may be carried out in any order.
      await Promise.all([rename(user, at), write({ updateOne: { filter: { _id: id }, update, upsert: true } })]);
    },

    /** Users whose handle has changed since they were first seen: a few at most conferences. */
    listRenamed: (): Promise<UserDoc[]> => collection.find({ renamedAt: { $gt: new Date(0) } }).toArray(),

    /** Notes that the cards with an earlier handle are marked, unless there is a newer one by now. */
    async noteMarkedCards(id: string, username: string): Promise<void> {
      await collection.updateOne({ _id: id, username }, { $unset: { hasOldCards: '' } });
    },

    list(
      { q, ids, exceptIds }: { q?: string; ids?: readonly string[]; exceptIds?: readonly string[] },
      limit: number,
      afterId = '',
    ): Promise<UserDoc[]> {
      // Every id is greater than the empty one.
      const _id = withoutUndefined({ $in: ids, $nin: exceptIds, $gt: afterId });
      const named = q === undefined ? {} : { $or: [{ username: containing(q) }, { name: containing(q) }] };
      const filter = { _id, ...named };
      return collection.find(filter).sort({ _id: 1 }).limit(limit).toArray();
    },
  };
}
