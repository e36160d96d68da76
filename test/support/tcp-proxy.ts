import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands before a server, and can behave as one that stands still or is killed. */
export interface TcpProxy {
  readonly port: number;
  /** False while it stands still or cuts every connection. */
  isUp(): boolean;
  standStill(): void;
  /** From now on every connection is cut. */
  cut(): void;
  /** From now on it passes everything on again, over new connections. */
  goOn(): void;
  /** Counts one piece of a request. */
  notePiece(): void;
  /** Calls it once, before the piece that comes after so many others. */
  beforePiece(after: number, call: () => void): void;
  close(): Promise<void>;
}

/** @param pass lets the bytes of a new connection through, in both directions */
export async function startTcpProxy(
  to: { readonly host: string; readonly port: number },
  pass: (client: Socket, upstream: Socket, proxy: TcpProxy) => void,
): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let state: 'up' | 'still' | 'cut' = 'up';
  let waitsFor: { left: number; readonly call: () => void } | undefined;
  const destroyAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    if (state === 'cut') {
      client.destroy();
      return;
    }
    const upstream = connect(to.port, to.host);
    pass(client, upstream, proxy);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: TcpProxy = {
    port: (server.address() as AddressInfo).port,
    isUp: () => state === 'up',
    standStill: () => void (state = 'still'),
    cut() {
      state = 'cut';
      destroyAll();
    },
    goOn() {
      state = 'up';
      destroyAll();
    },
    notePiece() {
      if (waitsFor === undefined || waitsFor.left-- > 0) return;
      const { call } = waitsFor;
      waitsFor = undefined;
      call();
    },
    beforePiece: (after, call) => void (waitsFor = { left: after, call }),
    async close() {
      destroyAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
