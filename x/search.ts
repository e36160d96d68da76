import { z } from 'zod';
import type { XClient } from './client.ts';
import { orAborted } from './abort.ts';
import { isAboutStart, readFailure, XUnavailable } from './failure.ts';
import { askForFields, postFieldParameters } from './field-parameters.ts';
import { type ReceivedTweet, readTweet, tweetPage } from './incoming.ts';
import { withoutNulls } from './without-nulls.ts';

export interface SearchOptions {
  /** Made by `streamRule`. */
  readonly query: string;
  /** Epoch milliseconds, inclusive. */
  readonly startTime: number;
  readonly signal: AbortSignal;
}

/**
 * The results of recent search, oldest first. X keeps seven days; if it refuses a start as too old, all seven are
 * searched. Throws {@link XUnavailable}; finds nothing if `signal` aborts meanwhile.
 */
export async function searchSince(client: XClient, options: SearchOptions): Promise<ReceivedTweet[]> {
  const start_time = new Date(options.startTime).toISOString().replace(/\.\d+Z$/u, 'Z');
  try {
    return await searchAll(client, options, start_time).catch((error: unknown) => {
      if (isAboutStart(readFailure(error))) return searchAll(client, options);
      throw error;
    });
  } catch (error) {
    if (options.signal.aborted) return [];
    if (error instanceof z.ZodError)
      throw new XUnavailable({ kind: 'lost', detail: 'the answer cannot be read' }, 'search');
    throw new XUnavailable(readFailure(error), 'search');
  }
}

/**
 * X names the number of results, also if it is 0. An answer without it, such as one with only errors, proves nothing.
 */
const searchPage = tweetPage.extend({
  meta: z.object({ result_count: z.number(), next_token: z.string().optional() }),
});

async function searchAll(
  client: XClient,
  { query, signal }: SearchOptions,
  start_time?: string,
): Promise<ReceivedTweet[]> {
  const tweets: ReceivedTweet[] = [];
  let next_token: string | undefined;
  do {
    const page = { start_time, query, max_results: 100, next_token };
    const request = askForFields<unknown>(client, postFieldParameters, (fields) =>
      client.app.v2.get('tweets/search/recent', { ...fields, ...page }),
    );
    const { data, includes, meta } = searchPage.parse(withoutNulls(await orAborted(request, signal)));
    tweets.push(...data.map((tweet) => readTweet(tweet, includes)));
    next_token = meta.next_token;
  } while (next_token !== undefined && !signal.aborted);
  // X answers with the newest first.
  return tweets.toReversed();
}
