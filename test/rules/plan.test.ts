import assert from 'node:assert/strict';
import { planOf, plansDiffer, schedulesItself, type Plan } from '../../core/plan.ts';
import type { Reading } from '../../core/reading/reading.ts';
import { now, plan, startAt } from '../support/rule-spaces.ts';

describe('what a reading plans', () => {
  it('has a room and a start only if the reading gives exactly one of each', () => {
    const reading = (rooms: string[], starts: number[]): Plan =>
      planOf({
        verdict: 'schedule',
        rooms: rooms.map((name) => ({ name })),
        starts: starts.map((at) => ({ at })),
      } as unknown as Reading);
    assert.deepEqual(reading(['A'], [1]), { verdict: 'schedule', room: 'A', startAt: 1 });
    assert.deepEqual(reading(['A', 'B'], [1, 2]), { verdict: 'schedule' });
    assert.deepEqual(reading([], []), { verdict: 'schedule' });
  });

  it('is the same if verdict, room and start are the same', () => {
    assert.ok(!plansDiffer(plan, { ...plan }));
    for (const change of [{ verdict: 'review' }, { room: 'A' }, { startAt: 1 }] as const)
      assert.ok(plansDiffer(plan, { ...plan, ...change }));
  });

  it('needs no person only if it has a room and a future start', () => {
    const stands = (change: Partial<Plan>, at = now) => schedulesItself({ ...plan, ...change }, at);
    assert.deepEqual([stands({}), stands({}, startAt), stands({ verdict: 'review' })], [true, false, false]);
    assert.ok(!schedulesItself({ verdict: 'schedule', startAt }, now));
    assert.ok(!schedulesItself({ verdict: 'schedule', room: 'A' }, now));
  });
});
