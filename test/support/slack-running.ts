/** The Slack app with the sandbox and a bot in memory, for tests. */
import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { CardFacts } from '../../activities/card-facts.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import { createSlackApp } from '../../slack/app.ts';
import { createCardDrawer } from '../../slack/draw.ts';
import type { SlackSandbox } from '../../sandbox/slack/start.ts';
import type { Card } from '../../store/open-spaces.ts';
import { control, eventually, startSandbox, tokens } from './sandbox-app.ts';
import { createTestBot, type TestBot } from './slack-service.ts';
import { ana, now, tweetOf, viewOf } from './slack-views.ts';
import { collectedLog } from './collected-log.ts';

export const signingSecret = 'shhh';

export interface RunningSlackApp {
  readonly sandbox: SlackSandbox;
  readonly bot: TestBot;
  readonly logged: readonly string[];
  /** Where Slack sends signed requests. */
  readonly eventsUrl: string | undefined;
  stop(): Promise<void>;
}

export async function runSlackApp(mode: 'Socket Mode' | 'signed requests'): Promise<RunningSlackApp> {
  const bot = createTestBot();
  const logged: string[] = [];
  let listener: RequestListener | undefined;
  let server: Server | undefined;
  let eventsUrl: string | undefined;
  if (mode === 'signed requests') {
    const listening = createServer((request, response) => listener?.(request, response));
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const address = listening.address();
    eventsUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/slack/events`;
    server = listening;
  }
  const sandbox = await startSandbox({
    rateLimit: false,
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
    bot,
    logged,
    eventsUrl,
    async stop() {
      await app.stop();
      await sandbox.close();
      server?.closeAllConnections();
      server?.close();
    },
  };
}

/** Puts the open space's card into the sandbox, as the desk does. */
export async function showCard(
  sandbox: SlackSandbox,
  bot: TestBot,
  space: OpenSpace,
  facts: CardFacts = {},
): Promise<Card> {
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

/** What an organiser does and sees in Slack: ana, where nobody else is named. */
export function organiserIn(sandboxOf: () => SlackSandbox) {
  const press = async (card: Card, actionId: string, more: object = {}): Promise<void> => {
    const { channel, ts } = card;
    const { status, body } = await control(sandboxOf(), 'actions', { channel, ts, actionId, ...more });
    assert.equal(status, 200, JSON.stringify(body));
  };
  const told = async (user: string): Promise<Told[]> =>
    (await control<Told[]>(sandboxOf(), `ephemerals?user=${user}`)).body;
  const openView = async (kind: string): Promise<View> =>
    eventually(`a ${kind}`, async () => {
      const { body } = await control<View[]>(sandboxOf(), `views?user=${ana.id}`);
      return body.find((view) => view.kind === kind);
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
      void (await control(sandboxOf(), 'commands', { command: '/openspace', text, userId })),
    async submit(values: object): Promise<object | undefined> {
      const { id: viewId } = await openView('modal');
      return (await control<{ errors?: object }>(sandboxOf(), 'submissions', { viewId, values })).body.errors;
    },
  };
}
