// A database that is restored from an older copy, beside a Temporal that has gone on meanwhile.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { childEnv } from '../../config/env.ts';
import { reconcile } from '../../activities/reconcile.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import { createOpenSpaceService } from '../../temporal/open-space-service.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { eventually } from '../support/running-bot.ts';
import { minute, startWorkbench, type Workbench } from '../support/workbench.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ana = { id: 'ana', name: 'ana', door: 'api' } as const;

describe('an older copy of the database beside a newer Temporal', function () {
  this.timeout(240_000);
  let bench: Workbench;
  let directory: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'open-spaces-test-'));
    bench = await startWorkbench({ realTime: true, settleSeconds: 1 });
  });
  after(async () => {
    await bench.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const run = async (command: 'backup' | 'restore'): Promise<string> => {
    const args = ['--import', 'tsx', `commands/${command}.ts`, join(directory, 'copy.ndjson.gz')];
    const env = childEnv({ MONGODB_URI: bench.uri, MONGODB_DATABASE: bench.db.databaseName });
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env });
    return stdout;
  };
  const stored = async (id: string): Promise<OpenSpace> =>
    (await bench.store.openSpaces.find(id))?.space ?? assert.fail();
  const standing = async (id: string) => (await stored(id)).standing.status;
  const statusOf = async (id: string) => (await stored(id)).reminders[0]?.state.status;

  it('repeats no post, calls off nothing, and leaves to a person what may have been posted', async () => {
    const service = createOpenSpaceService({ ...bench.deps, client: bench.client });
    const enter = async (room: string, inMinutes: number, approval: 'approved' | 'needs_action') => {
      const entered = await service.enterByHand(
        { room, startAt: Date.now() + inMinutes * minute, approval },
        ana,
        randomUUID(),
      );
      return entered.kind === 'entered' ? entered.id : assert.fail(entered.reason);
    };
    const sent = await enter('A103', 120, 'approved');
    const cancelled = await enter('A104', 120, 'approved');
    const denied = await enter('B115', 120, 'approved');
    const late = await enter('A106', 0.75, 'needs_action');
    await run('backup');

    const ask = async (openSpaceId: string, verb: Parameters<typeof service.ask>[0]['verb']) =>
      assert.equal((await service.ask({ openSpaceId, verb, by: ana })).kind, 'decided');
    await ask(sent, { verb: 'sendNow' });
    await eventually('it is sent', async () => (await statusOf(sent)) === 'sent');
    await ask(cancelled, { verb: 'cancel' });
    await ask(denied, { verb: 'decide', approval: 'denied' });
    const since = await enter('B114', 240, 'approved');
    await bench.config({ paused: true });
    await ask(late, { verb: 'decide', approval: 'approved' });
    const { startAt = 0 } = await stored(late);
    const posts = await bench.x.timeline();
    assert.equal(posts.length, 1);

    await bench.stopWorker();
    await bench.db.dropDatabase();
    assert.match(await run('restore'), /restored from/u);
    await eventually('its start has passed', async () => Date.now() > startAt, 60);
    await bench.startWorker();
    // The reconciler leaves what is younger than half a minute alone.
    const later = { ...bench.deps, clock: () => Date.now() + minute };
    const tidied = async () => reconcile(later, await bench.store.configs.current(), new Map());
    await tidied();

    await eventually('Temporal has told of the post', async () => (await statusOf(sent)) === 'sent');
    await eventually('nobody calls it missed', async () => (await statusOf(late)) === 'unconfirmed');
    await eventually('it stays cancelled', async () => (await standing(cancelled)) === 'cancelled');
    await eventually('it stays denied', async () => (await statusOf(denied)) === 'denied');
    assert.equal(await standing(late), 'scheduled');
    // The record of the post is lost; that it was sent stands in the view.
    const isAboutRecords = (line: string) => line.startsWith(sent);
    const broken = async () => (await brokenInvariants(bench.store)).filter((line) => !isAboutRecords(line));
    await eventually('nothing is left half done', async () => (await broken()).length === 0).catch(async () =>
      assert.deepEqual(await broken(), []),
    );
    // What was entered since the copy is known again, and holds its room.
    assert.equal((await stored(since)).room, 'B114');
    const again = await service.enterByHand({ room: 'B114', startAt: Date.now() + 240 * minute }, ana, randomUUID());
    assert.equal(again.kind, 'refused');
    assert.deepEqual(await bench.x.timeline(), posts);
    for (const id of [sent, cancelled, denied, late]) {
      const by = (await stored(id)).decisions.map((one) => one.by.name);
      assert.ok(
        by.every((name) => name === 'ana'),
        `${id}: ${by.join()}`,
      );
    }
  });
});
