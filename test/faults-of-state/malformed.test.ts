// Operators type signals and updates by hand. What makes no sense is refused, once in the log, and holds nothing up.
import assert from 'node:assert/strict';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { verbUpdate } from '../../workflows/messages.ts';
import { forSuite } from '../support/for-tests.ts';
import { expectInvariants } from '../support/invariants.ts';
import { eventually } from '../support/running-bot.ts';
import { startWorkbench, workerLog } from '../support/workbench.ts';

const sourceChanges: readonly unknown[] = [
  { kind: 'edited', tweetId: '9', url: 'https://x.com/a/status/9', verdict: 'schedule', room: 'B114', startAt: '5pm' },
  { kind: 'edited', tweetId: '9', url: 'https://x.com/a/status/9', verdict: 'schedule', room: 7, startAt: 1 },
  { kind: 'edited', tweetId: 'nine', url: 'https://x.com/a/status/9', verdict: 'review' },
  { kind: 'edited', tweetId: '9', url: 'https://x.com/a/status/9', verdict: 'schedule', startAt: 1e300 },
  { kind: 'deleted' },
  { kind: 'deleted', why: { a: 1 } },
  { kind: 'moved' },
  {},
  [],
  null,
  'deleted',
  7,
];

const requests: readonly unknown[] = [
  {},
  [],
  null,
  'approve it',
  { approval: 'maybe', by: 'ana' },
  { approval: 'approved' },
  { approval: 'approved', by: { id: 7 } },
  { verb: 'change', startAt: '5pm', by: 'ana' },
  { verb: 'change', startAt: 1e300, by: 'ana' },
  { verb: 'change', room: 'A103', place: 'the sofas', by: 'ana' },
  { verb: 'promote', by: 'ana' },
  { verb: 'change', room: 'x'.repeat(100_000), by: 'ana' },
  { verb: 'change', sendAt: -1, by: 'ana' },
  { verb: 'cancel', by: 'ana', revision: 'new' },
  { approval: 'approved', by: 'ana', rom: 'A105' },
  { verb: 'change', room: 'A105', startsAt: '2017-05-19T18:00:00-07:00', by: 'ana' },
];

/** Zero-width, fillers, variation selectors, marks of direction, a mark without its letter, tags of emoji. */
const unseen = ['\u200b', '\u2060\ufe0f', '\u3164', '\u200f \u200d', '\u0301', '\u{e0061}', '\u2800\u00ad'];

/** 4,300 once ended the worker's process; they take a minute on a busy machine. */
const floodOf = 1_500;

