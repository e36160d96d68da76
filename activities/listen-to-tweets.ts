import { setTimeout as sleep } from 'node:timers/promises';
import { warnOf } from '../core/log.ts';
import { keywordProblems } from '../core/stream-rule.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { Health } from '../store/health.ts';
import type { Deps } from './deps.ts';
import { hearMany } from './hear-many.ts';
import { finishReceived } from './hear-tweet.ts';
import { keepUnreadable } from './unreadable-tweets.ts';

/** The first search of a conference reaches back this far. */
const firstLookMs = 24 * 3_600_000;
/** X's recent search reaches seven days back, so an older restore has nothing left to search for. */
const searchReachMs = 7 * 24 * 3_600_000;
const tellAgainMs = 1_000;
const configLookMs = 1_000;

/**
 * Holds X's stream for one turn: handles the tweets that an earlier listener left, searches for missed tweets, and
 * hears each new tweet. Each tweet is read by the config of that moment. Other keywords in the config change the
 * stream's rule without a restart.
 *
 * @param turn when the turn began, epoch milliseconds by Temporal's clock [0]
 */
export async function listenToTweets(deps: Deps, signal: AbortSignal, turn = 0): Promise<void> {
  await finishReceived(deps);
  let lost: Required<Pick<Health, 'lostAt'>> & Pick<Health, 'lostWhy'> = { lostAt: [] };
  let wasConnected = false;
  // The states are stored one after the other. Only the newest one counts, and later turns have higher numbers.
  let told: Promise<void> = Promise.resolve();
  let newest = turn * 1_000;
  await deps.store.health.beginTurn('listener', newest);
  const report = (state: Parameters<Deps['store']['health']['say']>[1]): void => {
    const mine = (newest += 1);
    const isNewest = () => mine === newest;
    // Until there is a newer state or the turn is over: a good connection may report no other for days.
    const sayUntilTaken = async (): Promise<void> => {
      while (isNewest()) {
        const said = deps.store.health.say('listener', state, new Date(deps.clock()), mine).then(() => true);
        if (await said.catch(warnOf(deps.log, 'the state of the listener could not be stored'))) return;
        await sleep(tellAgainMs, undefined, { signal }).catch(() => {});
        if (signal.aborted) return;
      }
    };
    told = told.then(sayUntilTaken);
  };
  while (!signal.aborted) {
    const { keywords, conference } = await deps.store.configs.current();
    const changed = new AbortController();
    const watching = watchKeywords(deps, keywords, changed, signal);
    const [problem] = keywordProblems(keywords);
    if (problem !== undefined) {
      // Saved by an older version of the bot: Health shows the problem until somebody saves other keywords.
      report({ connected: false, since: new Date(deps.clock()), lastError: problem });
      await watching;
      continue;
    }
    const hearing = hearMany(deps, conference.id, () => changed.abort());
    await deps.x.listen({
      keywords,
      heardThrough: () => heardThrough(deps, conference.id),
      removedKeywords: async (since) => {
        const removed = await deps.store.configs.removedKeywords(conference.id, since);
        // An older version of the bot may have saved keywords that X does not take.
        return removed.filter((one) => keywordProblems(one.keywords).length === 0);
      },
      onHeardThrough: async (through) => {
        await hearing.settled();
        await deps.store.health.sayHeardThrough(conference.id, new Date(through));
      },
      onUnreadable: (tweet) => keepUnreadable(deps, tweet, conference.id),
      onTweet: (tweet) => hearing.hear(tweet),
      onState: ({ connected, since, lastError }) => {
        // A connection that is refused again and again was lost only once.
        const isLost = wasConnected && !connected && lastError !== undefined;
        if (isLost) lost = { lostAt: [...lost.lostAt, new Date(since)].slice(-5), lostWhy: lastError };
        wasConnected = connected;
        report(withoutUndefined({ connected, since: new Date(since), lastError, ...lost }));
      },
      signal: AbortSignal.any([signal, changed.signal]),
    });
    changed.abort();
    await watching;
    await hearing.settled();
  }
  // The next listener may store its state only after this one.
  await told;
}

/**
 * The time from which missed tweets are searched, epoch milliseconds. A backup has no mark; after a restore, the search
 * begins some time before the copy was made.
 */
async function heardThrough({ store, clock }: Deps, conferenceId: string): Promise<number> {
  const mark = await store.health.heardThrough(conferenceId);
  if (mark !== undefined) return mark.getTime();
  const restore = await store.restores.latest();
  const isRecent = restore !== null && clock() - restore.restoredAt < searchReachMs;
  const since = (isRecent ? restore.copiedAt : clock()) - firstLookMs;
  // As a mark, so that it does not move with the clock until the first search succeeds.
  await store.health.sayHeardThrough(conferenceId, new Date(since));
  return since;
}

async function watchKeywords(deps: Deps, keywords: readonly string[], changed: AbortController, signal: AbortSignal) {
  const stop = AbortSignal.any([changed.signal, signal]);
  while (!stop.aborted) {
    await sleep(configLookMs, undefined, { signal: stop }).catch(() => {});
    const newest = await deps.store.configs.newest().catch(() => null);
    if (newest !== null && newest.config.keywords.join() !== keywords.join()) changed.abort();
  }
}
