import { setTimeout as sleep } from 'node:timers/promises';
import type { Card, OpenSpaceView, UnplacedCard } from '../store/open-spaces.ts';
import type { TweetDoc } from '../store/tweets.ts';
import { warnOf } from '../core/log.ts';
import type { Config } from '../core/config.ts';
import { postIdOf } from '../core/posts-of.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { newNamesOf, withNewAuthor, withNewNames } from '../core/new-names.ts';
import { withPresentRooms } from '../core/present-room.ts';
import { sentenceOf } from '../core/words.ts';
import { watchAlarms } from './alarms.ts';
import type { TryLater } from '../slack/slack-answers.ts';
import type { Deps } from './deps.ts';
import { lookUpCardFacts } from './card-facts.ts';
import { lookForNames, lookForNews, tellOrganisers, watchUndecided } from './desk-news.ts';
import { hearTweet } from './hear-tweet.ts';
import { lookAtEntered, watchForChanges } from './look-for-changes.ts';
import { reconcile } from './reconcile.ts';
import { tellUnreadable } from './unreadable-tweets.ts';
import { createWaitingCards, digestOver } from './waiting-cards.ts';

/**
 * How often the desk looks for changes of other processes. Changes of its own process wake it at once. Milliseconds.
 */
const lookMs = 250;
/** How often the store is compared with Temporal, and undecided sessions with the time. Milliseconds. */
const checkEveryMs = 30_000;
/**
 * How long after a take-over the first check comes, milliseconds. X bills each look-up, so turns that end early again
 * and again must not begin with one.
 */
const firstCheckAfterMs = 5_000;
/** How often the desk looks for a new config and a due morning message, and sends what waits in the outbox. */
const newsEveryMs = 2_000;
const digestEveryMs = 60_000;
const longestWaitMs = 15_000;

/**
 * The shortest and the longest wait before a card is tried again that could not be drawn, although Slack did not refuse
 * it. The longer it fails, the longer is the wait. Milliseconds.
 */
const [drawnAgainAfterMs, drawnAgainWithinMs] = [5_000, 60_000];
/** If Slack takes none of this many cards in a row, it is down, and the desk waits before it tries again. */
const awayAfter = 3;
/** If Slack takes no card for this long, its rate limit counts as trouble. Milliseconds. */
const slowestMs = 60_000;

/**
 * Draws every view that is newer than its card, until the turn is over. Only one desk runs. Its parts do not wait for
 * each other, because Temporal or X may answer late or not at all. If one part fails, the others end too. The promise
 * settles after all have ended, because another desk may begin then.
 *
 * @param turn when the turn began, epoch milliseconds by Temporal's clock [0]
 */
