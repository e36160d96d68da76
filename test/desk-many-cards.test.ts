import assert from 'node:assert/strict';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import type { Deps } from '../activities/deps.ts';
import { drawCards } from '../activities/run-desk.ts';
import { digestOver } from '../activities/waiting-cards.ts';
import { theBot } from '../core/actor.ts';
import { noCards } from '../slack/no-cards.ts';
import { createStore } from '../store/store.ts';
import { composeDeps } from '../worker/compose.ts';
import { collectedLog } from './support/collected-log.ts';
import { eventually } from './support/eventually.ts';
import { freshDatabase } from './support/servers.ts';
import { now, someConfig, yoga } from './support/slack-views.ts';

describe('the desk with many cards to draw', () => {
  it('posts one line before many new cards, and none before many that only change', async () => {
    const { db, drop } = await freshDatabase();
    const store = createStore(db);
    await store.configs.begin(someConfig(), theBot, new Date());
    let digests = 0;
    const drawn: string[] = [];
    const cards: Deps['cards'] = {
      ...noCards,
      async drawDigest() {
        digests += 1;
        return { kind: 'drawn' };
      },
      async draw({ view, onPosted }) {
        drawn.push(view._id);
        if (view.cards === undefined)
          await onPosted({ channel: 'C1', ts: `1.${view._id}`, role: 'outgoingTweets' }, []);
        return { kind: 'drawn' };
      },
    };
    const [client, x, clock, log] = [{} as never, {} as never, () => now, collectedLog()];
    const deps = composeDeps({ store, client, x, settleSeconds: 1, log, clock, cards });
    const spaces = Array.from({ length: digestOver + 1 }, (_, at) => yoga({ id: `866000000000${100 + at}` }));
    const drawAll = async (): Promise<void> => {
      drawn.length = 0;
      const over = new AbortController();
      const drawing = drawCards({ ...deps, stopwatch: () => 0 }, over.signal);
      try {
        await eventually('all are drawn', async () => new Set(drawn).size === spaces.length);
      } finally {
        over.abort();
        await drawing;
      }
    };
    try {
      await Promise.all(
        spaces.map((space) => commitOpenSpace(deps, { space, commitId: `heard:${space.id}`, mustBeFree: false })),
      );
      await drawAll();
      assert.equal(digests, 1);
      // As after a new room. A desk that has just begun has sent no such line yet.
      await store.openSpaces.markStale(...spaces.map(({ id }) => id));
      await drawAll();
      assert.equal(digests, 1);
    } finally {
      await drop();
    }
  });
});
