import { z } from 'zod';
import { withoutUndefined } from '../core/without-undefined.ts';
import { decodeEntities, expandLinks } from './text.ts';

const entities = z
  .object({
    urls: z.array(z.object({ url: z.string(), expanded_url: z.string().optional() })).default([]),
    mentions: z.array(z.object({ username: z.string() })).default([]),
  })
  .catch({ urls: [], mentions: [] });

const snowflake = z.string().regex(/^\d{1,20}$/u);

/** Names of X's OpenAPI document since 2.167, and what its documentation calls the same. */
const oldNames: Readonly<Record<string, string>> = {
  edit_history_post_ids: 'edit_history_tweet_ids',
  note_post: 'note_tweet',
  referenced_posts: 'referenced_tweets',
};

function withOldNames(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null) return raw;
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [oldNames[name] ?? name, value]));
}

const textShape = {
  id: snowflake,
  text: z.string(),
  entities,
  note_tweet: z.object({ text: z.string(), entities }).optional(),
};

/** What a text consists of, in either of X's vocabularies. */
export const xText = z.preprocess(withOldNames, z.object(textShape));

/**
 * A tweet with the fields of `forms.ts`, in either of X's vocabularies; those missing mean what their absence means.
 */
const xTweet = z.preprocess(
  withOldNames,
  z.object({
    ...textShape,
    author_id: snowflake,
    created_at: z.iso.datetime({ offset: true }),
    // X has been seen to send an empty id in it.
    edit_history_tweet_ids: z.array(z.string()).transform(withoutEmpty).optional(),
    referenced_tweets: z.array(z.object({ type: z.string(), id: snowflake })).default([]),
  }),
);

function withoutEmpty(ids: readonly string[]): string[] {
  return ids.filter((id) => snowflake.safeParse(id).success);
}

const xUser = z.object({ id: snowflake, username: z.string(), name: z.string() });

/** Of `errors` beside (or without) data: X answers 200 with them when it hides or cannot find something. */
export const xProblem = z.object({
  title: z.string().catch(''),
  detail: z.string().catch(''),
  type: z.string().catch(''),
  value: z.string().optional().catch(undefined),
  resource_id: z.string().optional().catch(undefined),
});

/** An author that cannot be read is as good as one that X left out. */
const includes = z
  .object({ users: z.array(z.unknown()).default([]) })
  .catch({ users: [] })
  .transform(({ users }) => users.flatMap((user) => xUser.safeParse(user).data ?? []));

/** One tweet, as the stream and the lookup by id send it. */
export const singleTweet = z.object({ data: z.looseObject({}), includes });

/** Tweets, as search and the lookup of many send them; without results, `data` is missing. */
export const tweetPage = z.object({
  data: z.array(z.unknown()).default([]),
  includes,
  errors: z.array(xProblem).default([]),
});

type XTweet = z.infer<typeof xTweet>;
type XUsers = z.infer<typeof includes>;

/** What X sent for one tweet, in our form: one that cannot be read must not spoil the others beside it. */
export type ReceivedTweet = IncomingTweet | UnreadableTweet;

export const isReadable = (tweet: ReceivedTweet): tweet is IncomingTweet => !('why' in tweet);

/** Parses what the stream sends; undefined for what holds no tweet at all. */
export function parseStreamTweet(payload: unknown): ReceivedTweet | undefined {
  const { data } = singleTweet.safeParse(payload);
  return data && readTweet(data.data, data.includes);
}

/** X's form into ours. An author that X left out (suspended meanwhile) is known by number alone. */
export function readTweet(raw: unknown, users: XUsers): ReceivedTweet {
  const parsed = xTweet.safeParse(raw);
  return parsed.success ? toIncomingTweet(parsed.data, users) : unreadable(raw, parsed.error);
}

const rest = z.object({
  id: snowflake.optional().catch(undefined),
  author_id: snowflake.optional().catch(undefined),
  text: z.string().catch(''),
});

/** Ids are milliseconds since this instant above 22 bits: https://docs.x.com/resources/fundamentals/x-ids */
const SNOWFLAKE_EPOCH = 1_288_834_974_657;

/** An id that is older than each post after `at`, and newer than each before; epoch milliseconds. */
export const postIdAt = (at: number): string => String(BigInt(at - SNOWFLAKE_EPOCH) << 22n);

/** A post from which X left something out that the bot cannot do without. */
export type UnreadableTweet = ReturnType<typeof unreadable>;

function unreadable(raw: unknown, error: z.ZodError) {
  const fields = [...new Set(error.issues.map((issue) => issue.path.join('.') || 'everything'))];
  const { id, author_id: authorId, text } = rest.catch({ text: '' }).parse(raw);
  return withoutUndefined({
    /** Missing only where X sent not even that. */
    id,
    /** Epoch milliseconds, as the id has it. */
    postedAt: id === undefined ? undefined : Number(BigInt(id) >> 22n) + SNOWFLAKE_EPOCH,
    authorId,
    /** As far as it came; may be empty. */
    text: decodeEntities(text),
    /** In plain words: `X sent it without created_at`. */
    why: `X sent it without ${fields.join(', ')}`,
  });
}

/** A tweet as it comes from X, parsed and made plain: what the listener stores and the reader reads. */
export type IncomingTweet = ReturnType<typeof toIncomingTweet>;

function toIncomingTweet(tweet: XTweet, users: XUsers) {
  const history = tweet.edit_history_tweet_ids ?? [];
  const id = history.at(-1) ?? tweet.id;
  const author = users.find((user) => user.id === tweet.author_id);
  const url: string = `https://twitter.com/${author?.username ?? 'i'}/status/${id}`;
  return withoutUndefined({
    /** The newest version's id. X gives every edit an id of its own. */
    id,
    /** The first version's id: stays the same over all edits, so workflows and the store key on it. */
    firstId: history[0] ?? tweet.id,
    /** The ids of its other versions; absent where it was never edited. */
    laterIds: history.length > 1 ? history.slice(1) : undefined,
    /** Everything the author wrote, over 280 characters too, with HTML entities decoded and t.co links expanded. */
    text: fullText(tweet),
    /** Epoch milliseconds. */
    postedAt: Date.parse(tweet.created_at),
    author: author ?? { id: tweet.author_id, username: `user${tweet.author_id}`, name: '' },
    isRetweet: tweet.referenced_tweets.some((reference) => reference.type === 'retweeted'),
    /** Without the @, as written. */
    mentionedUsernames: (tweet.note_tweet?.entities ?? tweet.entities).mentions.map((mention) => mention.username),
    inReplyToId: tweet.referenced_tweets.find((reference) => reference.type === 'replied_to')?.id,
    /** Opens the newest version on X. */
    url,
  });
}

/** What the author wrote: beyond 280 characters only `note_tweet` has it all. */
export function fullText(tweet: z.infer<typeof xText>): string {
  const { text, entities } = tweet.note_tweet ?? tweet;
  return decodeEntities(expandLinks(text, entities.urls));
}
