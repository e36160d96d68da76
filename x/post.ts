import { z } from 'zod';
import { inTime } from '../core/in-time.ts';
import type { XClient } from './client.ts';
import { describeFailure, readFailure, type XFailure } from './failure.ts';

/** What one attempt to post came to. Only `ambiguous` may or may not have posted. */
export type PostOutcome =
  | { readonly kind: 'posted'; readonly id: string }
  /** A definite no that the same text will always get. */
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  /** A definite no for now: not posted, worth trying after so many milliseconds. */
  | {
      readonly kind: 'later';
      readonly afterMs: number;
      readonly reason: string;
      /** X refuses the account whatever it posts: its keys, its credits, its standing. */
      readonly isAccountRefused?: true;
    }
  /** X says that this text stands already: proof to look for. */
  | { readonly kind: 'duplicate'; readonly detail: string }
  | { readonly kind: 'ambiguous'; readonly reason: string };

export interface PostOptions {
  /** The tweet that it answers. */
  readonly inReplyToId?: string;
  /** For the whole attempt; keep it under the activity's own timeout. */
  readonly timeoutMs?: number;
  readonly clock?: () => number;
}

const POST_TIMEOUT_MS = 10_000;
const RETRY_MS = 60_000;
const UNREACHED_RETRY_MS = 5_000;
/** First wait after a 429 that does not say when it ends, doubling up to X's window of 15 minutes. */
const STALE_RETRY_MS = 15_000;
const LONGEST_RETRY_MS = 900_000;

const created = z.object({ data: z.object({ id: z.string().regex(/^\d+$/u) }) });

/**
 * Posts `text` with exactly one HTTP request. Never throws and never retries: what to do with each outcome is the
 * posting activity's business.
 */
export async function postTweet(client: XClient, text: string, options: PostOptions = {}): Promise<PostOutcome> {
  const { inReplyToId, timeoutMs = POST_TIMEOUT_MS, clock = Date.now } = options;
  const tweet = inReplyToId === undefined ? { text } : { text, reply: { in_reply_to_tweet_id: inReplyToId } };
  // The library's timeout starts anew with every byte; a trickling answer must not hold the activity.
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
    return { kind: 'later', afterMs: RETRY_MS, reason: accountRefusal, isAccountRefused: true };
  }
  if (status === 429 || status === 420) return limited(client, failure, now);
  // Duplicates, forbidden replies and suspended accounts all come as 403; only the sentence tells them apart.
  if (status === 403 && /duplicate content/iu.test(detail)) return { kind: 'duplicate', detail };
  return { kind: 'refused', status, detail: detail || `X answered ${status}` };
}

/** X's signatures carry the time, and it takes no signature that is minutes off. */
const mostClockSkewMs = 60_000;

/** Why X takes nothing from this account, with what to do about it; undefined where it is about this post. */
function accountRefusalOf({ status, detail, problem, saidAt }: XFailure & { kind: 'answered' }): string | undefined {
  if (status === 401) {
    const skew = saidAt === undefined ? 0 : Date.now() - saidAt;
    if (Math.abs(skew) > mostClockSkewMs) {
      const off = `${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? 'ahead of' : 'behind'}`;
      return `X does not accept the signature (401), because this machine’s clock is ${off} X’s: set the clock`;
    }
    return 'X does not accept the keys of this account (401): check X_ACCESS_TOKEN and X_ACCESS_SECRET';
  }
  if (status === 402) return 'the X account has no credits left (402): buy credits in the developer console';
  const isAbout = /suspended|temporarily locked|app permissions|client-forbidden/iu;
  if (status === 403 && isAbout.test(`${problem} ${detail}`)) {
    const why = detail || 'look at the account and its app in the developer console';
    return `X does not let this account post (403): ${why}`;
  }
  return undefined;
}

/** Refusals for the rate limit since X last took a post by this client, whose own word on when it ends was no help. */
const limitedInARow = new WeakMap<XClient, number>();

/** The monthly cap comes as 429 as well, and its headers say nothing about when it ends. */
function limited(client: XClient, failure: XFailure & { kind: 'answered' }, now: number): PostOutcome {
  if (/usage-?cap/iu.test(`${failure.problem} ${failure.detail}`)) {
    return {
      kind: 'later',
      afterMs: RETRY_MS,
      reason: 'the monthly usage cap of the X account is used up: raise it in the developer console',
      isAccountRefused: true,
    };
  }
  const reason = "X's rate limit is reached";
  // Both moments are by X's clock, from which ours may be off; both are in whole seconds.
  const afterMs = (failure.resetAt ?? 0) - (failure.saidAt ?? now);
  if (afterMs > 1_000) return { kind: 'later', afterMs, reason };
  // A reset that is past would have us ask again at once.
  const repeats = limitedInARow.get(client) ?? 0;
  limitedInARow.set(client, repeats + 1);
  return { kind: 'later', afterMs: Math.min(STALE_RETRY_MS * 2 ** repeats, LONGEST_RETRY_MS), reason };
}
