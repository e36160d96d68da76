import type { Db } from 'mongodb';
import { eraseActor, eraseDecision, erased } from '../core/erase-host.ts';
import type { AuditEntry } from './audit.ts';
import type { CorrectionDoc } from './corrections.ts';
import type { TweetDoc } from './tweets.ts';
import type { UserDoc } from './users.ts';

/** Which posts an erasure is about. */
export interface ErasedTweet {
  readonly id: string;
  readonly conferenceId: string;
  readonly openSpaceId: string | undefined;
}

/** The posts of that id, in any version, or of that user's number or name at X. */
export async function findTweetsToErase(db: Db, id: string): Promise<ErasedTweet[]> {
  const name = id.replace(/^@/u, '').toLowerCase();
  const tweets = db.collection<TweetDoc>('tweets');
  const byName = { $expr: { $eq: [{ $toLower: '$author.username' }, name] } };
  const found = await tweets.find({ $or: [{ _id: id }, { tweetId: id }, { 'author.id': id }, byName] }).toArray();
  return found.map(({ _id, conferenceId, openSpaceId }) => ({ id: _id, conferenceId, openSpaceId }));
}

/**
 * Takes text and author out of a post; its id stays, so that it is not heard anew. The texts of its reminders go too,
 * which may name its host, and the records of their posts stay without their words.
 */
export async function eraseTweet(db: Db, { id, openSpaceId }: ErasedTweet, now: Date): Promise<void> {
  await db.collection<TweetDoc>('tweets').updateOne(
    { _id: id },
    {
      $set: {
        text: '',
        url: `https://x.com/i/status/${id}`,
        author: { id: erased, username: erased, name: erased },
        state: 'handled',
        deletedAt: now,
      },
      $unset: { reading: '' },
    },
  );
  await db.collection<CorrectionDoc>('corrections').deleteOne({ _id: id });
  if (openSpaceId === undefined) return;
  const reminders = db.collection('reminders');
  await reminders.updateMany({ openSpaceId, text: { $exists: true } }, { $set: { text: erased } });
  await reminders.updateMany({ openSpaceId, intent: { $exists: true } }, { $set: { 'intent.text': erased } });
  const audit = db.collection<AuditEntry>('audit');
  for await (const { _id, by, decision } of audit.find({ openSpaceId })) {
    const kept = decision === undefined ? {} : { decision: eraseDecision(decision) };
    await audit.updateOne({ _id }, { $set: { by: eraseActor(by), ...kept } });
  }
}

/** Forgets a user that is named by number or name; false where none was known. */
export async function eraseUser(db: Db, id: string): Promise<boolean> {
  const name = id.replace(/^@/u, '').toLowerCase();
  const users = db.collection<UserDoc>('users');
  const byName = { $expr: { $eq: [{ $toLower: '$username' }, name] } };
  return (await users.deleteMany({ $or: [{ _id: id }, byName] })).deletedCount > 0;
}
