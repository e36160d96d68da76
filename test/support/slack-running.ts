/** The Slack app with the sandbox and a bot in memory, for tests. */
import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CardFacts } from '../../activities/card-facts.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import { createSlackApp } from '../../slack/app.ts';
import { createCardDrawer } from '../../slack/draw.ts';
import type { SlackSandbox } from '../../sandbox/slack/start.ts';
import type { Card } from '../../store/open-spaces.ts';
import { forSuite, standIn } from './for-tests.ts';
import { control, eventually, startSandbox, tokens } from './sandbox-app.ts';
import { createTestBot, type TestBot } from './slack-service.ts';
import { ana, now, someConfig, tweetOf, viewOf } from './slack-views.ts';
import { collectedLog } from './collected-log.ts';

export const signingSecret = 'shhh';

/** How Slack reaches the app. */
export const slackModes = ['Socket Mode', 'signed requests'] as const;
type SlackMode = (typeof slackModes)[number];

/** A busy machine may need longer than Slack's three seconds. Milliseconds. */
const patientWait = 30_000;

/**
 * The Slack app for a suite, and what an organiser does and sees there. Each test begins with a bot that knows nothing.
 *
 * @param waitsMs how long Slack waits to be acknowledged, milliseconds
 */
export function slackApp(mode: SlackMode = 'Socket Mode', waitsMs = patientWait) {
  const bot = createTestBot();
  const logged: string[] = [];
  const running = forSuite(() => runSlackApp(mode, bot, logged, waitsMs));
  const sandbox = standIn(() => running.sandbox);
  beforeEach(() => {
    Object.assign(bot, { config: someConfig(), answer: undefined, isAway: false });
    for (const known of [bot.spaces, bot.cards]) known.clear();
    for (const list of [bot.asked, bot.entries, bot.changes, bot.taken, bot.shifts, logged]) list.length = 0;
  });
  return {
    bot,
    logged,
    sandbox,
    /** Where Slack sends signed requests. */
    eventsUrl: () => running.eventsUrl ?? assert.fail('it has a socket'),
    /** Puts the open space's card into the sandbox, as the desk does. */
    show: (space: OpenSpace, facts: CardFacts = {}) => showCard(sandbox, bot, space, facts),
    ...organiserIn(sandbox),
  };
}

async function runSlackApp(mode: SlackMode, bot: TestBot, logged: string[], waitsMs: number) {
  let listener: RequestListener | undefined;
  let server: Server | undefined;
  let eventsUrl: string | undefined;
  if (mode === 'signed requests') {
    const listening = createServer((request, response) => listener?.(request, response));
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    eventsUrl = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/slack/events`;
    server = listening;
  }
  const sandbox = await startSandbox({
    rateLimit: false,
    waitsMs,
    ...(eventsUrl === undefined ? {} : { signingSecret, eventsUrl }),
  });
  const app = await createSlackApp({
    botToken: tokens.botToken,
    ...(eventsUrl === undefined ? { appToken: tokens.appToken } : { signingSecret }),
    apiUrl: sandbox.apiUrl,
    openSpaces: bot.service,
    links: { admin: 'https://bot.example' },
    log: collectedLog(logged),
    // Signatures are checked against the machine's time.
    clock: () => (eventsUrl === undefined ? now : Date.now()),
  });
  listener = app.requestListener;
  await app.start();
  return {
    sandbox,
    eventsUrl,
    async stop() {
      await app.stop();
      await sandbox.close();
      server?.closeAllConnections();
      server?.close();
    },
  };
}

async function showCard(sandbox: SlackSandbox, bot: TestBot, space: OpenSpace, facts: CardFacts): Promise<Card> {
  bot.spaces.set(space.id, space);
  const drawer = createCardDrawer({ token: tokens.botToken, apiUrl: sandbox.apiUrl, clock: () => now });
  const cards = bot.cards.get(space.id) ?? [];
  bot.cards.set(space.id, cards);
  const drawn = await drawer.draw({
    view: viewOf(space, [...cards]),
    tweet: tweetOf(space),
    config: bot.config,
    facts,
    onPosted: async (card) => void cards.push(card),
  });
  assert.deepEqual(drawn, { kind: 'drawn' });
  const card = cards.findLast(({ role }) => !role.startsWith('alert:'));
  assert.ok(card);
  return card;
}

/** What only one person was told. */
interface Told {
  readonly text: string;
  readonly ts: string;
  readonly channel: string;
  readonly blocks: readonly object[];
}

/** A dialog or a Home tab. */
export interface View {
  readonly id: string;
  readonly kind: string;
  readonly blocks: readonly object[];
}

/** What people do in Slack, and what they were told there since the test began. If nobody is named, it is ana. */
function organiserIn(sandbox: SlackSandbox) {
  const press = async (card: Card, actionId: string, more: object = {}): Promise<void> => {
    const { channel, ts } = card;
    const { status, body } = await control(sandbox, 'actions', { channel, ts, actionId, ...more });
    assert.equal(status, 200, JSON.stringify(body));
  };
  const everTold = async (query = ''): Promise<Told[]> => (await control<Told[]>(sandbox, `ephemerals${query}`)).body;
  let earlier: ReadonlySet<string>;
  beforeEach(async () => (earlier = new Set((await everTold()).map(({ ts }) => ts))));
  const told = async (user: string = ana.id): Promise<Told[]> =>
    (await everTold(`?user=${user}`)).filter(({ ts }) => !earlier.has(ts));
  const openView = async (kind: string, user: string = ana.id): Promise<View> =>
    eventually(`a ${kind}`, async () => {
      const { body } = await control<View[]>(sandbox, `views?user=${user}`);
      return body.findLast((view) => view.kind === kind);
    });
  return {
    press,
    told,
    viewOf: openView,
    choose: async (card: Card, choice: string, openSpaceId: string, more: object = {}): Promise<void> =>
      press(card, 'more', { values: { more: `${openSpaceId}:0:${choice}` }, ...more }),
    isTold: async (words: RegExp, user: string = ana.id): Promise<Told> =>
      eventually(`${user} is told ${String(words)}`, async () =>
        (await told(user)).findLast(({ text }) => words.test(text)),
      ),
    say: async (text: string, userId: string = ana.id): Promise<void> =>
      void (await control(sandbox, 'commands', { command: '/openspace', text, userId })),
    async submit(values: object): Promise<object | undefined> {
      const { id: viewId } = await openView('modal');
      return (await control<{ errors?: object }>(sandbox, 'submissions', { viewId, values })).body.errors;
    },
  };
}
