import type { Db, Document, Filter } from 'mongodb';
import { eraseActor, eraseDecision, erased } from '../core/erase-host.ts';
import { postIdsOf } from '../core/posts-of.ts';
import { erasedText, isErasedText } from '../core/comparable-text.ts';
import type { AuditEntry } from './audit.ts';
import { makeStale } from './cards.ts';
import { unlessTaken } from './duplicate-key.ts';
import type { OpenSpaceView } from './open-spaces.ts';
import { escapeRegex } from './queries.ts';
import { isOnItsWay, type ReminderView } from './reminders.ts';
import type { TweetDoc } from './tweets.ts';
import { handleOf, type UserDoc } from './users.ts';

/** A post to be erased. Its own open space, if it has one, has the same id. */
export interface ErasedTweet {
  readonly id: string;
  readonly isAnswered: boolean;
}

/** The numbers of the users with that number or name, also of those who had the name earlier or when they posted. */
export async function findUsers(db: Db, id: string): Promise<string[]> {
  // Another user may have the name now, so this finds whom to ask about, and erases nobody.
  const hadName = { newNames: { $regex: `^${escapeRegex(handleOf(id))}$`, $options: 'i' } };
  const known = { $or: [isUser(id), hadName] };
  const users = await db.collection<UserDoc>('users').find(known).toArray();
  const posts = await db.collection<TweetDoc>('tweets').find(isNamed('author.username', id)).toArray();
  return [...new Set([...users.map(({ _id }) => _id), ...posts.map(({ author }) => author.id)])];
}

/**
 * Finds the posts to erase: those with that id, in any version, or those of that user (number at X, or name, also an
 * earlier one). This includes posts that the bot heard, and posts that it knows by an address that an organiser
 * entered. If a session is or was based on several posts, it includes all of them.
 *
 * @param users the users with that number or name, as `findUsers` found them
 */
export async function findTweetsToErase(db: Db, id: string, users: readonly string[]): Promise<ErasedTweet[]> {
  const numbers = { $in: [id, ...users] };
  const people = await db.collection<UserDoc>('users').find({ _id: numbers }).toArray();
  const named = (field: string) => [id, ...people.map(({ username }) => username)].map((name) => isNamed(field, name));
  const byPost = ['space.source', 'space.earlier'].flatMap((post) =>
    ['tweetId', 'postId'].map((field) => ({ [`${post}.${field}`]: id })),
  );
  const byHost = [{ hostId: numbers }, ...named('space.source.host.username')];
  const based = { 'space.source': { $exists: true }, $or: [{ _id: id }, ...byPost, ...byHost] };
  const entered = await db.collection<OpenSpaceView>('openSpaces').find(based).toArray();
  // A session that a later post of its host has moved shows that post. It was based on others before.
  const postIds = entered.flatMap(({ _id, space }) => [_id, ...postIdsOf(space)]);
  const byAuthor = [{ 'author.id': numbers }, ...named('author.username')];
  const theirs = { $or: [{ _id: { $in: [id, ...postIds] } }, { tweetId: id }, ...byAuthor] };
  const heard = await db.collection<TweetDoc>('tweets').find(theirs).toArray();
  const answered = new Map(heard.map((one) => [one._id, 'acknowledgedAt' in one]));
  return [...new Set([...postIds, ...answered.keys()])].map((id) => ({ id, isAnswered: answered.get(id) ?? false }));
}

const isNamed = (field: string, id: string): Document => ({
  $expr: { $eq: [{ $toLower: `$${field}` }, handleOf(id).toLowerCase()] },
});

const isUser = (id: string): Filter<UserDoc> => ({ $or: [{ _id: id }, isNamed('username', id)] });

/**
 * Whether a listener is handling the post, or will: it then stores the post's host and open space.
 *
 * @param conferenceId the present one: posts of an earlier one are not handled any more
 */
export const isBeingHandled = async (db: Db, id: string, conferenceId: string): Promise<boolean> =>
  (await db.collection<TweetDoc>('tweets').findOne({ _id: id, state: 'received', conferenceId })) !== null;

/**
 * Removes text and author from a post. Its id stays, or is stored now, so that the bot does not handle it later. The
 * texts of its reminders are removed too, because they may name the host; the records of their posts stay, without the
 * words. Cards that showed any of it are drawn again.
 *
 * @param conferenceId as for `isBeingHandled`
 * @returns false if the post is being handled: then nothing is erased
 */
export async function eraseTweet(db: Db, id: string, now: Date, conferenceId: string): Promise<boolean> {
  const author = { id: erased, username: erased, name: erased };
  const url = `https://x.com/i/status/${id}`;
  const $set = { text: '', url, author, state: 'handled', deletedAt: now } as const;
  const isHandled = { _id: id, $or: [{ state: 'handled' as const }, { conferenceId: { $ne: conferenceId } }] };
  // If the bot knows only its address, a search or a look-up may find the post later.
  const $setOnInsert = { conferenceId, tweetId: id, postedAt: now, receivedAt: now, isRetweet: false };
  const update = { $set, $unset: { reading: '' }, $setOnInsert } as const;
  const tweets = db.collection<TweetDoc>('tweets');
  if (!(await unlessTaken(() => tweets.updateOne(isHandled, update, { upsert: true })))) return false;
  await eraseTexts(db, id);
  const audit = db.collection<AuditEntry>('audit');
  for await (const { _id, by, decision } of audit.find({ openSpaceId: id })) {
    const kept = decision === undefined ? {} : { decision: eraseDecision(decision) };
    await audit.updateOne({ _id }, { $set: { by: eraseActor(by), ...kept } });
  }
  const fields = ['_id', 'space.source.postId', 'space.standing.with.openSpaceId', 'space.about'];
  const showing = { $or: fields.map((field) => ({ [field]: id })) };
  await db.collection<OpenSpaceView>('openSpaces').updateMany(showing, makeStale);
  return true;
}

/** A text that is being posted stays until the outcome is known. Of others, a fingerprint stays, to find the post. */
async function eraseTexts(db: Db, openSpaceId: string): Promise<void> {
  const reminders = db.collection<ReminderView>('reminders');
  for await (const row of reminders.find({ openSpaceId })) {
    const { _id, text, intent } = row;
    if (text !== undefined) await reminders.updateOne({ _id }, { $set: { text: erased } });
    if (intent === undefined || isErasedText(intent.text) || isOnItsWay(row)) continue;
    const { phase, attempt } = intent;
    const asRead = { _id, 'intent.phase': phase, 'intent.attempt': attempt };
    await reminders.updateOne(asRead, { $set: { 'intent.text': erasedText(intent.text) } });
  }
}

/** False if the user is unknown. Only after all their posts are erased: earlier names are forgotten with the user. */
export async function eraseUser(db: Db, id: string): Promise<boolean> {
  if ((await findTweetsToErase(db, id, await findUsers(db, id))).length > 0) return false;
  return (await db.collection<UserDoc>('users').deleteMany(isUser(id))).deletedCount > 0;
}
