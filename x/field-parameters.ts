import type { XClient } from './client.ts';
import { isAboutStart, readFailure } from './failure.ts';

/** The part of a request that names the wanted fields of posts. */
export type FieldParameters = Readonly<Record<string, string>>;

const userFields = { 'user.fields': 'name,username' };

/** By X's documentation. These fields are enough to recognise edits, retweets, long texts and links. */
const tweetParameters: FieldParameters = {
  'tweet.fields': 'author_id,created_at,entities,referenced_tweets,note_tweet,edit_history_tweet_ids',
  expansions: 'author_id',
  ...userFields,
};

const postFields = 'created_at,entities,note_post';
const postExpansions = 'author_id,edit_history_post_ids,referenced_posts';

/** By X's OpenAPI document since version 2.167 (August 2026): the author is an expansion and no field any more. */
const postParameters: FieldParameters = { 'post.fields': postFields, expansions: postExpansions, ...userFields };

/** What X may understand, the first to try first. */
export const postFieldParameters: readonly FieldParameters[] = [tweetParameters, postParameters];

/** For the stream, that document keeps the parameter's old name. */
export const streamFieldParameters: readonly FieldParameters[] = [
  tweetParameters,
  { 'tweet.fields': postFields, expansions: postExpansions, ...userFields },
  postParameters,
];

/** For the bot's own posts: only their texts. */
export const ownPostFieldParameters: readonly FieldParameters[] = [
  { 'tweet.fields': 'entities,note_tweet,edit_history_tweet_ids' },
  { 'post.fields': 'entities,note_post' },
];

const understood = new WeakMap<XClient, Map<readonly FieldParameters[], number>>();

/**
 * Sends a request with the parameters that X accepted last. If X answers 400, tries the others; the first ones that X
 * accepts are remembered. @throws the error of the first ones if X accepts none
 */
export async function askForFields<T>(
  client: XClient,
  choices: readonly FieldParameters[],
  ask: (parameters: FieldParameters) => Promise<T>,
): Promise<T> {
  const known = understood.get(client) ?? new Map<readonly FieldParameters[], number>();
  understood.set(client, known);
  const first = known.get(choices) ?? 0;
  try {
    return await ask(choices[first] ?? {});
  } catch (error) {
    if (!mayMeanTheParameters(error)) throw error;
    for (const [at, parameters] of choices.entries()) {
      if (at === first) continue;
      try {
        const answer = await ask(parameters);
        known.set(choices, at);
        return answer;
      } catch (other) {
        if (!mayMeanTheParameters(other)) throw other;
      }
    }
    throw error;
  }
}

/**
 * X has many ways to say what is wrong with a request. Only a complaint about the start of a search is surely not about
 * these parameters.
 */
function mayMeanTheParameters(error: unknown): boolean {
  const failure = readFailure(error);
  return failure.kind === 'answered' && failure.status === 400 && !isAboutStart(failure);
}
