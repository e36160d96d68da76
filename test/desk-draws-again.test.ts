import assert from 'node:assert/strict';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import { drawCards } from '../activities/run-desk.ts';
import { theBot } from '../core/actor.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { createCardDrawer } from '../slack/draw.ts';
import type { Card } from '../store/open-spaces.ts';
import { createStore, type Store } from '../store/store.ts';
import { composeDeps } from '../worker/compose.ts';
import { collectedLog } from './support/collected-log.ts';
import { deskOn } from './support/desk-on.ts';
import { control, eventually, startSandbox, tokens } from './support/sandbox-app.ts';
import { freshDatabase } from './support/servers.ts';
import { now, someConfig, viewOf, yoga } from './support/slack-views.ts';

/** A store in which one call fails once, as if MongoDB were killed at that moment. */
const failing: readonly { readonly what: string; readonly broken: (store: Store, fail: () => void) => Store }[] = [
  {
    what: 'before its message is posted',
    broken: (store, fail) => ({
      ...store,
      reminders: {
        ...store.reminders,
        isTextUsed: async (...given) => {
          fail();
          return store.reminders.isTextUsed(...given);
        },
      },
    }),
  },
  {
    what: 'after its message was posted',
    broken: (store, fail) => ({
      ...store,
      openSpaces: {
        ...store.openSpaces,
        addCard: async (...given) => {
          fail();
          return store.openSpaces.addCard(...given);
        },
      },
    }),
  },
];

describe('a card is drawn once, even if the store is down for a moment', () => {
  for (const { what, broken } of failing) {
    it(what, async () => {
      const { db, drop } = await freshDatabase();
      const slack = await startSandbox({ rateLimit: false });
      const whole = createStore(db);
      await whole.configs.begin(someConfig(), theBot, new Date());
      let failures = 0;
      const store = broken(whole, () => {
        if (failures++ === 0) throw new Error('the store is away');
      });
      let at = now;
      const clock = (): number => at;
      const cards = createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock });
      const log = collectedLog();
      const [client, x] = [{} as never, {} as never];
      const deps = { ...composeDeps({ store, client, x, settleSeconds: 1, log, clock, cards }), stopwatch: clock };
      const space = yoga();
      const over = new AbortController();
      const drawing = drawCards(deps, over.signal);
      try {
        await commitOpenSpace(deps, { space, commitId: 'heard', mustBeFree: false });
        await eventually('the failure is told', async () => (await whole.health.find('desk'))?.connected === false);
        at += 5_000;
        const [card, ...others] = await eventually('its card', async () => {
          const view = await whole.openSpaces.find(space.id);
          return view?.stale === false ? view.cards : undefined;
        });
        const { body } = await control<{ readonly ts: string }[]>(slack, 'messages?channel=outgoing_tweets');
        assert.deepEqual([body.map(({ ts }) => ts), others], [[card?.ts], []]);
      } finally {
        over.abort();
        await drawing;
        await slack.close();
        await drop();
      }
    });
  }
});

describe('a card whose channel was archived', () => {
  it('is posted again', async () => {
    const slack = await startSandbox({ rateLimit: false });
    const cards: Card[] = [];
    const drawer = createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock: () => now });
    const draw = (space: OpenSpace) =>
      drawer.draw({
        view: viewOf(space, [...cards]),
        tweet: null,
        config: someConfig(),
        onPosted: async (card) => void cards.push(card),
      });
    try {
      await draw(yoga());
      // What Slack answers there, by its documentation of chat.update.
      await control(slack, 'faults', { route: 'chat.update', then: 'status', status: 200, error: 'is_inactive' });
      assert.deepEqual(await draw(yoga()), { kind: 'drawn' });
      assert.equal(cards.length, 2);
    } finally {
      await slack.close();
    }
  });
});

it('cards that can never be drawn keep no other card waiting', async () => {
  // No wait ends.
  const { store, cards: drawer, deps: bot, begin, stop } = await deskOn(() => now);
  const cards: typeof drawer = {
    ...drawer,
    draw: (wish) =>
      wish.view._id.startsWith('good') ? drawer.draw(wish) : Promise.reject(new TypeError('no such word')),
  };
  const deps = { ...bot, cards };
  // They wait longer than the good one, so they come first each time.
  const heard = async (id: string): Promise<void> => {
    const { id: _id, room: _room, ...space } = yoga();
    await commitOpenSpace(deps, { space: { ...space, id, place: id }, commitId: id, mustBeFree: false });
  };
  for (const id of ['bad-1', 'bad-2', 'bad-3', 'good']) await heard(id);
  const end = begin(deps);
  const isDrawn = async (id: string) => (await store.openSpaces.find(id))?.stale === false;
  try {
    await eventually('the good card', () => isDrawn('good'));
    await heard('good-2');
    await eventually('another one', () => isDrawn('good-2'));
    await end();
    // Between the tries, a card that is drawn does not change Health and its alarm.
    assert.equal((await store.health.find('desk'))?.connected, false);
  } finally {
    await stop();
  }
});

it('a rate limit is not an outage, unless Slack takes no card for a minute', async () => {
  let at = 0;
  const { store, slack, deps, begin, stop } = await deskOn(() => at);
  // So far away that the bot does not look up its post.
  const space = yoga({ startAt: now + 30 * 3_600_000 });
  begin();
  const isRefused = async () => (await control<object[]>(slack, 'faults')).body.length === 0;
  const refuse = (times: number) =>
    control(slack, 'faults', { route: 'chat.postMessage', then: 'ratelimited', ms: 1_000, times });
  const health = () => store.health.find('desk');
  try {
    await refuse(1);
    await commitOpenSpace(deps, { space, commitId: 'heard', mustBeFree: false });
    await eventually('Slack asks to wait', isRefused);
    await eventually('Health says how it goes', async () => (await health())?.connected !== undefined);
    assert.deepEqual([(await health())?.connected, (await health())?.lastError], [true, undefined]);

    await refuse(1_000);
    at += 61_000;
    await eventually('no card for a minute', async () => (await health())?.connected === false);
    assert.equal((await health())?.lastError, 'Slack asks to wait 1 s');

    await fetch(`${slack.url}/sandbox/faults`, { method: 'DELETE' });
    at += 1_000;
    await eventually('its card', async () => (await store.openSpaces.find(space.id))?.stale === false);
    await eventually('Health is well', async () => (await health())?.connected);
  } finally {
    await stop();
  }
});
