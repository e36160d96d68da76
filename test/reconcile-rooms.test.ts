import assert from 'node:assert/strict';
import type { Deps } from '../activities/deps.ts';
import { emptyMemory, reconcile } from '../activities/reconcile.ts';
import { startOpenSpace } from '../activities/start-open-space.ts';
import { minute, startWorkbench, type Workbench } from './support/workbench.ts';

describe('what the bot tells organisers of rooms by itself', () => {
  let bench: Workbench;
  let told: string[];
  let deps: Deps;

  before(async () => {
    bench = await startWorkbench();
  });

  after(() => bench.stop());

  beforeEach(() => {
    told = [];
    const tell: Deps['cards']['tell'] = async (_key, text) => {
      told.push(typeof text === 'string' ? text : JSON.stringify(text));
      return { kind: 'drawn' };
    };
    // A minute on, because younger views may simply not be listed yet.
    deps = { ...bench.deps, clock: () => Date.now() + minute, cards: { ...bench.deps.cards, tell } };
  });

  const config = () => bench.store.configs.current();

  it('says that a session has a room that was removed from the config while it was booked', async () => {
    const stale = await config();
    const { conference } = stale;
    const rooms = conference.rooms.filter(({ name }) => name !== 'B114');
    await bench.config({ conference: { ...conference, rooms } });
    try {
      const plan = { verdict: 'schedule', startAt: Date.now() + 300 * minute, room: 'B114' } as const;
      const id = '8670000000000001';
      const { kind } = await startOpenSpace(deps, { id, plan, approvedBy: 'config' }, stale);
      assert.equal(kind, 'started');
      const memory = emptyMemory();
      for (let round = 0; round < 2; round++) {
        await reconcile({ ...deps, clock: () => Date.now() + 5 * minute }, await config(), memory);
      }
      assert.equal(told.filter((line) => line.includes(id) && line.includes('does not allow')).length, 1, 'once');
    } finally {
      await bench.config({ conference });
    }
  });

  it('says that two sessions have the same room, if a new list made one of two while they were booked', async () => {
    const rooms = [{ name: 'A105', aliases: ['A106'] }];
    const spaces = [];
    for (const room of ['A105', 'A106']) spaces.push(await bench.announce({ inMinutes: 300, room }));
    const merged = await config();
    const memory = emptyMemory();
    for (const listed of [merged.conference.rooms, rooms, rooms]) {
      await reconcile(deps, { ...merged, conference: { ...merged.conference, rooms: listed } }, memory);
    }
    const lines = told.filter((line) => line.includes('have the same room at the same time'));
    assert.equal(lines.length, 1, 'once');
    for (const { id } of spaces) assert.ok(lines[0]?.includes(id));
    for (const { id } of spaces) await bench.ask(id, { verb: 'cancel' });
  });
});
