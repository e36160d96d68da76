// “Try again” on a reminder that may be on X already.
import assert from 'node:assert/strict';
import { commitOpenSpace } from '../../activities/commit-open-space.ts';
import { findUnrecorded } from '../../activities/own-posts.ts';
import { restoreCommitId, restored } from '../../core/restored.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Reminder } from '../../core/reminder.ts';
import { postTweet } from '../../x/post.ts';
import { forSuite } from '../support/for-tests.ts';
import { expectInvariants } from '../support/invariants.ts';
import { eventually } from '../support/running-bot.ts';
import { minute, startWorkbench, testConfig } from '../support/workbench.ts';

const ana = { id: 'ana', name: 'ana', door: 'api' } as const;
const timeline = 'GET /2/users/:id/tweets';

describe('a reminder that is tried again', function () {
  this.timeout(180_000);

  const rooms = Array.from({ length: 10 }, (_, index) => ({ name: `R${index}`, aliases: [] }));
  const conference = { ...testConfig().conference, rooms };
  const bench = forSuite(() => startWorkbench({ realTime: true, settleSeconds: 1, config: { conference } }));
  afterEach(() => expectInvariants(bench.store));
  afterEach(() => bench.x.control('DELETE /sandbox/faults'));

  const stored = async (id: string): Promise<OpenSpace> =>
    (await bench.store.openSpaces.find(id))?.space ?? assert.fail();
  const stateOf = async (id: string) => (await stored(id)).reminders[0]?.state;
  const isStatus = (id: string, status: string) =>
    eventually(`${id} is ${status}`, async () => (await stateOf(id))?.status === status);
  const postsAbout = async (id: string) => (await bench.x.timeline()).filter(({ text }) => text.includes(id));
  const retry = async (id: string): Promise<void> => {
    assert.equal((await bench.service.ask({ openSpaceId: id, verb: { verb: 'retry' }, by: ana })).kind, 'decided');
  };

  /**
   * As after `npm run restore` of a copy in which the reminder was approved.
   *
   * @param phase of the record of its post in the copy; undefined: it was not due yet, so there was no record
   */
  async function restoredFromCopy(room: string, phase?: 'posting' | 'refused'): Promise<string> {
    await bench.config({ paused: true });
    const { id } = await bench.announce({ inMinutes: 10, room, approvedBy: ana });
    const restore = { copiedAt: Date.now() - 10 * minute, restoredAt: Date.now() - 2 * minute };
    await bench.client.workflow.getHandle(bench.workflowId(id)).terminate('its data is lost');
    await bench.store.restores.note(restore);
    const copied = await stored(id);
    if (phase !== undefined) {
      const [text, startedAt] = [textOf(id, 14), new Date(restore.copiedAt)];
      const intent = { text, sinceId: bench.deps.x.earlierPostId(), attempt: 1, startedAt, phase };
      assert.equal(await bench.store.reminders.freezeIntent(`${id}-15`, copied.revision, intent), 'frozen');
    }
    const space = restored(copied, restore);
    await commitOpenSpace(bench.deps, { space, commitId: restoreCommitId(space), mustBeFree: false });
    await bench.config({ paused: false });
    assert.equal((await stateOf(id))?.status, 'unconfirmed');
    return id;
  }

  const textOf = (id: string, minutes: number) =>
    `Coming up in ${minutes} minutes! https://twitter.com/host/status/${id}`;
  const post = async (id: string, minutes: number) => postTweet(bench.x.client, textOf(id, minutes));

  it('after a restore is found on X, where it went out before, and not posted again', async () => {
    const id = await restoredFromCopy('R0');
    const posted = await post(id, 15);
    await retry(id);
    await isStatus(id, 'sent');
    const state = await stateOf(id);
    assert.ok(posted.kind === 'posted' && state?.status === 'sent');
    assert.equal(state.tweetId, posted.id);
    assert.equal((await postsAbout(id)).length, 1);
  });

  it('after a restore is found if its host has had two more names since, also by the one between', async () => {
    const id = await restoredFromCopy('R9');
    const { source } = await stored(id);
    const { users } = bench.store;
    const host = { ...(source?.host ?? assert.fail()), name: 'Host' };
    const at = (minutes: number) => new Date(Date.now() - minutes * minute);
    await users.see(host, at(20));
    await users.rename({ ...host, username: 'second' }, at(15));
    await postTweet(bench.x.client, textOf(id, 15).replace('/host/', '/second/'));
    await users.rename({ ...host, username: 'third' }, at(10));
    // Handled late.
    await users.rename({ ...host, username: 'second' }, at(12));
    assert.equal((await users.find(host.id))?.username, 'third');
    await retry(id);
    await isStatus(id, 'sent');
    assert.equal((await bench.x.timeline()).filter(({ text }) => text.includes(id)).length, 1);
  });

  it('after a restore is posted if X does not have it', async () => {
    const id = await restoredFromCopy('R1');
    await retry(id);
    await isStatus(id, 'sent');
    assert.equal((await postsAbout(id)).length, 1);
  });

  for (const phase of ['posting', 'refused'] as const) {
    it(`after a restore whose copy says ${phase} is posted at the first try where X does not have it`, async () => {
      const id = await restoredFromCopy(phase === 'posting' ? 'R2' : 'R3', phase);
      await retry(id);
      await isStatus(id, 'sent');
      assert.equal((await postsAbout(id)).length, 1);
    });

    it(`after a restore whose copy says ${phase} is found where a later try has posted it`, async () => {
      const id = await restoredFromCopy(phase === 'posting' ? 'R4' : 'R5', phase);
      await post(id, 13);
      await retry(id);
      await isStatus(id, 'sent');
      assert.equal((await postsAbout(id)).length, 1);
    });
  }

  it('shares no post with another reminder that is searched for or posted at the same time', async () => {
    const { id } = await bench.announce({ inMinutes: 120, room: 'R6', approvedBy: ana });
    const space = await stored(id);
    const [first] = space.reminders;
    assert.ok(first);
    const twins = ['15', '16'].map((key) => ({ ...first, key, text: `Twins of ${id}` }));
    const lookFor = (reminder: Reminder) => {
      const { sendAt = 0 } = reminder;
      const [at, startAt] = [Date.now(), sendAt];
      const due = { space: { ...space, reminders: [reminder] }, id: `${id}-${reminder.key}`, sendAt: at, startAt };
      return findUnrecorded(bench.deps, { ...due, reminder: { ...reminder, firstDueAt: at } }, undefined);
    };
    await postTweet(bench.x.client, `Twins of ${id}`);
    const kinds = (await Promise.all(twins.map(lookFor))).map(({ kind }) => kind);
    assert.deepEqual(kinds.toSorted(), ['absent', 'found']);

    const text = `Twins of ${id} (posted)`;
    await postTweet(bench.x.client, text);
    const intent = { text, attempt: 1, startedAt: new Date(), phase: 'posting' } as const;
    assert.equal(await bench.store.reminders.freezeIntent(`${id}-15`, space.revision, intent), 'frozen');
    assert.equal((await lookFor({ ...first, key: '16', text })).kind, 'absent');
  });

  it('stays unconfirmed while the timeline cannot be read, even while posting is paused, and says so', async () => {
    const id = await restoredFromCopy('R7');
    await post(id, 15);
    await bench.config({ paused: true });
    await bench.x.fault({ route: timeline, times: 1_000, accept: false, then: 'status', status: 503 });
    for (let time = 0; time < 2; time++) {
      await retry(id);
      await eventually('it is unconfirmed because of the timeline', async () => {
        const state = await stateOf(id);
        return state?.status === 'unconfirmed' && /timeline cannot be read/u.test(state.why);
      });
    }
    await bench.x.control('DELETE /sandbox/faults');
    await retry(id);
    await isStatus(id, 'sent');
    assert.equal((await postsAbout(id)).length, 1);
    await bench.config({ paused: false });
  });

  it('with a record of its post stays unconfirmed too while the timeline cannot be read', async () => {
    const { id } = await bench.announce({ inMinutes: 120, room: 'R8', approvedBy: ana });
    await bench.x.fault({ route: 'POST /2/tweets', times: 1, accept: true, then: 'drop' });
    await bench.x.fault({ route: timeline, times: 1_000, accept: false, then: 'status', status: 503 });
    assert.equal((await bench.service.ask({ openSpaceId: id, verb: { verb: 'sendNow' }, by: ana })).kind, 'decided');
    await isStatus(id, 'sending');
    const [reminder] = (await stored(id)).reminders;
    assert.ok(reminder);
    // As at the end of the time in which the bot looks for it.
    await bench.client.workflow.getHandle(bench.workflowId(id)).terminate('its data is lost');
    const outcome = { kind: 'unconfirmed', why: 'nobody knows' } as const;
    const space = await stored(id);
    const state = { status: 'unconfirmed', why: outcome.why } as const;
    const revision = space.revision + 1;
    const next = { ...space, reminders: [{ ...reminder, state }], revision };
    await commitOpenSpace(bench.deps, { space: next, commitId: 'unconfirmed', mustBeFree: false });
    const { reminders } = bench.store;
    await reminders.closeIntent(`${id}-15`, await reminders.findIntent(`${id}-15`), outcome, revision);
    await retry(id);
    await eventually('it is unconfirmed because of the timeline', async () => {
      const now = await stateOf(id);
      return now?.status === 'unconfirmed' && /timeline cannot be read/u.test(now.why);
    });
    await bench.x.control('DELETE /sandbox/faults');
    await retry(id);
    await isStatus(id, 'sent');
    assert.equal((await postsAbout(id)).length, 1);
  });
});
