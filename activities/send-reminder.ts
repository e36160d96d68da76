import { ApplicationFailure } from '@temporalio/activity';
import { planOf, plansDiffer } from '../core/plan.ts';
import type { Config } from '../core/config.ts';
import { withSent } from '../core/next-step.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { reminderTextFor } from '../core/reminder-text.ts';
import { minutesUntil } from '../core/texts.ts';
import { prices } from '../core/prices.ts';
import type { Intent } from '../store/reminders.ts';
import type { SendResult } from '../workflows/messages.ts';
import type { Deps } from './deps.ts';
import type { SendRequest } from './open-space-activities.ts';
import { recordOpenSpace } from './record-open-space.ts';

/** Looked at again every so often while organisers pause everything. Milliseconds. */
const pausedRetryMs = 15_000;
/** After the start, how long an unanswered look-up is repeated before people are told to look themselves. */
const giveUpAfterMs = 10 * 60_000;
const lookAgainMs = 60_000;

/**
 * Brings one reminder one step further. X has no idempotency key, so the intent record decides what may be tried:
 * none, and the exact text is frozen before the call; `posting`, and X may have it, so only the bot's own timeline, read
 * after a wait, allows the same bytes to go again; `refused`, and once the timeline agrees it begins anew; `sent`, and
 * nothing goes at all.
 */
export async function sendReminder(deps: Deps, request: SendRequest): Promise<SendResult> {
  const id = `${request.space.id}-${request.key}`;
  const intent = await beforePosting(() => deps.store.reminders.findIntent(id));
  const result = await sendFrom(deps, request, id, intent);
  if (result.kind === 'sent') await recordOutcome(deps, request, result);
  return result;
}

function sendFrom(deps: Deps, request: SendRequest, id: string, intent: Intent | undefined): Promise<SendResult> {
  switch (intent?.phase) {
    case undefined:
      return sendFirst(deps, request, id);
    case 'posting':
      return sendAgain(deps, request, id, intent);
    case 'refused':
      return sendAfterRefusal(deps, request, id, intent);
    case 'sent':
      return Promise.resolve(sentAlready(intent));
  }
}

async function sendFirst(deps: Deps, { space, key, settleSeconds }: SendRequest, id: string): Promise<SendResult> {
  const { startAt } = space;
  if (startAt === undefined || deps.clock() >= startAt) return missed;
  const config = await beforePosting(() => deps.store.configs.current());
  const held = await beforePosting(() => heldBack(deps, config, id));
  if (held !== undefined) return held;

  const source = await beforePosting(() => lookAtSource(deps, space, config));
  if (source.kind === 'changed') return source.result;
  const now = deps.clock();
  const own = space.reminders.find((reminder) => reminder.key === key)?.text;
  const template = own ?? (space.source === undefined ? config.manualReminderText : config.reminderText);
  const text = reminderTextFor(space, template, minutesUntil(startAt, now));
  if (config.output === 'slack_only') {
    const note = 'not posted on X: the output is set to Slack only';
    await beforePosting(() =>
      deps.store.reminders.freezeIntent(id, {
        text,
        attempt: 1,
        startedAt: new Date(now),
        phase: 'sent',
        sentAt: new Date(now),
        note,
      }),
    );
    return { kind: 'sent', at: now, note };
  }
  const sinceId = await deps.x.newestOwnPostId();
  const startedAt = deps.clock();
  if (startedAt >= startAt) return missed;
  const intent: Intent = {
    text,
    attempt: 1,
    startedAt: new Date(startedAt),
    phase: 'posting',
    ...(sinceId === undefined ? {} : { sinceId }),
  };
  if (!(await beforePosting(() => deps.store.reminders.freezeIntent(id, intent)))) {
    // Another worker froze its own a moment ago: what becomes of that one, the timeline will tell.
    return { kind: 'unclear', until: startedAt + settleSeconds * 1000, why: 'another worker is posting it' };
  }
  return post(deps, space, id, intent, source.note, settleSeconds);
}

