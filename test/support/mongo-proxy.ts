import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { BSON } from 'mongodb';

/** Stands before a MongoDB, and can refuse what is written as a server does whose disk is full. */
export interface MongoProxy {
  readonly uri: string;
  /** From now on, until it is called with `false`. */
  refuseWrites(isFull: boolean): void;
  /** Ends all connections and takes no new ones for so many milliseconds, as a server that dies and comes back. */
  goAway(ms: number): Promise<void>;
  close(): Promise<void>;
}

const writes = ['insert', 'update', 'delete', 'findAndModify'];
/** Of the wire protocol: an OP_MSG is a header, flags, and a document of kind 0. Bytes. */
const opMsg = 2013;
const headerBytes = 16;
const documentAt = 21;

export async function startMongoProxy(uri: string): Promise<MongoProxy> {
  const target = new URL(uri);
  const sockets = new Set<Socket>();
  let isFull = false;

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let waiting = Buffer.alloc(0);
    client.on('data', (bytes: Buffer) => {
      waiting = Buffer.concat([waiting, bytes]);
      while (waiting.length >= 4 && waiting.length >= waiting.readInt32LE(0)) {
        const message = waiting.subarray(0, waiting.readInt32LE(0));
        waiting = waiting.subarray(message.length);
        if (isFull && isWrite(message)) client.write(refusalOf(message));
        else upstream.write(message);
      }
    });
    upstream.on('data', (bytes) => client.write(bytes));
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
  const listen = (at: number): Promise<void> =>
    new Promise((resolve) => server.listen(at, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const own = new URL(uri);
  own.port = String(port);
  return {
    uri: own.href,
    async goAway(ms) {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      await sleep(ms);
      await listen(port);
    },
    refuseWrites: (full) => void (isFull = full),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isWrite(message: Buffer): boolean {
  if (message.readInt32LE(12) !== opMsg) return false;
  const [command = ''] = Object.keys(BSON.deserialize(documentOf(message)));
  return writes.includes(command);
}

function documentOf(message: Buffer): Buffer {
  return message.subarray(documentAt, documentAt + message.readInt32LE(documentAt));
}

function refusalOf(request: Buffer): Buffer {
  const answer = BSON.serialize({
    ok: 0,
    errmsg: 'available disk space of 0 bytes is less than required minimum of 524288000',
    code: 14_031,
    codeName: 'OutOfDiskSpace',
  });
  const head = Buffer.alloc(documentAt);
  head.writeInt32LE(documentAt + answer.length, 0);
  // What it answers.
  head.writeInt32LE(request.readInt32LE(4), 8);
  head.writeInt32LE(opMsg, headerBytes - 4);
  return Buffer.concat([head, answer]);
}