export async function runDesk(deps: Deps, signal: AbortSignal, turn = 0): Promise<void> {
  const failed = new AbortController();
  const over = AbortSignal.any([signal, failed.signal]);
  const parts = [drawCards, keepChecking, watchAlarms].map((part) =>
    part(deps, over, turn).catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  await Promise.allSettled(parts);
  await Promise.all(parts);
}

/** Compares the store with Temporal and X, and tells organisers about problems. The stopwatch measures the waits. */
export async function keepChecking(deps: Deps, signal: AbortSignal): Promise<void> {
  let checkedAt = deps.stopwatch() - checkEveryMs + firstCheckAfterMs;
  const memory = new Map<string, string>();
  const lookForUndecided = watchUndecided(deps);
  const lookForChanges = watchForChanges(deps);
  while (!signal.aborted) {
    const now = deps.stopwatch();
    if (now - checkedAt > checkEveryMs) {
      checkedAt = now;
      const config = await deps.store.configs.current();
      await lookForUndecided(config);
      await reconcile(deps, config, memory).catch(warnOf(deps.log, 'open spaces could not be repaired'));
      await tellUnreadable(deps, config).catch(warnOf(deps.log, 'organisers could not be told about unreadable posts'));
      for (const version of await lookForChanges(config)) await hearTweet(deps, version);
    }
    await sleep(lookMs, undefined, { signal }).catch(() => {});
  }
}

const nothing = { views: [], isMany: false, areManyNew: false };

/** See {@link runDesk}. The stopwatch measures the waits: a clock that is set back must not make them longer. */
export async function drawCards(deps: Deps, signal: AbortSignal, turn = 0): Promise<void> {
  deps.cards.beginTurn();
  await deps.store.health.beginTurn('desk', turn);
  let digestedAt = -Infinity;
  let digestTriedAt: Date | undefined;
  let waitUntil = -Infinity;
  /** The cards that were put off, by their open space. The other cards do not wait for them. */
  const putOff = new Map<string, Later & { readonly until: number }>();
  /** When Slack last took a card, or no card waited. */
  let takenAt = deps.stopwatch();
  let newsAt = -Infinity;
  const looking = new Set<string>();
  const findWaiting = createWaitingCards(deps);
  while (!signal.aborted) {
    const now = deps.stopwatch();
    if (now - newsAt > newsEveryMs && now >= waitUntil) {
      newsAt = now;
      await lookForNews(deps).catch(warnOf(deps.log, 'the search for news failed'));
      await lookForNames(deps).catch(warnOf(deps.log, 'the search for new names failed'));
      await tellOrganisers(deps).catch(warnOf(deps.log, 'organisers could not be told'));
    }
    for (const [id, { until }] of putOff) if (until <= now) putOff.delete(id);
    const { views, isMany, areManyNew } = now < waitUntil ? nothing : await findWaiting(putOff);
    if (views.length === 0) {
      if (putOff.size === 0) takenAt = now;
      await deps.bell.wait(lookMs);
      continue;
    }
    // If Slack is down, the digest comes when Slack is back, with the number of that moment.
    if (areManyNew && now - digestedAt > digestEveryMs) {
      digestTriedAt ??= new Date(deps.clock());
      if (await drawDigest(deps, digestedAt, digestTriedAt)) [digestedAt, digestTriedAt] = [now, undefined];
    }
    let refused = 0;
    for (const view of views) {
      if (signal.aborted) return;
      const later = await drawOne(deps, view._id, looking);
      const from = deps.stopwatch();
      if (later === undefined) {
        takenAt = from;
        continue;
      }
      putOff.set(view._id, { ...later, until: from + later.afterMs });
      if (later.isNotSlack !== true) refused += 1;
      if (refused === awayAfter) {
        waitUntil = from + Math.min(later.afterMs, longestWaitMs);
        break;
      }
    }
    // As long as one card is put off, Health says why, even while others are drawn. Otherwise its alarm would come and
    // go. A rate limit alone is no trouble: Slack takes the cards at its own pace.
    const isTakenSlowly = deps.stopwatch() - takenAt < slowestMs;
    const trouble = [...putOff.values()].findLast(({ isRateLimit }) => isRateLimit !== true || !isTakenSlowly);
    await deps.store.health.sayConnected('desk', trouble?.why, new Date(deps.clock()), turn);
    if (isMany) await sleep(1_000, undefined, { signal }).catch(() => {});
  }
}

/** Posts one line about many cards before them. @returns false if Slack does not take it */
async function drawDigest({ store, cards }: Deps, since: number, triedAt: Date): Promise<boolean> {
  const config = await store.configs.current();
  const [views, renamed, stale, undecided] = await Promise.all([
    store.openSpaces.listStale(digestOver),
    store.users.listRenamed(),
    store.openSpaces.countStale(),
    store.openSpaces.count(config.conference.id, { undecided: true }),
  ]);
  const names = newNamesOf(renamed);
  const shown = views.map((view) => ({ ...view, space: withNewNames(view.space, names) }));
  const drawn = await cards.drawDigest(`digest:${since}`, { views: shown, cards: stale, undecided, config }, triedAt);
  return drawn.kind === 'drawn';
}

interface Later extends Omit<TryLater, 'isAmbiguous'> {
  /** Slack did not refuse it, so Slack is not down. */
  readonly isNotSlack?: true;
}

/**
 * @param looking the open spaces whose entered post is being looked up
 * @returns undefined if nothing has to be tried again
 */
async function drawOne(deps: Deps, id: string, looking: Set<string>): Promise<Later | undefined> {
  const { openSpaces } = deps.store;
  // Read again: if this desk was stopped for a while, another one may have drawn the card since it was listed.
  const stored = await openSpaces.find(id);
  if (stored?.stale !== true) return undefined;
  const { tweets, users, configs } = deps.store;
  // After the view: if one of these changes from now on, the card is made stale again.
  const [post, renamed, config] = await Promise.all([
    tweets.find(postIdOf(stored.space)),
    users.listRenamed(),
    configs.current(),
  ]);
  const names = newNamesOf(renamed);
  const view = { ...stored, space: withNewNames(stored.space, names) };
  const tweet = post && withNewAuthor(post, names);
  const keeping = {
    onPosting: (card: UnplacedCard) => openSpaces.addUnplaced(id, card),
    onPosted: (card: Card, begun: readonly UnplacedCard[]) => openSpaces.addCard(id, card, begun),
    onNotPosted: (cards: readonly UnplacedCard[]) => openSpaces.dropUnplaced(id, cards),
    onRemoved: (card: Card) => openSpaces.dropSurplus(id, card),
  };
  try {
    const facts = await lookUpCardFacts(deps, stored.space, names, config);
    const drawn = await deps.cards.draw({ view, tweet, config, facts, ...keeping });
    if (drawn.kind === 'later') return drawn;
  } catch (error) {
    // Perhaps the store was down for a moment. If one card cannot be drawn, the others do not wait for it.
    deps.log.error('a card could not be drawn', { openSpaceId: view._id, error: String(error) });
    const failingMs = deps.clock() - view.updatedAt.getTime();
    const afterMs = Math.min(Math.max(failingMs, drawnAgainAfterMs), drawnAgainWithinMs);
    return { afterMs, why: `a card could not be drawn: ${String(error)}`, isNotSlack: true };
  }
  const later = await tellRefusals(deps, view, config);
  if (later !== undefined) return later;
  await openSpaces.markDrawn(view);
  // X may take long to answer, and the other cards do not wait for it.
  if (!looking.has(id)) {
    looking.add(id);
    const failed = warnOf(deps.log, 'an entered post could not be looked up', { openSpaceId: id });
    void lookAt(deps, stored.space, post, config)
      .catch(failed)
      .finally(() => looking.delete(id));
  }
  return undefined;
}

async function lookAt(deps: Deps, space: OpenSpace, tweet: TweetDoc | null, config: Config): Promise<void> {
  const versions = await lookAtEntered(deps, space, tweet, config);
  for (const version of versions) await hearTweet(deps, version);
  // Its card shows the words of the post.
  if (versions.length > 0) await deps.store.openSpaces.markStale(space.id);
}

async function tellRefusals(deps: Deps, view: OpenSpaceView, config: Config): Promise<Later | undefined> {
  const sentence = sentenceOf(withPresentRooms(view.space, config.conference.rooms));
  for (const { id, by, reason } of view.space.refusals) {
    if (by.door !== 'slack' || view.told?.includes(id) === true) continue;
    const told = await deps.cards
      .tellPerson(by.id, `${sentence}: your request was kept, and is now refused. ${reason}`, view, config)
      .catch(warnOf(deps.log, 'a person could not be told about a refusal', { openSpaceId: view._id, user: by.id }));
    if (told?.kind === 'later') return told;
    await deps.store.openSpaces.markTold(view._id, id);
  }
  return undefined;
}
