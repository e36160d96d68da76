import type { RequestListener } from 'node:http';
import { App, type BlockAction, type ButtonAction, type RespondFn } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { actOn, type Reply } from './actions.ts';
import { boltLog } from './bolt-log.ts';
import { cardActions, type CardAction } from './buttons.ts';
import type { SlackService, Log } from './open-space-service.ts';
import { showHome } from './home.ts';
import { entryCommand, listenForEntries } from './modal.ts';
import { createOwnTeam, ownTeamOnly } from './own-team.ts';
import { escapeText } from './plain-words.ts';
import { clientOptions, type SlackClient } from './slack-answers.ts';
import { signedTransport, socketTransport } from './transport.ts';
import { after, createUserNames } from './user-names.ts';

export interface SlackAppOptions {
  readonly botToken: string;
  /** Socket Mode. */
  readonly appToken?: string;
  /** Signed requests, where there is no app token. */
  readonly signingSecret?: string;
  /** Slack's Web API, with a slash at the end. */
  readonly apiUrl: string;
  readonly openSpaces: SlackService;
  readonly log: Log;
  /** Epoch milliseconds [Date.now]. */
  readonly clock?: () => number;
}

export interface SlackApp {
  /** Over a socket it resolves once connected, and tries until then, however long Slack is away. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** For `/slack/events`, where Slack sends signed requests; it takes only that path. */
  readonly requestListener?: RequestListener;
}

/** Slack shows an error after 3 s; the answer must be under way before. Milliseconds. */
const ackWithin = 2_750;

export const unreachable =
  'The bot cannot reach its own servers right now, so nothing is certain. Look at the card in a moment, then try again.';

/** @throws where neither an app token nor a signing secret is given */
export async function createSlackApp(options: SlackAppOptions): Promise<SlackApp> {
  const { botToken, appToken, signingSecret, apiUrl, openSpaces, log, clock = Date.now } = options;
  if (appToken === undefined && signingSecret === undefined) {
    throw new Error('Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (requests to /slack/events)');
  }
  const transport =
    appToken === undefined ? signedTransport(signingSecret ?? '', log, clock) : socketTransport(appToken, apiUrl, log);
  const app = new App({
    receiver: transport.receiver,
    // Without `token` Bolt asks Slack nothing at start, so that an outage of Slack keeps nobody from starting.
    authorize: async () => ({ botToken }),
    ignoreSelf: false,
    convoStore: false,
    deferInitialization: true,
    logger: boltLog(log),
    clientOptions: clientOptions(apiUrl),
  });
  // Listeners' own clients differ only in adding a team id to every call.
  const client = new WebClient(botToken, { ...clientOptions(apiUrl), logger: boltLog(log) });
  for (const middleware of transport.middleware) app.use(middleware);
  app.use(ownTeamOnly(createOwnTeam(client), log));
  app.error(async (error) => log(`slack: ${error.message}`, { level: 'error' }));
  const nameOf = createUserNames(client);
  const tell = createTeller(client, log);

  app.action<BlockAction<ButtonAction>>(oneOf(cardActions), async ({ ack, body, action, respond }) => {
    const { id, name, username } = body.user as { id: string; name?: string; username?: string };
    const press = async (): Promise<Reply> => {
      try {
        const user = { id, name: await nameOf(id, name ?? username ?? id) };
        const { message, state } = body;
        const pressed = { action: action.action_id as CardAction, value: action.value ?? '' };
        return await actOn({ ...pressed, user, values: state?.values, message }, openSpaces, log);
      } catch (error) {
        log(`a press could not be carried out: ${String(error)}`, { level: 'error', user: id });
        return unreachable;
      }
    };
    // Acked once the decision stands: Slack sends an acked press to nobody again. Past the limit the ack goes first.
    const pressed = press();
    await Promise.race([pressed, after(ackWithin)]);
    await ack();
    await tell(await pressed, respond, { user: id, channel: body.channel?.id });
  });

  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await showHome({ user: event.user, client, openSpaces, now: clock() });
  });
  listenForEntries(app, { openSpaces, log, clock, nameOf });

  // A pick changes nothing by itself. Whatever else comes is acked too: Slack shows an error for what nobody answers.
  app.action(noneOf(cardActions), async ({ ack }) => ack());
  app.shortcut(/^/u, async ({ ack }) => ack());
  app.command(noneOf([entryCommand]), async ({ ack }) => ack());
  app.options(/^/u, async ({ ack }) => ack({ options: [] }));
  app.event(noneOf(['app_home_opened']), async () => {});

  await app.init();
  return {
    start: transport.start,
    stop: transport.stop,
    ...(transport.requestListener === undefined ? {} : { requestListener: transport.requestListener }),
  };
}

const oneOf = (names: readonly string[]): RegExp => new RegExp(`^(?:${names.join('|')})$`, 'u');
const noneOf = (names: readonly string[]): RegExp => new RegExp(`^(?!(?:${names.join('|')})$)`, 'u');

/** Tells the presser alone; where their `response_url` does not answer, by an ephemeral message. */
function createTeller(client: SlackClient, log: Log) {
  return async (reply: Reply, respond: RespondFn, to: { user: string; channel: string | undefined }): Promise<void> => {
    if (reply === undefined) return;
    const text = escapeText(reply);
    try {
      await respond({ response_type: 'ephemeral', replace_original: false, text });
    } catch (error) {
      log(`a reply did not reach Slack: ${String(error)}`, { level: 'warn', ...to });
      if (to.channel !== undefined) await client.chat.postEphemeral({ channel: to.channel, user: to.user, text });
    }
  };
}
