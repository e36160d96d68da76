import type { OpenSpace } from '../core/open-space.ts';
import { prices } from '../core/prices.ts';
import type { Intent } from '../store/intents.ts';
import type { OwnPostLookup } from '../x/timeline.ts';
import type { Deps } from './deps.ts';

/** Looks for this account's post with the frozen text, newer than the intent and not owned by another reminder. */
export async function findPost(
  { x, store }: Deps,
  { space, id }: { readonly space: OpenSpace; readonly id: string },
  { text, sinceId }: Intent,
): Promise<OwnPostLookup> {
  const found = await x.findOwnPost({ text, sinceId });
  await store.budgets.spend(space.conferenceId, prices.ownRead, { reads: 1 });
  const isOthers = found.kind === 'found' && (await store.reminders.isOwned(found.id, id));
  return isOthers ? { kind: 'absent' } : found;
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
