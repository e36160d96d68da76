import { z } from 'zod';
import type { XClient } from './client.ts';
import { orAborted } from './abort.ts';
import { readFailure, XUnavailable } from './failure.ts';
import { askInForm, postForms } from './forms.ts';
import { type ReceivedTweet, readTweet, tweetPage } from './incoming.ts';

export interface SearchOptions {
  /** As made by `streamRule`. */
  readonly query: string;
  /** Exclusive; goes before `startTime`. */
  readonly sinceId?: string | undefined;
  /** Epoch milliseconds, inclusive. */
  readonly startTime?: number | undefined;
  readonly signal: AbortSignal;
}

/** X remembers seven days; a mark older than that is a bad request. */
type Mark = { since_id: string } | { start_time: string } | Record<string, never>;

/**
 * What recent search finds, oldest first: X answers newest first, so all pages are read before the first tweet comes.
 * Marks that X calls too old fall back from `sinceId` to `startTime`, then to all of the last seven days.
 * Throws {@link XUnavailable}; stops quietly when `signal` aborts.
 */
export async function* searchSince(
  client: XClient,
  options: SearchOptions,
): AsyncGenerator<ReceivedTweet, void, undefined> {
  const marks: Mark[] = [
    ...(options.sinceId === undefined ? [] : [{ since_id: options.sinceId }]),
    ...(options.startTime === undefined
      ? []
      : [{ start_time: new Date(options.startTime).toISOString().replace(/\.\d+Z$/u, 'Z') }]),
    {},
  ];
  for (const tweet of (await searchFromFirst(client, options, marks)).toReversed()) {
    if (options.signal.aborted) return;
    yield tweet;
  }
}

async function searchFromFirst(
  client: XClient,
  options: SearchOptions,
  marks: readonly Mark[],
): Promise<ReceivedTweet[]> {
  const [mark = {}, ...older] = marks;
  try {
    return await searchAll(client, options, mark);
  } catch (error) {
    if (options.signal.aborted) return [];
    if (error instanceof z.ZodError)
      throw new XUnavailable({ kind: 'lost', detail: 'the answer cannot be read' }, 'search');
    const failure = readFailure(error);
    const tooOld = failure.kind === 'answered' && failure.status === 400 && /since_id|start_time/u.test(failure.detail);
    if (tooOld && older.length > 0) return searchFromFirst(client, options, older);
    throw new XUnavailable(failure, 'search');
  }
}

async function searchAll(client: XClient, { query, signal }: SearchOptions, mark: Mark): Promise<ReceivedTweet[]> {
  const tweets: ReceivedTweet[] = [];
  let next_token: string | undefined;
  do {
    const page = { ...mark, query, max_results: 100, next_token };
    const request = askInForm<unknown>(client, postForms, (form) =>
      client.app.v2.get('tweets/search/recent', { ...form, ...page }),
    );
    const { data, includes, meta } = tweetPage.parse(await orAborted(request, signal));
    tweets.push(...data.map((tweet) => readTweet(tweet, includes)));
    next_token = meta.next_token;
  } while (next_token !== undefined && !signal.aborted);
  return tweets;
}
