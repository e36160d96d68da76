import type { XClient } from './client.ts';
import { isAboutStart, readFailure } from './failure.ts';

/** The part of a request that names the wanted fields of posts. */
export type Form = Readonly<Record<string, string>>;

const userFields = { 'user.fields': 'name,username' };

/** By X's documentation. These fields are enough to recognise edits, retweets, long texts and links. */
const tweetForm: Form = {
  'tweet.fields': 'author_id,created_at,entities,referenced_tweets,note_tweet,edit_history_tweet_ids',
  expansions: 'author_id',
  ...userFields,
};

const postFields = 'created_at,entities,note_post';
const postExpansions = 'author_id,edit_history_post_ids,referenced_posts';

/** By X's OpenAPI document since version 2.167 (August 2026): the author is an expansion and no field any more. */
const postForm: Form = { 'post.fields': postFields, expansions: postExpansions, ...userFields };

/** Forms that X may understand, the first to try first. */
export const postForms: readonly Form[] = [tweetForm, postForm];

/** For the stream, that document keeps the parameter's old name. */
export const streamForms: readonly Form[] = [
  tweetForm,
  { 'tweet.fields': postFields, expansions: postExpansions, ...userFields },
  postForm,
];

/** For the bot's own posts: only their texts. */
export const ownPostForms: readonly Form[] = [
  { 'tweet.fields': 'entities,note_tweet,edit_history_tweet_ids' },
  { 'post.fields': 'entities,note_post' },
];

const understood = new WeakMap<XClient, Map<readonly Form[], number>>();

/**
 * Sends a request in the form that X accepted last. If X answers 400, tries the other forms; the first one that X
 * accepts is remembered. @throws the error of the first form if X accepts none
 */
export async function askInForm<T>(
  client: XClient,
  forms: readonly Form[],
  ask: (form: Form) => Promise<T>,
): Promise<T> {
  const known = understood.get(client) ?? new Map<readonly Form[], number>();
  understood.set(client, known);
  const first = known.get(forms) ?? 0;
  try {
    return await ask(forms[first] ?? {});
  } catch (error) {
    if (!mayMeanTheForm(error)) throw error;
    for (const [at, form] of forms.entries()) {
      if (at === first) continue;
      try {
        const answer = await ask(form);
        known.set(forms, at);
        return answer;
      } catch (other) {
        if (!mayMeanTheForm(other)) throw other;
      }
    }
    throw error;
  }
}

/**
 * X has many ways to say what is wrong with a request. Only a complaint about the start of a search is surely not about
 * the form.
 */
function mayMeanTheForm(error: unknown): boolean {
  const failure = readFailure(error);
  return failure.kind === 'answered' && failure.status === 400 && !isAboutStart(failure);
}
