import type { Db } from 'mongodb';
import type { Actor } from '../core/actor.ts';

/** Who is signed in. The key is the SHA-256 of what the browser holds: the store alone lets nobody in. */
export interface Session {
  readonly _id: string;
  readonly kind: 'session';
  readonly actor: Actor;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

/** A one-time link that signs an organiser in who has access to this installation. */
export interface SignInLink {
  readonly _id: string;
  readonly kind: 'link';
  /** Whom it was made for; absent where nobody was named. */
  readonly name?: string;
  readonly expiresAt: Date;
}

/** A sign-in with Slack that is under way; what comes back must fit it. */
export interface PendingSignIn {
  readonly _id: string;
  readonly kind: 'pending';
  readonly nonce: string;
  readonly state: string;
  readonly codeVerifier?: string;
  readonly expiresAt: Date;
}

/** Expiry is asked for in every query: MongoDB's own removal comes up to a minute late. */
export function createSessions(db: Db) {
  const collection = db.collection<Session | SignInLink | PendingSignIn>('sessions');
  const sessions = db.collection<Session>('sessions');
  const links = db.collection<SignInLink>('sessions');
  const pending = db.collection<PendingSignIn>('sessions');

  return {
    async add(entry: Session | SignInLink | PendingSignIn): Promise<void> {
      await collection.insertOne(entry);
    },

    find: (hash: string, now: Date): Promise<Session | null> =>
      sessions.findOne({ _id: hash, kind: 'session', expiresAt: { $gt: now } }),

    /** Uses a link up; null for all but one of those who try. */
    useLink: (hash: string, now: Date): Promise<SignInLink | null> =>
      links.findOneAndDelete({ _id: hash, kind: 'link', expiresAt: { $gt: now } }),

    /** Takes a pending sign-in away, so that its answer counts once. */
    takePending: (hash: string, now: Date): Promise<PendingSignIn | null> =>
      pending.findOneAndDelete({ _id: hash, kind: 'pending', expiresAt: { $gt: now } }),

    /** Somebody is still there: the idle limit begins anew. */
    async touch(hash: string, seenAt: Date, expiresAt: Date): Promise<void> {
      await collection.updateOne({ _id: hash, kind: 'session' }, { $set: { seenAt, expiresAt } });
    },

    /** Ends every session of somebody: they are no member any more. */
    async removeAll(actorId: string): Promise<void> {
      await collection.deleteMany({ kind: 'session', 'actor.id': actorId });
    },

    async remove(hash: string): Promise<void> {
      await collection.deleteOne({ _id: hash });
    },
  };
}
