import assert from 'node:assert/strict';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import type { Deps } from '../activities/deps.ts';
import { lookForNews, tellOrganisers } from '../activities/desk-news.ts';
import { drawCards, keepChecking } from '../activities/run-desk.ts';
import { theBot } from '../core/actor.ts';
import { sentenceOf } from '../core/words.ts';
import { createCardDrawer } from '../slack/draw.ts';
import { homeBlocks } from '../slack/home.ts';
import { createLinks } from '../slack/links.ts';
import { listMessage } from '../slack/list-message.ts';
import { noCards } from '../slack/no-cards.ts';
import { newsWords } from '../slack/words.ts';
import { createConfigService } from '../temporal/config-service.ts';
import { createStore } from '../store/store.ts';
import { createOpenSpaceService } from '../temporal/open-space-service.ts';
import { composeDeps } from '../worker/compose.ts';
import { collectedLog } from './support/collected-log.ts';
import { control, eventually, startSandbox, tokens } from './support/sandbox-app.ts';
import { freshDatabase } from './support/servers.ts';
import { after as decided, ana, bo, fivePm, now, someConfig, viewOf, yoga } from './support/slack-views.ts';

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
          await onPosted({ channel: 'C1', ts: `1.${drawn.length}`, role: 'outgoingTweets' }, []);
          return { kind: 'drawn' };
        },
      },
    });
    const deps: Deps = { ...composed, stopwatch };
    const spaces = Array.from({ length: 60 }, (_, at) => yoga({ id: `866000000000${100 + at}` }));
    await Promise.all(
      spaces.map((space) => commitOpenSpace(deps, { space, commitId: `heard:${space.id}`, mustBeFree: false })),
    );
    const over = new AbortController();
    const drawing = drawCards(deps, over.signal);
    try {
      const first = await eventually('a card', async () => drawn[0]);
      const space = spaces.find(({ id }) => id === first);
      assert.ok(space);
      const approved = decided(space, { verb: 'decide', approval: 'approved' });
      await commitOpenSpace(deps, { space: approved, commitId: 'pressed', mustBeFree: false });
      await eventually('its card again', async () => drawn.lastIndexOf(first) > 0);
      assert.ok(new Set(drawn).size < 40, `${new Set(drawn).size} of 60 cards came first`);
      assert.equal(drawn.filter((id) => id === first).length, 2);
    } finally {
      over.abort();
      await drawing;
      await drop();
    }
  });

  it('who paused, even after later saves; a warning by the reminder’s own time; whether the bot posts', async () => {
    const { db, drop } = await freshDatabase();
    const store = createStore(db);
    const told: string[] = [];
    const cards: Deps['cards'] = {
      ...noCards,
      async tell(_key, news, _config, onTold) {
        told.push(typeof news === 'string' ? news : newsWords(news, now, 'America/Los_Angeles'));
        await onTold?.();
        return { kind: 'drawn' };
      },
    };
    let at = now;
    const [client, x, clock] = [{} as never, {} as never, () => at];
    const deps = composeDeps({ store, client, x, settleSeconds: 1, log: collectedLog(), clock, cards });
    const look = async (): Promise<void> => {
      await lookForNews(deps);
      await tellOrganisers(deps);
    };
    try {
      await store.configs.begin(someConfig(), theBot, new Date());
      const { saveConfig, setPaused } = createConfigService({ store, clock });
      for (const paused of [true, false]) {
        await look();
        await setPaused(paused, ana);
        await saveConfig(someConfig({ paused, throttle: paused ? 7 : 8 }), paused ? 2 : 4, bo);
      }
      await look();
      assert.deepEqual(
        told.map((words) => words.slice(0, words.indexOf('posting'))),
        ['ana paused ', 'ana resumed '],
      );

      // Its start is in six hours; the config's reminders would be due fifteen minutes before it.
      const space = yoga({ startAt: now + 6 * 3_600_000 });
      const sendAt = now + 3_600_000;
      const early = {
        ...space,
        reminders: space.reminders.map((one) => ({ ...one, sendAt, sendAtPicked: true as const })),
      };
      await commitOpenSpace(deps, { space: early, commitId: 'early', mustBeFree: false });
      const isWarnedAt = async (time: number): Promise<boolean> => {
        at = time;
        const view = await store.openSpaces.find(space.id);
        assert.ok(view);
        await store.openSpaces.markDrawn(view);
        let looks = 0;
        const desk = { ...deps, stopwatch: () => 31_000 * looks++ };
        await assert.rejects(keepChecking(desk, new AbortController().signal), TypeError, 'there is no X here');
        return (await store.openSpaces.find(space.id))?.stale === true;
      };
      const warning = sendAt - someConfig().undecidedWarningMinutes * 60_000;
      assert.deepEqual([await isWarnedAt(warning - 1), await isWarnedAt(warning)], [false, true]);

      // Who has forgotten to set the output to live learns it on the day.
      at = Date.parse('2017-05-20T08:00:00-07:00');
      await store.health.say('listener', { connected: true, since: new Date(at) }, new Date(at));
      await look();
      assert.match(told.at(-1) ?? '', /^Good morning\. Rehearsal: nothing is posted on X\./u);
    } finally {
      await drop();
    }
  });

  it('a conflict again when the time of its reminder has passed, and says so', async () => {
    const { db, drop } = await freshDatabase();
    const store = createStore(db);
    await store.configs.begin(someConfig({ undecidedWarningMinutes: 0 }), theBot, new Date());
    const slack = await startSandbox({ rateLimit: false });
    let at = now;
    const [client, x, clock, log] = [{} as never, {} as never, () => at, collectedLog()];
    const cards = createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock });
    const deps = composeDeps({ store, client, x, settleSeconds: 1, log, clock, cards });
    const taken = { openSpaceId: '864000000000000001', room: 'B114', startAt: fivePm, relation: 'overlaps' } as const;
    const space = yoga({ taken });
    const over = new AbortController();
    const drawing = drawCards({ ...deps, stopwatch }, over.signal);
    const cardSays = (words: string) =>
      eventually(`the card says ${words}`, async () => {
        const { body } = await control<object[]>(slack, 'messages?channel=event_conflict');
        return JSON.stringify(body).includes(words);
      });
    try {
      await commitOpenSpace(deps, { space, commitId: 'heard', mustBeFree: false });
      await cardSays('Pick another room or time by 16:45 PDT, or deny it.');
      at = fivePm - 14 * 60_000;
      // A desk that only looks, once.
      let looks = 0;
      const desk = { ...deps, stopwatch: () => 31_000 * looks++ };
      await assert.rejects(keepChecking(desk, new AbortController().signal), TypeError, 'there is no X here');
      const passed = 'The time of its reminder (16:45 PDT) has passed.';
      await cardSays(`${passed} Pick another room or time by 17:00 PDT, or deny it.`);
    } finally {
      over.abort();
      await drawing;
      await slack.close();
      await drop();
    }
  });

  it('the exact number of sessions that start next, without denied ones, however many there are', async () => {
    const { db, drop } = await freshDatabase();
    const store = createStore(db);
    try {
      await store.configs.begin(someConfig(), theBot, new Date());
      const spaces = Array.from({ length: 42 }, (_, at) => yoga({ id: `867000000000${100 + at}` }));
      const denied = decided(yoga({ id: '867000000000099' }), { verb: 'decide', approval: 'denied' });
      await Promise.all([...spaces, denied].map(async (space) => store.openSpaces.write(space, 'w', new Date(now))));
      const [client, x, clock] = [{} as never, {} as never, () => now];
      const deps = composeDeps({ store, client, x, settleSeconds: 1, log: collectedLog(), clock, cards: noCards });
      const openSpaces = createOpenSpaceService({ ...deps, client });
      const takers = [await openSpaces.take('867000000000100', ana), await openSpaces.take('867000000000100', bo)];
      assert.deepEqual(
        takers,
        [
          { id: ana.id, name: ana.name },
          { id: ana.id, name: ana.name },
        ],
        'the first one',
      );
      const next = await openSpaces.listUpcoming(now, now + 24 * 3_600_000);
      assert.match(JSON.stringify(listMessage([], next, createLinks(), now).blocks), /"and 30 more"/u);
      const morning = viewOf(yoga({ startAt: Date.parse('2017-05-20T09:30:00-07:00') }), []);
      const listed = JSON.stringify(listMessage([], [morning], createLinks(), now));
      assert.match(listed, /"Sat 20 May 09:30 PDT · B114 · /u);
      const home = { config: someConfig(), upcoming: next, first: [], urls: [], more: 0, now };
      assert.match(JSON.stringify(homeBlocks(home)), /"and 2 more\."/u);
    } finally {
      await drop();
    }
  });

  it('again the cards of a room whose new name was reverted before the desk looked', async () => {
    const { db, drop } = await freshDatabase();
    const store = createStore(db);
    const [client, x, clock] = [{} as never, {} as never, () => now];
    const deps = composeDeps({ store, client, x, settleSeconds: 1, log: collectedLog(), clock, cards: noCards });
    const space = yoga();
    const isStale = async () => (await store.openSpaces.find(space.id))?.stale;
    try {
      const config = someConfig();
      const { conference } = config;
      const rooms = conference.rooms.map((room) =>
        room.name === 'B114' ? { name: 'Juniper', aliases: ['B114'] } : room,
      );
      await store.configs.begin(config, theBot, new Date());
      await lookForNews(deps);
      await commitOpenSpace(deps, { space, commitId: 'heard', mustBeFree: false });
      await store.configs.save({ ...config, conference: { ...conference, rooms } }, 1, ana, new Date());
      // Somebody has decided, so the card was drawn with the name of that moment.
      const view = await store.openSpaces.find(space.id);
      assert.ok(view);
      await store.openSpaces.markDrawn(view);
      await store.configs.save(config, 2, ana, new Date());
      assert.equal(await isStale(), false);
      await lookForNews(deps);
      assert.equal(await isStale(), true);
      await store.openSpaces.markDrawn((await store.openSpaces.find(space.id)) ?? view);
      await lookForNews(deps);
      assert.equal(await isStale(), false);
    } finally {
      await drop();
    }
  });

  it('again the cards whose text a config change affects, and tells people of refused requests', async () => {
    const { db, drop } = await freshDatabase();
    const store = createStore(db);
    await store.configs.begin(someConfig(), theBot, new Date());
    const slack = await startSandbox({ rateLimit: false });
    let at = now;
    const [clock, log] = [() => at, collectedLog()];
    const cards = createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock });
    const [client, x] = [{} as never, {} as never];
    const bot = composeDeps({ store, client, x, settleSeconds: 1, log, clock, cards });
    let pauses = 0;
    const wait = (ms: number): Promise<void> => {
      pauses += 1;
      return bot.bell.wait(ms);
    };
    const deps = { ...bot, stopwatch: clock, bell: { ...bot.bell, wait } };
    const space = decided(yoga(), { verb: 'decide', approval: 'approved' });
    await commitOpenSpace(deps, { space, commitId: 'approved', mustBeFree: false });
    const over = new AbortController();
    const drawing = drawCards(deps, over.signal);
    const cardSays = (words: string) =>
      eventually(`the card says ${words}`, async () => {
        const { body } = await control<object[]>(slack, 'messages?channel=outgoing_tweets');
        return JSON.stringify(body).includes(words);
      });
    try {
      await cardSays('Coming up in 15 minutes!');
      const config = someConfig({ reminderText: 'Soon, in {minutes} minutes: {title}' });
      // Whoever saves it may die right after.
      await store.configs.save(config, 1, ana, new Date());
      at += 2_001;
      await cardSays('Soon, in 15 minutes: ');
      const { conference } = config;
      const rooms = [...conference.rooms, { name: 'Cedar', aliases: [] }];
      await store.configs.save({ ...config, conference: { ...conference, rooms } }, 2, ana, new Date());
      at += 2_001;
      await cardSays('Cedar');
      const toldTo = async ({ id }: typeof ana | typeof bo) =>
        (await control<{ text: string; channelId: string }[]>(slack, `ephemerals?user=${id}`)).body;
      // Ana is told once Slack lets her; bo, who decides on Home, is in none of the bot's channels.
      await control(slack, 'faults', { route: 'chat.postEphemeral', then: 'ratelimited', ms: 1_000 });
      await control(slack, 'members', { userId: bo.id, channels: [] });
      const refusals = [ana, bo].map((by) => ({ id: by.name, by, at: now, reason: 'B114 is taken then.' }));
      const refused = { ...space, revision: space.revision + 1, refusals };
      await commitOpenSpace(deps, { space: refused, commitId: 'refused', mustBeFree: false });
      await eventually('Slack asks to wait', async () => (await control<object[]>(slack, 'faults')).body.length === 0);
      const before = pauses;
      await eventually('the desk has put it off', async () => pauses > before);
      at += 1_000;
      const what = sentenceOf(space);
      const words = `${what}: your request was kept, and is now refused. B114 is taken then.`;
      for (const [by, where] of [
        [ana, 'C_OUTGOING'],
        [bo, bo.id],
      ] as const) {
        await eventually(`${by.name} is told`, async () => (await toldTo(by)).length > 0);
        assert.deepEqual(
          (await toldTo(by)).map(({ text, channelId }) => [text, channelId]),
          [[words, where]],
        );
      }
      assert.ok(
        [...cards.refusals.values()].every((why) => why === undefined),
        'no channel is closed by that',
      );
    } finally {
      over.abort();
      await drawing;
      await slack.close();
      await drop();
    }
  });
});
