import assert from 'node:assert/strict';
import type { Deps } from '../activities/deps.ts';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import { lookForChanges } from '../activities/look-for-changes.ts';
import { eraseHost, erasureCommit } from '../core/erase-host.ts';
import { statusOf } from '../core/status.ts';
import { sentenceOf } from '../core/words.ts';
import { createOpenSpaceService } from '../temporal/open-space-service.ts';
import { attributeKeys } from '../workflows/search-attributes.ts';
import { Killed } from './support/crash-at.ts';
import { forSuite } from './support/for-tests.ts';
import { reconciling } from './support/reconciling.ts';
import { without } from './support/rule-spaces.ts';
import { eventually } from './support/running-bot.ts';
import { hearFromX, soon } from './support/tweets-heard.ts';
import { minute, startWorkbench } from './support/workbench.ts';

describe('the reconciler', () => {
  const bench = forSuite(() => startWorkbench());
  const { told, config, later, tidy } = reconciling(bench);

  it('continues from the store if Temporal has lost an open space, and the next worker says so', async () => {
    const space = await bench.announce({ inMinutes: 60, room: 'A103' });
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    const state = await bench.state(space.id);
    await bench.client.workflow.getHandle(bench.workflowId(space.id)).terminate('as if it had been lost');
    const lost = { ...state, id: `${state.id}9` };
    await commitOpenSpace(later(1), { space: { ...lost, room: 'A104' }, commitId: 'lost' });
    let tries = 0;
    const tell: Deps['cards']['tell'] = async () => {
      tries += 1;
      return { kind: 'later', afterMs: 1, why: 'Slack asks to wait', isAmbiguous: false, isRateLimit: true };
    };
    await tidy({ ...later(), cards: { ...bench.deps.cards, tell } });
    assert.equal(tries, 1, 'Slack is not asked again while it asks to wait');
    // Each round is like the first one of a new worker, which remembers nothing.
    for (let round = 0; round < 2; round += 1) await tidy();
    assert.equal(told.filter((line) => line.includes(lost.id)).length, 1);
    // The tweet of that id was never on X, so it counts as deleted; what matters is that somebody decides on it again.
    assert.equal((await bench.state(lost.id)).reminders[0]?.state.status, 'approved');
  });

  it('continues from the store if Temporal still lists an open space that it has lost', async () => {
    const space = await bench.announce({ inMinutes: 240, room: 'A104' });
    const lost = { ...space, id: `${space.id}8`, room: 'A105' };
    await commitOpenSpace(later(1), { space: lost, commitId: 'lost' });
    // A busy Temporal may still add a workflow to its list after it has deleted the workflow.
    const listRunning: Deps['openSpaces']['listRunning'] = async (conferenceId) => {
      const listed = await bench.deps.openSpaces.listRunning(conferenceId);
      return listed.set(lost.id, { runId: 'r', sentence: sentenceOf(lost), status: statusOf(lost) });
    };
    const openSpaces = { ...bench.deps.openSpaces, listRunning };
    await tidy({ ...later(), openSpaces });
    assert.equal((await bench.state(lost.id)).room, 'A105');
    assert.equal(told.filter((line) => line.includes(lost.id)).length, 1);
    for (const { id } of [space, lost]) await bench.ask(id, { verb: 'decide', approval: 'denied' });
  });

  it('starts an erased open space again without a report, because no fault lost its workflow', async () => {
    const space = await bench.announce({ inMinutes: 240, room: 'A104' });
    const opened = { ...space, id: `${space.id}7`, room: 'A105' };
    await commitOpenSpace(later(1), { space: opened, commitId: 'opened' });
    const next = eraseHost(opened);
    await commitOpenSpace(later(1), { space: next, commitId: erasureCommit(next.revision), mustBeFree: false });
    await tidy();
    assert.equal((await bench.state(next.id)).revision, next.revision, 'its workflow runs');
    assert.deepEqual(told, []);
    for (const { id } of [space, next]) await bench.ask(id, { verb: 'decide', approval: 'denied' });
  });

  it('brings no erased name back into Temporal, nor does a request, if they have read it before', async () => {
    /** An open space without a workflow, and how its host is erased. */
    const opened = async (room: string) => {
      const id = await bench.x.tweet('wanderfalke', `Quillwork in ${room} #pyconopenspaces`);
      const { source, ...known } = await bench.announce({ inMinutes: 240, room: 'A104' });
      await bench.ask(known.id, { verb: 'decide', approval: 'denied' });
      assert.ok(source);
      const host = { id: '4242', username: 'wanderfalke' };
      const space = { ...known, id, room, source: { ...source, host, title: 'Quillwork' } };
      await commitOpenSpace(later(1), { space, commitId: 'opened' });
      const next = eraseHost(space);
      const commitId = erasureCommit(next.revision);
      return { id, erase: () => commitOpenSpace(later(1), { space: next, commitId, mustBeFree: false }) };
    };
    const namesIn = async (id: string) => JSON.stringify(await bench.state(id)).match(/wanderfalke|Quillwork/gu);

    const repaired = await opened('A105');
    const listRunning: Deps['openSpaces']['listRunning'] = async (conferenceId) => {
      await repaired.erase();
      return bench.deps.openSpaces.listRunning(conferenceId);
    };
    await tidy({ ...later(), openSpaces: { ...bench.deps.openSpaces, listRunning } });
    assert.equal(await namesIn(repaired.id), null);
    assert.deepEqual(told, []);

    const asked = await opened('A106');
    const find: typeof bench.store.openSpaces.find = async (id) => {
      const found = await bench.store.openSpaces.find(id);
      if (found?.revision === 0) await asked.erase();
      return found;
    };
    const store = { ...bench.store, openSpaces: { ...bench.store.openSpaces, find } };
    const service = createOpenSpaceService({ ...bench.deps, client: bench.client, store });
    const by = { id: 'ana', name: 'ana', door: 'api' } as const;
    await service.ask({ openSpaceId: asked.id, verb: { verb: 'decide', approval: 'denied' }, by });
    assert.equal(await namesIn(asked.id), null);
    for (const { id } of [repaired, asked]) await bench.ask(id, { verb: 'decide', approval: 'denied' });
  });

  it('lets a conflict have its room once the config’s window is shorter', async () => {
    const rival = await bench.announce({ inMinutes: 240, room: 'A104' });
    const space = await bench.announce({ inMinutes: 250, room: 'A104' });
    assert.equal((await bench.state(space.id)).standing.status, 'conflict');
    const { conflictWindow } = await config();
    await tidy();
    await bench.config({ conflictWindow: { before: 5, after: 5 } });
    await tidy();
    await eventually('it is scheduled', async () => (await bench.state(space.id)).standing.status === 'scheduled');
    assert.equal((await bench.state(rival.id)).room, 'A104');
    for (const { id } of [rival, space]) await bench.ask(id, { verb: 'cancel' });
    await bench.config({ conflictWindow });
  });

  it('keeps the room of a session whose reminder was sent, if all claims were lost', async () => {
    // The first reminder was sent long ago, the second one so recently that this round leaves its session alone.
    for (const [minutes, room] of [
      [60, 'A104'],
      [0, 'A105'],
    ] as const) {
      const rival = await bench.announce({ inMinutes: 240, room });
      await bench.ask(rival.id, { verb: 'decide', approval: 'approved' });
      const space = await bench.announce({ inMinutes: 240, room });
      await bench.ask(rival.id, { verb: 'sendNow' });
      await eventually('it is sent', async () => (await bench.store.openSpaces.find(rival.id))?.status === 'sent');
      const lost = { claims: [], version: `lost ${room}` };
      await bench.db.collection<{ _id: string }>('roomClaims').updateOne({ _id: 'testconf' }, { $set: lost });
      const stored = { updatedAt: new Date(Date.now() - minutes * minute) };
      await bench.db.collection<{ _id: string }>('openSpaces').updateOne({ _id: rival.id }, { $set: stored });
      await tidy();
      // Whatever the round has told it is handled before this.
      await bench.ask(space.id, { verb: 'change', note: 'chess' });
      assert.equal((await bench.state(space.id)).standing.status, 'conflict');
      const late = await bench.announce({ inMinutes: 240, room });
      assert.equal(late.standing.status, 'conflict', 'nobody else gets the room');
      for (const { id } of [space, late]) await bench.ask(id, { verb: 'decide', approval: 'denied' });
    }
  });

  it('repairs the others if one cannot be repaired', async () => {
    const space = await bench.announce({ inMinutes: 240, room: 'A103' });
    // In the middle one whose workflow Temporal refuses to start, because it is too large.
    const notes = ['a', 'x'.repeat(3_000_000), 'c'];
    const lost = notes.map((note, at) => ({ ...without(space, 'room'), id: `${space.id}${at}`, place: 'x', note }));
    for (const one of lost) await commitOpenSpace(later(1), { space: one, commitId: 'lost' });
    await tidy();
    const found = await Promise.all(lost.map(({ id }) => bench.deps.openSpaces.findWorkflow('testconf', id)));
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['running', 'none', 'running'],
    );
    await bench.db.collection<{ _id: string }>('openSpaces').deleteOne({ _id: `${space.id}1` });
  });

  it('reports its repairs even if Temporal then fails', async () => {
    const space = await bench.announce({ inMinutes: 240, room: 'A103' });
    const lost = ['5', '6'].map((end) => ({ ...without(space, 'room'), id: `${space.id}${end}`, place: 'x' }));
    for (const one of lost) await commitOpenSpace(later(1), { space: one, commitId: 'lost' });
    let [starts, passed] = [0, 0];
    const start: Deps['openSpaces']['start'] = async (input) => {
      starts += 1;
      passed += minute;
      return starts === 1 ? bench.deps.openSpaces.start(input) : Promise.reject(new Error('Temporal is away'));
    };
    const deps = { ...later(), stopwatch: () => passed, openSpaces: { ...bench.deps.openSpaces, start } };
    await assert.rejects(tidy(deps), /Temporal is away/u);
    assert.equal(starts, 2);
    await tidy();
    for (const { id } of lost) assert.equal(told.filter((line) => line.includes(id)).length, 1, told.join('\n'));
  });

  it('stores the newer state of a workflow after a restore, even if it is not listed at first', async () => {
    const space = await bench.announce({ inMinutes: 240, room: 'A103' });
    await bench.ask(space.id, { verb: 'change', text: 'Since the copy' });
    const older = { space, revision: space.revision };
    await bench.db.collection<{ _id: string }>('openSpaces').updateOne({ _id: space.id }, { $set: older });
    await bench.store.restores.note({ copiedAt: Date.now() - minute, restoredAt: Date.now() });
    await tidy({ ...later(0), openSpaces: { ...bench.deps.openSpaces, listRunning: async () => new Map() } });
    await tidy();
    await eventually('its text is stored', async () => {
      const stored = await bench.store.openSpaces.find(space.id);
      return stored?.space.reminders[0]?.text === 'Since the copy';
    });
    await bench.ask(space.id, { verb: 'decide', approval: 'denied' });
    await bench.db.collection('restores').deleteMany({});
  });

  it('reports its repairs even if the worker is killed before the round ends', async () => {
    const space = await bench.announce({ inMinutes: 240, room: 'A103' });
    const lost = ['3', '4'].map((end) => ({ ...without(space, 'room'), id: `${space.id}${end}`, place: 'x' }));
    for (const one of lost) await commitOpenSpace(later(1), { space: one, commitId: 'lost' });
    const starts: string[] = [];
    let isKilled: () => void = () => undefined;
    const killed = new Promise<void>((resolve) => (isKilled = resolve));
    const start: Deps['openSpaces']['start'] = async (input) => {
      if (starts.push(input.space.id) === 1) return bench.deps.openSpaces.start(input);
      isKilled();
      return new Promise(() => {});
    };
    void tidy({ ...later(), openSpaces: { ...bench.deps.openSpaces, start } });
    await killed;
    await tidy();
    for (const { id } of lost) assert.equal(told.filter((line) => line.includes(id)).length, 1, told.join('\n'));
  });

  it('starts and keeps one whose texts are too long for Temporal’s list and summary', async () => {
    const [title, place] = ['字'.repeat(2000), `"${'\u{1F9D8}'.repeat(500)}`];
    const plan = { verdict: 'schedule', startAt: Date.now() + 240 * minute } as const;
    const space = await bench.announce({ plan, place, title });
    await bench.ask(space.id, { verb: 'change', title: '\u{1F9D8}'.repeat(100), note: 'n' });
    const { status, typedSearchAttributes: shown } = await bench.client.workflow
      .getHandle(bench.workflowId(space.id))
      .describe();
    assert.equal(status.name, 'RUNNING');
    assert.match(shown.get(attributeKeys.openSpace) ?? '', /^".{100,253}…$/u);
    assert.match(shown.get(attributeKeys.room) ?? '', /^".{100,253}…$/u);
    const change = { title: '字'.repeat(700), by: 'ana' };
    const typed = bench.client.workflow
      .getHandle(bench.workflowId(space.id))
      .executeUpdate('change', { args: [change] });
    await assert.rejects(typed, (error: Error) => /over 200 characters/u.test(String(error.cause)));
    await eventually('Temporal lists it', async () =>
      (await bench.deps.openSpaces.listRunning('testconf')).get(space.id)?.sentence?.endsWith('…'),
    );
    await tidy();
    const { events } = await bench.client.workflow.getHandle(bench.workflowId(space.id)).fetchHistory();
    const signals = (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes);
    assert.deepEqual(signals, [], 'what is cut is no difference');
  });

  it('lets organisers decide at once on an open space whose workflow is not started yet', async () => {
    const space = await bench.announce({ inMinutes: 60, room: 'A105' });
    // As it stands between the opener's commit and its start of the workflow.
    const early = { ...space, id: `${space.id}7`, room: 'A106' };
    await commitOpenSpace(later(1), { space: early, commitId: 'early' });
    const by = { id: 'U0ORG1', name: 'ana', door: 'api' } as const;
    const asked = await bench.service.ask({
      openSpaceId: early.id,
      verb: { verb: 'decide', approval: 'approved' },
      by,
    });
    assert.equal(asked.kind, 'decided');
    assert.equal((await bench.state(early.id)).reminders[0]?.state.status, 'approved');
  });

  /** Has the bot hear a post about knots. @returns the post as it is stored */
  async function hearKnots(inMinutes: number, room: string) {
    const id = await bench.x.tweet('editor', `knots ${soon(inMinutes)} in ${room} #pyconopenspaces`);
    await hearFromX(bench, id);
    const stored = await bench.store.tweets.find(id);
    assert.ok(stored?.reading);
    return { ...stored, reading: stored.reading };
  }

  /** Stores an edit to another room. Nobody tells the open space of it. */
  async function storeEdit(first: Awaited<ReturnType<typeof hearKnots>>, room: string): Promise<void> {
    const edit = { ...first, tweetId: `${BigInt(first._id) + 1n}`, reading: { ...first.reading, room } };
    await bench.store.tweets.receive(edit);
    await bench.store.tweets.finish(edit, { openSpaceId: first._id });
  }

  it('tells an open space again of an edit that its workflow forgot, as after a reset', async () => {
    const first = await hearKnots(120, 'A103');
    await storeEdit(first, 'A104');
    // Temporal lists a workflow some time after its start.
    await eventually('it is at its new room', async () => {
      await tidy();
      return (await bench.state(first._id)).room === 'A104';
    });
  });

  it('tells an open space of a deletion if the desk died after it had stored this', async () => {
    const first = await hearKnots(300, 'B115');
    const tells = () => Promise.reject(new Killed());
    const dying = { ...bench.deps, openSpaces: { ...bench.deps.openSpaces, sourceChanged: tells } };
    await bench.x.control(`DELETE /sandbox/tweets/${first._id}`);
    await assert.rejects(lookForChanges(dying, [await bench.state(first._id)], await config()), Killed);
    // X may not answer before the reminder goes out.
    await eventually('it is cancelled', async () => {
      await tidy();
      return (await bench.state(first._id)).standing.status === 'cancelled';
    });
  });

  it('tells a session without a workflow of an edit that came after its last reminder', async () => {
    const first = await hearKnots(200, 'B114');
    await bench.ask(first._id, { verb: 'decide', approval: 'approved' });
    assert.equal((await bench.finish(first._id)).status, 'sent');
    await storeEdit(first, 'A105');
    await tidy(later(1));
    await eventually('it is at its new room', async () => (await bench.state(first._id)).room === 'A105');
    assert.equal((await bench.state(first._id)).reminders.at(-1)?.corrects, 'moved');
  });
});
