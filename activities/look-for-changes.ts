import type { Config } from '../core/config.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { postIdOf, postsOf, shownIdOf } from '../core/posts-of.ts';
import { prices } from '../core/prices.ts';
import { isNewerThan } from '../core/source-change.ts';
import type { IncomingTweet } from '../x/incoming.ts';
import type { TweetDoc } from '../store/tweets.ts';
import type { TweetLookup } from '../x/lookup.ts';
import type { Deps } from './deps.ts';
import { goneChange, seeName, wasSeen, withoutLinkChange } from './look-at-source.ts';
import { tellSourceChange } from './start-open-space.ts';
import { whyWords } from '../core/words.ts';

/** How often the tweets of coming sessions are looked up, by the time until their start. Milliseconds. */
const soon = { within: 3_600_000, every: 3 * 60_000 };
const later = { within: 24 * 3_600_000, every: 3_600_000 };
/** The statuses of sessions whose posts are looked up. For all others, a deletion changes nothing. */
const lookedUp = ['scheduled', 'needs_review', 'conflict'] as const;
/** Look-ups stop at this share of the spending cap: the rest is for posts. */
const mostOfCap = 0.9;

/**
 * Looks up the posts of coming sessions, 100 in a request, because X does not report deletions, protected accounts and
 * edits without the keywords. Sessions within the next hour are looked up every three minutes, sessions within a day
 * every hour. While X answers no look-up, all are looked up every three minutes. So a session costs about $0.10 in its
 * last hour and $0.12 in the day before; less if X bills a post only once a day. Nothing is looked up near the spending
 * cap.
 *
 * @returns a function that looks if it is time, and returns the edited versions that must be heard
 */
export function watchForChanges(deps: Deps): (config: Config) => Promise<IncomingTweet[]> {
  let [soonAt, laterAt] = [-Infinity, -Infinity];
  const falselyGone = new Set<string>();
  return async (config) => {
    const at = deps.stopwatch();
    if (at - soonAt < soon.every) return [];
    // While X answers no look-up, all posts are looked up, so that the first answer ends the alarm.
    const isForAll = at - laterAt >= later.every || (await deps.store.health.find('look-ups'))?.connected === false;
    soonAt = at;
    if (isForAll) laterAt = at;
    const { within } = isForAll ? later : soon;
    const now = deps.clock();
    const filter = { status: lookedUp, from: new Date(now), to: new Date(now + within) };
    const views = await deps.store.openSpaces.list(config.conference.id, filter, mostLookedUp);
    const spaces = views.map(({ space }) => space);
    // A look-up of only some sessions says nothing about the others.
    if (isForAll && spaces.every((space) => existingPosts(space).length === 0)) {
      await deps.store.health.sayConnected('look-ups', undefined, new Date(now));
    }
    return (await isNearCap(deps, config)) ? [] : lookForChanges(deps, spaces, config, falselyGone);
  };
}

const existingPosts = (space: OpenSpace) => postsOf(space).filter(({ isGone }) => isGone !== true);

async function isNearCap({ store }: Deps, { conference, spendingCap }: Config): Promise<boolean> {
  return spendingCap !== null && (await store.budgets.find(conference.id)).spent >= mostOfCap * spendingCap;
}

/**
 * Looks up the post of an open space that an organiser has entered by its address, as soon as its card is drawn. Once X
 * has shown the post, its deletion calls the session off; until then, the address may be wrong.
 */
export async function lookAtEntered(deps: Deps, space: OpenSpace, tweet: TweetDoc | null, config: Config) {
  const { source, standing } = space;
  if (source === undefined || source.isGone === true || wasSeen(source, tweet !== null)) return [];
  if (!lookedUp.some((status) => status === standing.status) || (await isNearCap(deps, config))) return [];
  return lookForChanges(deps, [space], config);
}

/** Why X answered none of the look-ups; undefined if it answered one, perhaps with a post that lacks fields. */
function whyUnanswered(found: readonly TweetLookup[]): string | undefined {
  const refused = found.flatMap((one) => (one.kind === 'unavailable' && one.isAnswered !== true ? [one.reason] : []));
  return refused.length === found.length ? refused.at(-1) : undefined;
}

/** More than a day of a large conference has. */
const mostLookedUp = 1_000;

/**
 * If X finds none of more posts than this, X is probably wrong. Only a person may cancel a whole day. If X finds
 * others, at most this number count as gone in one round; the rest wait for the next one.
 */