/** X said no for now: only when its timeline agrees does the text go out anew. */
async function sendAfterRefusal(deps: Deps, request: SendRequest, id: string, intent: Intent): Promise<SendResult> {
  const { conferenceId } = request.space;
  const found = await deps.x.findOwnPost({ text: intent.text, sinceId: intent.sinceId });
  await beforePosting(() => deps.store.budgets.spend(conferenceId, prices.ownRead, { reads: 1 }));
  if (found.kind === 'found') return settled(deps, id, intent.startedAt.getTime(), found.id, undefined);
  if (found.kind === 'unavailable') {
    return { kind: 'held', until: deps.clock() + pausedRetryMs, why: `X is not to be reached: ${found.reason}` };
  }
  await beforePosting(() => deps.store.reminders.releaseIntent(id, intent.attempt));
  return sendFirst(deps, request, id);
}

/** An earlier try that nobody knows the end of. */
async function sendAgain(
  deps: Deps,
  { space, settleSeconds }: SendRequest,
  id: string,
  intent: Intent,
): Promise<SendResult> {
  const now = deps.clock();
  const settledAt = intent.startedAt.getTime() + settleSeconds * 1000;
  if (now < settledAt) return { kind: 'unclear', until: settledAt, why: 'X did not say whether it took the post' };
  const found = await deps.x.findOwnPost({ text: intent.text, sinceId: intent.sinceId });
  await deps.store.budgets.spend(space.conferenceId, prices.ownRead, { reads: 1 });
  if (found.kind === 'found') return settled(deps, id, intent.startedAt.getTime(), found.id, undefined);

  const startAt = space.startAt ?? 0;
  if (found.kind === 'unavailable') {
    if (now > startAt + giveUpAfterMs) {
      return { kind: 'unconfirmed', why: `X took it or not, and its timeline cannot be read: ${found.reason}` };
    }
    return { kind: 'unclear', until: now + lookAgainMs, why: `the timeline cannot be read: ${found.reason}` };
  }
  if (now >= startAt) return { kind: 'failed', why: 'X did not take it, and the start has passed' };
  const config = await beforePosting(() => deps.store.configs.current());
  if (config.paused) return { kind: 'unclear', until: now + pausedRetryMs, why: 'paused by an organiser' };
  if (!(await beforePosting(() => deps.store.reminders.nextAttempt(id, intent.attempt, new Date(now))))) {
    return { kind: 'unclear', until: now + settleSeconds * 1000, why: 'another worker is posting it' };
  }
  const again = { ...intent, attempt: intent.attempt + 1, startedAt: new Date(now) };
  return post(deps, space, id, again, intent.note, settleSeconds);
}

async function post(
  deps: Deps,
  space: OpenSpace,
  id: string,
  intent: Intent,
  note: string | undefined,
  settleSeconds: number,
): Promise<SendResult> {
  const outcome = await deps.x.post(intent.text);
  const settleAt = intent.startedAt.getTime() + settleSeconds * 1000;
  switch (outcome.kind) {
    case 'posted': {
      const dollars = intent.text.includes('://') ? prices.postWithLink : prices.post;
      await deps.store.budgets.spend(space.conferenceId, dollars, { posts: 1 });
      return settled(deps, id, deps.clock(), outcome.id, note);
    }
    case 'ambiguous':
      return { kind: 'unclear', until: settleAt, why: `X did not say whether it took the post: ${outcome.reason}` };
    case 'later':
      // An earlier try may be on X, so its text stays frozen; after the first one, other minutes may be true.
      if (intent.attempt === 1) {
        await deps.store.reminders.markRefused(id, intent.attempt);
        return { kind: 'held', until: outcome.until, why: outcome.reason };
      }
      return { kind: 'unclear', until: Math.max(outcome.until, settleAt), why: outcome.reason };
    case 'duplicate': {
      // It may be older than this intent: after a store that was restored, say.
      const found = await deps.x.findOwnPost({ text: intent.text, sinceId: undefined });
      if (found.kind === 'found') return settled(deps, id, deps.clock(), found.id, note);
      if (found.kind === 'unavailable') return { kind: 'unclear', until: settleAt, why: found.reason };
      return { kind: 'unconfirmed', why: 'X says that this text stands already, and its timeline does not show it' };
    }
    case 'refused': {
      // Believed only when the timeline says the same: what is told to people is what stands there.
      const found = await deps.x.findOwnPost({ text: intent.text, sinceId: intent.sinceId });
      if (found.kind === 'found') return settled(deps, id, deps.clock(), found.id, note);
      return { kind: 'failed', why: `X refused it: ${outcome.detail}` };
    }
  }
}

