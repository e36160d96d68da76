import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import {
  HTTPReceiver,
  LogLevel,
  SocketModeReceiver,
  type AllMiddlewareArgs,
  type AnyMiddlewareArgs,
  type Logger,
  type Receiver,
} from '@slack/bolt';
import type { Log } from '../core/log.ts';

/** How Slack reaches the app: a socket that the app opens, or signed requests to `/slack/events`. */
export interface Transport {
  readonly receiver: Receiver;
  readonly requestListener?: RequestListener;
  /** What runs before every listener. */
  readonly middleware: ((args: AnyMiddlewareArgs & AllMiddlewareArgs) => Promise<void>)[];
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** How long no press has reached the app; 0 while the socket stands, and where Slack sends requests. */
  readonly msWithoutSocket: () => number;
}

export function socketTransport(appToken: string, apiUrl: string, log: Log): Transport {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLog(log),
    // Options of its own: with the app's `retries: 0`, one failure while reconnecting would leave it cut off for good.
    installerOptions: {
      clientOptions: {
        slackApiUrl: apiUrl,
        timeout: 5_000,
        retryConfig: { retries: 1e6, factor: 1.3, minTimeout: 500, maxTimeout: 10_000 },
      },
    },
  });
  let closedAt: number | undefined = performance.now();
  receiver.client.on('connected', () => (closedAt = undefined));
  receiver.client.on('close', () => (closedAt ??= performance.now()));
  return {
    receiver,
    middleware: [],
    start: async () => void (await receiver.start()),
    stop: async () => receiver.client.disconnect(),
    msWithoutSocket: () => (closedAt === undefined ? 0 : performance.now() - closedAt),
  };
}

/** Seconds that a request's timestamp may lie ahead; Bolt itself refuses those that lie as far behind. */
const aheadLimit = 300;

export function signedTransport(signingSecret: string, log: Log, clock: () => number): Transport {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: '/slack/events',
    logger: boltLog(log),
    // Read after Bolt has checked the signature.
    customPropertiesExtractor: (request) => ({ signature: request.headers['x-slack-signature'] }),
  });
  const seen = new Map<string, number>();
  return {
    receiver,
    requestListener(request: IncomingMessage, response: ServerResponse) {
      const timestamp = Number(request.headers['x-slack-request-timestamp']);
      // Bolt throws for any other method, and nobody above catches: one GET would end the process.
      if (request.method !== 'POST') response.writeHead(405, { allow: 'POST' }).end();
      // Bolt takes timestamps from the future, which would keep a stolen request good for longer than five minutes.
      else if (timestamp > clock() / 1000 + aheadLimit) response.writeHead(401).end();
      else receiver.requestListener(request, response);
    },
    middleware: [
      async (args) => {
        const signature = String(args.context['signature']);
        for (const [old, at] of seen) if (clock() - at > 2 * aheadLimit * 1000) seen.delete(old);
        if (!seen.has(signature)) {
          seen.set(signature, clock());
          await args.next();
          return;
        }
        log.info('a request from Slack came twice; the second one was ignored');
        if ('ack' in args && typeof args.ack === 'function') await args.ack();
      },
    ],
    start: async () => {},
    stop: async () => {},
    msWithoutSocket: () => 0,
  };
}

/** Bolt's own warnings and errors in our log. Tokens never reach it: Bolt redacts them. */
export function boltLog(log: Log): Logger {
  const say =
    (level: 'warn' | 'error') =>
    (...words: unknown[]): void =>
      log[level](`slack: ${words.map((word) => (word instanceof Error ? word.message : String(word))).join(' ')}`);
  return {
    debug() {},
    info() {},
    warn: say('warn'),
    error: say('error'),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}
