import assert from 'node:assert/strict';
import type { Deps } from '../activities/deps.ts';
import { createCauseFinder, usualLimits } from '../activities/alarm-causes.ts';
import { hearTweet } from '../activities/hear-tweet.ts';
import { warnOfSpending } from '../activities/desk-news.ts';
import { emptyMemory, reconcile } from '../activities/reconcile.ts';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import { createOpenSpaceService } from '../temporal/open-space-service.ts';
import { attributeKeys } from '../workflows/search-attributes.ts';
import { lookUpTweet } from '../x/lookup.ts';
import { without } from './support/rule-spaces.ts';
import { dateAndTime, eventually } from './support/running-bot.ts';
import { minute, startWorkbench, testConfig, type Workbench } from './support/workbench.ts';

describe('what the bot tells organisers by itself', () => {
  let bench: Workbench;
  let told: string[];
  let deps: Deps;

  before(async () => {
    bench = await startWorkbench();
  });

  after(() => bench.stop());

  beforeEach(() => {
    told = [];
    const tell: Deps['cards']['tell'] = async (_key, text, _config, onTold) => {
      told.push(typeof text === 'string' ? text : JSON.stringify(text));
      await onTold?.();
      return { kind: 'drawn' };
    };
    // Half a minute on, because younger views may simply not be listed yet.
    deps = { ...bench.deps, clock: () => Date.now() + minute, cards: { ...bench.deps.cards, tell } };
  });

  const config = () => bench.store.configs.current();
  /** Whether the desk's look at that moment, epoch milliseconds, finds its reminder overdue. */
  const isOverdue = async (id: string, at: number): Promise<boolean> => {
    const findCauses = createCauseFinder({ ...bench.deps, clock: () => at }, usualLimits);
    return (await findCauses(await config())).some(({ about = [] }) => about.includes(`${id}-15`));
  };

  it('goes on from the store when Temporal has lost an open space, and says so', async () => {
    const space = await bench.announce({ inMinutes: 60, room: 'A103' });
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    const state = await bench.state(space.id);
    await bench.client.workflow.getHandle(bench.workflowId(space.id)).terminate('as if it had been lost');
    const lost = { ...state, id: `${state.id}9` };
    await commitOpenSpace(deps, { space: { ...lost, room: 'A104' }, commitId: 'lost', takesRoom: true });
    const later = { ...deps, clock: () => Date.now() + 5 * minute };
    let tries = 0;
    const tell: typeof deps.cards.tell = async () => {
      tries += 1;
      return { kind: 'later', afterMs: 1, why: 'Slack asks to wait' };
    };
    const memory = emptyMemory();
    await reconcile({ ...later, cards: { ...deps.cards, tell } }, await config(), memory);
    assert.equal(tries, 1, 'Slack is not asked again while it asks to wait');
    for (let round = 0; round < 2; round += 1) await reconcile(later, await config(), memory);
    assert.equal(told.filter((line) => line.includes(lost.id)).length, 1);
    // The tweet of that id was never on X, so it counts as deleted; what matters is that somebody decides on it again.
    assert.equal((await bench.state(lost.id)).reminders[0]?.state.status, 'approved');
  });

  it('repairs the others where one cannot be', async () => {
    const space = await bench.announce({ inMinutes: 240, room: 'A103' });
    // In the middle one whose workflow Temporal refuses to start, because it is too large.
    const notes = ['a', 'x'.repeat(3_000_000), 'c'];
    const lost = notes.map((note, at) => ({ ...without(space, 'room'), id: `${space.id}${at}`, place: 'x', note }));
    for (const one of lost) await commitOpenSpace(deps, { space: one, commitId: 'lost', takesRoom: true });
    await reconcile({ ...deps, clock: () => Date.now() + 5 * minute }, await config());
    const found = await Promise.all(lost.map(({ id }) => deps.openSpaces.findWorkflow('testconf', id)));
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['running', 'none', 'running'],
    );
    await bench.db.collection<{ _id: string }>('openSpaces').deleteOne({ _id: `${space.id}1` });
  });

  it('starts and keeps one whose texts are wider than Temporal’s list and summary take', async () => {
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
      (await deps.openSpaces.listRunning('testconf')).get(space.id)?.sentence?.endsWith('…'),
    );
    await reconcile({ ...deps, clock: () => Date.now() + 5 * minute }, await config());
    const { events } = await bench.client.workflow.getHandle(bench.workflowId(space.id)).fetchHistory();
    const signals = (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes);
    assert.deepEqual(signals, [], 'what is cut is no difference');
  });

  it('decides on an open space at once whose workflow is not started yet', async () => {
    const space = await bench.announce({ inMinutes: 60, room: 'A105' });
    // As it stands between the opener's commit and its start of the workflow.
    const early = { ...space, id: `${space.id}7`, room: 'A106' };
    await commitOpenSpace(deps, { space: early, commitId: 'early', takesRoom: true });
    const service = createOpenSpaceService({ ...bench.deps, client: bench.client });
    const by = { id: 'U0ORG1', name: 'ana', door: 'api' } as const;
    const asked = await service.ask({ openSpaceId: early.id, verb: { verb: 'decide', approval: 'approved' }, by });
    assert.equal(asked.kind, 'decided');
    assert.equal((await bench.state(early.id)).reminders[0]?.state.status, 'approved');
  });

  /** Has the bot hear a post about knots. @returns the post as it is stored */
  async function hearKnots(inMinutes: number, room: string) {
    const when = dateAndTime(inMinutes, testConfig().conference.timeZone);
    const id = await bench.x.tweet('editor', `knots ${when} in ${room} #pyconopenspaces`);
    const found = await lookUpTweet(bench.x.client, id);
    assert.ok(found.kind === 'present');
    await hearTweet(deps, found.tweet);
    const stored = await bench.store.tweets.find(id);
    assert.ok(stored?.reading);
    return { ...stored, reading: stored.reading };
  }

  /** Stores an edit to another room, of which nobody tells the open space. */
  async function storeEdit(first: Awaited<ReturnType<typeof hearKnots>>, room: string): Promise<void> {
    const edit = { ...first, tweetId: `${BigInt(first._id) + 1n}`, reading: { ...first.reading, room } };
    await bench.store.tweets.receive(edit);
    await bench.store.tweets.finish(edit, { openSpaceId: first._id });
  }

  it('tells an open space again of an edit that its workflow forgot, as after a reset', async () => {
    const first = await hearKnots(120, 'A103');
    await storeEdit(first, 'A104');
    const later = { ...deps, clock: () => Date.now() + 5 * minute };
    // Temporal lists a workflow some time after its start.
    await eventually('it is at its new room', async () => {
      await reconcile(later, await config());
      return (await bench.state(first._id)).room === 'A104';
    });
  });

  it('counts as cancelled what an operator terminated, and says so, once', async () => {
    const space = await bench.announce({ inMinutes: 60, room: 'B115' });
    await bench.client.workflow.getHandle(bench.workflowId(space.id)).terminate('an operator');
    const later = { ...deps, clock: () => Date.now() + 5 * minute };
    await reconcile(later, await config());
    await reconcile(later, await config());
    assert.equal(told.filter((line) => line.includes(space.id)).length, 1);
    assert.equal((await bench.store.openSpaces.find(space.id))?.status, 'cancelled');
    assert.equal((await bench.announce({ inMinutes: 60, room: 'B115' })).standing.status, 'scheduled');
  });

  it('calls a reminder overdue once it has been due and approved for a minute', async () => {
    const { id } = await bench.announce({ inMinutes: 10, room: 'A105' });
    await bench.x.fault({ route: 'POST /2/tweets', times: 1, accept: false, then: 'drop' });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await eventually('it is tried', async () => (await bench.state(id)).reminders[0]?.state.status === 'sending');
    assert.deepEqual([await isOverdue(id, Date.now()), await isOverdue(id, Date.now() + 1.1 * minute)], [false, true]);
  });

  it('warns once when most of the spending cap is spent, and once when nothing is posted beyond it', async () => {
    await bench.config({ spendingCap: 1 });
    await bench.store.budgets.spend('testconf', 0.85, { posts: 1 });
    await warnOfSpending(deps, await config());
    await warnOfSpending(deps, await config());
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /85% of the cap of \$1/u);
    await bench.store.budgets.spend('testconf', 0.5, { posts: 1 });
    await warnOfSpending(deps, await config());
    await warnOfSpending(deps, await config());
    assert.equal(told.length, 2);
    assert.match(told[1] ?? '', /135% of the cap of \$1\. Nothing is posted/u);
    const space = await bench.announce({ inMinutes: 4, room: 'A106' });
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    const result = await bench.finish(space.id);
    await bench.config({ spendingCap: null });
    assert.equal(result.status, 'missed');
    assert.deepEqual(await bench.x.timeline(), []);
  });

  it('gives a reminder a minute that was due before a cancellation was undone, or its start moved', async () => {
    const startAt = Date.now() + 90 * minute;
    const cases = [
      ['B115', [{ verb: 'cancel' }], { verb: 'undo' }, 80 * minute],
      ['A103', [], { verb: 'change', startAt }, 80 * minute],
    ] as const;
    for (const [room, before, verb, later] of cases) {
      const { id } = await bench.announce({ inMinutes: room === 'B115' ? 90 : 150, room });
      for (const one of [{ verb: 'decide', approval: 'approved' } as const, ...before]) await bench.ask(id, one);
      await bench.pass(id, later);
      await bench.x.fault({ route: 'POST /2/tweets', times: 1, accept: false, then: 'drop' });
      assert.equal((await bench.ask(id, verb)).kind, 'decided');
      await eventually('it is tried', async () => (await bench.state(id)).reminders[0]?.state.status === 'sending');
      const at = (await bench.state(id)).decisions.at(-1)?.at ?? 0;
      assert.deepEqual([await isOverdue(id, at + 5_000), await isOverdue(id, at + 1.1 * minute)], [false, true]);
    }
  });

  it('answers a host who mentioned it, once, and only where the config wants it', async () => {
    const { conference } = testConfig();
    const time = dateAndTime(120, conference.timeZone);
    const hear = async (text: string) => {
      const id = await bench.x.tweet('asker', text);
      const found = await lookUpTweet(bench.x.client, id);
      assert.ok(found.kind === 'present');
      await hearTweet(deps, found.tweet);
      await hearTweet(deps, found.tweet);
    };
    const replies = async () => (await bench.x.timeline()).filter(({ text }) => text.startsWith('Heard you'));
    await hear(`@${bench.x.botUsername} knots ${time} in A103 #pyconopenspaces`);
    assert.equal((await replies()).length, 0);
    await bench.config({ acknowledge: true, spendingCap: 0 });
    await hear(`@${bench.x.botUsername} knots in A105 #pyconopenspaces`);
    assert.equal((await replies()).length, 0);
    await bench.config({ spendingCap: null });
    await hear(`knots two ${time} in A104 #pyconopenspaces`);
    assert.equal((await replies()).length, 0);
    await hear(`@${bench.x.botUsername} knots three ${time} in B114 #pyconopenspaces`);
    assert.equal((await replies()).length, 1);
  });

  it('lets a denial be taken back also where an operator ended its workflow', async () => {
    const { id } = await bench.announce({ inMinutes: 400, room: 'A106' });
    const service = createOpenSpaceService({ ...bench.deps, client: bench.client });
    const by = { id: 'U0ORG1', name: 'ana', door: 'slack' } as const;
    const deny = { verb: 'decide', approval: 'denied' } as const;
    assert.equal((await service.ask({ openSpaceId: id, verb: deny, by })).kind, 'decided');
    await bench.client.workflow.getHandle(bench.workflowId(id)).terminate('an operator');
    await reconcile({ ...deps, clock: () => Date.now() + 5 * minute }, await config());
    assert.equal((await service.ask({ openSpaceId: id, verb: { verb: 'undo' }, by })).kind, 'decided');
    assert.equal((await bench.store.openSpaces.find(id))?.status, 'needs_action');
  });

  it('lets a cancellation in Temporal be taken back while a post is still being prepared', async () => {
    let isPrepared = false;
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const waitUntil = () => {
      isPrepared = true;
      return gate;
    };
    const busy = await startWorkbench({ deps: { waitUntil } });
    try {
      const { id } = await busy.announce({ inMinutes: 15, room: 'B114' });
      await busy.ask(id, { verb: 'decide', approval: 'approved' });
      await eventually('its post is prepared', () => Promise.resolve(isPrepared));
      await busy.client.workflow.getHandle(busy.workflowId(id)).cancel();
      const status = async () => (await busy.store.openSpaces.find(id))?.status;
      await eventually('it is called off', async () => (await busy.state(id)).standing.status === 'cancelled');
      assert.equal((await busy.ask(id, { verb: 'undo' })).kind, 'decided');
      goOn();
      await eventually('it is posted', async () => (await status()) === 'sent');
    } finally {
      goOn();
      await busy.stop();
    }
  });

  it('lets what an operator ended be taken back, and sees to it that people are told otherwise', async () => {
    const { id, ...space } = await bench.announce({ inMinutes: 60, room: 'B114' });
    const workflow = bench.client.workflow.getHandle(bench.workflowId(id));
    const service = createOpenSpaceService({ ...bench.deps, client: bench.client });
    const by = { id: 'U0ORG1', name: 'ana', door: 'slack' } as const;
    const stored = async () => (await bench.store.openSpaces.find(id))?.space ?? assert.fail();
    const correction = async () => (await stored()).reminders.findLast(({ corrects }) => corrects !== undefined);
    // As its first reminder leaves it.
    const told = { ...space, id, revision: 1, told: { where: 'B114', startAt: space.startAt ?? 0 } };
    await commitOpenSpace(deps, { space: told, commitId: 'told', takesRoom: false });
    await workflow.cancel();
    await assert.rejects(workflow.result());
    assert.equal((await correction())?.state.status, 'needs_action');
    assert.equal((await service.ask({ openSpaceId: id, verb: { verb: 'undo' }, by })).kind, 'decided');
    assert.deepEqual(
      [(await stored()).standing.status, (await correction())?.state.status],
      ['scheduled', 'superseded'],
    );
    await workflow.terminate('an operator');
    await reconcile({ ...deps, clock: () => Date.now() + 5 * minute }, await config());
    assert.deepEqual(
      [(await stored()).standing.status, (await correction())?.state.status],
      ['cancelled', 'needs_action'],
    );
    // Also where nobody decides: its workflow takes the buttons from the card at the start.
    await reconcile({ ...deps, clock: () => Date.now() + 10 * minute }, await config());
    assert.equal((await deps.openSpaces.findWorkflow('testconf', id)).kind, 'running');
    const reminder = (await correction())?.key ?? '';
    const verb = { verb: 'decide', approval: 'approved', reminder } as const;
    assert.equal((await service.ask({ openSpaceId: id, verb, by })).kind, 'decided');
    assert.equal((await bench.finish(id)).status, 'cancelled');
    assert.match((await bench.x.timeline()).at(-1)?.text ?? '', /^Cancelled: an open space, B114 at /u);
  });

  it('tells a session without a workflow of an edit that came after its last reminder', async () => {
    const first = await hearKnots(200, 'B114');
    await bench.ask(first._id, { verb: 'decide', approval: 'approved' });
    assert.equal((await bench.finish(first._id)).status, 'sent');
    await storeEdit(first, 'A105');
    await reconcile(deps, await config());
    await eventually('it is at its new room', async () => (await bench.state(first._id)).room === 'A105');
    assert.equal((await bench.state(first._id)).reminders.at(-1)?.corrects, 'moved');
  });
});
