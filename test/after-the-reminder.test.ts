import assert from 'node:assert/strict';
import { hearTweet } from '../activities/hear-tweet.ts';
import { lookAtSource } from '../activities/look-at-source.ts';
import { lookForChanges } from '../activities/look-for-changes.ts';
import { tellSourceChange } from '../activities/start-open-space.ts';
import type { OpenSpace } from '../core/open-space.ts';
import type { Verb } from '../core/request.ts';
import { forSuite } from './support/for-tests.ts';
import { eventually } from './support/running-bot.ts';
import { soon } from './support/tweets-heard.ts';
import { minute, startWorkbench, testConfig } from './support/workbench.ts';

describe('between the reminder and the start', () => {
  const by = { id: 'ana', name: 'ana', door: 'web' } as const;

  // One room for each case: what one leaves behind must not be in another one's way.
  const { conference } = testConfig();
  const rooms = [...conference.rooms, ...['B116', 'B117', 'B118'].map((name) => ({ name, aliases: [] }))];
  const config = { conference: { ...conference, rooms } };
  const bench = forSuite(() => startWorkbench({ realTime: true, config }));

  // What one case leaves behind must not hold up the next one's reminder.
  afterEach(() => bench.config({ paused: false, output: 'live' }));

  const ask = async (openSpaceId: string, verb: Verb) => {
    const revision = (await bench.store.openSpaces.find(openSpaceId))?.revision ?? 0;
    return bench.service.ask({ openSpaceId, verb, by, revision });
  };
  const sent = async (room: string): Promise<string> => {
    const { id } = await bench.announce({ inMinutes: 10, room });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await bench.client.workflow.getHandle(bench.workflowId(id)).result();
    return id;
  };
  /** What was posted beyond these, once there is so much. */
  const postedAfter = async (posts: readonly { text: string }[], count: number): Promise<string[]> => {
    await eventually(`${count} more posts`, async () => (await bench.x.timeline()).length >= posts.length + count);
    return (await bench.x.timeline()).slice(posts.length).map(({ text }) => text);
  };
  const corrections = async (id: string) =>
    ((await viewOf(id))?.reminders ?? []).filter(({ corrects }) => corrects !== undefined);
  const look = async (space: OpenSpace, deps = bench.deps) => {
    const versions = await lookForChanges(deps, [space], await bench.store.configs.current());
    for (const version of versions) await hearTweet(deps, version);
  };
  const viewOf = async (id: string) => (await bench.store.openSpaces.find(id))?.space;

  it('it can be cancelled: the schedule follows, the room is free, and one post says so', async () => {
    const id = await sent('B114');
    const posts = await bench.x.timeline();
    const answers = await Promise.all([1, 2].map(() => ask(id, { verb: 'cancel' })));
    assert.deepEqual(
      answers.map(({ kind }) => kind),
      ['decided', 'decided'],
    );
    await eventually('the view is cancelled', async () => (await viewOf(id))?.standing.status === 'cancelled');
    const next = await bench.announce({ inMinutes: 10, room: 'B114' });
    assert.equal(next.standing.status, 'scheduled');
    const [text = '', ...more] = await postedAfter(posts, 1);
    assert.match(text, /^Cancelled: an open space, B114 at \d\d:\d\d \S+\.$/u);
    assert.deepEqual(more, []);
  });

  it('and only Slack was told of it, nothing is corrected on X, also once the output is live', async () => {
    await bench.config({ output: 'slack_only' });
    const id = await sent('B117');
    await bench.config({ output: 'live' });
    const posts = await bench.x.timeline();
    await ask(id, { verb: 'change', room: 'B118' });
    await eventually('the correction is settled', async () => (await corrections(id))[0]?.state.status === 'sent');
    await ask(id, { verb: 'cancel' });
    await eventually('the second one is too', async () => (await corrections(id))[1]?.state.status === 'sent');
    const notes = (await corrections(id)).map(({ state }) => ('note' in state ? state.note : ''));
    assert.deepEqual(new Set(notes), new Set(['not posted on X: what it corrects was told only in Slack']));
    assert.deepEqual(await bench.x.timeline(), posts);
  });

  it('and the output is Slack only for a while, people on X are told of the new room once it is live', async () => {
    const id = await sent('B117');
    const posts = await bench.x.timeline();
    await bench.config({ output: 'slack_only' });
    await ask(id, { verb: 'change', room: 'B118' });
    const why = 'the output is set to Slack only';
    await eventually('the correction waits', async () => (await corrections(id))[0]?.held === why);
    await bench.config({ output: 'live' });
    await ask(id, { verb: 'sendNow' });
    const [text = ''] = await postedAfter(posts, 1);
    assert.match(text, /^Moved: an open space is now in B118 /u);
  });

  it('and the start is on another day, the post that it is off names the day', async () => {
    const { id } = await bench.announce({ inMinutes: 30 * 60, room: 'B116' });
    await ask(id, { verb: 'sendNow' });
    await bench.client.workflow.getHandle(bench.workflowId(id)).result();
    const posts = await bench.x.timeline();
    await ask(id, { verb: 'cancel' });
    const [text = ''] = await postedAfter(posts, 1);
    assert.match(text, /^Cancelled: an open space, B116 \w{3} \d+ \w{3,4} at \d\d:\d\d \S+\.$/u);
  });

  it('a shift can be undone after its correction was posted, except for sessions changed since', async () => {
    const id = await sent('B116');
    const { moved } = await bench.service.shift([{ id }], 20, by);
    const undo = moved.map(({ view, revision }) => ({ id: view._id, revision }));
    await eventually('its correction is out', async () => (await corrections(id))[0]?.state.status === 'sent');
    const undone = await bench.service.shift(undo, -20, by);
    assert.deepEqual([undone.moved.length, undone.refused], [1, []]);
    const { refused } = await bench.service.shift(undo, -20, by);
    assert.match(refused[0]?.reason ?? '', /^ana was faster: start /u);
  });

  it('a cancellation can be undone: the room is held again, and people are told', async () => {
    const id = await sent('A106');
    const posts = await bench.x.timeline();
    await ask(id, { verb: 'cancel' });
    await eventually('people were told', async () => (await corrections(id))[0]?.state.status === 'sent');
    const back = await ask(id, { verb: 'undo' });
    assert.equal(back.kind, 'decided');
    await eventually('it takes place again', async () => (await viewOf(id))?.standing.status === 'scheduled');
    assert.equal((await bench.announce({ inMinutes: 10, room: 'A106' })).standing.status, 'conflict');
    const texts = await postedAfter(posts, 2);
    assert.match(texts[1] ?? '', /^It takes place after all: an open space, A106 at /u);
  });

  it('it can be reinstated without an approval: nothing is posted until somebody approves', async () => {
    const id = await sent('B115');
    await ask(id, { verb: 'cancel' });
    await eventually('people were told', async () => (await corrections(id))[0]?.state.status === 'sent');
    await ask(id, { verb: 'decide', approval: 'needs_action', reminder: '15' });
    await eventually('it takes place again', async () => (await viewOf(id))?.standing.status === 'scheduled');
    const posts = await bench.x.timeline();
    const [, correction] = await corrections(id);
    assert.deepEqual([correction?.corrects, correction?.state.status], ['reinstated', 'needs_action']);
    // People were told that it is off, which is true again, so nothing is posted.
    assert.equal((await ask(id, { verb: 'cancel' })).kind, 'decided');
    assert.deepEqual(await bench.x.timeline(), posts);
  });

  it('it can move to another room, and again before people were told: they are told the last room', async () => {
    const id = await sent('A103');
    await bench.config({ paused: true });
    const posts = await bench.x.timeline();
    const answer = await ask(id, { verb: 'change', room: 'A104' });
    assert.equal(answer.kind, 'decided');
    await eventually('the view has moved', async () => (await viewOf(id))?.room === 'A104');
    assert.equal((await viewOf(id))?.reminders[0]?.state.status, 'sent');
    // That the pause holds the correction back is a change too.
    await eventually('the correction waits', async () => (await corrections(id))[0]?.held !== undefined);
    await ask(id, { verb: 'change', room: 'B115' });
    await eventually('the view has moved', async () => (await viewOf(id))?.room === 'B115');
    assert.equal((await corrections(id)).length, 1);
    await bench.config({ paused: false });
    await ask(id, { verb: 'sendNow' });
    const [text = '', ...more] = await postedAfter(posts, 1);
    assert.match(text, /^Moved: an open space is now in B115 at \d\d:\d\d \S+\.$/u);
    assert.deepEqual(more, []);
  });

  it('its host can delete the post: the bot notices, and the correction waits for an organiser', async () => {
    const id = await sent('A105');
    const posts = await bench.x.timeline();
    await bench.x.control(`DELETE /sandbox/tweets/${id}`);
    const space = await viewOf(id);
    assert.ok(space);
    await look(space);
    await eventually('it is cancelled', async () => (await viewOf(id))?.standing.status === 'cancelled');
    const [correction] = await corrections(id);
    assert.equal(correction?.state.status, 'needs_action');
    const verb = { verb: 'decide', approval: 'approved', reminder: correction.key } as const;
    assert.equal((await ask(id, verb)).kind, 'decided');
    assert.match((await postedAfter(posts, 1))[0] ?? '', /^Cancelled: an open space, A105 /u);
    assert.equal((await viewOf(id))?.standing.status, 'cancelled');
  });

  it('its host can edit the post without the keywords: a correction waits, even if telling failed once', async () => {
    const id = await sent('A104');
    const text = `Acro yoga @ ${soon(20)} in A105`;
    await bench.x.tweet('host', text, { editOf: id });
    const space = await viewOf(id);
    assert.ok(space);
    const reads = async () => (await bench.store.budgets.find('testconf')).readCount;
    const before = await reads();
    const sourceChanged = () => Promise.reject(new Error('Temporal is away'));
    const failing = { ...bench.deps, openSpaces: { ...bench.deps.openSpaces, sourceChanged } };
    await assert.rejects(look(space, failing), /Temporal is away/u);
    await look(space);
    await eventually('it has moved', async () => (await viewOf(id))?.room === 'A105');
    const [correction] = await corrections(id);
    assert.deepEqual([correction?.corrects, correction?.state.status], ['moved', 'needs_action']);
    assert.equal((await bench.store.tweets.find(id))?.text, text);
    assert.equal(await reads(), before + 4);
    // What was told once is not read again, also where the open space has not taken it up yet.
    await look(space);
    assert.equal(await reads(), before + 5);
  });

  it('its host can remove room and start: the correction is posted once an organiser denies the session', async () => {
    const id = await sent('A104');
    const posts = await bench.x.timeline();
    await bench.x.tweet('host', 'Acro yoga is cancelled, sorry #pyconopenspaces', { editOf: id });
    const space = await viewOf(id);
    assert.ok(space);
    const { change } = await lookAtSource(bench.deps, space);
    assert.ok(change);
    assert.ok(await tellSourceChange(bench.deps, space, change, await bench.store.configs.current()));
    await eventually('a person must look', async () => (await viewOf(id))?.standing.status === 'needs_review');
    assert.equal((await viewOf(id))?.startAt, undefined);
    assert.equal((await ask(id, { verb: 'cancel' })).kind, 'refused');
    assert.equal((await ask(id, { verb: 'decide', approval: 'denied' })).kind, 'decided');
    assert.match((await postedAfter(posts, 1))[0] ?? '', /^Cancelled: .*, A104 at \d\d:\d\d \S+\.$/u);
  });

  it('but its reminder cannot be decided any more', async () => {
    const id = await sent('A103');
    assert.equal((await ask(id, { verb: 'decide', approval: 'denied' })).kind, 'gone');
    assert.ok(((await viewOf(id))?.startAt ?? 0) > Date.now() + 5 * minute);
  });
});