const missed: SendResult = { kind: 'missed', why: 'the start had passed before it could be posted' };

async function settled(
  deps: Deps,
  id: string,
  at: number,
  tweetId: string,
  note: string | undefined,
): Promise<SendResult> {
  await deps.store.reminders.settleIntent(id, {
    tweetId,
    sentAt: new Date(at),
    ...(note === undefined ? {} : { note }),
  });
  return { kind: 'sent', at, tweetId, ...(note === undefined ? {} : { note }) };
}

function sentAlready(intent: Intent): SendResult {
  const { tweetId, note, sentAt, startedAt } = intent;
  return {
    kind: 'sent',
    at: (sentAt ?? startedAt).getTime(),
    ...(tweetId === undefined ? {} : { tweetId }),
    ...(note === undefined ? {} : { note }),
  };
}

/** Why nothing may be posted now although it is due; read from the newest config every time. */
async function heldBack(deps: Deps, config: Config, id: string): Promise<SendResult | undefined> {
  const now = deps.clock();
  const { conference, paused, spendingCap, throttle } = config;
  if (paused) return { kind: 'held', until: now + pausedRetryMs, why: 'paused by an organiser' };
  if (spendingCap !== null && (await deps.store.budgets.find(conference.id)).spent >= spendingCap) {
    return { kind: 'held', until: now + pausedRetryMs, why: `the spending cap of $${spendingCap} is reached` };
  }
  if (throttle === null || config.output === 'slack_only') return undefined;
  const until = await deps.store.budgets.takePlace(conference.id, id, throttle, now);
  return until === undefined ? undefined : { kind: 'held', until, why: `the limit of ${throttle} reminders an hour` };
}

type Source =
  | { readonly kind: 'same'; readonly note?: string }
  | { readonly kind: 'changed'; readonly result: SendResult };

/** The source tweet just before its reminder; when X does not answer, the reminder goes out all the same. */
async function lookAtSource(deps: Deps, space: OpenSpace, config: Config): Promise<Source> {
  const { source } = space;
  if (source === undefined) return { kind: 'same' };
  const found = await deps.x.lookUp(source.tweetId);
  await deps.store.budgets.spend(space.conferenceId, prices.read, { reads: 1 });
  if (found.kind === 'unavailable') return { kind: 'same', note: 'the tweet could not be looked up before' };
  if (found.kind === 'gone') {
    await deps.store.tweets.erase(space.id, new Date(deps.clock()));
    const why = found.why === 'deleted' ? 'the tweet was deleted' : 'the tweet is not public any more';
    return { kind: 'changed', result: { kind: 'sourceChanged', change: { kind: 'deleted', why } } };
  }
  const { tweet } = found;
  if (tweet.id === source.tweetId) return { kind: 'same' };
  const stored = await deps.store.tweets.find(space.id);
  const read = (text: string, postedAt: number) => planOf(deps.read({ text, postedAt }, config));
  const plan = read(tweet.text, tweet.postedAt);
  // Never heard, only entered by hand: the organiser's room and start stand.
  const planChanged = stored !== null && plansDiffer(plan, read(stored.text, stored.postedAt.getTime()));
  const change = { kind: 'edited', tweetId: tweet.id, url: tweet.url, ...plan, planChanged } as const;
  return { kind: 'changed', result: { kind: 'sourceChanged', change } };
}

/**
 * The outcome stands in the store before the workflow hears of it. Should this fail, the workflow asks again, and the
 * intent record answers.
 */
async function recordOutcome(deps: Deps, { space, key }: SendRequest, result: SendResult & { kind: 'sent' }) {
  const { kind: _, ...sent } = result;
  await recordOpenSpace(deps, withSent(space, key, { status: 'sent', ...sent }));
}

/** What fails before X was called was surely not posted: the workflow may simply try again soon. */
async function beforePosting<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw ApplicationFailure.create({
      message: `not tried, the database does not answer: ${error instanceof Error ? error.name : 'unknown'}`,
      type: 'NotTried',
      nonRetryable: true,
    });
  }
}
