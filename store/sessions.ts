import type { Db } from 'mongodb';
import type { Actor } from '../core/actor.ts';

/** The key is the SHA-256 of the browser's secret: nobody can sign in with the store's content alone. */
export interface Session {
  readonly _id: string;
  readonly kind: 'session';
  readonly actor: Actor;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

/** A one-time link that signs an organiser in. It is made by a person with access to this installation. */
export interface SignInLink {
  readonly _id: string;
  readonly kind: 'link';
  /** The person it was made for. Absent if nobody was named. */
  readonly name?: string;
  /** The key of the session that it began. Absent until it is used. */
  readonly began?: string;
  readonly expiresAt: Date;
}

/** A sign-in with Slack that has begun; Slack's answer must fit it. */
export interface PendingSignIn {
  readonly _id: string;
  readonly kind: 'pending';
  readonly nonce: string;
  readonly state: string;
  readonly codeVerifier?: string;
  readonly expiresAt: Date;
}

/** Every query checks the expiry, because MongoDB removes expired documents up to a minute late. */
export function createSessions(db: Db) {
  const collection = db.collection<Session | SignInLink | PendingSignIn>('sessions');
  const sessions = db.collection<Session>('sessions');
  const links = db.collection<SignInLink>('sessions');
  const pending = db.collection<PendingSignIn>('sessions');

  return {
    async add(entry: SignInLink | PendingSignIn): Promise<void> {
      await collection.insertOne(entry);
    },

    /** Begins a session, or goes on with the one of this key. */
    async begin({ _id, ...session }: Session): Promise<void> {
      await sessions.updateOne({ _id }, { $setOnInsert: session }, { upsert: true });
    },

    find: (hash: string, now: Date): Promise<Session | null> =>
      sessions.findOne({ _id: hash, kind: 'session', expiresAt: { $gt: now } }),

    /**
     * Uses a link up, for this session only: a browser that lost the answer may ask again. Null if it began another
     * session before.
     */
    useLink: (hash: string, session: string, now: Date): Promise<SignInLink | null> =>
      links.findOneAndUpdate(
        { _id: hash, kind: 'link', expiresAt: { $gt: now }, $or: [{ began: { $exists: false } }, { began: session }] },
        { $set: { began: session } },
        { returnDocument: 'after' },
      ),

    /** Takes a pending sign-in away, so that it can be answered only once. */
    takePending: (hash: string, now: Date): Promise<PendingSignIn | null> =>
      pending.findOneAndDelete({ _id: hash, kind: 'pending', expiresAt: { $gt: now } }),

    /** The session is in use: its idle limit begins again. */
    async touch(hash: string, seenAt: Date, expiresAt: Date): Promise<void> {
      await collection.updateOne({ _id: hash, kind: 'session' }, { $set: { seenAt, expiresAt } });
    },

    async removeAll(actorId: string): Promise<void> {
      await collection.deleteMany({ kind: 'session', 'actor.id': actorId });
    },

    /** Ends a session. The link that began it cannot begin it again. */
    async remove(hash: string): Promise<void> {
      await collection.deleteMany({ $or: [{ _id: hash }, { began: hash }] });
    },
  };
}