const mostGoneAtOnce = 5;

/**
 * Tells each open space whose tweet is gone. Posts for which X gives no answer are looked up again next time.
 *
 * @param falselyGone the posts that X had when they were asked for alone, the one that was asked for last at the end.
 *   They are asked for after all others, so that no post waits for ever
 * @returns each version that the bot has not heard yet, which costs one look-up more; also a post of which the bot
 * knows only the address, because an organiser entered it. Once such a post is heard, its deletion counts.
 */
export async function lookForChanges(
  deps: Deps,
  spaces: readonly OpenSpace[],
  config: Config,
  falselyGone = new Set<string>(),
): Promise<IncomingTweet[]> {
  const asked = spaces.flatMap((space) =>
    existingPosts(space).map((post) => ({
      space,
      post,
      postId: postIdOf(space, post),
      tweetId: shownIdOf(space, post),
    })),
  );
  if (asked.length === 0) return [];
  const askedAt = new Date(deps.clock());
  const found = await deps.x.lookUpMany(asked.map(({ tweetId }) => tweetId));
  await deps.store.health.sayConnected('look-ups', whyUnanswered([...found.values()]), new Date(deps.clock()));
  const present = [...found.values()].flatMap((one) => (one.kind === 'present' ? [one.tweet] : []));
  await Promise.all(present.map((tweet) => seeName(deps, tweet, askedAt)));
  const reads = present.length;
  await deps.store.budgets.spend(config.conference.id, prices.read * reads, { reads });
  const gone = asked.flatMap((one) => {
    const looked = found.get(one.tweetId);
    return looked?.kind === 'gone' ? [{ ...one, looked }] : [];
  });
  const goneIds = [...new Set(gone.map((one) => one.tweetId))];
  if (reads === 0 && goneIds.length > mostGoneAtOnce) {
    const words = 'X finds none of the posts that were looked up, so none counts as deleted';
    deps.log.warn(words, { asked: goneIds.length });
    return [];
  }
  const stored = await deps.store.tweets.findMany(asked.map(({ postId }) => postId));
  const isSeen = ({ post, postId }: (typeof asked)[number]) => wasSeen(post, stored.has(postId));
  const before = [...falselyGone].filter((tweetId) => goneIds.includes(tweetId));
  const inTurn = [...goneIds.filter((tweetId) => !falselyGone.has(tweetId)), ...before];
  for (const tweetId of inTurn.slice(0, mostGoneAtOnce)) {
    falselyGone.delete(tweetId);
    // X may miss a part of many posts that it has.
    if (found.size > 1 && !(await isGoneAlone(deps, tweetId, config))) {
      falselyGone.add(tweetId);
      continue;
    }
    // Several sessions may be based on it.
    for (const one of gone.filter((other) => other.tweetId === tweetId)) {
      await deps.store.tweets.erase(one.postId, new Date(deps.clock()));
      await tellSourceChange(deps, one.space, goneChange(one.looked.why, one.post, isSeen(one)), config);
    }
  }
  // The open space knows a handled version, or the reconciler will tell it. A version that was only received is heard
  // again, because it may have been received here.
  const versions: IncomingTweet[] = [];
  for (const one of asked) {
    const { post, postId } = one;
    const known = found.get(one.tweetId);
    if (known?.kind !== 'present') continue;
    const tweet = stored.get(postId);
    const told = tweet?.state === 'handled' ? tweet : post;
    const newestId = known.tweet.laterIds?.at(-1) ?? known.tweet.id;
    if (isSeen(one) && !isNewerThan(told, { tweetId: newestId })) continue;
    const looked = await deps.x.lookUp(newestId);
    if (looked.kind !== 'present') continue;
    await deps.store.budgets.spend(config.conference.id, prices.read, { reads: 1 });
    if (!isSeen(one) && looked.tweet.author.id === (await deps.x.ownAccount()).id) {
      await tellSourceChange(deps, one.space, withoutLinkChange(post, whyWords.ownPost), config);
      continue;
    }
    // The id that the tweet is kept under: an organiser may have entered it by a later version's address.
    versions.push({ ...looked.tweet, firstId: postId });
  }
  return versions;
}

async function isGoneAlone({ x, store }: Deps, tweetId: string, { conference }: Config): Promise<boolean> {
  const { kind } = await x.lookUp(tweetId);
  if (kind === 'present') await store.budgets.spend(conference.id, prices.read, { reads: 1 });
  return kind === 'gone';
}
