import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startMongo } from '../standalone/servers/mongo.ts';
import { connectStore } from '../store/connect.ts';
import { writesInBatches } from '../store/in-batches.ts';
import { serverProblem } from '../temporal/server-problem.ts';
import { startMongoProxy } from './support/mongo-proxy.ts';

describe('a store that is killed', () => {
  it('still has what it acknowledged a moment before', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'open-spaces-test-'));
    const first = await startMongo({ dataDir, say: () => undefined });
    const before = await connectStore(first.uri, 'killed');
    await before.db.collection('written').insertOne({ what: 'the record of a post' });
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    await before.client.close(true);

    const second = await startMongo({ dataDir, say: () => undefined });
    const after = await connectStore(second.uri, 'killed');
    assert.equal(await after.db.collection('written').countDocuments(), 1);
    await after.client.close();
    await second.stop();
    await rm(dataDir, { recursive: true });
  });

  it('fails a write in progress like a store that is down', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'open-spaces-test-'));
    const server = await startMongo({ dataDir, say: () => undefined });
    const proxy = await startMongoProxy(server.uri);
    const client = await MongoClient.connect(proxy.uri, { monitorCommands: true, serverSelectionTimeoutMS: 3_000 });
    const write = writesInBatches(client.db('killed').collection<{ _id: string }>('written'));
    await write({ insertOne: { document: { _id: 'before' } } });
    // A stopped process may still answer a moment later, so the proxy keeps the write from it.
    proxy.standStill();
    const sent = once(client, 'commandStarted');
    const failed = assert.rejects(
      write({ insertOne: { document: { _id: 'lost' } } }),
      (error) => serverProblem(error) === 'MongoDB does not answer. Try again in a few seconds.',
    );
    await sent;
    process.kill(server.pid, 'SIGKILL');
    proxy.cut();
    await failed;
    await client.close(true);
    await proxy.close();
    await rm(dataDir, { recursive: true });
  });

  it('counts as down if it has just closed the connection of a request', async () => {
    const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').resume();
    await once(socket, 'end');
    const failed = once(socket, 'error');
    socket.write('a request');
    const [error] = (await failed) as [Error];
    assert.match(error.message, /ended by the other party/u);
    assert.equal(serverProblem(error), 'MongoDB does not answer. Try again in a few seconds.');
    server.close();
  });
});
