import type { XClient } from './client.ts';
import { isAboutStart, readFailure } from './failure.ts';

/** The part of a request that says which fields of posts should come. */
export type Form = Readonly<Record<string, string>>;

const userFields = { 'user.fields': 'name,username' };

/** As X's documentation has it; enough to tell edits, retweets, replies, long texts and links. */
const tweetForm: Form = {
  'tweet.fields':
    'author_id,created_at,entities,referenced_tweets,note_tweet,in_reply_to_user_id,edit_history_tweet_ids',
  expansions: 'author_id',
  ...userFields,
};

const postFields = 'author_id,created_at,entities,note_post';
const postExpansions = 'author_id,edit_history_post_ids,in_reply_to_user_id,referenced_posts';

/** As X's OpenAPI document has it since version 2.167 (August 2026). */
const postForm: Form = { 'post.fields': postFields, expansions: postExpansions, ...userFields };

/** Forms that X may understand, the one to try first in front. */
export const postForms: readonly Form[] = [tweetForm, postForm];

/** The document keeps the old name of the parameter for the stream. */
export const streamForms: readonly Form[] = [
  tweetForm,
  { 'tweet.fields': postFields, expansions: postExpansions, ...userFields },
  postForm,
];

/** For the bot's own posts: their texts only. */
export const ownPostForms: readonly Form[] = [
  { 'tweet.fields': 'entities,note_tweet,edit_history_tweet_ids' },
  { 'post.fields': 'entities,note_post' },
];

const understood = new WeakMap<XClient, Map<readonly Form[], number>>();

/**
 * Asks in the form that X understood last. Where X answers 400, the others are tried, and the first that it takes is
 * remembered. @throws what the first of them met where none is taken
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

/** X says in many words what is wrong with a request; only its complaints about marks surely mean something else. */
function mayMeanTheForm(error: unknown): boolean {
  const failure = readFailure(error);
  return failure.kind === 'answered' && failure.status === 400 && !isAboutStart(failure);
}
