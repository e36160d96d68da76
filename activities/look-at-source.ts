import type { OpenSpace, SourceTweet } from '../core/open-space.ts';
import { postIdOf, shownIdOf } from '../core/posts-of.ts';
import { prices } from '../core/prices.ts';
import { editOf, isNewVersion } from '../core/source-change.ts';
import type { SourceChange } from '../core/request.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { whyWords } from '../core/words.ts';
import type { IncomingTweet } from '../x/incoming.ts';
import type { Deps } from './deps.ts';
import { readTweet, storedEdit } from './read-tweet.ts';

/** Whether the bot has ever seen the tweet. If an organiser entered it, the bot knows only its address. */
export const wasSeen = ({ readAs }: SourceTweet, isStored: boolean): boolean => readAs !== undefined || isStored;

/** The change that follows if an organiser has entered a post that reminders must not link to. */
export const withoutLinkChange = ({ postId }: SourceTweet, why: string): SourceChange =>
  withoutUndefined({ kind: 'deleted', why, isUnseen: true, postId });

/** @param isSeen whether the bot has ever seen it; an address that an organiser entered may be wrong */
export function goneChange(why: 'deleted' | 'protected', post: SourceTweet, isSeen: boolean): SourceChange {
  if (!isSeen) return withoutLinkChange(post, whyWords.neverShown);
  const words = why === 'deleted' ? 'the tweet was deleted' : 'the tweet is not public any more';
  return withoutUndefined({ kind: 'deleted', why: words, postId: post.postId });
}

/** Notes another name of the host, which a look-up brings anyway. @param askedAt a name that is heard later counts */
export async function seeName({ store }: Pick<Deps, 'store'>, { author }: IncomingTweet, askedAt: Date) {
  if (author.username !== undefined) await store.users.rename(author, askedAt);
}

/** Looks up the source tweet just before its reminder. If X does not answer, the reminder goes out, with a note. */
export async function lookAtSource(deps: Deps, space: OpenSpace): Promise<{ change?: SourceChange; note?: string }> {
  const { source, standing } = space;
  // A session that was cancelled because its tweet is gone posts its correction without the tweet.
  if (source === undefined || source.isGone === true || standing.status !== 'scheduled') return {};
  const askedAt = new Date(deps.clock());
  const found = await deps.x.lookUp(shownIdOf(space, source));
  await deps.store.budgets.spend(space.conferenceId, prices.read, { reads: 1 });
  if (found.kind === 'unavailable') {
    const { hidden } = found;
    const isKnown = hidden === undefined || !isNewVersion(source, hidden.tweetId);
    if (isKnown) return { note: 'the tweet could not be looked up before' };
    // It may give another room or start, so a person decides. Once X shows it, it counts as any edit.
    const plan = { ...source.readAs, verdict: 'review', isSure: false } as const;
    const edit = editOf({ ...hidden, postId: source.postId }, plan, source.title);
    return { change: { ...edit, isHidden: true } };
  }
  if (found.kind === 'gone') {
    const id = postIdOf(space);
    const isSeen = wasSeen(source, (await deps.store.tweets.find(id)) !== null);
    await deps.store.tweets.erase(id, new Date(deps.clock()));
    return { change: goneChange(found.why, source, isSeen) };
  }
  await seeName(deps, found.tweet, askedAt);
  const { id: tweetId, url, postedAt } = found.tweet;
  if (!isNewVersion(source, tweetId)) return {};
  const post = { ...found.tweet, _id: postIdOf(space), tweetId, postedAt: new Date(postedAt) };
  const reading = await readTweet(deps, post, await deps.store.configs.current());
  return { change: storedEdit({ tweetId, url, postId: source.postId }, reading) };
}
