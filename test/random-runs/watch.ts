/** Looks at the store while a run goes on: what only ever grows must never be seen to shrink. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenSpaceView } from '../../store/open-spaces.ts';
import type { Stage } from './play.ts';

const lookEveryMs = 500;
/** Older changes were seen by an earlier look. Milliseconds. */
const recentMs = 30_000;

/** @returns what ends it */
export function watch({ bot, records }: Stage): () => Promise<void> {
  const stopping = new AbortController();
  const revisions = new Map<string, number>();
  const look = async (): Promise<void> => {
    const recent = { updatedAt: { $gt: new Date(Date.now() - recentMs) } };
    for (const { space, revision } of await bot.db.collection<OpenSpaceView>('openSpaces').find(recent).toArray()) {
      const known = revisions.get(space.id) ?? 0;
      if (revision < known) records.problems.add(`the revision of ${space.id} went from ${known} to ${revision}`);
      revisions.set(space.id, revision);
      for (const { id } of space.refusals) records.refusals.add(`${space.id} ${id}`);
    }
  };
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      // The store is away now and then.
      await look().catch(() => undefined);
      await sleep(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    await look().catch(() => undefined);
  })();
  return async () => {
    stopping.abort();
    await watching;
  };
}
