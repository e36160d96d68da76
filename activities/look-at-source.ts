import type { OpenSpace } from '../core/open-space.ts';
import type { SendResult } from '../core/outcomes.ts';
import { planOf } from '../core/plan.ts';
import { titleOf } from '../core/reading/title.ts';
import { prices } from '../core/prices.ts';
import { editOf, isNewVersion } from '../core/source-change.ts';
import type { SourceChange } from '../core/parse-message.ts';
import type { Deps } from './deps.ts';

export type Source =
  | { readonly kind: 'same'; readonly note?: string }
  | { readonly kind: 'changed'; readonly result: SendResult };

/** What the host did where the tweet cannot be seen any more. */
export const goneChange = (why: 'deleted' | 'protected'): SourceChange => ({
  kind: 'deleted',
  why: why === 'deleted' ? 'the tweet was deleted' : 'the tweet is not public any more',
});

/** The source tweet just before its reminder; when X does not answer, the reminder goes out all the same. */
export async function lookAtSource(deps: Deps, space: OpenSpace): Promise<Source> {
  const { source } = space;
  if (source === undefined || source.isGone === true) return { kind: 'same' };
  const found = await deps.x.lookUp(source.tweetId);
  await deps.store.budgets.spend(space.conferenceId, prices.read, { reads: 1 });
  if (found.kind === 'unavailable') return { kind: 'same', note: 'the tweet could not be looked up before' };
  if (found.kind === 'gone') {
    await deps.store.tweets.erase(space.id, new Date(deps.clock()));
    return { kind: 'changed', result: { kind: 'sourceChanged', change: goneChange(found.why) } };
  }
  const { id: tweetId, url, text, postedAt } = found.tweet;
  if (!isNewVersion(source, tweetId)) return { kind: 'same' };
  const config = await deps.store.configs.current();
  const reading = deps.read({ text, postedAt }, config);
  const title = titleOf(text, reading, config.keywords);
  const change = editOf({ tweetId, url }, planOf(reading), { title, isSure: reading.sure });
  return { kind: 'changed', result: { kind: 'sourceChanged', change } };
}
