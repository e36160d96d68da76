import type { Db } from 'mongodb';
import type { Actor } from '../core/actor.ts';
import { unlessTaken } from './duplicate-key.ts';
import { listPage, type After } from './queries.ts';

/** The rights of a token; each scope includes the ones before. */
export const scopes = ['read', 'decide', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** Only its SHA-256 is stored: 256 random bits need no slow hash, and the store's content alone lets nobody sign in. */
export interface ApiToken {
  readonly _id: string;
  readonly name: string;
  readonly hash: string;
  readonly scope: Scope;
  readonly createdAt: Date;
  readonly createdBy: Actor;
  /** Rounded to the minute. */
  readonly lastUsedAt?: Date;
  readonly revokedAt?: Date;
}

const minute = 60_000;
/** A revoked token is invalid from the next request on. */
const isLive = { revokedAt: { $exists: false } };

export function createApiTokens(db: Db) {
  const collection = db.collection<ApiToken>('apiTokens');

  return {
    async add(token: ApiToken): Promise<void> {
      await collection.insertOne(token);
    },

    findLive: (hash: string): Promise<ApiToken | null> => collection.findOne({ hash, ...isLive }),

    listLive: (): Promise<ApiToken[]> => collection.find(isLive).sort({ createdAt: 1 }).toArray(),

    hasAdmin: async (): Promise<boolean> => (await collection.findOne({ scope: 'admin', ...isLive })) !== null,

    /** Makes a secret invalid for good: the environment's token cannot be revoked otherwise. Can be repeated. */
    async retire(token: ApiToken & { readonly revokedAt: Date }): Promise<void> {
      await unlessTaken(() => collection.insertOne(token));
    },

    isRetired: async (hash: string): Promise<boolean> =>
      (await collection.findOne({ hash, revokedAt: { $exists: true } })) !== null,

    /** Newest first, with the revoked ones. */
    list: (limit: number, after?: After): Promise<ApiToken[]> =>
      listPage(collection, [], { by: 'createdAt', order: -1, limit, after }),

    /** The token, revoked. If it was revoked before, that time stays. Null if there is no such token. */
    async revoke(id: string, at: Date): Promise<ApiToken | null> {
      await collection.updateOne({ _id: id, ...isLive }, { $set: { revokedAt: at } });
      return collection.findOne({ _id: id });
    },

    /** Stores the time at most once a minute, so that a busy caller does not cost a write per request. */
    async markUsed(token: ApiToken, at: Date): Promise<void> {
      if (token.lastUsedAt !== undefined && at.getTime() - token.lastUsedAt.getTime() < minute) return;
      await collection.updateOne({ _id: token._id }, { $set: { lastUsedAt: at } });
    },
  };
}
