/** A small approval app on real Bolt, for tests of the Slack sandbox. */
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { startSlackSandbox } from '../../sandbox/slack/start.ts';
import type { SlackSandbox, SlackSandboxOptions } from '../../sandbox/slack/start.ts';

export const tokens = { botToken: 'xoxb-test', appToken: 'xapp-test' };

/** The tests make Slack fail on purpose: what the libraries say about it is no news. */
export const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

export async function startSandbox(options: Partial<SlackSandboxOptions> = {}): Promise<SlackSandbox> {
  return await startSlackSandbox({ port: 0, stateFile: undefined, ...tokens, ...options });
}

/** A client that says at once what went wrong. */
export function clientOf(sandbox: SlackSandbox, token = tokens.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  });
}

export interface RunningApp {
  readonly app: App;
  stop(): Promise<void>;
}

/** Connects an app by Socket Mode. @param listen adds its listeners before it starts */
export async function startApp(sandbox: SlackSandbox, listen: (app: App) => void): Promise<RunningApp> {
  const receiver = new SocketModeReceiver({
    appToken: tokens.appToken,
    logger: quiet,
    installerOptions: {
      clientOptions: {
        slackApiUrl: sandbox.apiUrl,
        timeout: 5000,
        retryConfig: { forever: true, retries: 10, factor: 1.3, minTimeout: 100, maxTimeout: 1000 },
      },
    },
  });
  const app = new App({
    token: tokens.botToken,
    receiver,
    convoStore: false,
    deferInitialization: true,
    logger: quiet,
    clientOptions: {
      slackApiUrl: sandbox.apiUrl,
      timeout: 5000,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 0 },
    },
  });
  listen(app);
  await app.init();
  await app.start();
  return { app, stop: async () => await receiver.client.disconnect() };
}

export interface Answered<Body> {
  readonly status: number;
  readonly body: Body;
}

export interface Reply {
  readonly ok: boolean;
  readonly error?: string;
  readonly message?: string;
}

/** Calls one of the sandbox's own routes. */
export async function control<Body = Reply>(
  sandbox: SlackSandbox,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered<Body>> {
  const response = await fetch(
    `${sandbox.url}/sandbox/${path}`,
    body === undefined ? { headers } : { method: 'POST', body: JSON.stringify(body), headers },
  );
  return { status: response.status, body: (await response.json()) as Body };
}

export { eventually } from './eventually.ts';

export const rooms = ['B114', 'B115', 'C120'];

/** A card as the bot's: a header, who decides, and pickers. @param rev goes into the ids, as it must in Slack */
export function cardBlocks(rev: number): object[] {
  return [
    { type: 'header', text: { type: 'plain_text', text: 'Acro yoga' } },
    { type: 'section', block_id: 'about', text: { type: 'mrkdwn', text: 'Reminder at *16:45*' } },
    {
      type: 'actions',
      block_id: `when:r${rev}`,
      elements: [
        { type: 'datepicker', action_id: 'date', initial_date: '2026-10-01' },
        { type: 'timepicker', action_id: 'time', initial_time: '17:00', timezone: 'America/Los_Angeles' },
        {
          type: 'static_select',
          action_id: 'room',
          options: rooms.map((room) => ({ text: { type: 'plain_text', text: `Room ${room}` }, value: room })),
        },
      ],
    },
    {
      type: 'actions',
      block_id: `decide:r${rev}`,
      elements: [
        { type: 'button', action_id: 'approve', value: `wf-1:r${rev}`, text: { type: 'plain_text', text: 'Approve' } },
        { type: 'button', action_id: 'apply', value: `wf-1:r${rev}`, text: { type: 'plain_text', text: 'Apply' } },
      ],
    },
  ];
}
