import assert from 'node:assert/strict';
import { createOpenSpaceService, type OpenSpaceService } from '../temporal/open-space-service.ts';
import { eventually } from './support/running-bot.ts';
import { minute, startWorkbench, type Workbench } from './support/workbench.ts';

describe('between the reminder and the start', () => {
  let bench: Workbench;
  let openSpaces: OpenSpaceService;
  const by = { id: 'ana', name: 'ana', door: 'web' } as const;

  before(async () => {
    bench = await startWorkbench({ realTime: true });
    const { client, deps } = bench;
    openSpaces = createOpenSpaceService({ ...deps, client });
  });

  after(() => bench.stop());

  const sent = async (room: string): Promise<string> => {
    const { id } = await bench.announce({ inMinutes: 10, room });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await bench.client.workflow.getHandle(bench.workflowId(id)).result();
    return id;
  };
  const viewOf = async (id: string) => (await bench.store.openSpaces.find(id))?.space;

  it('it can be cancelled: the schedule follows, the room is free, nothing is posted again', async () => {
    const id = await sent('B114');
    const posts = await bench.x.timeline();
    const answers = await Promise.all(
      [1, 2].map(() => openSpaces.ask({ openSpaceId: id, verb: { verb: 'cancel' }, by })),
    );
    assert.deepEqual(
      answers.map(({ kind }) => kind),
      ['decided', 'decided'],
    );
    await eventually('the view is cancelled', async () => (await viewOf(id))?.standing.status === 'cancelled');
    const next = await bench.announce({ inMinutes: 10, room: 'B114' });
    assert.equal(next.standing.status, 'scheduled');
    assert.deepEqual(await bench.x.timeline(), posts);
  });

  it('a cancellation can be taken back: the room is held again, nothing is posted again', async () => {
    const id = await sent('A106');
    const posts = await bench.x.timeline();
    await openSpaces.ask({ openSpaceId: id, verb: { verb: 'cancel' }, by });
    await eventually('the view is cancelled', async () => (await viewOf(id))?.standing.status === 'cancelled');
    const back = await openSpaces.ask({ openSpaceId: id, verb: { verb: 'decide', approval: 'needs_action' }, by });
    assert.equal(back.kind, 'decided');
    await eventually('it takes place again', async () => (await viewOf(id))?.standing.status === 'scheduled');
    assert.equal((await bench.announce({ inMinutes: 10, room: 'A106' })).standing.status, 'conflict');
    assert.deepEqual(await bench.x.timeline(), posts);
  });

  it('it can move to another room', async () => {
    const id = await sent('A103');
    const answer = await openSpaces.ask({ openSpaceId: id, verb: { verb: 'change', room: 'A104' }, by });
    assert.equal(answer.kind, 'decided');
    await eventually('the view has moved', async () => (await viewOf(id))?.room === 'A104');
    assert.equal((await viewOf(id))?.reminders[0]?.state.status, 'sent');
  });

  it('but no reminder of it can be decided on any more', async () => {
    const id = await sent('A105');
    assert.equal(
      (await openSpaces.ask({ openSpaceId: id, verb: { verb: 'decide', approval: 'denied' }, by })).kind,
      'gone',
    );
    assert.ok(((await viewOf(id))?.startAt ?? 0) > Date.now() + 5 * minute);
  });
});
