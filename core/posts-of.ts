import type { OpenSpace, SourceTweet } from './open-space.ts';
import { withoutUndefined } from './without-undefined.ts';

/** All tweets of an open space: its source first, then the earlier ones. */
export const postsOf = ({ source, earlier = [] }: Pick<OpenSpace, 'source' | 'earlier'>): readonly SourceTweet[] =>
  source === undefined ? [] : [source, ...earlier];

/** The id under which a tweet of the open space is stored. @param post [its source] */
export const postIdOf = ({ id, source }: Pick<OpenSpace, 'id' | 'source'>, post = source): string => post?.postId ?? id;

/** The id under which X shows a tweet: of its newest version, or of its first one while X does not show the newest. */
export const shownIdOf = (space: OpenSpace, post: SourceTweet): string =>
  post.isHidden === true ? postIdOf(space, post) : post.tweetId;

export const postIdsOf = (space: OpenSpace): string[] => postsOf(space).map((post) => postIdOf(space, post));

/** The space with the first of these tweets as its source. */
export function restingOn(space: OpenSpace, [source, ...earlier]: readonly SourceTweet[]): OpenSpace {
  const { source: _source, earlier: _earlier, ...rest } = space;
  return { ...rest, ...withoutUndefined({ source, earlier: earlier.length === 0 ? undefined : earlier }) };
}
