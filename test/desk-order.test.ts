import assert from 'node:assert/strict';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import type { Deps } from '../activities/deps.ts';
import { drawCards } from '../activities/run-desk.ts';
import { theBot } from '../core/actor.ts';
import { createCardDrawer } from '../slack/draw.ts';
import { noCards } from '../slack/no-cards.ts';
import { createStore } from '../store/store.ts';
import { createConfigService } from '../temporal/config-service.ts';
import { composeDeps } from '../worker/compose.ts';
import { collectedLog } from './support/collected-log.ts';
import { control, eventually, startSandbox, tokens } from './support/sandbox-app.ts';
import { freshDatabase } from './support/servers.ts';
import { after as decided, ana, now, someConfig, yoga } from './support/slack-views.ts';

describe('what the desk draws', () => {
  /** No time passes: it does nothing but draw. */
  const stopwatch = () => 0;

  it('first the card that somebody has decided on, however many new cards wait, and once', async () => {
    const { db, drop } = await freshDatabase();
    const store = createStore(db);
    await store.configs.begin(someConfig(), theBot, new Date());
    const drawn: string[] = [];
    const composed = composeDeps({
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
    const deps: Deps = { ...composed, stopwatch };
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

  it('again what a change of the config makes a coming post say', async () => {
    const { db, drop } = await freshDatabase();
    const store = createStore(db);
    await store.configs.begin(someConfig(), theBot, new Date());
    const slack = await startSandbox({ rateLimit: false });
    const [clock, log] = [() => now, collectedLog()];
    const cards = createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock });
    const [client, x] = [{} as never, {} as never];
    const deps = { ...composeDeps({ store, client, x, settleSeconds: 1, log, clock, cards }), stopwatch };
    const space = decided(yoga(), { verb: 'decide', approval: 'approved' });
    await commitOpenSpace(deps, { space, commitId: 'approved', takesRoom: false });
    const shift = new AbortController();
    const drawing = drawCards(deps, shift.signal);
    const cardSays = (words: string) =>
      eventually(`the card says ${words}`, async () => {
        const { body } = await control<object[]>(slack, 'messages?channel=outgoing_tweets');
        return JSON.stringify(body).includes(words);
      });
    try {
      await cardSays('Coming up in 15 minutes!');
      const config = someConfig({ reminderText: 'Soon, in {minutes} minutes: {title}' });
      await createConfigService({ store, clock }).saveConfig(config, 1, ana);
      await cardSays('Soon, in 15 minutes: ');
    } finally {
      shift.abort();
      await drawing;
      await slack.close();
      await drop();
    }
  });
});
