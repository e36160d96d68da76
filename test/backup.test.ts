import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { childEnv } from '../config/env.ts';
import { dateAndTime, eventually, startBot, type RunningBot } from './support/running-bot.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

describe('a backup', function () {
  this.timeout(300_000);
  let directory: string;
  let bot: RunningBot | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'open-spaces-test-'));
  });
  afterEach(async () => {
    await bot?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const run = (command: string, file: string, dataDir: string): Promise<{ code: number | null; text: string }> =>
    new Promise((resolve) => {
      const env = childEnv({ DATA_DIR: dataDir });
      const args = ['--import', 'tsx', `commands/${command}.ts`, file];
      const child = execFile(process.execPath, args, { cwd: root, env }, (_, out, err) =>
        resolve({ code: child.exitCode, text: out + err }),
      );
    });
  const status = async (id: string) => (await bot?.api('GET', `open-spaces/${id}`))?.body['status'];
  const isSoon = (id: string, wanted: string) =>
    eventually(`${id} is ${wanted}`, async () => (await status(id)) === wanted, 60);
  const approve = async (id: string): Promise<void> => {
    await isSoon(id, 'needs_action');
    await bot?.api('POST', `open-spaces/${id}/approve`, {});
    await isSoon(id, 'approved');
  };

  it('made while the bot runs goes on elsewhere, and posts nothing that was due meanwhile', async () => {
    bot = await startBot();
    const later = await bot.tweet('yogi', `Acro yoga @ ${dateAndTime(90)} in B114 #pyconopenspaces`);
    const due = await bot.tweet('knitter', `Knitting @ ${dateAndTime(60)} in A103 #pyconopenspaces`);
    await approve(later);
    await approve(due);
    const file = join(directory, 'copy.ndjson.gz');
    const copied = await run('backup', file, bot.dataDir);
    assert.equal(copied.code, 0, copied.text);
    const sendAt = new Date(Date.now() + 1_000).toISOString();
    await bot.api('PATCH', `reminders/${due}-15`, { sendAt });
    await isSoon(due, 'sent');
    const posted = await bot.timeline();
    assert.equal(posted.length, 1);
    const world = join(directory, 'sandbox-x.jsonl');
    await copyFile(join(bot.dataDir, 'sandbox-x.jsonl'), world);
    await bot.stop();

    // As if the copy had been made with this time already: what a restore finds is a reminder that is due.
    const lines = gunzipSync(await readFile(file)).toString();
    const plain = join(directory, 'copy.ndjson');
    await writeFile(plain, lines.replaceAll(dueTime(lines, due), String(Date.parse(sendAt))));
    const dataDir = join(directory, 'data');
    const restored = await run('restore', plain, dataDir);
    assert.equal(restored.code, 0, restored.text);
    assert.match(restored.text, new RegExp(`now unconfirmed; check whether X has them: ${due}`, 'u'));
    assert.match((await run('restore', plain, dataDir)).text, /^error: .* is not empty/mu);
    // X goes on while the bot is restored: it has the tweets still, and the post.
    await copyFile(world, join(dataDir, 'sandbox-x.jsonl'));

    bot = await startBot({ DATA_DIR: dataDir });
    await isSoon(due, 'unconfirmed');
    // It may have been denied since the copy was made, so it is asked for again.
    await isSoon(later, 'needs_action');
    // Decided by its workflow, which was started from the view, and the room is held.
    const rival = await bot.tweet('rival', `Chess @ ${dateAndTime(90)} in B114 #pyconopenspaces`);
    await isSoon(rival, 'conflict');
    const deny = () => bot?.api('POST', `open-spaces/${later}/deny`, {});
    await eventually('it can be denied', async () => (await deny())?.status === 200, 90).catch(async (error) => {
      throw new Error(JSON.stringify((await deny())?.body), { cause: error });
    });
    assert.deepEqual(await bot.timeline(), posted);
  });

  it('that was cut off is refused, and nothing is changed', async () => {
    const cut = join(directory, 'cut.ndjson');
    const header = { format: 'open-spaces-bot-backup', version: 1, copiedAt: new Date().toISOString() };
    await writeFile(cut, `${JSON.stringify(header)}\n`);
    const dataDir = join(directory, 'data');
    for (const [file, why] of [
      [cut, /cut off/u],
      [join(directory, 'absent'), /ENOENT/u],
      ['package.json', /line 1 is not JSON/u],
    ] as const) {
      const { code, text } = await run('restore', file, dataDir);
      assert.equal(code, 1);
      assert.match(text, /^error: .* cannot be restored: /u);
      assert.match(text, why);
    }
  });
});

/** When the open space's reminder goes out, as the backup's line of its view says it. */
function dueTime(lines: string, id: string): string {
  const view = lines
    .split('\n')
    .find((line) => line.startsWith(`{"in":"openSpaces"`) && line.includes(`"_id":"${id}"`));
  return /"sendAt":\{"\$number\w+":"(\d+)(?:\.0)?"\}/u.exec(view ?? '')?.[1] ?? 'no time';
}
