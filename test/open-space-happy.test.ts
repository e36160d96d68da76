import assert from 'node:assert/strict';
import { forSuite } from './support/for-tests.ts';
import { minute, startWorkbench, type Workbench } from './support/workbench.ts';

describe('an open space from its announcement to its reminder', () => {
  const bench = forSuite(() => startWorkbench());

  it('goes out once, 15 minutes before the start, after an organiser approved it', async () => {
    const space = await bench.announce({ inMinutes: 120 });
    assert.equal((await bench.ask(space.id, { verb: 'decide', approval: 'approved' })).kind, 'decided');

    const result = await bench.finish(space.id);

    assert.equal(result.status, 'sent');
    const timeline = await bench.x.timeline();
    assert.deepEqual(
      timeline.map((post) => post.text),
      [`Coming up in 15 minutes! https://twitter.com/host/status/${space.id}`],
    );
    const view = await bench.store.openSpaces.find(space.id);
    const state = view?.space.reminders[0]?.state;
    assert.equal(view?.status, 'sent');
    assert.ok(state?.status === 'sent' && Math.abs(state.at - ((space.startAt ?? 0) - 15 * minute)) < 5_000);
  });

  it('takes at most 7 billable actions and 34 history events when approved by hand', async () => {
    const space = await bench.announce({ inMinutes: 180 });
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    await bench.finish(space.id);
    const cost = await costOf(bench, space.id);
    assert.ok(cost.actions <= 7 && cost.events <= 34, JSON.stringify(cost));
  });

  it('takes at most 5 billable actions and 26 history events when approved by the config', async () => {
    await bench.config({ autoSend: true });
    const space = await bench.announce({ inMinutes: 240 });
    const result = await bench.finish(space.id);
    assert.equal(result.status, 'sent');
    const cost = await costOf(bench, space.id);
    assert.ok(cost.actions <= 5 && cost.events <= 26, JSON.stringify(cost));
    await bench.config({ autoSend: false });
  });
});

/** Billable actions by Temporal Cloud's rules: start, timers, activity attempts, updates, upserts. */
async function costOf(bench: Workbench, id: string): Promise<{ actions: number; events: number; types: string[] }> {
  const { events = [] } = await bench.client.workflow.getHandle(bench.workflowId(id)).fetchHistory();
  const billable = [
    'workflowExecutionStartedEventAttributes',
    'timerStartedEventAttributes',
    'activityTaskStartedEventAttributes',
    'workflowExecutionUpdateAcceptedEventAttributes',
    'workflowExecutionSignaledEventAttributes',
    'upsertWorkflowSearchAttributesEventAttributes',
  ] as const;
  const all = events ?? [];
  const actions = all.filter((event) => billable.some((attribute) => event[attribute] != null)).length;
  return { actions, events: all.length, types: all.map((event) => String(event.eventType)) };
}
