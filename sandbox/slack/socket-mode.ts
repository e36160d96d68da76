/** Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode. */
import { randomInt, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Deliver, Outcome } from './delivery.ts';
import { sandboxApp } from './workspace.ts';

/**
 * Milliseconds: how long a ticket is valid, how long a socket may take to close, and the interval of pings (clients
 * wait 30 s for one).
 */
const ticketLifetime = 30_000;
const leaveTime = 2000;
const pingPace = 10_000;
/** Slack's limit for one app. */
const mostSockets = 10;

const ackSchema = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

export interface SocketMode {
  /** A one-time address for a new socket. */
  openTicket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  deliver: Deliver;
  /** Asks every socket to reconnect; with `drop`, cuts them without a message. @returns the number of sockets */
  disconnect(reason: string): number;
  connected(): number;
  close(): void;
}

/**
 * @param socketUrl the address for tickets; a function, because the port is known only when the server listens
 * @param ackLimit how long the app may take to acknowledge, milliseconds
 */
export function createSocketMode(
  socketUrl: () => string,
  clock: () => number,
  ackLimit: number,
  onChange: () => void,
): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Map<string, number>();
  const ready = new Set<WebSocket>();
  const waiting = new Map<string, (payload: unknown) => void>();
  const pings = setInterval(() => {
    for (const socket of server.clients) socket.ping();
  }, pingPace);
  pings.unref();

  function welcome(socket: WebSocket): void {
    if (ready.size >= mostSockets) {
      leave(socket, 'too_many_websockets');
      return;
    }
    ready.add(socket);
    socket.on('message', (data: Buffer) => {
      const ack = ackSchema.safeParse(parse(data.toString()));
      if (!ack.success) return;
      waiting.get(ack.data.envelope_id)?.(ack.data.payload);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      ready.delete(socket);
      onChange();
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: ready.size,
        connection_info: { app_id: sandboxApp.appId },
        debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
      }),
    );
    onChange();
  }

  function leave(socket: WebSocket, reason: string): void {
    ready.delete(socket);
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
    setTimeout(() => socket.close(), leaveTime).unref();
  }

  return {
    openTicket() {
      const ticket = randomUUID();
      tickets.set(ticket, clock());
      return `${socketUrl()}/link/?ticket=${ticket}&app_id=${sandboxApp.appId}`;
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('ticket') ?? '';
      const issuedAt = tickets.get(ticket);
      tickets.delete(ticket);
      if (issuedAt === undefined || clock() - issuedAt > ticketLifetime) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    async deliver({ kind, payload }) {
      // A random socket, so that an app that keeps state in one process is noticed here.
      const sockets = [...ready];
      const socket = sockets[sockets.length === 0 ? 0 : randomInt(sockets.length)];
      if (socket === undefined) return { result: 'no_app_connected' };
      const envelopeId = randomUUID();
      const outcome = new Promise<Outcome>((resolve) => {
        const timer = setTimeout(() => resolve({ result: 'unacked' }), ackLimit);
        waiting.set(envelopeId, (ackPayload) => {
          clearTimeout(timer);
          resolve({ result: 'acked', payload: ackPayload });
        });
      });
      socket.send(
        JSON.stringify({
          envelope_id: envelopeId,
          type: kind,
          accepts_response_payload: kind !== 'events_api',
          payload,
          ...(kind === 'events_api' ? { retry_attempt: 0, retry_reason: '' } : {}),
        }),
      );
      return await outcome.finally(() => waiting.delete(envelopeId));
    },
    disconnect(reason) {
      const sockets = [...ready];
      for (const socket of sockets) {
        if (reason === 'drop') socket.terminate();
        else leave(socket, reason);
      }
      return sockets.length;
    },
    connected: () => ready.size,
    close() {
      clearInterval(pings);
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
