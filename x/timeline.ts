import { z } from 'zod';
import type { XClient } from './client.ts';
import { describeFailure, readFailure, XUnavailable } from './failure.ts';
import { askForFields, ownPostFieldParameters } from './field-parameters.ts';
import { fullText, xText } from './incoming.ts';
import { comparableText, erasedText } from '../core/comparable-text.ts';
import { withoutNulls } from './without-nulls.ts';

/** `posts`: oldest first. `absent` only if X showed every post in question; otherwise `unavailable`. */
export type OwnPostLookup =
  | { readonly kind: 'found'; readonly posts: readonly { readonly id: string; readonly text: string }[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** The texts to look for that this post may have; others may be left out. */
export type TextsLike = (post: string) => readonly string[];

const PAGE_SIZE = 100;
// X shows the last 3,200 posts at most.
const MOST_PAGES = 32;

const timelinePage = z.object({
  data: z.array(xText).default([]),
  errors: z.array(z.unknown()).max(0, 'X left something out').default([]),
  meta: z.object({ result_count: z.number(), next_token: z.string().optional() }),
});

/**
 * Looks for posts with one of the texts, or its erased form (`erasedText`), among the bot's own posts after `sinceId`
 * (exclusive; undefined: all posts). Reads with the account's own keys, because own posts cost a fifth of others.
 */
export async function findOwnPosts(
  client: XClient,
  { textsLike, sinceId }: { readonly textsLike: TextsLike; readonly sinceId: string | undefined },
): Promise<OwnPostLookup> {
  const found: { id: string; text: string }[] = [];
  let token: string | undefined;
  try {
    for (let page = 0; page < MOST_PAGES; page++) {
      const { data, meta } = await readTimeline(client, { since_id: sinceId, pagination_token: token });
      // A page that announces more results than it shows is incomplete, whatever the status.
      if (data.length < meta.result_count) return { kind: 'unavailable', reason: 'X showed only part of the timeline' };
      const posts = data.map((tweet) => ({ id: tweet.id, text: fullText(tweet) }));
      found.unshift(...posts.filter(({ text }) => isAmong(text, textsLike(text))).toReversed());
      token = meta.next_token;
      if (token === undefined) return found.length === 0 ? { kind: 'absent' } : { kind: 'found', posts: found };
    }
    return { kind: 'unavailable', reason: 'more posts than X shows' };
  } catch (error) {
    return { kind: 'unavailable', reason: reasonOf(error) };
  }
}

function isAmong(text: string, wanted: readonly string[]): boolean {
  const forms = [comparableText, erasedText].map((as) => as(text));
  return wanted.some((one) => forms.includes(comparableText(one)));
}

/**
 * The newest post's id, after which to search later. Undefined if the bot has posted nothing yet. Throws {@link
 * XUnavailable}.
 */
export async function newestOwnPostId(client: XClient): Promise<string | undefined> {
  try {
    return (await readTimeline(client, { max_results: 5 })).data[0]?.id;
  } catch (error) {
    if (error instanceof z.ZodError) throw new XUnavailable({ kind: 'lost', detail: reasonOf(error) }, 'own timeline');
    throw new XUnavailable(readFailure(error), 'own timeline');
  }
}

async function readTimeline(client: XClient, query: Record<string, string | number | undefined>) {
  const params = { id: await ownUserId(client) };
  const answer = await askForFields<unknown>(client, ownPostFieldParameters, (fields) =>
    client.user.v2.get('users/:id/tweets', { max_results: PAGE_SIZE, ...fields, ...query }, { params }),
  );
  return timelinePage.parse(withoutNulls(answer));
}

const ownUserIds = new WeakMap<XClient, string>();

/**
 * Asked once per client, because it costs money. Not with the library's currentUserV2, which remembers a failure for
 * ever.
 */
async function ownUserId(client: XClient): Promise<string> {
  const known = ownUserIds.get(client);
  if (known !== undefined) return known;
  const { data } = z.object({ data: z.object({ id: z.string() }) }).parse(await client.user.v2.get('users/me'));
  ownUserIds.set(client, data.id);
  return data.id;
}

function reasonOf(error: unknown): string {
  return error instanceof z.ZodError ? 'X sent a timeline that cannot be read' : describeFailure(readFailure(error));
}
