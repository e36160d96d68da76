import { BSON } from 'mongodb';
import { startTcpProxy } from './tcp-proxy.ts';

/** Stands before a MongoDB, and can behave as a server does that is away, is ending or has a full disk. */
export interface MongoProxy {
  readonly uri: string;
  /** From now on, until it is called with `false`. */
  refuseWrites(isFull: boolean): void;
  /** From now on nothing is answered, and no connection ends. */
  standStill(): void;
  /** From now on every connection is cut, as when the server is killed. */
  cut(): void;
  /** From now on every command is answered as by a server that is told to end. */
  shutDown(): void;
  /** From now on it passes everything on again, over new connections. */
  goOn(): void;
  /** Calls it once, before the command that comes after so many others. */
  beforeCommand(after: number, call: () => void): void;
  close(): Promise<void>;
}

const writes: readonly string[] = ['insert', 'update', 'delete', 'findAndModify'];
/** What a driver asks to find out whether the server is there; the empty one is the old form of it. */
const greetings: readonly string[] = ['hello', 'ismaster', 'isMaster', ''];
/** Of the wire protocol: an OP_MSG is a header, flags, and a document of kind 0. Bytes. */
const opMsg = 2013;
const headerBytes = 16;
const documentAt = 21;

export async function startMongoProxy(uri: string): Promise<MongoProxy> {
  const target = new URL(uri);
  let isFull = false;
  let isEnding = false;
  const to = { host: target.hostname, port: Number(target.port) };
  const proxy = await startTcpProxy(to, (client, upstream, { isUp, notePiece }) => {
    let waiting = Buffer.alloc(0);
    client.on('data', (bytes: Buffer) => {
      waiting = Buffer.concat([waiting, bytes]);
      while (waiting.length >= 4 && waiting.length >= waiting.readInt32LE(0)) {
        const message = waiting.subarray(0, waiting.readInt32LE(0));
        waiting = waiting.subarray(message.length);
        const command = commandOf(message);
        if (!greetings.includes(command)) notePiece();
        if (!isUp()) continue;
        if (isFull && writes.includes(command)) client.write(answerTo(message, diskFull));
        else if (isEnding && !greetings.includes(command)) client.write(answerTo(message, ending));
        else upstream.write(message);
      }
    });
    upstream.on('data', (bytes) => client.write(bytes));
  });
  const own = new URL(uri);
  own.port = String(proxy.port);
  return {
    uri: own.href,
    standStill: proxy.standStill,
    cut: proxy.cut,
    shutDown: () => void (isEnding = true),
    goOn() {
      isEnding = false;
      proxy.goOn();
    },
    beforeCommand: proxy.beforePiece,
    refuseWrites: (full) => void (isFull = full),
    close: proxy.close,
  };
}

/** The name of the command; empty if the message has another form. */
function commandOf(message: Buffer): string {
  if (message.readInt32LE(12) !== opMsg) return '';
  return Object.keys(BSON.deserialize(documentOf(message)))[0] ?? '';
}

function documentOf(message: Buffer): Buffer {
  return message.subarray(documentAt, documentAt + message.readInt32LE(documentAt));
}

const diskFull = {
  errmsg: 'available disk space of 0 bytes is less than required minimum of 524288000',
  code: 14_031,
  codeName: 'OutOfDiskSpace',
};
const ending = { errmsg: 'interrupted at shutdown', code: 11_600, codeName: 'InterruptedAtShutdown' };

function answerTo(request: Buffer, error: { errmsg: string; code: number; codeName: string }): Buffer {
  const answer = BSON.serialize({ ok: 0, ...error });
  const head = Buffer.alloc(documentAt);
  head.writeInt32LE(documentAt + answer.length, 0);
  // What it answers.
  head.writeInt32LE(request.readInt32LE(4), 8);
  head.writeInt32LE(opMsg, headerBytes - 4);
  return Buffer.concat([head, answer]);
}
