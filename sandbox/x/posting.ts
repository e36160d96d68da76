import { z } from 'zod';
import { type Problem, DUPLICATE_TWEET, invalidRequest, QUOTE_NOT_ALLOWED, REPLY_NOT_ALLOWED } from './problems.ts';
import { isTooLong, normalText, storedText } from './stored-text.ts';
import type { StoredTweet, World } from './world.ts';

/**
 * X does not document this time. Its accounts see refusals for "a few hours" at least, even after the first post was
 * deleted.
 */
const DUPLICATE_WINDOW_MS = 24 * 3_600_000;

const postBody = z.object({
  text: z.string(),
  quote_tweet_id: z.string().optional(),
  reply: z.object({ in_reply_to_tweet_id: z.string() }).optional(),
});

/** POST /2/tweets by the bot. Returns the new tweet, or X's refusal with its status. */
export function postAsBot(
  world: World,
  body: unknown,
  now: number,
): { tweet: StoredTweet } | { problem: Problem | ReturnType<typeof invalidRequest> } {
  const parsed = postBody.safeParse(body);
  const text = normalText(parsed.data?.text ?? '');
  if (!parsed.success || text === '') {
    return { problem: invalidRequest('$.text: is missing but it is required, or it is empty') };
  }
  if (isTooLong(text))
    return {
      problem: invalidRequest(
        'Your Tweet text is too long. For more information on how Twitter determines text length ' +
          'see https://github.com/twitter/twitter-text.',
      ),
    };
  if (parsed.data.quote_tweet_id !== undefined) return { problem: QUOTE_NOT_ALLOWED };
  const replyTo = parsed.data.reply?.in_reply_to_tweet_id;
  if (replyTo !== undefined && !isSummoned(world, replyTo)) return { problem: REPLY_NOT_ALLOWED };
  const isDuplicate = world
    .botPosts()
    .some((post) => post.text === text && post.replyTo === replyTo && now - post.arrivedAt < DUPLICATE_WINDOW_MS);
  if (isDuplicate) return { problem: DUPLICATE_TWEET };
  return { tweet: world.addTweet({ authorId: world.bot.id, text, replyTo }) };
}

/** Since February 2026, bots may reply only to people who mentioned them. */
function isSummoned(world: World, tweetId: string): boolean {
  const mentions = storedText(world.liveTweet(tweetId)?.text ?? '').entities.mentions ?? [];
  return mentions.some(({ username }) => username.toLowerCase() === world.bot.username.toLowerCase());
}
