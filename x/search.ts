import { z } from 'zod';
import type { XClient } from './client.ts';
import { orAborted } from './abort.ts';
import { isAboutStart, readFailure, XUnavailable } from './failure.ts';
import { askInForm, postForms } from './forms.ts';
import { type ReceivedTweet, readTweet, tweetPage } from './incoming.ts';

export interface SearchOptions {
  /** As made by `streamRule`. */
  readonly query: string;
  /** Epoch milliseconds, inclusive. */
  readonly startTime: number;
  readonly signal: AbortSignal;
}

/**
 * What recent search finds, oldest first. X remembers seven days: a start that it calls too old falls back to all of
 * these. Throws {@link XUnavailable}; finds nothing where `signal` aborts meanwhile.
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

/** X says how much it found, also where that is nothing: what lacks it, such as errors alone, found nothing out. */
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
    const request = askInForm<unknown>(client, postForms, (form) =>
      client.app.v2.get('tweets/search/recent', { ...form, ...page }),
    );
    const { data, includes, meta } = searchPage.parse(await orAborted(request, signal));
    tweets.push(...data.map((tweet) => readTweet(tweet, includes)));
    next_token = meta.next_token;
  } while (next_token !== undefined && !signal.aborted);
  // X answers newest first.
  return tweets.toReversed();
}
