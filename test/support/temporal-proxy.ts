import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands before a Temporal, and can behave as one that stands still or is killed. */
export interface TemporalProxy {
  readonly address: string;
  /** From now on connections stay open, and nothing comes through. */
  standStill(): void;
  /** From now on every connection is cut. */
  cut(): void;
  /** From now on it passes everything on again, over new connections. */
  goOn(): void;
  /** Calls it once, before the bytes that come after so many other pieces of a request. */
  beforePiece(after: number, call: () => void): void;
  close(): void;
}

/** @param to `host:port` */
export async function startTemporalProxy(to: string): Promise<TemporalProxy> {
  const [host = '', port = ''] = to.split(':');
  const sockets = new Set<Socket>();
  let state: 'up' | 'still' | 'cut' = 'up';
  let waitsFor: { left: number; readonly call: () => void } | undefined;
  const destroyAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };

  function notePiece(): void {
    if (waitsFor === undefined || waitsFor.left-- > 0) return;
    const { call } = waitsFor;
    waitsFor = undefined;
    call();
  }

  const server = createServer((inward) => {
    if (state === 'cut') {
      inward.destroy();
      return;
    }
    const outward = connect(Number(port), host);
    for (const [from, into] of [
      [inward, outward],
      [outward, inward],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => {
        if (from === inward) notePiece();
        if (state === 'up') into.write(bytes);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        into.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    standStill: () => void (state = 'still'),
    cut() {
      state = 'cut';
      destroyAll();
    },
    goOn() {
      state = 'up';
      destroyAll();
    },
    beforePiece: (after, call) => void (waitsFor = { left: after, call }),
    close() {
      server.close();
      destroyAll();
    },
  };
}
