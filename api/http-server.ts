import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Log } from '../core/log.ts';

/** A request that has not arrived after this time is dropped: slow senders must not hold sockets. Milliseconds. */
const requestTimeoutMs = 10_000;

export interface HttpServerOptions {
  readonly fetch: Hono['fetch'];
  /** Handles `/slack/events`, to which Slack sends signed requests. */
  readonly slackListener: RequestListener | undefined;
  readonly log: Log;
}

/** The only HTTP server of the api process. If a listener throws, the answer is 500 and the process continues. */
export function createHttpServer({ fetch, slackListener, log }: HttpServerOptions): Server {
  const listener = getRequestListener(fetch);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const isFromSlack = slackListener !== undefined && request.url?.split('?')[0] === '/slack/events';
      await (isFromSlack ? slackListener(request, response) : listener(request, response));
    } catch (error) {
      log.error('a request failed outside of its route', { error: stackOf(error) });
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    }
  };

  return createServer(
    { requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs, connectionsCheckingInterval: 2_000 },
    (request, response) => void answer(request, response),
  );
}

/**
 * From now on, an uncaught error is logged and does not end the process. Some libraries (such as Bolt's receiver)
 * answer requests in promises of their own, and no request may end the process. Continuing is safe: every decision is
 * in Temporal and MongoDB.
 */
export function surviveUncaughtErrors(log: Log): void {
  process.on('uncaughtException', (error) => log.error('an error was not caught', { error: stackOf(error) }));
  process.on('unhandledRejection', (reason) => log.error('a rejection was not caught', { error: stackOf(reason) }));
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
