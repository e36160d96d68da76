import type { Config } from '../core/config.ts';
import { occupiedRooms } from '../core/listed-room.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { planOf } from '../core/plan.ts';
import { callsOff } from '../core/reading/calls-off.ts';
import type { Reading } from '../core/reading/reading.ts';
import { titleOf } from '../core/reading/title.ts';
import { readAfter } from '../core/restored.ts';
import { isNews } from '../core/source-change.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { NewTweet, StoredReading } from '../store/tweets.ts';
import { acknowledge } from './acknowledge.ts';
import type { Deps } from './deps.ts';
import type { IncomingTweet } from '../x/incoming.ts';
import { lookForChanges } from './look-for-changes.ts';
import { sourceOf, startOpenSpace, storedEdit, tellSourceChange, type StartOptions } from './start-open-space.ts';

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
  const heard = await readAs(deps, config, {
    _id: tweet.firstId,
    conferenceId: config.conference.id,
    tweetId: tweet.id,
    text: tweet.text,
    url: tweet.url,
    postedAt: new Date(tweet.postedAt),
    receivedAt: new Date(deps.clock()),
    author: { ...tweet.author },
    isRetweet: tweet.isRetweet,
  });
  await inOrder(rivalKeys(heard), async () => {
    const firstId = await knownIdOf(deps, tweet);
    const kept = { ...heard, tweet: { ...heard.tweet, _id: firstId } };
    if (await handle(deps, kept)) await acknowledge(deps, { ...tweet, firstId }, config);
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
    await handle(deps, await readAs(deps, config, tweet));
  }
}

/** A tweet with what it reads as by a config. */
interface Heard {
  readonly tweet: NewTweet;
  readonly reading: Reading;
  readonly config: Config;
}

async function readAs(deps: Deps, config: Config, tweet: Omit<NewTweet, 'reading'>): Promise<Heard> {
  const restore = await deps.store.restores.latest();
  const read = readAfter(restore, tweet.postedAt.getTime(), readOrReview(deps, tweet, config));
  // What somebody says whom organisers ignore, the config does not approve.
  const reading = config.ignoreUsers.includes(tweet.author.id) ? { ...read, sure: false } : read;
  return { tweet: { ...tweet, reading: storedReading(tweet, reading, config) }, reading, config };
}

/** False where there is nothing to do about it: it was handled before, or a newer version was. */
async function handle(deps: Deps, heard: Heard): Promise<boolean> {
  const { tweet } = heard;
  // Both are waited for: a take-over must not begin while one of them is still on its way.
  const [kept, seen] = await Promise.allSettled([
    deps.store.tweets.receive(tweet),
    deps.store.users.see(tweet.author, tweet.receivedAt),
  ]);
  if (kept.status === 'rejected') throw kept.reason;
  if (seen.status === 'rejected') throw seen.reason;
  if (kept.value) await handleReceived(deps, heard);
  return kept.value;
}

/** What two tweets must not share if they are to be handled at once: the post, its host, a room. */
function rivalKeys({ tweet, reading, config }: Heard): string[] {
  const rooms = reading.rooms.flatMap(({ name }) => occupiedRooms(name, config.conference.rooms));
  return [`tweet:${tweet._id}`, `host:${tweet.author.id}`, ...rooms.map((room) => `room:${room}`)];
}

async function handleReceived(deps: Deps, heard: Heard): Promise<void> {
  const { tweet, reading, config } = heard;
  const { openSpaces, tweets } = deps.store;
  const known = await openSpaces.find(tweet._id);
  const ignoredBecause = whyIgnored(tweet, config);
  // What is known stands, and may be approved: its host's edits count, whoever is ignored by now.
  if (known === null && ignoredBecause !== undefined) return tweets.finish(tweet, { ignoredBecause });

  let other: Promise<string | undefined> | undefined;
  const findAbout = () => (other ??= findOther(deps, tweet, reading));
  if (known === null && reading.verdict === 'ignore' && (await findAbout()) === undefined) return tweets.finish(tweet);

  // First, because only a workflow that runs can be told of an edit.
  const space = await open(deps, heard, { before: known, findAbout });
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
async function findOther(deps: Deps, tweet: NewTweet, reading: Reading): Promise<string | undefined> {
  if (reading.verdict === 'ignore' && !callsOff(tweet.text)) return undefined;
  const filter = { status: ['scheduled'] as const, hostId: tweet.author.id, from: new Date(deps.clock()) };
  const coming = (await deps.store.openSpaces.list(tweet.conferenceId, filter, mostOfAHost)).map(({ space }) => space);
  const named = ({ room, startAt }: OpenSpace) =>
    reading.rooms.some(({ name }) => name === room) || reading.starts.some(({ at }) => at === startAt);
  return (coming.find(named) ?? coming[0])?.id;
}

/** A text that breaks the reader must not stop the listening: a person reads it instead. */
function readOrReview(deps: Deps, tweet: Omit<NewTweet, 'reading'>, config: Config): Reading {
  try {
    return deps.read({ text: tweet.text, postedAt: tweet.postedAt.getTime() }, config);
  } catch (error) {
    deps.log.error('a tweet could not be read', { tweetId: tweet.tweetId, error: String(error) });
    const reason = { about: 'verdict', words: 'the bot could not read it' } as const;
    const nothing = { confidence: 0, sure: false, evidence: [], starts: [], rooms: [] } as const;
    return { verdict: 'review', intent: 'other', ...nothing, reasons: [reason] };
  }
}

async function open(
  deps: Deps,
  { tweet, reading, config }: Heard,
  known: Pick<StartOptions, 'before' | 'findAbout'>,
): Promise<OpenSpace | undefined> {
  const source = sourceOf(tweet, tweet.reading);
  const announcement = { id: tweet._id, source, plan: planOf(reading), approvedBy: 'config' } as const;
  const started = await startOpenSpace(deps, announcement, config, known);
  if (started.kind === 'taken') return undefined;
  if (started.space.standing.status === 'conflict') {
    await lookAtRival(deps, started.space.standing.with.openSpaceId, tweet.author.id, config);
  }
  return started.space;
}

/**
 * A host who deletes a post and posts it again is no rival of their own: the room is free once the first post is
 * gone.
 */
async function lookAtRival(deps: Deps, rivalId: string, hostId: string, config: Config): Promise<void> {
  const rival = (await deps.store.openSpaces.find(rivalId))?.space;
  if (rival?.source?.host.id !== hostId) return;
  for (const version of await lookForChanges(deps, [rival], config)) await hearTweet(deps, version);
}

function whyIgnored(tweet: NewTweet, config: Config): string | undefined {
  if (tweet.isRetweet) return 'a retweet';
  return config.ignoreUsers.includes(tweet.author.id) ? 'an ignored user' : undefined;
}

function storedReading({ text }: Pick<NewTweet, 'text'>, reading: Reading, { keywords }: Config): StoredReading {
  const { intent, reasons, confidence, sure } = reading;
  const title = titleOf(text, reading, keywords);
  const rooms = reading.rooms.map(({ name }) => name);
  const starts = reading.starts.map(({ at }) => at);
  return withoutUndefined({ ...planOf(reading), title, rooms, starts, intent, reasons, confidence, sure });
}
