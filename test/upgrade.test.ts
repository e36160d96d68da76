import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixtures, lookAt, unpackData } from './support/release-data.ts';
import { eventually, startBot } from './support/running-bot.ts';

describe('an upgrade', function () {
  this.timeout(300_000);

  for (const version of readdirSync(fixtures)) {
    it(`starts on the data of ${version}: everything is as before, and continues`, async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'open-spaces-test-'));
      const seen = await unpackData(version, dataDir);
      const bot = await startBot({ DATA_DIR: dataDir });
      try {
        assert.deepEqual(await lookAt(bot, dataDir), seen);
        const idOf = (wanted: string): string => seen.openSpaces.find(({ status }) => status === wanted)?.id ?? '';
        const statusOf = async (id: string) => (await bot.api('GET', `open-spaces/${id}`)).body['status'];

        const [approved, undecided, conflict] = [idOf('approved'), idOf('needs_action'), idOf('conflict')];
        assert.equal((await bot.api('POST', `open-spaces/${undecided}/approve`, {})).status, 200);
        assert.equal(await statusOf(undecided), 'approved');
        const posted = (await bot.timeline()).length;
        assert.equal((await bot.api('POST', `open-spaces/${approved}/send-now`, {})).status, 200);
        await eventually('it is sent', async () => (await statusOf(approved)) === 'sent', 60);
        assert.equal((await bot.timeline()).length, posted + 1);
        const elsewhere = await bot.api('PATCH', `open-spaces/${conflict}`, { room: 'A103' });
        assert.equal(elsewhere.status, 200, JSON.stringify(elsewhere.body));
        await eventually('it is no conflict', async () => (await statusOf(conflict)) !== 'conflict', 30);
      } finally {
        await bot.stop();
        await rm(dataDir, { recursive: true, force: true });
      }
    });
  }
});
