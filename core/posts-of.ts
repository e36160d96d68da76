import type { OpenSpace, SourceTweet } from './open-space.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Its tweets that the bot knows of, the one that it rests on first. */
export const postsOf = ({ source, earlier = [] }: Pick<OpenSpace, 'source' | 'earlier'>): readonly SourceTweet[] =>
  source === undefined ? [] : [source, ...earlier];

/** The id under which a tweet of it is stored; without one, the tweet that it rests on. */
export const postIdOf = ({ id, source }: Pick<OpenSpace, 'id' | 'source'>, post = source): string => post?.postId ?? id;

/** The space resting on the first of these tweets. */
export function restingOn(space: OpenSpace, [source, ...earlier]: readonly SourceTweet[]): OpenSpace {
  const { source: _source, earlier: _earlier, ...rest } = space;
  return { ...rest, ...withoutUndefined({ source, earlier: earlier.length === 0 ? undefined : earlier }) };
}
