import type { Config } from '../core/config.ts';
import { occupiedRooms } from '../core/listed-room.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { callsOff } from '../core/reading/calls-off.ts';
import { isNews } from '../core/source-change.ts';
import type { NewTweet } from '../store/tweets.ts';
import { acknowledge } from './acknowledge.ts';
import type { Deps } from './deps.ts';
import type { IncomingTweet } from '../x/incoming.ts';
import { lookForChanges } from './look-for-changes.ts';
import { planOfStored, readTweet, storedEdit } from './read-tweet.ts';
import { sourceOf, startOpenSpace, tellSourceChange } from './start-open-space.ts';

/** Puts a task behind all that share one of its keys; see `KeyedQueue`. */
type InOrder = (keys: readonly string[], task: () => Promise<void>) => Promise<void>;

/** So many coming sessions of one host are looked at. */
const mostOfAHost = 20;

const atOnce: InOrder = (_keys, task) => task();

/**
 * Everything that follows from hearing a tweet. It is stored as received first, and marked as handled last, after its
 * open space was told. So a crash at any point means that it is handled again, and a tweet that is seen twice or out of
 * order opens one open space, once.
 *
 * @param inOrder keeps the first of two rivals first where many tweets are handled at once
 */
export async function hearTweet(deps: Deps, tweet: IncomingTweet, inOrder: InOrder = atOnce): Promise<void> {
  const config = await deps.store.configs.current();
  const post = {
    _id: tweet.firstId,
    conferenceId: config.conference.id,
    tweetId: tweet.id,
    text: tweet.text,
    url: tweet.url,
    postedAt: new Date(tweet.postedAt),
    receivedAt: new Date(deps.clock()),
    author: { ...tweet.author },
    isRetweet: tweet.isRetweet,
  };
  const heard = { ...post, reading: await readTweet(deps, post, config) };
  await inOrder(rivalKeys(heard, config), async () => {
    const firstId = await knownIdOf(deps, tweet);
    if (await handle(deps, { ...heard, _id: firstId }, config)) await acknowledge(deps, { ...tweet, firstId });
  });
}

/** The first version's id, unless an organiser has entered the post by the address of a later one. */
async function knownIdOf({ store }: Deps, { firstId, laterIds }: IncomingTweet): Promise<string> {
  if (laterIds === undefined) return firstId;
  const known = (await store.openSpaces.findMany([firstId, ...laterIds])).map(({ _id }) => _id);
  return known.includes(firstId) ? firstId : (known[0] ?? firstId);
}

/** A take-over first finishes what a listener before it had received, by the config of now. */
export async function finishReceived(deps: Deps): Promise<void> {
  const config = await deps.store.configs.current();
  for (const tweet of await deps.store.tweets.listReceived(config.conference.id)) {
    await handle(deps, { ...tweet, reading: await readTweet(deps, tweet, config) }, config);
  }
}

/** False where there is nothing to do about it: it was handled before, or a newer version was. */
async function handle(deps: Deps, tweet: NewTweet, config: Config): Promise<boolean> {
  if (!(await deps.store.tweets.receive(tweet))) return false;
  await handleReceived(deps, tweet, config);
  return true;
}

/** What two tweets must not share if they are to be handled at once: the post, its host, a room. */
function rivalKeys(tweet: NewTweet, config: Config): string[] {
  const rooms = tweet.reading.rooms.flatMap((name) => occupiedRooms(name, config.conference.rooms));
  return [`tweet:${tweet._id}`, `host:${tweet.author.id}`, ...rooms.map((room) => `room:${room}`)];
}

async function handleReceived(deps: Deps, tweet: NewTweet, config: Config): Promise<void> {
  const { openSpaces, tweets, users } = deps.store;
  // The host is stored before the post counts as handled. A post that is found again stores nobody: who was erased
  // stays erased. Both are waited for: a take-over must not begin while one of them is still on its way.
  const first = [openSpaces.find(tweet._id), users.see(tweet.author, tweet.receivedAt)] as const;
  await Promise.allSettled(first);
  const [known] = await Promise.all(first);
  const ignoredBecause = whyIgnored(tweet, config);
  // What is known stands, and may be approved: its host's edits count, whoever is ignored by now.
  if (known === null && ignoredBecause !== undefined) return tweets.finish(tweet, { ignoredBecause });

  let other: Promise<string | undefined> | undefined;
  const findAbout = () => (other ??= findOther(deps, tweet));
  if (known === null && tweet.reading.verdict === 'ignore' && (await findAbout()) === undefined)
    return tweets.finish(tweet);

  // First, because only a workflow that runs can be told of an edit.
  const space = await open(deps, tweet, config, findAbout);
  // Also where another listener has just opened it from the version before this one.
  if (known !== null || space?.source?.tweetId !== tweet.tweetId) {
    // The open space compares it with what it rests on, so it may be told twice.
    const change = storedEdit(tweet, tweet.reading);
    if (space === undefined || !(await tellSourceChange(deps, space, change, config))) {
      deps.log.info('an edit came for an open space that has ended', { openSpaceId: tweet._id });
    }
    // An organiser may have moved another session by this post, which rests on it since then.
    const moved = space?.about === undefined ? null : await openSpaces.find(space.about);
    const its = { ...change, postId: tweet._id };
    if (moved !== null && isNews(moved.space, its)) await tellSourceChange(deps, moved.space, its, config);
  }
  await tweets.finish(tweet, { openSpaceId: tweet._id });
}

/**
 * The id of the coming session of the same host that a post may be about: where it reads as a move or a cancellation,
 * or says that something is off, or gives no room and start of its own. The one whose room or start it names, else the
 * next.
 */
async function findOther(deps: Deps, tweet: NewTweet): Promise<string | undefined> {
  const { verdict, rooms, starts } = tweet.reading;
  if (verdict === 'ignore' && !callsOff(tweet.text)) return undefined;
  const filter = { status: ['scheduled'] as const, hostId: tweet.author.id, from: new Date(deps.clock()) };
  const coming = (await deps.store.openSpaces.list(tweet.conferenceId, filter, mostOfAHost)).map(({ space }) => space);
  const named = ({ room = '', startAt = -1 }: OpenSpace) => rooms.includes(room) || starts.includes(startAt);
  return (coming.find(named) ?? coming[0])?.id;
}

async function open(
  deps: Deps,
  tweet: NewTweet,
  config: Config,
  findAbout: () => Promise<string | undefined>,
): Promise<OpenSpace | undefined> {
  const source = sourceOf(tweet, tweet.reading);
  const announcement = { id: tweet._id, source, plan: planOfStored(tweet.reading), approvedBy: 'config' } as const;
  const started = await startOpenSpace(deps, announcement, config, { findAbout });
  if (started.kind === 'taken') return undefined;
  if (started.space.standing.status === 'conflict') {
    await lookAtRival(deps, started.space.standing.with.openSpaceId, tweet.author.id, config);
  }
  return started.space;
}

/** A host who deletes a post and posts it again is no rival of their own: the room is free once that is gone. */
async function lookAtRival(deps: Deps, rivalId: string, hostId: string, config: Config): Promise<void> {
  const rival = (await deps.store.openSpaces.find(rivalId))?.space;
  if (rival?.source?.host.id !== hostId) return;
  for (const version of await lookForChanges(deps, [rival], config)) await hearTweet(deps, version);
}

function whyIgnored(tweet: NewTweet, config: Config): string | undefined {
  if (tweet.isRetweet) return 'a retweet';
  return config.ignoreUsers.includes(tweet.author.id) ? 'an ignored user' : undefined;
}
