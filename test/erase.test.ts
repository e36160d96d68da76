import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { childEnv } from '../config/env.ts';
import { planRehearsal } from '../core/rehearsal.ts';
import { readServers } from '../standalone/servers/noted-servers.ts';
import { dateAndTime, eventually, startBot, type RunningBot } from './support/running-bot.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

describe('commands on a bot that runs', function () {
  this.timeout(300_000);
  let bot: RunningBot;

  before(async () => {
    bot = await startBot();
  });
  after(() => bot?.stop());

  const run = (command: string, argument: string): Promise<{ code: number | null; text: string }> =>
    new Promise((resolve) => {
      const env = childEnv({ DATA_DIR: bot.dataDir });
      const args = ['--import', 'tsx', `commands/${command}.ts`, argument];
      const child = execFile(process.execPath, args, { cwd: root, env }, (_, out, err) =>
        resolve({ code: child.exitCode, text: out + err }),
      );
    });
  const status = async (id: string) => (await bot.api('GET', `open-spaces/${id}`)).body['status'];
  const messages = async () =>
    JSON.stringify([
      await bot.messages('outgoing_tweets'),
      await bot.messages('need_review'),
      await bot.messages('event_conflict'),
    ]);

  it('erase a host: no word and no name of theirs is left in store, logs and cards, and nothing is posted', async () => {
    const id = await bot.tweet('wanderfalke', `Quillwork @ ${dateAndTime(60)} in B114 #pyconopenspaces`);
    await eventually('its card', async () => (await messages()).includes('wanderfalke'));
    await bot.api('POST', `open-spaces/${id}/approve`, {});
    await eventually('approved', async () => (await status(id)) === 'approved');

    const { code, text } = await run('erase', '@wanderfalke');
    assert.equal(code, 0, text);
    assert.match(text, new RegExp(`erased ${id}`, 'u'));
    assert.equal(await status(id), 'cancelled');

    const client = await MongoClient.connect((await readServers(bot.dataDir))?.mongodbUri ?? '');
    for (const { name } of await client.db('openspaces').listCollections().toArray()) {
      // Answers to repeated requests are kept for a day at most.
      if (name === 'idempotency') continue;
      const kept = JSON.stringify(await client.db('openspaces').collection(name).find().toArray());
      assert.ok(
        !/quillwork|wanderfalke/iu.test(kept),
        `${name}: ${/.{80}(?:quillwork|wanderfalke).{20}/iu.exec(kept)?.[0]}`,
      );
    }
    await client.close();
    for (const file of (await readdir(bot.dataDir)).filter((name) => name.endsWith('.log')))
      assert.ok(!/quillwork|wanderfalke/iu.test(await readFile(join(bot.dataDir, file), 'utf8')), file);
    await eventually(
      'its card says nothing of them',
      async () => !/quillwork|wanderfalke/iu.test(await messages()),
      60,
    );
    assert.deepEqual(await bot.timeline(), []);

    const unknown = await run('erase', '@nobody');
    assert.equal(unknown.code, 1);
    assert.match(unknown.text, /^error: Nothing is known of @nobody/u);
  });

  it('rehearse a past day: gaps stay, starts come, and conflicts are found', async () => {
    const zone = {
      id: 'c',
      name: 'C',
      timeZone: 'America/Los_Angeles',
      startDate: '2026-05-15',
      endDate: '2026-05-15',
    };
    const rooms = ['A103', 'B114'].map((name) => ({ name, aliases: [] }));
    const now = Date.parse('2030-01-02T03:04:05Z');
    const post = (text: string) => ({ text, postedAt: Date.parse('2017-05-19T18:00:00Z') });
    const texts = ['Acro @ 5pm in B114 #x', 'Chess 5:10pm B114 #x', 'what a day #x', 'Yoga tomorrow 9am in A103 #x'];
    const planned = planRehearsal(texts.map(post), { ...zone, rooms }, now);
    const starts = planned.flatMap(({ plan }) => (plan.startAt === undefined ? [] : [plan.startAt]));
    assert.equal(starts[0], Date.parse('2030-01-02T03:25:00Z'));
    assert.deepEqual(
      starts.map((at) => (at - (starts[0] ?? 0)) / 60_000),
      [0, 10, 16 * 60],
    );
    assert.deepEqual(
      planned.map(({ plan }) => plan.verdict),
      ['schedule', 'schedule', 'ignore', 'schedule'],
    );
  });
});
