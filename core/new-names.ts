import { postsOf, restingOn } from './posts-of.ts';
import type { OpenSpace } from './open-space.ts';

interface Named {
  readonly username: string;
  readonly name: string;
}

/** The users whose handle at X has changed since the bot first heard them, by their number, with their newest names. */
export type NewNames = ReadonlyMap<string, Named>;

export const newNamesOf = (users: readonly (Named & { readonly _id: string })[]): NewNames =>
  new Map(users.map(({ _id, username, name }) => [_id, { username, name }]));

/**
 * The open space with the newest handles of its hosts, for people and for texts that are not frozen yet. The rules know
 * hosts by their numbers.
 */
export function withNewNames(space: OpenSpace, names: NewNames): OpenSpace {
  if (names.size === 0) return space;
  const posts = postsOf(space).map((post) => {
    const { id, username } = post.host;
    return { ...post, host: { id, username: names.get(id)?.username ?? username } };
  });
  return restingOn(space, posts);
}

export const withNewAuthor = <Post extends { readonly author: Named & { readonly id: string } }>(
  post: Post,
  names: NewNames,
): Post => ({ ...post, author: { ...post.author, ...names.get(post.author.id) } });
