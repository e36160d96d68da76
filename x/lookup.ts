import { z } from 'zod';
import type { IncomingTweet } from '../activities/incoming-tweet.ts';
import type { XClient } from './client.ts';
import { describeFailure, readFailure } from './failure.ts';
import { TWEET_FIELDS } from './fields.ts';
import { singleTweet, toIncomingTweet, xProblem } from './incoming.ts';

export type TweetLookup =
  | { readonly kind: 'present'; readonly tweet: IncomingTweet }
  | { readonly kind: 'gone'; readonly why: 'deleted' | 'protected' }
  | { readonly kind: 'unavailable'; readonly reason: string };

const answer = z.union([singleTweet, z.object({ data: z.undefined().optional(), errors: z.array(xProblem).min(1) })]);

/** The tweet as it now stands, under its newest id. `gone` only on X's word; a failed look-up is `unavailable`. Never throws. */
export async function lookUpTweet(client: XClient, id: string): Promise<TweetLookup> {
  const found = await lookUpVersion(client, id);
  // X answers an old version's id with that old text; its history names the newest.
  return found.kind === 'present' && found.tweet.id !== id ? lookUpVersion(client, found.tweet.id) : found;
}

async function lookUpVersion(client: XClient, id: string): Promise<TweetLookup> {
  try {
    const body: unknown = await client.app.v2.get('tweets/:id', TWEET_FIELDS, { params: { id } });
    const result = answer.safeParse(body);
    if (!result.success) return { kind: 'unavailable', reason: 'X sent a tweet that cannot be read' };
    if (result.data.data === undefined) return verdictOn(result.data.errors);
    return { kind: 'present', tweet: toIncomingTweet(result.data.data, result.data.includes.users) };
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind === 'answered' && failure.status === 404 && failure.problem.endsWith('/resource-not-found')) {
      return { kind: 'gone', why: 'deleted' };
    }
    return { kind: 'unavailable', reason: describeFailure(failure) };
  }
}

/** X's problem types come from api.x.com and from api.twitter.com: only their ends are stable. */
function verdictOn(problems: readonly z.infer<typeof xProblem>[]): TweetLookup {
  const types = problems.map((problem) => problem.type);
  if (types.some((type) => type.endsWith('/not-authorized-for-resource'))) return { kind: 'gone', why: 'protected' };
  if (types.some((type) => type.endsWith('/resource-not-found'))) return { kind: 'gone', why: 'deleted' };
  return { kind: 'unavailable', reason: problems[0]?.detail || 'X gave no tweet and no reason' };
}
