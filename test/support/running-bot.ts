// The whole bot as `npm start` runs it, on ports and data of its own: for tests that see what people see, in real time.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { childEnv } from '../../config/env.ts';
import { findFreePort } from '../../config/free-port.ts';
import { spawnTethered, type Tethered } from '../../standalone/servers/tether.ts';
import { eventually } from './eventually.ts';

/** The bot gives its worker and api 12 s and its servers 5 s more. Milliseconds. */
const stopWithinMs = 30_000;

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface SlackMessage {
  readonly ts: string;
  readonly channel: string;
  readonly text: string;
  readonly blocks: readonly Record<string, unknown>[];
}

export interface RunningBot {
  readonly dataDir: string;
  readonly apiToken: string;
  readonly urls: { readonly api: string; readonly x: string; readonly slack: string };
  /** The one-time sign-in link that it printed. */
  signInLink(): string;
  /** A process id as it was printed last. */
  pidOf(process: 'worker' | 'api' | 'Temporal' | 'MongoDB'): number;
  tweet(username: string, text: string, more?: Record<string, unknown>): Promise<string>;
  timeline(): Promise<{ id: string; text: string; arrivedAt: string }[]>;
  fault(fault: Record<string, unknown>): Promise<void>;
  /** Those that no request has met yet. */
  faults(): Promise<unknown[]>;
  messages(channel: string): Promise<SlackMessage[]>;
  press(message: SlackMessage, actionId: string, more?: Record<string, unknown>): Promise<Response>;
  /** A call to the API with the full-rights token. */
  api(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Ends the process that started everything, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same data and ports. @param more of the environment, from then on */
  start(more?: Readonly<Record<string, string>>): Promise<void>;
  /** Presses Ctrl+C so many times. @returns the exit code or signal with which it ended */
  interrupt(times: number): Promise<string>;
  stop(): Promise<void>;
}

/** `YYYY-MM-DD HH:mm` so many minutes from now in a zone, so that a test may run over midnight. */
export function dateAndTime(minutes: number, timeZone?: string): string {
  const parts = { dateStyle: 'short', timeStyle: 'short', ...(timeZone === undefined ? {} : { timeZone }) } as const;
  return new Intl.DateTimeFormat('sv-SE', parts).format(Date.now() + minutes * 60_000);
}

export { eventually };

/** @param variables more of the environment, such as `X_LISTEN`; @param conference written to a `CONFERENCE_FILE` */
export async function startBot(
  variables: Readonly<Record<string, string>> = {},
  conference?: unknown,
): Promise<RunningBot> {
  const dataDir = await mkdtemp(join(tmpdir(), 'open-spaces-'));
  const [port, xPort, slackPort] = [
    await findFreePort(0, 'PORT'),
    await findFreePort(0, 'SANDBOX_X_PORT'),
    await findFreePort(0, 'SANDBOX_SLACK_PORT'),
  ];
  const apiToken = `test-${randomUUID()}`;
  const conferenceFile = join(dataDir, 'conference.json');
  if (conference !== undefined) await writeFile(conferenceFile, JSON.stringify(conference));
  const env = childEnv({
    PORT: String(port),
    SANDBOX_X_PORT: String(xPort),
    SANDBOX_SLACK_PORT: String(slackPort),
    DATA_DIR: dataDir,
    API_TOKEN: apiToken,
    X_SETTLE_SECONDS: '5',
    ...(conference === undefined ? {} : { CONFERENCE_FILE: conferenceFile }),
    ...variables,
  });
  const urls = {
    api: `http://127.0.0.1:${port}`,
    x: `http://127.0.0.1:${xPort}`,
    slack: `http://127.0.0.1:${slackPort}`,
  };
  let child: Tethered | undefined;
  let lines: string[] = [];

  const bot: RunningBot = {
    dataDir,
    apiToken,
    urls,
    signInLink: () => /\S+\/admin\/sign-in\S+/u.exec(lines.join('\n'))?.[0] ?? '',
    pidOf(process) {
      const printed = lines.findLast((line) => line.startsWith('Processes')) ?? '';
      return Number(new RegExp(`${process} (\\d+)`, 'u').exec(printed)?.[1]);
    },
    async tweet(username, text, more = {}) {
      const answer = await post(`${urls.x}/sandbox/tweets`, { username, text, ...more });
      if (!answer.ok) throw new Error(`the sandbox refused a tweet: ${await answer.text()}`);
      return ((await answer.json()) as { id: string }).id;
    },
    timeline: async () => (await fetch(`${urls.x}/sandbox/timeline`)).json() as Promise<never>,
    fault: async (fault) => void (await post(`${urls.x}/sandbox/faults`, fault)),
    faults: async () => (await fetch(`${urls.x}/sandbox/faults`)).json() as Promise<unknown[]>,
    messages: async (channel) =>
      (await fetch(`${urls.slack}/sandbox/messages?channel=${channel}`)).json() as Promise<SlackMessage[]>,
    press: ({ channel, ts }, actionId, more = {}) =>
      post(`${urls.slack}/sandbox/actions`, { channel, ts, actionId, ...more }),
    async api(method, path, body) {
      const answer = await fetch(`${urls.api}/api/v1/${path}`, {
        method,
        headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
    async kill() {
      if (child === undefined) return;
      const servers = [bot.pidOf('MongoDB'), bot.pidOf('Temporal')];
      process.kill(child.pid, 'SIGKILL');
      await child.exited;
      // What it had started ends after it. MongoDB takes two seconds, and until then no other one can use its data.
      await eventually('its servers have ended', () => !servers.some(isAlive));
      const isFree = (one: number) =>
        findFreePort(one, 'PORT').then(
          () => true,
          () => false,
        );
      await eventually('its ports are free', async () =>
        (await Promise.all([port, xPort, slackPort].map(isFree))).every(Boolean),
      );
    },
    async start(more = {}) {
      Object.assign(env, more);
      const printed: string[] = [];
      let isReady: () => void;
      const ready = new Promise<true>((resolve) => (isReady = () => resolve(true)));
      // Tethered, so that a test run that is killed leaves no bot behind.
      const started = await spawnTethered(process.execPath, ['commands/launch.mjs', 'standalone'], {
        cwd: root,
        env,
        graceMs: stopWithinMs,
        onLine: (line) => {
          printed.push(line);
          if (line === 'ready') isReady();
        },
      });
      const how = await Promise.race([ready, started.exited]);
      if (how !== true) throw new Error(`npm start ended with ${how}:\n${printed.join('\n')}`);
      child = started;
      lines = printed;
    },
    async interrupt(times) {
      if (child === undefined) return 'it does not run';
      for (let sent = 0; sent < times; sent++) {
        process.kill(child.pid, 'SIGINT');
        // So that they do not arrive as one.
        await sleep(10);
      }
      return child.exited;
    },
    async stop() {
      await child?.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  await bot.start();
  return bot;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
