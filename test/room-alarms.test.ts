import assert from 'node:assert/strict';
import { reconcile } from '../activities/reconcile.ts';
import { roomCauses } from '../activities/alarm-causes.ts';
import { startOpenSpace } from '../activities/start-open-space.ts';
import type { Config } from '../core/config.ts';
import { forSuite } from './support/for-tests.ts';
import { reconciling } from './support/reconciling.ts';
import { minute, startWorkbench } from './support/workbench.ts';

describe('an alarm is on', () => {
  const bench = forSuite(() => startWorkbench());
  const { config, later } = reconciling(bench);
  /** The words of the alarm; undefined if it is not on. */
  const words = async (): Promise<string | undefined> => (await roomCauses(bench.deps))[0]?.words;
  const withRooms = async (change: (rooms: Config['conference']['rooms']) => Config['conference']['rooms']) => {
    const { conference } = await config();
    await bench.config({ conference: { ...conference, rooms: change(conference.rooms) } });
    return conference.rooms;
  };

  it('while a session has a room that was removed from the config at the moment when it was booked', async () => {
    const stale = await config();
    const before = await withRooms((rooms) => rooms.filter(({ name }) => name !== 'B114'));
    const plan = { verdict: 'schedule', startAt: Date.now() + 300 * minute, room: 'B114' } as const;
    const id = '8670000000000001';
    await startOpenSpace(later(1), { id, plan, approvedBy: 'config' }, stale);
    const laterPlan = { ...plan, startAt: plan.startAt + 60 * minute };
    const denied = '8670000000000009';
    await startOpenSpace(later(1), { id: denied, plan: laterPlan, approvedBy: 'config' }, stale);
    await bench.ask(denied, { verb: 'decide', approval: 'denied' });
    const said = (await words()) ?? '';
    assert.ok(said.includes(`(${id}): B114 is not on the list of rooms.`), said);
    assert.ok(!said.includes(denied), 'it blocks nothing');
    await withRooms(() => before);
    assert.equal(await words(), undefined);
    await bench.ask(id, { verb: 'cancel' });
  });

  it('while a place that an organiser gave is on the list of rooms', async () => {
    const plan = { verdict: 'schedule', startAt: Date.now() + 300 * minute } as const;
    const { id } = await bench.announce({ plan, place: 'the Atrium' });
    assert.equal(await words(), undefined);
    const before = await withRooms((rooms) => [...rooms, { name: 'Atrium', aliases: ['The Atrium'] }]);
    assert.ok((await words())?.includes(`(${id}): Atrium is on the list of rooms. Enter it as the room`));
    await bench.ask(id, { verb: 'change', room: 'Atrium' });
    assert.equal(await words(), undefined);
    await bench.ask(id, { verb: 'cancel' });
    await withRooms(() => before);
  });

  it('while two sessions share a room, because a new list made one of two while they were booked', async () => {
    const spaces = [];
    for (const room of ['A105', 'A106']) spaces.push(await bench.announce({ inMinutes: 300, room }));
    const before = await withRooms(() => [{ name: 'A105', aliases: ['A106'] }]);
    await reconcile(later(1), await config(), new Map());
    const said = (await words()) ?? '';
    assert.match(said, /^Some sessions must move, or be cancelled\. A105, /u);
    for (const { id } of spaces) assert.ok(said.includes(`(${id}): another session has this room too.`), said);
    await bench.ask(spaces[0]?.id ?? '', { verb: 'cancel' });
    assert.equal(await words(), undefined);
    await withRooms(() => before);
  });

  it('not if one session gets the room of another while both are read', async () => {
    const { store } = bench;
    const listed = (await store.openSpaces.list('testconf', { status: ['scheduled'] }, 10)).filter(
      ({ space }) => space.room === 'A106',
    );
    assert.equal(listed.length, 1);
    let reads = 0;
    const listComing: typeof store.openSpaces.listComing = async () => {
      reads += 1;
      return reads === 1
        ? [...listed, ...listed.map((view) => ({ ...view, space: { ...view.space, id: '1' } }))]
        : listed;
    };
    const deps = { ...bench.deps, store: { ...store, openSpaces: { ...store.openSpaces, listComing } } };
    assert.deepEqual([await roomCauses(deps), reads], [[], 2]);
  });
});
