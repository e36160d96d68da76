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

/** The way from Slack to the app: a socket that the app opens, or signed requests to `/slack/events`. */
export interface Transport {
  readonly receiver: Receiver;
  readonly requestListener?: RequestListener;
  /** Runs before every listener. */
  readonly middleware: ((args: AnyMiddlewareArgs & AllMiddlewareArgs) => Promise<void>)[];
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** How long the socket has been closed. 0 if it is open, and if Slack sends requests instead. Milliseconds. */
  readonly msWithoutSocket: () => number;
}

export function socketTransport(appToken: string, apiUrl: string, log: Log): Transport {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLog(log),
    // The socket's client needs its own options: with the app's `retries: 0`, it would give up after one failed
    // reconnection.
    installerOptions: {
      clientOptions: {
        slackApiUrl: apiUrl,
        timeout: 5_000,
        // `retries` is how many waits are computed beforehand; the last one, of 10 s, repeats for ever.
        retryConfig: { forever: true, retries: 13, factor: 1.3, minTimeout: 500, maxTimeout: 10_000 },
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

/** How far a request's timestamp may be ahead, seconds. Bolt itself refuses one that is as far behind. */
const aheadLimit = 300;

export function signedTransport(signingSecret: string, log: Log, clock: () => number): Transport {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: '/slack/events',
    logger: boltLog(log),
    // This is read after Bolt has checked the signature.
    customPropertiesExtractor: (request) => ({ signature: request.headers['x-slack-signature'] }),
  });
  const seen = new Map<string, number>();
  return {
    receiver,
    requestListener(request: IncomingMessage, response: ServerResponse) {
      const timestamp = Number(request.headers['x-slack-request-timestamp']);
      // For any other method Bolt throws and nobody catches the error, so one GET would end the process.
      if (request.method !== 'POST') response.writeHead(405, { allow: 'POST' }).end();
      // Bolt accepts timestamps from the future. Then a stolen request would be valid for longer than five minutes.
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

/** Passes Bolt's own warnings and errors to our log. They contain no tokens: Bolt redacts them. */
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
