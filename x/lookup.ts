import { z } from 'zod';
import type { XClient } from './client.ts';
import { describeFailure, readFailure } from './failure.ts';
import { askForFields, postFieldParameters } from './field-parameters.ts';
import { withoutNulls } from './without-nulls.ts';
import {
  isReadable,
  type IncomingTweet,
  type ReceivedTweet,
  readTweet,
  singleTweet,
  tweetPage,
  xProblem,
} from './incoming.ts';

export type TweetLookup =
  | { readonly kind: 'present'; readonly tweet: IncomingTweet }
  | { readonly kind: 'gone'; readonly why: 'deleted' | 'protected' }
  | {
      readonly kind: 'unavailable';
      readonly reason: string;
      /** X answered, but did not say whether this tweet is there. Only look-ups of many tweets set it. */
      readonly isAnswered?: true;
      /** The newest version, which X names in an earlier one but does not show. Only look-ups of one tweet set it. */
      readonly hidden?: { readonly tweetId: string; readonly url: string };
    };

/** X's limit for the ids in one request. */
const MOST_IDS = 100;

const answer = z.union([singleTweet, z.object({ data: z.undefined().optional(), errors: z.array(xProblem).min(1) })]);

/**
 * The tweet as it is now, under its newest id. `gone` only if X says so; a failed look-up is `unavailable`. Never
 * throws.
 */
export async function lookUpTweet(client: XClient, id: string): Promise<TweetLookup> {
  const found = await lookUpVersion(client, id);
  // For an old version's id, X answers with the old text; its history names the newest id.
  const newest = found.kind === 'present' ? found.tweet.laterIds?.at(-1) : undefined;
  if (found.kind !== 'present' || newest === undefined || newest === id) return found;
  const shown = await lookUpVersion(client, newest);
  if (shown.kind === 'present') return shown;
  // If the tweet were gone, X would not have shown an earlier version.
  const reason = shown.kind === 'gone' ? 'X does not show its newest version' : shown.reason;
  return { kind: 'unavailable', reason, hidden: { tweetId: newest, url: found.tweet.url.replace(/\d+$/u, newest) } };
}

/**
 * Looks up many tweets, in requests of 100 ids. An edited tweet comes in the version that was asked for. Every id has
 * an entry; never throws.
 */
export async function lookUpTweets(client: XClient, ids: readonly string[]): Promise<Map<string, TweetLookup>> {
  const all = [...new Set(ids)];
  const found = new Map<string, TweetLookup>();
  for (let at = 0; at < all.length; at += MOST_IDS) {
    const batch = all.slice(at, at + MOST_IDS);
    for (const [id, lookup] of await lookUpBatch(client, batch)) found.set(id, lookup);
  }
  return found;
}

async function lookUpBatch(client: XClient, ids: readonly string[]): Promise<[string, TweetLookup][]> {
  const all = (lookup: TweetLookup): [string, TweetLookup][] => ids.map((id) => [id, lookup]);
  try {
    const body = await askForFields<unknown>(client, postFieldParameters, (fields) =>
      client.app.v2.get('tweets', { ...fields, ids: ids.join(',') }),
    );
    const page = tweetPage.safeParse(withoutNulls(body));
    if (!page.success) return all({ kind: 'unavailable', reason: 'X sent tweets that cannot be read' });
    const { data, includes, errors } = page.data;
    const named = new Map(data.map((raw) => [idOf.parse(raw).id, toLookup(readTweet(raw, includes))]));
    return ids.map((id) => {
      const found = named.get(id) ?? verdictOn(id, errors);
      const isAnswered = named.has(id) || errors.some((problem) => isAbout(id, problem));
      return [id, found.kind === 'unavailable' && isAnswered ? { ...found, isAnswered } : found];
    });
  } catch (error) {
    return all({ kind: 'unavailable', reason: describeFailure(readFailure(error)) });
  }
}

const idOf = z.object({ id: z.string().catch('') }).catch({ id: '' });

async function lookUpVersion(client: XClient, id: string): Promise<TweetLookup> {
  try {
    const body = await askForFields<unknown>(client, postFieldParameters, (fields) =>
      client.app.v2.get('tweets/:id', fields, { params: { id } }),
    );
    const result = answer.safeParse(withoutNulls(body));
    if (!result.success) return { kind: 'unavailable', reason: 'X sent a tweet that cannot be read' };
    if (result.data.data === undefined) return verdictOn(id, result.data.errors);
    return toLookup(readTweet(result.data.data, result.data.includes));
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind === 'answered' && failure.status === 404 && failure.problem.endsWith('/resource-not-found')) {
      return { kind: 'gone', why: 'deleted' };
    }
    return { kind: 'unavailable', reason: describeFailure(failure) };
  }
}

function toLookup(tweet: ReceivedTweet): TweetLookup {
  return isReadable(tweet) ? { kind: 'present', tweet } : { kind: 'unavailable', reason: tweet.why };
}

type XProblem = z.infer<typeof xProblem>;

/** X also reports what else it could not find, such as an author. */
const isAbout = (id: string, { value, resource_id }: XProblem): boolean => value === id || resource_id === id;

/** X's problem types have the host api.x.com or api.twitter.com. Only their ends are stable. */
function verdictOn(id: string, problems: readonly XProblem[]): TweetLookup {
  const about = problems.filter((problem) => isAbout(id, problem));
  const isOf = (type: string) => about.some((problem) => problem.type.endsWith(type));
  if (isOf('/not-authorized-for-resource')) return { kind: 'gone', why: 'protected' };
  if (isOf('/resource-not-found')) return { kind: 'gone', why: 'deleted' };
  return { kind: 'unavailable', reason: about[0]?.detail || 'X gave no tweet and no reason' };
}
