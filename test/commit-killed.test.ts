import assert from 'node:assert/strict';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import type { Deps } from '../activities/deps.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { createStore } from '../store/store.ts';
import { Killed, killedAt } from './support/crash-at.ts';
import { forSuite } from './support/for-tests.ts';
import { freshDatabase } from './support/servers.ts';
import { after as decided, ana, fivePm, fresh, now, someConfig, someSpace } from './support/slack-views.ts';

describe('a commit that frees a room, by a process that is killed', () => {
  const database = forSuite(async () => {
    const { db, drop } = await freshDatabase();
    return { db, stop: drop };
  });

  for (const moment of ['before', 'after'] as const) {
    it(`${moment} any of its calls: its second try tells each open space that waits for the room`, async () => {
      const store = createStore(database.db);
      await store.configs.begin(someConfig(), ana, new Date());
      let freed: string[] = [];
      const openSpaces = {
        roomFreed: async (_: string, id: string) => freed.push(id),
      } as unknown as Deps['openSpaces'];
      const deps = { store, openSpaces, clock: () => now } as Deps;
      const commit = (space: OpenSpace, by = deps) =>
        commitOpenSpace(by, { space, commitId: `${space.id}:${space.revision}`, mustBeFree: false });
      for (let nth = 1; ; nth += 1) {
        // Each round has a day of its own.
        const startAt = fivePm + nth * 86_400_000;
        const known = someSpace({ ...fresh(), room: 'A103', startAt });
        const taken = { openSpaceId: known.id, room: 'A103', startAt, relation: 'overlaps' } as const;
        const waiting = someSpace({ ...fresh(), room: 'A103', startAt, taken });
        // It may be the post that asks to move the session, so only people decide on it.
        const leftToPeople = { ...someSpace({ ...fresh(), room: 'A103', startAt, taken }), about: known.id };
        for (const space of [known, waiting, leftToPeople]) await commit(space);
        const card = (await store.openSpaces.find(leftToPeople.id)) ?? assert.fail();
        await store.openSpaces.markDrawn(card);
        freed = [];
        const moved = decided(known, { verb: 'change', room: 'A104' });
        const doomed = killedAt(deps, nth, moment);
        const wasKilled = await commit(moved, doomed.deps).then(
          () => false,
          (error: unknown) => error instanceof Killed,
        );
        await commit(moved);
        assert.ok(freed.includes(waiting.id), `call ${nth}: the room is offered to the one that waits`);
        const { stale } = (await store.openSpaces.find(leftToPeople.id)) ?? assert.fail();
        assert.ok(stale, `call ${nth}: its card is drawn again, because it names the session in A103`);
        if (!wasKilled) break;
      }
    });
  }
});
