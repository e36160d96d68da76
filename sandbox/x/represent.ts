import { isTooLong, shortened, storedText } from './stored-text.ts';
import { notAuthorized, notFound } from './problems.ts';
import { type Fields, inDialect } from './dialect.ts';
import type { Matchable } from './query-language.ts';
import type { StoredTweet, StoredUser, World } from './world.ts';

/** A tweet in X's format, with only the requested fields. */
export function tweetObject(tweet: StoredTweet, world: World, fields: Fields): Record<string, unknown> {
  const written = writtenText(tweet, world);
  const author = world.userById(tweet.authorId);
  const isLong = isTooLong(written);
  const full = storedText(written);
  const text = isLong ? shortened(written, `https://x.com/${author?.username ?? 'i'}/status/${tweet.id}`) : full.text;
  const entities = isLong ? storedText(Array.from(written).slice(0, 250).join('')).entities : full.entities;
  // The document of 2.167 allows null for a list without entries.
  const empty = fields.dialect === 'post' ? { urls: null, hashtags: null, mentions: null } : {};
  const replied = tweet.replyTo === undefined ? undefined : world.liveTweet(tweet.replyTo);
  const all: Record<string, unknown> = {
    author_id: tweet.authorId,
    conversation_id: replied?.firstId ?? tweet.firstId,
    created_at: new Date(tweet.createdAt).toISOString(),
    entities: Object.keys(entities).length > 0 ? { ...empty, ...entities } : undefined,
    in_reply_to_user_id: replied?.authorId,
    lang: 'en',
    note_tweet: isLong ? { text: full.text, entities: { ...empty, ...full.entities } } : undefined,
    referenced_tweets: references(tweet),
  };
  const asked = Object.entries(all).filter(([field, value]) => fields.tweet.has(field) && value !== undefined);
  const given = {
    id: tweet.id,
    text,
    // A default field in the documentation; in the document of 2.167 an expansion.
    ...(fields.dialect === 'tweet' || fields.tweet.has('edit_history_tweet_ids')
      ? { edit_history_tweet_ids: world.historyOf(tweet) }
      : {}),
    ...Object.fromEntries(asked),
    ...authorIdFor(fields, tweet),
  };
  const left = Object.entries(given).filter(([field]) => tweet.without?.includes(field) !== true);
  return inDialect(Object.fromEntries(left), fields.dialect);
}

/** `includes` for these tweets. Undefined if no expansion is requested. */
export function includesFor(
  tweets: readonly StoredTweet[],
  world: World,
  fields: Fields,
): Record<string, unknown> | undefined {
  const users = fields.expansions.has('author_id') ? new Set(tweets.map((tweet) => tweet.authorId)) : new Set<string>();
  const referenced = fields.expansions.has('referenced_tweets.id')
    ? tweets
        .flatMap((tweet) => [tweet.retweetOf, tweet.quoteOf, tweet.replyTo])
        .flatMap((id) => (id === undefined ? [] : (world.liveTweet(id) ?? [])))
    : [];
  if (users.size === 0 && referenced.length === 0) return undefined;
  return {
    ...(users.size > 0
      ? { users: [...users].flatMap((id) => world.userById(id) ?? []).map((user) => userObject(user, world, fields)) }
      : {}),
    ...(referenced.length > 0
      ? {
          [fields.dialect === 'post' ? 'posts' : 'tweets']: referenced.map((tweet) =>
            tweetObject(tweet, world, fields),
          ),
        }
      : {}),
  };
}

export function userObject(user: StoredUser, world: World, fields: Fields): Record<string, unknown> {
  const { id, name, username } = user;
  return { id, name, username, ...(fields.user.has('protected') ? { protected: world.isProtected(id) } : {}) };
}

/** The version that a look-up by id finds, or the error. */
export function visibleTweet(id: string, parameter: string, world: World): { tweet: StoredTweet } | { error: object } {
  const tweet = world.liveTweet(id);
  if (tweet === undefined) return { error: notFound(id, parameter) };
  return world.isProtected(tweet.authorId) ? { error: notAuthorized(id, parameter) } : { tweet };
}

/** A tweet in the form that rules and search match. */
export function matchable(tweet: StoredTweet, world: World, isStream = false): Matchable {
  const quoted = tweet.quoteOf === undefined ? undefined : world.liveTweet(tweet.quoteOf);
  // The stream's rules also match the text of a quoted post.
  const text = [writtenText(tweet, world), isStream ? (quoted?.text ?? []) : []].flat().join('\n');
  const { entities } = storedText(text);
  return {
    text,
    hashtags: new Set(entities.hashtags?.map(({ tag }) => tag.toLowerCase())),
    mentions: new Set(entities.mentions?.map(({ username }) => username.toLowerCase())),
    author: world.userById(tweet.authorId)?.username.toLowerCase() ?? '',
    isRetweet: tweet.retweetOf !== undefined,
    isReply: tweet.replyTo !== undefined,
    hasLinks: entities.urls !== undefined,
  };
}

/** X puts `RT @author:` before the retweeted text. */
export function writtenText(tweet: StoredTweet, world: World): string {
  const original = tweet.retweetOf === undefined ? undefined : world.liveTweet(tweet.retweetOf);
  if (original === undefined) return tweet.text;
  return `RT @${world.userById(original.authorId)?.username ?? 'i'}: ${original.text}`;
}

function references({ retweetOf, quoteOf, replyTo }: StoredTweet): { type: string; id: string }[] | undefined {
  const named = { retweeted: retweetOf, quoted: quoteOf, replied_to: replyTo };
  const given = Object.entries(named).flatMap(([type, id]) => (id === undefined ? [] : [{ type, id }]));
  return given.length === 0 ? undefined : given;
}

function authorIdFor(fields: Fields, tweet: StoredTweet): Record<string, string> {
  return fields.expansions.has('author_id') ? { author_id: tweet.authorId } : {};
}
