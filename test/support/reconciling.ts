import type { Deps } from '../../activities/deps.ts';
import { tellOrganisers } from '../../activities/desk-news.ts';
import { reconcile } from '../../activities/reconcile.ts';
import { minute, type Workbench } from './workbench.ts';

/** The reconciler of a suite's bench, and what the desk tells organisers in the present test. */
export function reconciling(bench: Workbench) {
  const told: string[] = [];
  const tell: Deps['cards']['tell'] = async (_key, text, _config, onTold) => {
    told.push(typeof text === 'string' ? text : JSON.stringify(text));
    await onTold?.();
    return { kind: 'drawn' };
  };
  beforeEach(() => void told.splice(0));
  const config = () => bench.store.configs.current();
  /** Some minutes later. What is younger than half a minute is left alone, because it may not be listed yet. */
  const later = (minutes = 5): Deps => ({
    ...bench.deps,
    clock: () => Date.now() + minutes * minute,
    cards: { ...bench.deps.cards, tell },
  });
  const tidy = async (deps = later(), memory = new Map<string, string>()): Promise<void> => {
    await reconcile(deps, await config(), memory);
    await tellOrganisers(deps);
  };
  return { told, config, later, tidy };
}