describe('a malformed message to an open space', () => {
  const bench = forSuite(() => startWorkbench({ realTime: true }));
  beforeEach(() => void workerLog.splice(0));
  afterEach(() => expectInvariants(bench.store));

  const handleOf = (id: string) => bench.client.workflow.getHandle(bench.workflowId(id));
  const complaints = () => workerLog.filter((line) => line.includes('was not understood'));
  /** Those that a worker gave up; the server itself takes one back where too much waits behind it. */
  const failedTasks = async (id: string) =>
    ((await handleOf(id).fetchHistory()).events ?? []).filter(
      ({ workflowTaskFailedEventAttributes: failed }) => failed && failed.identity !== 'history-service',
    );

  /** It is as it was, and the next press is answered and posted. */
  async function expectAlive(id: string): Promise<void> {
    assert.equal((await bench.ask(id, { verb: 'decide', approval: 'approved' })).kind, 'decided');
    assert.equal((await bench.ask(id, { verb: 'sendNow' })).kind, 'decided');
    await eventually('its reminder is sent', async () => {
      const view = await bench.store.openSpaces.find(id);
      return view?.status === 'sent';
    });
    assert.deepEqual(await failedTasks(id), []);
  }

  it('as a signal changes nothing, breaks nothing, and is reported once', async () => {
    const space = await bench.announce({ room: 'A103', inMinutes: 300 });
    const handle = handleOf(space.id);
    for (const change of sourceChanges) await handle.signal('sourceChanged', change);
    for (const request of requests) await handle.signal('decide', request);
    await handle.signal('decide');
    await handle.signal('sourceChanged');
    await handle.signal('approve', { by: 'ana' });
    assert.deepEqual(await bench.state(space.id), space);
    assert.equal(complaints().length, 1);
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    const all = sourceChanges.length + requests.length + 3;
    assert.match(
      currentDetails,
      new RegExp(`not understood: ${all}\\. The last one: there is no signal approve;`, 'u'),
    );
    await expectAlive(space.id);
  });

  it('as an update is refused with the problem', async () => {
    const space = await bench.announce({ room: 'A104', inMinutes: 300 });
    const handle = handleOf(space.id);
    for (const request of requests.filter((one) => !JSON.stringify(one).includes('"verb"'))) {
      await assert.rejects(handle.executeUpdate(verbUpdate('decide'), { args: [request] }), WorkflowUpdateFailedError);
    }
    for (const request of requests.filter((one) => JSON.stringify(one).includes('"change"'))) {
      await assert.rejects(handle.executeUpdate(verbUpdate('change'), { args: [request] }), WorkflowUpdateFailedError);
    }
    assert.deepEqual(await bench.state(space.id), space);
    await expectAlive(space.id);
  });

  it('can have a wording that X would not take, an unlisted room, or an invisible name', async () => {
    const { id, reminders } = await bench.announce({ room: 'A106', inMinutes: 300 });
    const handle = handleOf(id);
    const change = (what: object) => handle.executeUpdate(verbUpdate('change'), { args: [{ by: 'ana', ...what }] });
    const refusal = async (what: object) =>
      change(what).then(
        () => 'accepted',
        (error: unknown) => String((error as WorkflowUpdateFailedError).cause?.message),
      );
    assert.match(await refusal({ text: `${'x'.repeat(275)} {minutes} {user}` }), /over 280 characters/u);
    assert.match(await refusal({ text: 'in {rooms}' }), /\{rooms\} is not a placeholder/u);
    assert.match(await refusal({ room: 'B999' }), /B999 is not on the list of rooms/u);
    for (const text of unseen) {
      for (const field of ['title', 'place', 'note', 'text']) {
        assert.match(await refusal({ [field]: text }), new RegExp(`^${field} must show something`, 'u'));
      }
    }
    await handle.signal('decide', { verb: 'change', by: 'ana', text: 'é'.repeat(281) });
    await handle.signal('decide', { verb: 'change', by: 'ana', room: 'B999' });
    await eventually('the kept ones are refused', async () => (await bench.state(id)).refusals.length === 2);
    const { refusals, reminders: kept, title, room } = await bench.state(id);
    assert.match(refusals[0]?.reason ?? '', /over 280 characters/u);
    assert.match(refusals[1]?.reason ?? '', /not on the list of rooms/u);
    assert.deepEqual([kept, title, room], [reminders, undefined, 'A106']);
    assert.equal(await refusal({ text: `${'x'.repeat(270)}{minutes}` }), 'accepted');
    await expectAlive(id);
  });

  it(`${floodOf} times over holds nothing up, and fills no log, nor when its history is replayed`, async function () {
    this.timeout(180_000);
    const { id } = await bench.announce({ room: 'A105', inMinutes: 300 });
    const handle = handleOf(id);
    for (let sent = 0; sent < floodOf; sent += 100) {
      const some = Array.from({ length: 100 }, (_, at) => sourceChanges[(sent + at) % sourceChanges.length]);
      await Promise.all(some.map((change) => handle.signal('sourceChanged', change)));
    }
    // Temporal waits ten seconds for the answer to a query, and a busy machine may need longer for all these signals.
    const answers = async (): Promise<boolean> =>
      bench.state(id).then(
        () => true,
        () => false,
      );
    await eventually('they are handled', answers, 120);
    // Temporal takes a task back while more than 100 signals wait behind it; each new try says it once.
    const lines = complaints().length;
    assert.ok(lines >= 1 && lines <= floodOf / 100, `${lines} lines`);
    await bench.stopWorker();
    await bench.startWorker();
    await expectAlive(id);
    assert.equal(complaints().length, lines);
  });
});
