import { z } from 'zod';
import type { IncomingTweet } from '../activities/incoming-tweet.ts';
import { decodeEntities, expandLinks } from './text.ts';

const entities = z.object({
  urls: z.array(z.object({ url: z.string(), expanded_url: z.string().optional() })).default([]),
  mentions: z.array(z.object({ username: z.string() })).default([]),
});

const noEntities = { urls: [], mentions: [] };

const snowflake = z.string().regex(/^\d{1,20}$/u);

/** A tweet with the fields of `fields.ts`; those missing are filled with what their absence means. */
export const xTweet = z.object({
  id: snowflake,
  text: z.string(),
  author_id: snowflake,
  created_at: z.iso.datetime({ offset: true }),
  edit_history_tweet_ids: z.array(snowflake).min(1).optional(),
  entities: entities.default(noEntities),
  note_tweet: z.object({ text: z.string(), entities: entities.default(noEntities) }).optional(),
  referenced_tweets: z.array(z.object({ type: z.string(), id: snowflake })).default([]),
});

const xUser = z.object({ id: snowflake, username: z.string(), name: z.string() });

/** Of `errors` beside (or without) data: X answers 200 with them when it hides or cannot find something. */
export const xProblem = z.object({
  title: z.string().catch(''),
  detail: z.string().catch(''),
  type: z.string().catch(''),
});

const includes = z.object({ users: z.array(xUser).default([]) }).default({ users: [] });

/** One tweet, as the stream and the lookup by id send it. */
export const singleTweet = z.object({ data: xTweet, includes });

/** A page of tweets, as search and timelines send it; without results, `data` is missing. */
export const tweetPage = z.object({
  data: z.array(xTweet).default([]),
  includes,
  errors: z.array(xProblem).default([]),
  meta: z.object({ next_token: z.string().optional(), newest_id: snowflake.optional() }).default({}),
});

type XTweet = z.infer<typeof xTweet>;
type XUsers = z.infer<typeof includes>['users'];

/** Parses what the stream sends; throws a ZodError for anything else. */
export function parseStreamTweet(payload: unknown): IncomingTweet {
  const { data, includes } = singleTweet.parse(payload);
  return toIncomingTweet(data, includes.users);
}

/** X's form into ours. An author that X left out (suspended meanwhile) is known by number alone. */
export function toIncomingTweet(tweet: XTweet, users: XUsers): IncomingTweet {
  const history = tweet.edit_history_tweet_ids ?? [tweet.id];
  const id = history.at(-1) ?? tweet.id;
  const author = users.find((user) => user.id === tweet.author_id);
  const repliedTo = tweet.referenced_tweets.find((reference) => reference.type === 'replied_to');
  return {
    id,
    firstId: history[0] ?? tweet.id,
    text: fullText(tweet),
    postedAt: Date.parse(tweet.created_at),
    author: author ?? { id: tweet.author_id, username: `user${tweet.author_id}`, name: '' },
    isRetweet: tweet.referenced_tweets.some((reference) => reference.type === 'retweeted'),
    mentionedUsernames: (tweet.note_tweet?.entities ?? tweet.entities).mentions.map((mention) => mention.username),
    ...(repliedTo === undefined ? {} : { inReplyToId: repliedTo.id }),
    url: `https://twitter.com/${author?.username ?? 'i'}/status/${id}`,
  };
}

/** What the author wrote: beyond 280 characters only `note_tweet` has it all. */
export function fullText(tweet: Pick<XTweet, 'text' | 'entities' | 'note_tweet'>): string {
  const { text, entities } = tweet.note_tweet ?? tweet;
  return decodeEntities(expandLinks(text, entities.urls));
}
