import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongo } from '../standalone/servers/mongo.ts';
import { connectStore } from '../store/connect.ts';

describe('a store that is killed', () => {
  it('still has what it acknowledged a moment before', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'open-spaces-test-'));
    const start = () => startMongo({ dataDir, say: () => undefined });
    const connect = async (uri: string) => {
      const { client, db } = await connectStore(uri, 'killed');
      return { client, written: db.collection<{ readonly _id: number }>('written') };
    };
    let server = await start();
    for (let last = 0; last < 2; last++) {
      const { client, written } = await connect(server.uri);
      await written.insertOne({ _id: last });
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
      await client.close(true);
      server = await start();
    }
    const { client, written } = await connect(server.uri);
    assert.deepEqual(await written.find().sort({ _id: 1 }).toArray(), [{ _id: 0 }, { _id: 1 }]);
    await client.close();
    await server.stop();
    await rm(dataDir, { recursive: true });
  });
});
