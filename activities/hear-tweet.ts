import type { Config } from '../core/config.ts';
import { occupiedRooms } from '../core/listed-room.ts';
import { isDenied, type OpenSpace } from '../core/open-space.ts';
import { KeyedQueue } from '../core/keyed-queue.ts';
import { callsOff } from '../core/reading/calls-off.ts';
import { isNews } from '../core/source-change.ts';
import { hasKeyword } from '../core/stream-rule.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { NewTweet } from '../store/tweets.ts';
import { acknowledge } from './acknowledge.ts';
import type { Deps } from './deps.ts';
import type { IncomingTweet } from '../x/incoming.ts';
import { lookForChanges } from './look-for-changes.ts';
import { planOfStored, readTweet, storedEdit } from './read-tweet.ts';
import { sourceOf, startOpenSpace, tellSourceChange } from './start-open-space.ts';
import { orKeepForPeople, receiveTweet } from './unreadable-tweets.ts';

const mostOfAHost = 20;

/**
 * Handles a tweet. It is first stored as received, then its open space is opened or told of the edit, then it is marked
 * as handled. After a crash at any point it is handled again. If it is heard twice or out of order, it still opens only
 * one open space. If the bot's code fails on a tweet, the tweet is kept for people.
 *
 * @param queue keeps the order of tweets that compete for a room, if many are handled at once
 */
export async function hearTweet(deps: Deps, tweet: IncomingTweet, queue: Pick<KeyedQueue, 'add'> = new KeyedQueue()) {
  const config = await deps.store.configs.current();
  const post = withoutUndefined({
    _id: tweet.firstId,
    conferenceId: config.conference.id,
    tweetId: tweet.id,
    text: tweet.text,
    url: tweet.url,
    postedAt: new Date(tweet.postedAt),
    receivedAt: new Date(deps.clock()),
    author: await deps.store.users.named(tweet.author),
    isRetweet: tweet.isRetweet,
    isQuote: tweet.isQuote,
  });
  await orKeepForPeople(deps, post, async () => {
    const heard = { ...post, reading: await readTweet(deps, post, config) };
    await queue.add(rivalKeys(heard, config), async () => {
      const firstId = await knownIdOf(deps, tweet);
      const version = { ...heard, _id: firstId };
      // Organisers may have changed it while the tweet waited.
      const newest = await deps.store.configs.current();
      // An edit is compared with the version before it, which may have been stored only now.
      const isRead = tweet.id === firstId && newest === config;
      const reading = isRead ? heard.reading : await readTweet(deps, version, newest);
      if (await handle(deps, { ...version, reading }, newest)) await acknowledge(deps, { ...tweet, firstId });
    });
  });
}

/** The first version's id; or a later version's, if an organiser has entered the post by that version's address. */
async function knownIdOf({ store }: Deps, { firstId, laterIds }: IncomingTweet): Promise<string> {
  if (laterIds === undefined) return firstId;
  const known = (await store.openSpaces.findMany([firstId, ...laterIds])).map(({ _id }) => _id);
  return known.includes(firstId) ? firstId : (known[0] ?? firstId);
}

/** Handles the tweets that an earlier listener received and did not finish, by the present config. */
export async function finishReceived(deps: Deps): Promise<void> {
  const { conference } = await deps.store.configs.current();
  for (const tweet of await deps.store.tweets.listReceived(conference.id)) {
    // Organisers may change it meanwhile: after an outage, there may be hundreds of tweets.
    const config = await deps.store.configs.current();
    await orKeepForPeople(deps, tweet, async () => {
      await handle(deps, { ...tweet, reading: await readTweet(deps, tweet, config) }, config);
    });
  }
}

/** @returns false if this version, or a newer one, was handled before */
async function handle(deps: Deps, tweet: NewTweet, config: Config): Promise<boolean> {
  if (!(await receiveTweet(deps, tweet))) return false;
  await handleReceived(deps, tweet, config);
  return true;
}

/** Tweets that share one of these keys (post, host, room) are handled one after the other. */
function rivalKeys(tweet: NewTweet, config: Config): string[] {
  const rooms = tweet.reading.rooms.flatMap((name) => occupiedRooms(name, config.conference.rooms));
  return [`tweet:${tweet._id}`, `host:${tweet.author.id}`, ...rooms.map((room) => `room:${room}`)];
}

