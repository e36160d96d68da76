import { z } from 'zod';
import { withoutUndefined } from '../core/without-undefined.ts';
import { decodeEntities, expandLinks } from './text.ts';

/** The entries that can be read: one that cannot must not affect the others. X leaves out an empty list. */
const entries = <T>(entry: z.ZodType<T>) =>
  z
    .array(z.unknown())
    .default([])
    .transform((list) => list.flatMap((one) => entry.safeParse(one).data ?? []));

const entities = z
  .object({
    urls: entries(z.object({ url: z.string(), expanded_url: z.string().optional() })),
    mentions: entries(z.object({ username: z.string() })),
  })
  .catch({ urls: [], mentions: [] });

const snowflake = z.string().regex(/^\d{1,20}$/u);

/** Names from X's OpenAPI document since 2.167, with the names of its documentation. */
const oldNames: Readonly<Record<string, string>> = {
  edit_history_post_ids: 'edit_history_tweet_ids',
  note_post: 'note_tweet',
  referenced_posts: 'referenced_tweets',
};

/** @param sent without nulls */
function withOldNames(sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null) return sent;
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [oldNames[name] ?? name, value]));
}

const textShape = {
  id: snowflake,
  text: z.string(),
  entities,
  note_tweet: z.object({ text: z.string(), entities }).optional(),
};

/** The parts of a text, in either of X's vocabularies. */
export const xText = z.preprocess(withOldNames, z.object(textShape));

/** A tweet with the fields of `forms.ts`, in either of X's vocabularies. */
const xTweet = z.preprocess(
  withOldNames,
  z.object({
    ...textShape,
    author_id: snowflake,
    created_at: z.iso.datetime({ offset: true }),
    // X sometimes sends an empty id in it.
    edit_history_tweet_ids: z.array(z.string()).transform(inOrder).optional(),
    referenced_tweets: entries(z.object({ type: z.string() })),
  }),
);

/** The ids that can be read, the oldest first: ids grow with time. */
function inOrder(ids: readonly string[]): string[] {
  const readable = ids.filter((id) => snowflake.safeParse(id).success);
  return readable.toSorted((one, other) => (BigInt(one) < BigInt(other) ? -1 : 1));
}

const xUser = z.object({ id: snowflake, username: z.string(), name: z.string() });

/** An entry of `errors`. X answers 200 with it, with or without data, if it hides or cannot find something. */
export const xProblem = z.object({
  title: z.string().catch(''),
  detail: z.string().catch(''),
  type: z.string().catch(''),
  value: z.string().optional().catch(undefined),
  resource_id: z.string().optional().catch(undefined),
});

/** An author that cannot be parsed is treated like one that X left out. */
const includes = z
  .object({ users: entries(xUser) })
  .catch({ users: [] })
  .transform(({ users }) => users);

/** One tweet, in the format of the stream and of the look-up by id. */
export const singleTweet = z.object({ data: z.looseObject({}), includes });

/** Tweets, in the format of search and of the look-up of many. Without results, `data` is missing. */
export const tweetPage = z.object({ data: entries(z.unknown()), includes, errors: entries(xProblem) });

type XTweet = z.infer<typeof xTweet>;
type XUsers = z.infer<typeof includes>;

/** One tweet from X, in our form. An unreadable one must not affect the others of the same answer. */
export type ReceivedTweet = IncomingTweet | UnreadableTweet;

export const isReadable = (tweet: ReceivedTweet): tweet is IncomingTweet => !('why' in tweet);

/** Parses an item of the stream. Undefined if it holds no tweet. */
export function parseStreamTweet(payload: unknown): ReceivedTweet | undefined {
  const { data } = singleTweet.safeParse(payload);
  return data && readTweet(data.data, data.includes);
}

/** X leaves out the name of some authors, for example because they are suspended. Their number is always there. */
export type Author = z.infer<typeof xUser> | Readonly<{ id: string; username?: never; name?: never }>;

/** Converts X's form into ours. */
export function readTweet(raw: unknown, users: XUsers): ReceivedTweet {
  const parsed = xTweet.safeParse(raw);
  return parsed.success ? toIncomingTweet(parsed.data, users) : unreadable(raw, parsed.error);
}

const rest = z.object({
  id: snowflake.optional().catch(undefined),
  author_id: snowflake.optional().catch(undefined),
  text: z.string().catch(''),
});

/**
 * The upper bits of an id, above 22 bits, are milliseconds since this instant:
 * https://docs.x.com/resources/fundamentals/x-ids
 */
const SNOWFLAKE_EPOCH = 1_288_834_974_657;

/** An id that is older than each post after `at`, and newer than each before; epoch milliseconds. */
export const postIdAt = (at: number): string => String(BigInt(at - SNOWFLAKE_EPOCH) << 22n);

/** A post without a field that the bot needs. */
export type UnreadableTweet = ReturnType<typeof unreadable>;

function unreadable(raw: unknown, error: z.ZodError) {
  const fields = [...new Set(error.issues.map((issue) => issue.path.join('.') || 'everything'))];
  const { id, author_id: authorId, text } = rest.catch({ text: '' }).parse(raw);
  return withoutUndefined({
    /** Absent only if X did not send even the id. */
    id,
    /** Epoch milliseconds, from the id. */
    postedAt: id === undefined ? undefined : Number(BigInt(id) >> 22n) + SNOWFLAKE_EPOCH,
    authorId,
    /** The text as far as X sent it; may be empty. */
    text: decodeEntities(text),
    /** In plain words: `X sent it without created_at`. */
    why: `X sent it without ${fields.join(', ')}`,
  });
}

/** A parsed tweet from X, in our form: the listener stores it, and the reader reads it. */
export type IncomingTweet = ReturnType<typeof toIncomingTweet>;

function toIncomingTweet(tweet: XTweet, users: XUsers) {
  const history = tweet.edit_history_tweet_ids ?? [];
  const { id } = tweet;
  const named = users.find((user) => user.id === tweet.author_id);
  const author: Author = named ?? { id: tweet.author_id };
  const url: string = `https://twitter.com/${named?.username ?? 'i'}/status/${id}`;
  return withoutUndefined({
    /** This version's id. X gives every edit a new id, and may name an edit before it sends it. */
    id,
    /** The first version's id. It is the same for all edits, so workflows and the store use it as the key. */
    firstId: history[0] ?? id,
    /** The ids of all versions after the first, the newest last. Absent if the tweet was never edited. */
    laterIds: history.length > 1 ? history.slice(1) : undefined,
    /** Everything the author wrote, also beyond 280 characters, with HTML entities decoded and t.co links expanded. */
    text: fullText(tweet),
    /** Epoch milliseconds. */
    postedAt: Date.parse(tweet.created_at),
    author,
    isRetweet: tweet.referenced_tweets.some(({ type }) => type === 'retweeted'),
    /** X's stream also finds keywords in the post that it quotes. */
    isQuote: tweet.referenced_tweets.some(({ type }) => type === 'quoted') ? (true as const) : undefined,
    /** Without the @, as written. */
    mentionedUsernames: (tweet.note_tweet?.entities ?? tweet.entities).mentions.map((mention) => mention.username),
    /** The address of this version on X. */
    url,
  });
}

/** The text as the author wrote it. Beyond 280 characters, only `note_tweet` has all of it. */
export function fullText(tweet: z.infer<typeof xText>): string {
  const { text, entities } = tweet.note_tweet ?? tweet;
  return decodeEntities(expandLinks(text, entities.urls));
}
