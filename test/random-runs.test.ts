// One of the random runs that `npm run faults -- --seeds 1-200` plays by the hundred: real servers, real kills.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './random-runs/build.ts';
import { runSeed } from './random-runs/run-seed.ts';
import { startRunServers, type RunServers } from './random-runs/servers.ts';

/** With kills of a worker, the api and Temporal, and with posts, in about 15 s; the others are for the command. */
const seed = 1999;

describe('a random run on the real servers', function () {
  this.timeout(300_000);
  let dir: string;
  let servers: RunServers;

  before(async () => {
    build(() => undefined);
    dir = await mkdtemp(join(tmpdir(), 'open-spaces-'));
    servers = await startRunServers(dir, () => undefined);
  });
  after(async () => {
    await servers.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it(`ends without a violation, seed ${seed}`, async () => {
    const { problems, openSpaces, kills } = await runSeed(servers, join(dir, `seed-${seed}`), seed);
    assert.deepEqual(problems, []);
    assert.ok(openSpaces > 0, 'nothing was heard');
    assert.ok(Object.keys(kills).length > 0, 'nothing was killed');
  });
});