async function handleReceived(deps: Deps, tweet: NewTweet, config: Config): Promise<void> {
  const { openSpaces, tweets, users } = deps.store;
  // The host is stored before the post counts as handled. A post that is found again stores no host, so an erased host
  // stays erased. Both calls are waited for: another worker must not take over while one of them still runs.
  const first = [openSpaces.find(tweet._id), users.see(tweet.author, tweet.receivedAt)] as const;
  await Promise.allSettled(first);
  const [known] = await Promise.all(first);
  // A known open space may be approved, so its host's edits count even if the host is ignored now.
  const ignoredBecause = known === null ? await whyIgnored(deps, tweet, config) : undefined;
  if (ignoredBecause !== undefined) return tweets.finish(tweet, { ignoredBecause });

  let other: Promise<string | undefined> | undefined;
  const findAbout = () => (other ??= findOther(deps, tweet));
  if (known === null && tweet.reading.verdict === 'ignore' && (await findAbout()) === undefined)
    return tweets.finish(tweet);

  // First, because only a workflow that runs can be told of an edit.
  const space = await open(deps, tweet, config, findAbout);
  // Or another listener has just opened it from an earlier version.
  if (known !== null || space.source?.tweetId !== tweet.tweetId) {
    // The open space compares the edit with its own version, so telling it twice changes nothing.
    const change = storedEdit(tweet, tweet.reading);
    if (!(await tellSourceChange(deps, space, change, config))) {
      deps.log.info('an edit came for an open space that has ended', { openSpaceId: tweet._id });
    }
    // An organiser may have moved another session by this post. Then that session follows this post too.
    const moved = space.about === undefined ? null : await openSpaces.find(space.about);
    const its = { ...change, postId: tweet._id };
    if (moved !== null && isNews(moved.space, its)) await tellSourceChange(deps, moved.space, its, config);
  }
  await tweets.finish(tweet, { openSpaceId: tweet._id });
}

/**
 * The id of the coming session of the same host that a post may be about: the session whose room or start the post
 * names, otherwise the host's next session. Undefined if the host has none that is not denied, or if the reader ignores
 * the post and the post does not call anything off.
 */
async function findOther(deps: Deps, tweet: NewTweet): Promise<string | undefined> {
  const { verdict, rooms, starts } = tweet.reading;
  if (verdict === 'ignore' && !callsOff(tweet.text)) return undefined;
  const filter = { status: ['scheduled'] as const, hostId: tweet.author.id, from: new Date(deps.clock()) };
  const views = await deps.store.openSpaces.list(tweet.conferenceId, filter, mostOfAHost);
  const coming = views.map(({ space }) => space).filter((space) => !isDenied(space));
  const named = ({ room = '', startAt = -1 }: OpenSpace) => rooms.includes(room) || starts.includes(startAt);
  return (coming.find(named) ?? coming[0])?.id;
}

async function open(deps: Deps, tweet: NewTweet, config: Config, findAbout: () => Promise<string | undefined>) {
  const source = sourceOf(tweet, tweet.reading);
  const announcement = { id: tweet._id, source, plan: planOfStored(tweet.reading), approvedBy: 'config' } as const;
  const { space } = await startOpenSpace(deps, announcement, config, findAbout);
  const { standing } = space;
  if (standing.status === 'conflict') await lookAtRival(deps, standing.with.openSpaceId, tweet.author.id, config);
  return space;
}

/** If a host deletes a post and posts it again, the first post must not block the second: looks whether it is gone. */
async function lookAtRival(deps: Deps, rivalId: string, hostId: string, config: Config): Promise<void> {
  const rival = (await deps.store.openSpaces.find(rivalId))?.space;
  if (rival?.source?.host.id !== hostId) return;
  for (const version of await lookForChanges(deps, [rival], config)) await hearTweet(deps, version);
}

async function whyIgnored(deps: Deps, tweet: NewTweet, config: Config): Promise<string | undefined> {
  if (tweet.isRetweet) return 'a retweet';
  if (config.ignoreUsers.includes(tweet.author.id)) return 'an ignored user';
  if (tweet.isQuote !== true || hasKeyword(tweet.text, config.keywords)) return undefined;
  // It may have been posted with a keyword of that time.
  const removed = await deps.store.configs.removedKeywords(tweet.conferenceId, tweet.postedAt.getTime());
  if (removed.some(({ keywords }) => hasKeyword(tweet.text, keywords))) return undefined;
  return 'only the post that it quotes has a keyword';
}
