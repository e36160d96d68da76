import { newNamesOf, withNewNames } from '../core/new-names.ts';
import { prices } from '../core/prices.ts';
import { possibleTexts } from '../core/reminder-text.ts';
import type { Intent } from '../store/intents.ts';
import type { Deps } from './deps.ts';
import type { DueReminder } from './posting-rules.ts';
import type { TextsLike } from '../x/timeline.ts';

/** How much earlier than its due time a post may be on X, because clocks differ. Milliseconds. */
const clockReachMs = 5 * 60_000;

export const findFrozen = (deps: Deps, due: DueReminder, { text, sinceId }: Intent) =>
  findPost(deps, due, () => [text], sinceId);

/**
 * The record of the post may be lost, for example by a restore. So a post counts with each text that the reminder can
 * have had since it was due.
 */
export async function findUnrecorded(deps: Deps, due: DueReminder, known: Intent | undefined) {
  const { space, reminder, sendAt } = due;
  const { key, firstDueAt = sendAt } = reminder;
  const from = firstDueAt - clockReachMs;
  const [config, renamed] = await Promise.all([deps.store.configs.current(), deps.store.users.listRenamed()]);
  // It may have gone out before its host got another name, or between two changes.
  const host = renamed.filter(({ _id }) => _id === space.source?.host.id);
  const named = host.flatMap(({ username: newest, newNames = [newest], ...user }) =>
    newNames.map((username) => withNewNames(space, newNamesOf([{ ...user, username }]))),
  );
  const possible = [space, ...named].map((one) => possibleTexts(one, key, config, from, deps.clock()));
  const textsLike = (post: string): string[] => possible.flatMap((texts) => texts(post));
  if (known === undefined) return findPost(deps, due, textsLike, deps.x.postIdAt(from));
  return findPost(deps, due, (post) => [known.text, ...textsLike(post)], known.sinceId);
}

/**
 * Looks for this account's oldest post with one of these texts that is newer than `sinceId` and belongs to no other
 * reminder. From then on it belongs to this one.
 */
async function findPost(deps: Deps, { space, id }: DueReminder, textsLike: TextsLike, sinceId: string | undefined) {
  const { x, store, clock } = deps;
  const found = await x.findOwnPosts({ textsLike, sinceId });
  await store.budgets.spend(space.conferenceId, prices.ownRead, { reads: 1 });
  if (found.kind !== 'found') return found;
  for (const post of found.posts) {
    if (await store.reminders.takePost(post, id, new Date(clock()))) return { kind: 'found', ...post } as const;
  }
  return { kind: 'absent' } as const;
}

/**
 * The id of this account's newest post: a later search for a post that is about to be made begins after it. If nobody
 * knows it, an id from an hour ago: an older post with the same text must not count as the new one.
 */
export async function newestOwnPost({ x, store }: Deps, conferenceId: string): Promise<string> {
  const [told, known] = await Promise.all([x.newestOwnPostId(), store.budgets.newestPostId(conferenceId)]);
  if (told === undefined || known === undefined) return told ?? known ?? x.earlierPostId();
  return BigInt(told) > BigInt(known) ? told : known;
}
