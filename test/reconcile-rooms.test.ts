import assert from 'node:assert/strict';
import { tellOrganisers } from '../activities/desk-news.ts';
import { reconcile } from '../activities/reconcile.ts';
import { startOpenSpace } from '../activities/start-open-space.ts';
import { forSuite } from './support/for-tests.ts';
import { reconciling } from './support/reconciling.ts';
import { minute, startWorkbench } from './support/workbench.ts';

describe('what the bot tells organisers of rooms by itself', () => {
  const bench = forSuite(() => startWorkbench());
  const { told, config, later, tidy } = reconciling(bench);

  it('says that a session has a room that was removed from the config while it was booked', async () => {
    const stale = await config();
    const { conference } = stale;
    const rooms = conference.rooms.filter(({ name }) => name !== 'B114');
    await bench.config({ conference: { ...conference, rooms } });
    try {
      const plan = { verdict: 'schedule', startAt: Date.now() + 300 * minute, room: 'B114' } as const;
      const id = '8670000000000001';
      const { kind } = await startOpenSpace(later(1), { id, plan, approvedBy: 'config' }, stale);
      assert.equal(kind, 'started');
      const laterPlan = { ...plan, startAt: plan.startAt + 60 * minute };
      const denied = '8670000000000009';
      await startOpenSpace(later(1), { id: denied, plan: laterPlan, approvedBy: 'config' }, stale);
      await bench.ask(denied, { verb: 'decide', approval: 'denied' });
      for (let round = 0; round < 2; round++) await tidy();
      assert.equal(told.filter((line) => line.includes(denied)).length, 0, 'it blocks nothing');
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
    for (const listed of [merged.conference.rooms, rooms, rooms]) {
      await reconcile(later(1), { ...merged, conference: { ...merged.conference, rooms: listed } });
    }
    await tellOrganisers(later(1));
    const lines = told.filter((line) => line.includes('have the same room at the same time'));
    assert.equal(lines.length, 1, 'once');
    for (const { id } of spaces) assert.ok(lines[0]?.includes(id));
    for (const { id } of spaces) await bench.ask(id, { verb: 'cancel' });
  });
});
