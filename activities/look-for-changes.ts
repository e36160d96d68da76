import type { Config } from '../core/config.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { prices } from '../core/prices.ts';
import { isNewVersion } from '../core/source-change.ts';
import type { IncomingTweet } from '../x/incoming.ts';
import type { Deps } from './deps.ts';
import { goneChange } from './look-at-source.ts';
import { tellSourceChange } from './start-open-space.ts';

/** How often the tweets of sessions are looked up, by how soon they begin. Milliseconds. */
const soon = { within: 3_600_000, every: 3 * 60_000 };
const later = { within: 24 * 3_600_000, every: 3_600_000 };
/** Looks stop at this share of the spending cap: the rest is for posts. */
const mostOfCap = 0.9;

/** What follows from hearing a tweet. */
export type Hear = (tweet: IncomingTweet) => Promise<void>;

/**
 * Looks for posts that their hosts deleted, hid, or edited so that the stream does not bring them (without the
 * keywords), in requests of 100: X tells nobody of it. What begins within the hour is looked up every three minutes,
 * what begins within a day every hour, so a session costs about $0.12 in its last hour and as much in the day before;
 * less, where X bills a post once a day. Nothing is looked up near the spending cap.
 */
export function watchForChanges(deps: Deps, hear: Hear): (config: Config) => Promise<void> {
  let [soonAt, laterAt] = [-Infinity, -Infinity];
  return async (config) => {
    const at = deps.stopwatch();
    const isForAll = at - laterAt >= later.every;
    if (!isForAll && at - soonAt < soon.every) return;
    soonAt = at;
    if (isForAll) laterAt = at;
    const { spendingCap, conference } = config;
    if (spendingCap !== null && (await deps.store.budgets.find(conference.id)).spent >= mostOfCap * spendingCap) return;
    const { within } = isForAll ? later : soon;
    const status = ['scheduled', 'needs_review', 'conflict'] as const;
    const now = deps.clock();
    const filter = { status, from: new Date(now), to: new Date(now + within) };
    const views = await deps.store.openSpaces.list(conference.id, filter, mostLookedUp);
    const spaces = views.map(({ space }) => space);
    await lookForChanges(deps, spaces, config, hear);
  };
}

/** More than a day of a large conference has. */
const mostLookedUp = 1_000;

/** Where X finds none of so many posts, it is X that is wrong: cancelling a whole day takes a person. */
const mostGoneAtOnce = 5;

/**
 * Tells those whose tweet is gone, and has each version heard that nobody has heard yet, which costs one look-up more.
 * What X does not answer for is looked up again next time.
 */
export async function lookForChanges(
  deps: Deps,
  spaces: readonly OpenSpace[],
  config: Config,
  hear: Hear,
): Promise<void> {
  const asked = spaces.flatMap((space) =>
    space.source === undefined || space.source.isGone ? [] : [{ space, source: space.source }],
  );
  if (asked.length === 0) return;
  const found = await deps.x.lookUpMany(asked.map(({ source }) => source.tweetId));
  const reads = [...found.values()].filter(({ kind }) => kind === 'present').length;
  await deps.store.budgets.spend(config.conference.id, prices.read * reads, { reads });
  const gone = asked.flatMap(({ space, source }) => {
    const looked = found.get(source.tweetId);
    return looked?.kind === 'gone' ? [{ space, looked }] : [];
  });
  if (reads === 0 && gone.length > mostGoneAtOnce) {
    deps.log.warn('X finds none of the posts that were looked up, so none counts as deleted', { asked: gone.length });
    return;
  }
  for (const { space, looked } of gone) {
    await deps.store.tweets.erase(space.id, new Date(deps.clock()));
    await tellSourceChange(deps, space, goneChange(looked.why), config);
  }
  // A version that was handled is told already, or will be by the reconciler. One that was only received may have been
  // received here, and is heard again.
  const stored = await deps.store.tweets.findMany(asked.map(({ space }) => space.id));
  for (const { space, source } of asked) {
    const looked = found.get(source.tweetId);
    const tweet = stored.get(space.id);
    const known = tweet?.state === 'handled' ? tweet : source;
    if (looked?.kind !== 'present' || !isNewVersion(known, looked.tweet.id)) continue;
    await hearVersion(deps, space.id, looked.tweet.id, config, hear);
  }
}

/** @param openSpaceId under which its tweet is kept: an organiser may have entered it by a later version's address */
async function hearVersion(deps: Deps, openSpaceId: string, id: string, config: Config, hear: Hear): Promise<void> {
  const looked = await deps.x.lookUp(id);
  if (looked.kind !== 'present') return;
  await deps.store.budgets.spend(config.conference.id, prices.read, { reads: 1 });
  await hear({ ...looked.tweet, firstId: openSpaceId });
}
