import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { cardActions, dialogActions, menuAction } from './buttons.ts';
import { entryCommand, listenForCommands, stageShortcut } from './command.ts';
import { noneOf, noteArrival, type Listeners, type SlackService } from './conversation.ts';
import { listenForUndoneEntries, undoEntry } from './entered-message.ts';
import { listenForEntries } from './entry-dialog.ts';
import { showHome } from './home.ts';
import { createLinks, createLinksWithCards, type LinkOptions } from './links.ts';
import type { Log } from '../core/log.ts';
import { createOwnWorkspace, ownTeamOnly, createUsers, membersOnly, type Membership } from './who-may-act.ts';
import { pauseActions } from './pause.ts';
import { listenForPresses } from './press-listeners.ts';
import { clientOptions } from './slack-answers.ts';
import { boltLog, signedTransport, socketTransport, type Transport } from './transport.ts';
import { listenForLinks } from './unfurl.ts';

export interface SlackAppOptions {
  readonly botToken: string;
  /** For Socket Mode. */
  readonly appToken?: string;
  /** For signed requests, if there is no app token. */
  readonly signingSecret?: string;
  /** Slack's Web API, with a slash at the end. */
  readonly apiUrl: string;
  readonly openSpaces: SlackService;
  readonly links?: LinkOptions;
  readonly log: Log;
  /** Epoch milliseconds [Date.now]. */
  readonly clock?: () => number;
}

export interface SlackApp extends Pick<Transport, 'msWithoutSocket'> {
  /**
   * Over a socket, it resolves once connected. Until then it keeps trying, even if Slack is down for hours. @throws if
   * Slack refuses the app token
   */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Handles signed requests from Slack on `/slack/events`; it takes only that path. */
  readonly requestListener?: RequestListener;
  // Members of the workspace, also for the sign-in on the pages: both share one memory of Slack's answers.
  /**
   * The workspace that the bot is in (`auth.test`). User ids are unique within one workspace only, so others may not
   * act.
   */
  readonly teamId: () => Promise<string>;
  /** A person's membership, as Slack says. Only members may decide; sessions of a deactivated member end. */
  readonly membershipOf: (user: string) => Promise<Membership>;
}

/** @throws if neither an app token nor a signing secret is given */
export async function createSlackApp(options: SlackAppOptions): Promise<SlackApp> {
  const { botToken, appToken, signingSecret, apiUrl, openSpaces, log, clock = Date.now } = options;
  if (appToken === undefined && signingSecret === undefined) {
    throw new Error('Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (requests to /slack/events)');
  }
  const transport =
    appToken === undefined ? signedTransport(signingSecret ?? '', log, clock) : socketTransport(appToken, apiUrl, log);
  const app = new App({
    receiver: transport.receiver,
    // Without `token`, Bolt asks Slack nothing at start. So an outage of Slack does not keep the process from starting.
    authorize: async () => ({ botToken }),
    ignoreSelf: false,
    convoStore: false,
    deferInitialization: true,
    logger: boltLog(log),
    clientOptions: clientOptions(apiUrl),
  });
  // The clients that Bolt gives to listeners differ only by adding a team id to every call.
  const client = new WebClient(botToken, { ...clientOptions(apiUrl), logger: boltLog(log) });
  for (const middleware of [noteArrival, ...transport.middleware]) app.use(middleware);
  const ownWorkspace = createOwnWorkspace(client);
  const teamId = async (): Promise<string> => (await ownWorkspace()).id;
  const { membershipOf, ...names } = createUsers(client, () => performance.now());
  app.use(ownTeamOnly(teamId, log));
  app.use(membersOnly(membershipOf, log));
  app.error(async (error) => log.error(`slack: ${error.message}`));
  const listeners: Listeners = {
    app,
    client,
    openSpaces,
    links: createLinks(options.links),
    linksWithCards: createLinksWithCards(ownWorkspace, options.links),
    log,
    clock,
    ...names,
  };

  listenForPresses(listeners, pressed);
  listenForCommands(listeners);
  listenForEntries(listeners);
  listenForUndoneEntries(listeners);
  listenForLinks(listeners);
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await showHome(listeners, event.user);
  });

  // A pick changes nothing by itself. Every other action is acked too, because Slack shows an error without an ack.
  app.action(noneOf([...pressed, ...dialogActions, menuAction, ...others]), async ({ ack }) => ack());
  app.shortcut(noneOf([stageShortcut]), async ({ ack }) => ack());
  app.command(noneOf([entryCommand]), async ({ ack }) => ack());
  app.options(/^/u, async ({ ack }) => ack({ options: [] }));
  app.event(noneOf(['app_home_opened', 'link_shared']), async () => {});

  await app.init();
  return {
    start: transport.start,
    stop: transport.stop,
    msWithoutSocket: transport.msWithoutSocket,
    teamId,
    membershipOf,
    ...(transport.requestListener === undefined ? {} : { requestListener: transport.requestListener }),
  };
}

/** Buttons that are one request each. */
const pressed = [...cardActions, 'move_1', 'move_2', 'move_3', 'take_it', 'copy_text'];
const others = [...pauseActions, 'enter', 'shift', 'deny_host', undoEntry];
