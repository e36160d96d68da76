import { planOf, plansDiffer, schedulesItself, type Plan } from '../core/announce.ts';
import type { Config } from '../core/config.ts';
import type { Reading } from '../core/reading/reading.ts';
import type { SourceChange } from '../core/source-change.ts';
import type { NewTweet, StoredReading, TweetDoc } from '../store/tweets.ts';
import { acknowledge } from './acknowledge.ts';
import type { Deps } from './deps.ts';
import type { IncomingTweet } from './incoming-tweet.ts';
import { openOpenSpace } from './open-open-space.ts';

/**
 * Everything that follows from hearing a tweet. It is stored first and finished last, so a tweet that is seen twice, out
 * of order, or by a listener that dies in between opens one open space, once.
 */
export async function hearTweet(deps: Deps, tweet: IncomingTweet): Promise<void> {
  const config = await deps.store.configs.current();
  const now = new Date(deps.clock());
  await deps.store.users.see(tweet.author, now);
  const received: NewTweet = {
    _id: tweet.firstId,
    conferenceId: config.conference.id,
    tweetId: tweet.id,
    text: tweet.text,
    url: tweet.url,
    postedAt: new Date(tweet.postedAt),
    receivedAt: now,
    author: { ...tweet.author },
    isRetweet: tweet.isRetweet,
  };
  const { before, fresh } = await deps.store.tweets.receive(received);
  if (!fresh) return;
  await handleReceived(deps, received, config, before ?? undefined);
  await acknowledge(deps, tweet, config);
}

/** A take-over first finishes what a listener before it had received. */
export async function finishReceived(deps: Deps): Promise<void> {
  const config = await deps.store.configs.current();
  for (const tweet of await deps.store.tweets.listReceived(config.conference.id)) {
    await handleReceived(deps, tweet, config, tweet);
  }
}

async function handleReceived(deps: Deps, tweet: NewTweet, config: Config, before?: TweetDoc): Promise<void> {
  const ignoredBecause = whyIgnored(tweet, config);
  const reading = readOrReview(deps, tweet, config);
  const stored = storedReading(reading);
  if (ignoredBecause !== undefined) {
    await deps.store.tweets.finish(tweet._id, { reading: stored, ignoredBecause });
    return;
  }
  // Before anything can be drawn: the card explains itself with these reasons.
  await deps.store.tweets.keepReading(tweet._id, stored);
  const plan = planOf(reading);
  const known = await deps.store.openSpaces.find(tweet._id);
  if (known !== null && known.revision > 0 && before === undefined) {
    // Entered by an organiser before the bot heard the tweet: theirs stands.
  } else if (known !== null && before !== undefined && before.tweetId !== tweet.tweetId) {
    await tellEdit(deps, tweet, plan, before, config);
  } else if (plan.verdict !== 'ignore') {
    await open(deps, tweet, plan, config);
  }
  const openSpaceId = known !== null || plan.verdict !== 'ignore' ? tweet._id : undefined;
  await deps.store.tweets.finish(tweet._id, openSpaceId === undefined ? {} : { openSpaceId });
}

/** A text that breaks the reader must not stop the listening: a person reads it instead. */
function readOrReview(deps: Deps, tweet: NewTweet, config: Config): Reading {
  try {
    return deps.read({ text: tweet.text, postedAt: tweet.postedAt.getTime() }, config);
  } catch (error) {
    deps.log('a tweet could not be read', { tweetId: tweet.tweetId, error: String(error) });
    const reason = { about: 'verdict', words: 'the bot could not read it' } as const;
    const nothing = { confidence: 0, sure: false, evidence: [], starts: [], rooms: [] } as const;
    return { verdict: 'review', intent: 'other', ...nothing, reasons: [reason] };
  }
}

async function open(deps: Deps, tweet: NewTweet, plan: Plan, config: Config): Promise<void> {
  const source = {
    tweetId: tweet.tweetId,
    url: tweet.url,
    host: { id: tweet.author.id, username: tweet.author.username },
  };
  const announced = schedulesItself(plan, deps.clock()) ? plan : { ...plan, verdict: 'review' as const };
  await openOpenSpace(deps, { id: tweet._id, source, plan: announced }, config);
}

async function tellEdit(deps: Deps, tweet: NewTweet, plan: Plan, before: TweetDoc, config: Config): Promise<void> {
  const { verdict, room, startAt } = before.reading ?? { verdict: 'ignore' };
  const planBefore: Plan = {
    verdict,
    ...(room === undefined ? {} : { room }),
    ...(startAt === undefined ? {} : { startAt }),
  };
  const change: SourceChange = {
    kind: 'edited',
    tweetId: tweet.tweetId,
    url: tweet.url,
    ...plan,
    planChanged: plansDiffer(plan, planBefore),
  };
  if (!(await deps.openSpaces.sourceChanged(config.conference.id, tweet._id, change))) {
    deps.log('an edit came for an open space that has ended', { openSpaceId: tweet._id });
  }
}

function whyIgnored(tweet: NewTweet, config: Config): string | undefined {
  if (tweet.isRetweet) return 'a retweet';
  return config.ignoreUsers.includes(tweet.author.id) ? 'an ignored user' : undefined;
}

function storedReading(reading: Reading): StoredReading {
  const { room, startAt } = planOf(reading);
  return {
    verdict: reading.verdict,
    intent: reading.intent,
    reasons: reading.reasons,
    rooms: reading.rooms.map((one) => one.name),
    starts: reading.starts.map((one) => one.at),
    ...(room === undefined ? {} : { room }),
    ...(startAt === undefined ? {} : { startAt }),
  };
}
