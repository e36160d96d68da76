import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { BSON } from 'mongodb';

/** Stands before a MongoDB, and can refuse what is written as a server does whose disk is full. */
export interface MongoProxy {
  readonly uri: string;
  /** From now on, until it is called with `false`. */
  refuseWrites(isFull: boolean): void;
  /** From now on nothing is answered, and no connection ends. */
  standStill(): void;
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
  let isStanding = false;

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let waiting = Buffer.alloc(0);
    client.on('data', (bytes: Buffer) => {
      waiting = Buffer.concat([waiting, bytes]);
      while (waiting.length >= 4 && waiting.length >= waiting.readInt32LE(0)) {
        const message = waiting.subarray(0, waiting.readInt32LE(0));
        waiting = waiting.subarray(message.length);
        if (isStanding) continue;
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = new URL(uri);
  own.port = String((server.address() as AddressInfo).port);
  return {
    uri: own.href,
    standStill: () => void (isStanding = true),
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
