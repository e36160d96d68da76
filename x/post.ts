import { z } from 'zod';
import { inTime } from '../core/in-time.ts';
import type { XClient } from './client.ts';
import { describeFailure, readFailure, type XFailure } from './failure.ts';

/** The result of one attempt to post. Only for `ambiguous` it is unknown whether X has the post. */
export type PostOutcome =
  | { readonly kind: 'posted'; readonly id: string }
  /** X refuses the text, and always will. */
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  /** X refuses for now. Nothing was posted; try again after `afterMs` milliseconds. */
  | {
      readonly kind: 'later';
      readonly afterMs: number;
      readonly reason: string;
      /** X refuses any post: with these keys, or of this account, because of its credits or its state. */
      readonly refuses?: 'keys' | 'account';
    }
  /** X says that it has this text already: the post must be looked for. */
  | { readonly kind: 'duplicate'; readonly detail: string }
  | { readonly kind: 'ambiguous'; readonly reason: string };

export interface PostOptions {
  /** The id of the tweet that it replies to. */
  readonly inReplyToId?: string;
  /** The time limit of the whole attempt, milliseconds. It must be shorter than the activity's own timeout. */
  readonly timeoutMs?: number;
  readonly clock?: () => number;
}

const POST_TIMEOUT_MS = 10_000;
const RETRY_MS = 60_000;
const UNREACHED_RETRY_MS = 5_000;
/** The first wait after a 429 without an end time. It doubles up to X's window of 15 minutes. Milliseconds. */
const STALE_RETRY_MS = 15_000;
const LONGEST_RETRY_MS = 900_000;

const created = z.object({ data: z.object({ id: z.string().regex(/^\d+$/u) }) });

/**
 * Posts `text` with exactly one HTTP request. Never throws and never retries: the posting activity decides what follows
 * from each outcome.
 */
export async function postTweet(client: XClient, text: string, options: PostOptions = {}): Promise<PostOutcome> {
  const { inReplyToId, timeoutMs = POST_TIMEOUT_MS, clock = Date.now } = options;
  const tweet = inReplyToId === undefined ? { text } : { text, reply: { in_reply_to_tweet_id: inReplyToId } };
  // The library's timeout begins again with every byte. A very slow answer must not block the activity.
  const attempted = attempt(client, tweet, timeoutMs, clock);
  return inTime(timeoutMs + 250, attempted, () => ({ kind: 'ambiguous', reason: 'no answer in time' }));
}

async function attempt(client: XClient, tweet: object, timeout: number, clock: () => number): Promise<PostOutcome> {
  try {
    const answer = created.safeParse(await client.user.v2.post('tweets', tweet, { timeout }));
    limitedInARow.delete(client);
    if (answer.success) return { kind: 'posted', id: answer.data.data.id };
    return { kind: 'ambiguous', reason: 'X accepted the request, but its answer names no tweet' };
  } catch (error) {
    return outcomeOf(client, readFailure(error), clock());
  }
}

function outcomeOf(client: XClient, failure: XFailure, now: number): PostOutcome {
  if (failure.kind === 'lost') return { kind: 'ambiguous', reason: failure.detail };
  if (failure.kind === 'unreached') {
    return { kind: 'later', afterMs: UNREACHED_RETRY_MS, reason: `X cannot be reached: ${failure.detail}` };
  }
  const { status, detail } = failure;
  if (status >= 500 || status === 408) return { kind: 'ambiguous', reason: describeFailure(failure) };
  const accountRefusal = accountRefusalOf(failure);
  if (accountRefusal !== undefined) {
    return { kind: 'later', afterMs: RETRY_MS, ...accountRefusal };
  }
  if (status === 429 || status === 420) return limited(client, failure, now);
  // Duplicates, forbidden replies and suspended accounts are all 403. Only the sentence distinguishes them.
  if (status === 403 && /duplicate content/iu.test(detail)) return { kind: 'duplicate', detail };
  return { kind: 'refused', status, detail: detail || `X answered ${status}` };
}

/** X's signatures contain the time, and X refuses one that is minutes wrong. */
const mostClockSkewMs = 60_000;

/** What X refuses, the reason, and what to do. Undefined if X refuses only this post. */
function accountRefusalOf({ status, detail, problem, saidAt }: XFailure & { kind: 'answered' }) {
  const refusal = (refuses: 'keys' | 'account', reason: string) => ({ refuses, reason });
  if (status === 401) {
    const skew = saidAt === undefined ? 0 : Date.now() - saidAt;
    if (Math.abs(skew) > mostClockSkewMs) {
      const off = `${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? 'ahead of' : 'behind'}`;
      const why = `because this machine’s clock is ${off} X’s: set the clock`;
      return refusal('keys', `X does not accept the signature (401), ${why}`);
    }
    const remedy = 'check X_ACCESS_TOKEN and X_ACCESS_SECRET';
    return refusal('keys', `X does not accept the keys of this account (401): ${remedy}`);
  }
  if (status === 402) {
    return refusal('account', 'the X account has no credits left (402): buy credits in the developer console');
  }
  const said = `${problem} ${detail}`;
  const isOfKeys = /app permissions|client-forbidden/iu.test(said);
  if (status === 403 && (isOfKeys || /suspended|temporarily locked/iu.test(said))) {
    const why = detail || 'look at the account and its app in the developer console';
    return refusal(isOfKeys ? 'keys' : 'account', `X does not let this account post (403): ${why}`);
  }
  return undefined;
}

/** By client: the number of refusals by the rate limit, since the last accepted post, without a useful end time. */
const limitedInARow = new WeakMap<XClient, number>();

/** The monthly cap is a 429 too, and its headers do not say when it ends. */
function limited(client: XClient, failure: XFailure & { kind: 'answered' }, now: number): PostOutcome {
  if (/usage-?cap/iu.test(`${failure.problem} ${failure.detail}`)) {
    return {
      kind: 'later',
      afterMs: RETRY_MS,
      reason: 'the monthly usage cap of the X account is used up: raise it in the developer console',
      refuses: 'account',
    };
  }
  const reason = "X's rate limit is reached";
  // Both times are by X's clock, which may differ from ours. Both are in whole seconds.
  const afterMs = (failure.resetAt ?? 0) - (failure.saidAt ?? now);
  if (afterMs > 1_000) return { kind: 'later', afterMs, reason };
  // With a reset in the past, the bot would ask again at once.
  const repeats = limitedInARow.get(client) ?? 0;
  limitedInARow.set(client, repeats + 1);
  return { kind: 'later', afterMs: Math.min(STALE_RETRY_MS * 2 ** repeats, LONGEST_RETRY_MS), reason };
}
