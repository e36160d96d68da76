import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongo } from '../standalone/servers/mongo.ts';
import { connectStore } from '../store/connect.ts';

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
});
