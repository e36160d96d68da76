import type { SendResult } from '../core/outcomes.ts';
import type { Intent } from '../store/intents.ts';
import type { PostOutcome } from '../x/post.ts';
import type { Deps } from './deps.ts';
import { findFrozen } from './own-posts.ts';
import { held, noteRefusal, whyNotPosted, type DueReminder } from './posting-rules.ts';
import { settle } from './settle-post.ts';

export interface TimedReminder extends DueReminder {
  /** Whether the activity still has time for a request to X. After that, the next attempt may already run. */
  readonly hasTime: () => boolean;
}

export const noAnswer = 'X did not say whether it took the post';
export const postedElsewhere = 'another worker is posting it';

export const unclear = ({ settleSeconds }: Deps, why: string): SendResult => ({
  kind: 'unclear',
  afterMs: settleSeconds * 1000,
  why,
});

/** X does not have it, so nothing is on its way: organisers can decide again, and a later attempt makes a new text. */
export async function giveBack(deps: Deps, { id }: TimedReminder, intent: Intent, why: string, afterMs?: number) {
  const isOurs = await deps.store.reminders.changeAttempt(id, intent, { phase: 'refused' });
  return isOurs ? held(why, afterMs) : unclear(deps, postedElsewhere);
}

/** Posts nothing if the state, the config or the time has changed. @param intent as it is stored */
export async function post(deps: Deps, attempt: TimedReminder, intent: Intent): Promise<SendResult> {
  const { id, space, startAt } = attempt;
  const settledInMs = () => Math.max(0, intent.startedAt.getTime() + deps.settleSeconds * 1000 - deps.clock());
  // Since the text was frozen, somebody may have paused posting, or the host may have edited the post.
  const why = await whyNotPosted(deps, await deps.store.configs.current());
  if (why !== undefined) return giveBack(deps, attempt, intent, why);
  // This is the last look, so that as little as possible can happen between it and the request. It is at the view, not
  // at the reminder's row: a commit stores the view first.
  const view = (await deps.store.reminders.isLatest(id, intent)) ? await deps.store.openSpaces.find(space.id) : null;
  if (view === null || view.revision > space.revision) {
    return giveBack(deps, attempt, intent, 'the session has changed', 0);
  }
  // If this worker was stopped for long, the next attempt may already run; or the start has passed meanwhile. Then
  // nothing is posted, and the timeline shows the outcome.
  if (!attempt.hasTime() || deps.clock() >= startAt) {
    return { kind: 'unclear', afterMs: settledInMs(), why: 'the attempt took too long to post' };
  }
  const outcome = await deps.x.post(intent.text);
  switch (outcome.kind) {
    case 'posted':
      return settle(deps, attempt, intent, { id: outcome.id, at: deps.clock(), note: intent.note });
    case 'ambiguous':
      return { kind: 'unclear', afterMs: settledInMs(), why: `${noAnswer}: ${outcome.reason}` };
    case 'later':
      if (outcome.refuses !== undefined) await noteRefusal(deps, id, outcome.refuses, outcome.reason);
      // After the first attempt, nothing is on X, so a later attempt makes a new text. After further attempts, an
      // earlier one may be on X, so the text stays frozen.
      if (intent.attempt === 1) return giveBack(deps, attempt, intent, outcome.reason, outcome.afterMs);
      return { kind: 'unclear', afterMs: Math.max(outcome.afterMs, settledInMs()), why: outcome.reason };
    case 'duplicate':
    case 'refused':
      return afterDefiniteNo(deps, attempt, intent, outcome, settledInMs());
  }
}

/** Handles a refusal by X. It counts only if the post is not in the timeline, now and again after the wait. */
async function afterDefiniteNo(
  deps: Deps,
  attempt: TimedReminder,
  intent: Intent,
  outcome: PostOutcome & { kind: 'duplicate' | 'refused' },
  afterMs: number,
): Promise<SendResult> {
  const found = await findFrozen(deps, attempt, intent);
  if (found.kind === 'found') return settle(deps, attempt, intent, { id: found.id, note: intent.note });
  if (found.kind === 'unavailable') {
    return { kind: 'unclear', afterMs, why: `X refused it, but its timeline cannot be read: ${found.reason}` };
  }
  // X may have taken this or an earlier attempt a moment ago, and its timeline lags.
  const isDuplicate = outcome.kind === 'duplicate';
  const denial = isDuplicate ? ({ isDuplicate } as const) : { refusal: outcome.detail };
  await deps.store.reminders.changeAttempt(attempt.id, intent, denial);
  const why = isDuplicate ? 'X says that it already has this text' : `X refused it: ${outcome.detail}`;
  return { kind: 'unclear', afterMs, why };
}
