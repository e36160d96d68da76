// Records what this release leaves behind after a few hours of use into test/fixtures/VERSION/, so that a later one can
// prove that it starts on it (test/upgrade.test.ts). Run by hand before a release, with `npm run record-data`; what is
// there is kept, because no later release can make it again.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readArguments } from '../../config/command-line.ts';
import { connectStore } from '../../store/connect.ts';
import { dumpStore } from '../../store/backup.ts';
import { readServers } from '../../standalone/servers/noted-servers.ts';
import { dataFiles, fixtures, lookAt, packedName, storeFile, type Seen } from './release-data.ts';
import { eventually, startBot, type RunningBot } from './running-bot.ts';

readArguments('npm run record-data');
const packageJson = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
const folder = join(fixtures, packageJson.version);
if (existsSync(folder)) {
  process.stderr.write(`${folder} is there already and is kept; only an unreleased one may be removed\n`);
  process.exit(1);
}
const conference = {
  id: 'upgrade',
  name: 'Upgrade Conf',
  timeZone: 'America/New_York',
  // Far ahead, so that its reminders still wait whenever this is read.
  startDate: '2099-05-14',
  endDate: '2099-05-16',
  rooms: [{ name: 'A103', aliases: ['Quiet room'] }, 'A104', 'B114', 'B115', { name: 'B114+B115', aliases: ['Hall'] }],
};
const bot = await startBot({}, conference);
try {
  await use(bot);
  const seen = await lookAt(bot, bot.dataDir);
  await record(bot, seen);
} finally {
  await bot.stop();
}

/** On the conference's first day, at this hour there. */
function startsAt(hour: number): string {
  return `2099-05-14T${hour}:00:00-04:00`;
}

/** One open space in each state that can wait for days. */
async function use(bot: RunningBot): Promise<void> {
  const announce = (who: string, what: string, where: string, clock: string) =>
    bot.tweet(who, `${what} @ 2099-05-14 ${clock} in ${where} #pyconopenspaces`);
  const isSoon = (id: string, wanted: string) =>
    eventually(
      `${id} is ${wanted}`,
      async () => (await bot.api('GET', `open-spaces/${id}`)).body['status'] === wanted,
      60,
    );
  const decide = async (id: string, verb: string, body: unknown = {}): Promise<void> => {
    const answer = await bot.api('POST', `open-spaces/${id}/${verb}`, body);
    assert.equal(answer.status, 200, `${verb} of ${id}: ${JSON.stringify(answer.body)}`);
  };

  const approved = await announce('yogi', 'Acro yoga', 'B114', '10:00');
  await isSoon(approved, 'needs_action');
  await decide(approved, 'approve');
  await isSoon(approved, 'approved');
  const rival = await announce('rival', 'Chess', 'B114', '10:00');
  await isSoon(rival, 'conflict');
  const moved = await announce('knitter', 'Knitting', 'A103', '11:00');
  await isSoon(moved, 'needs_action');
  const change = await bot.api('PATCH', `open-spaces/${moved}`, { room: 'A104', startsAt: startsAt(12) });
  assert.equal(change.status, 200);
  const denied = await announce('denied', 'Poetry', 'A103', '13:00');
  await isSoon(denied, 'needs_action');
  await decide(denied, 'deny');
  const cancelled = await announce('gone', 'Juggling', 'A103', '14:00');
  await isSoon(cancelled, 'needs_action');
  await decide(cancelled, 'cancel');
  const sent = await announce('early', 'Board games', 'B115', '15:00');
  await isSoon(sent, 'needs_action');
  await decide(sent, 'approve');
  await decide(sent, 'send-now');
  await isSoon(sent, 'sent');
  const review = await bot.tweet('vague', 'Typing club in A104, sometime soon #pyconopenspaces');
  await isSoon(review, 'needs_review');
  const byHand = await bot.api('POST', 'open-spaces', {
    place: 'Garden',
    startsAt: startsAt(16),
    title: 'Picnic',
    note: 'Bring a blanket',
  });
  assert.equal(byHand.status, 201);
  await bot.api('POST', 'open-spaces', {
    room: 'Hall',
    startsAt: startsAt(18),
    title: 'Sprint',
    approval: 'needs_action',
  });
  // Cards follow within a second or two, and what was drawn is data too.
  await eventually('all cards', async () => (await bot.messages('outgoing_tweets')).length >= 6, 60);
}

async function record(bot: RunningBot, seen: Seen): Promise<void> {
  const { mongodbUri = '' } = (await readServers(bot.dataDir)) ?? {};
  const { client, db } = await connectStore(mongodbUri, 'openspaces');
  let store = '';
  for await (const line of dumpStore(db, new Date())) store += `${line}\n`;
  await client.close();

  const temporal = bot.pidOf('Temporal');
  await bot.kill();
  await eventually('Temporal has ended', () => Promise.resolve(!isAlive(temporal)), 30);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, storeFile), gzipSync(store));
  for (const file of dataFiles) {
    const bytes = await readFile(join(bot.dataDir, file));
    await writeFile(join(folder, packedName(file)), gzipSync(bytes, { level: 9 }));
  }
  await writeFile(join(folder, 'seen.json'), `${JSON.stringify(seen, undefined, 2)}\n`);
  process.stdout.write(`${folder}: ${seen.openSpaces.length} open spaces, ${seen.running.length} workflows that run\n`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
