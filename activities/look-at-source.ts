import type { OpenSpace } from '../core/open-space.ts';
import type { SendResult } from '../core/outcomes.ts';
import { planOf } from '../core/plan.ts';
import { prices } from '../core/prices.ts';
import { isNews } from '../core/source-change.ts';
import type { Deps } from './deps.ts';

type Source =
  | { readonly kind: 'same'; readonly note?: string }
  | { readonly kind: 'changed'; readonly result: SendResult };

/** The source tweet just before its reminder; when X does not answer, the reminder goes out all the same. */
export async function lookAtSource(deps: Deps, space: OpenSpace): Promise<Source> {
  const { source } = space;
  if (source === undefined) return { kind: 'same' };
  const found = await deps.x.lookUp(source.tweetId);
  await deps.store.budgets.spend(space.conferenceId, prices.read, { reads: 1 });
  if (found.kind === 'unavailable') return { kind: 'same', note: 'the tweet could not be looked up before' };
  if (found.kind === 'gone') {
    await deps.store.tweets.erase(space.id, new Date(deps.clock()));
    const why = found.why === 'deleted' ? 'the tweet was deleted' : 'the tweet is not public any more';
    return { kind: 'changed', result: { kind: 'sourceChanged', change: { kind: 'deleted', why } } };
  }
  const { id: tweetId, url, text, postedAt } = found.tweet;
  const plan = planOf(deps.read({ text, postedAt }, await deps.store.configs.current()));
  const change = { kind: 'edited', tweetId, url, ...plan } as const;
  if (!isNews(space, change)) return { kind: 'same' };
  return { kind: 'changed', result: { kind: 'sourceChanged', change } };
}
