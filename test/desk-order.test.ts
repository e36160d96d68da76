import assert from 'node:assert/strict';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import type { Deps } from '../activities/deps.ts';
import { drawCards } from '../activities/run-desk.ts';
import { theBot } from '../core/actor.ts';
import { noCards } from '../slack/no-cards.ts';
import { createStore } from '../store/store.ts';
import { composeDeps } from '../worker/compose.ts';
import { collectedLog } from './support/collected-log.ts';
import { eventually } from './support/sandbox-app.ts';
import { freshDatabase } from './support/servers.ts';
import { after as decided, now, someConfig, yoga } from './support/slack-views.ts';

describe('the order in which the desk draws', () => {
  it('the card that somebody has decided on comes before new cards, however many wait, and once', async () => {
    const { db, drop } = await freshDatabase();
    const store = createStore(db);
    await store.configs.begin(someConfig(), theBot, new Date());
    const drawn: string[] = [];
    const deps: Deps = composeDeps({
      store,
      client: {} as never,
      x: {} as never,
      settleSeconds: 1,
      log: collectedLog(),
      clock: () => now,
      cards: {
        ...noCards,
        async draw({ view, onPosted }) {
          drawn.push(view._id);
          await onPosted({ channel: 'C1', ts: `1.${drawn.length}`, role: 'outgoingTweets' });
          return { kind: 'drawn' };
        },
      },
    });
    const spaces = Array.from({ length: 60 }, (_, at) => yoga({ id: `866000000000${100 + at}` }));
    await Promise.all(
      spaces.map((space) => commitOpenSpace(deps, { space, commitId: `heard:${space.id}`, takesRoom: false })),
    );
    const shift = new AbortController();
    const drawing = drawCards(deps, shift.signal);
    try {
      const first = await eventually('a card', async () => drawn[0]);
      const space = spaces.find(({ id }) => id === first);
      assert.ok(space);
      const approved = decided(space, { verb: 'decide', approval: 'approved' });
      await commitOpenSpace(deps, { space: approved, commitId: 'pressed', takesRoom: false });
      await eventually('its card again', async () => drawn.lastIndexOf(first) > 0);
      assert.ok(new Set(drawn).size < 40, `${new Set(drawn).size} of 60 cards came first`);
      assert.equal(drawn.filter((id) => id === first).length, 2);
    } finally {
      shift.abort();
      await drawing;
      await drop();
    }
  });
});
