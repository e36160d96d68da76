import assert from 'node:assert/strict';
import { hearTweet } from '../activities/hear-tweet.ts';
import { lookForChanges } from '../activities/look-for-changes.ts';
import { sendReminder } from '../activities/send-reminder.ts';
import { decisionWords } from '../core/words.ts';
import { forSuite } from './support/for-tests.ts';
import { eventually } from './support/running-bot.ts';
import { soon } from './support/tweets-heard.ts';
import { minute, startWorkbench } from './support/workbench.ts';

describe('the tweet is looked up again just before its reminder', () => {
  const bench = forSuite(() => startWorkbench());

  it('and a deleted one is cancelled, its words erased', async () => {
    const space = await bench.announce({ inMinutes: 60, room: 'B114' });
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    await bench.x.control(`DELETE /sandbox/tweets/${space.id}`);
    const result = await bench.finish(space.id);
    assert.equal(result.status, 'cancelled');
    assert.deepEqual(await bench.x.timeline(), []);
    const view = await bench.store.openSpaces.find(space.id);
    const last = view?.space.decisions.at(-1);
    assert.deepEqual([last?.to['standing'], last?.why], ['cancelled', 'the tweet was deleted']);
  });

  it('and if X does not answer, the reminder still goes out, and the card says so', async () => {
    const space = await bench.announce({ inMinutes: 60, room: 'A103' });
    await bench.ask(space.id, { verb: 'decide', approval: 'approved' });
    await bench.x.fault({ route: 'GET /2/tweets/:id', times: 5, accept: false, then: 'status', status: 503 });
    const result = await bench.finish(space.id);
    assert.equal(result.status, 'sent');
    const state = (await bench.store.openSpaces.find(space.id))?.space.reminders[0]?.state;
    assert.equal(state?.status === 'sent' && state.note, 'the tweet could not be looked up before');
  });

  it('and if X names an edit but does not show it, a person is asked; the edit counts once X shows it', async () => {
    const { id } = await bench.announce({ inMinutes: 60, room: 'A104' });
    assert.equal((await bench.ask(id, { verb: 'decide', approval: 'approved' })).kind, 'decided');
    const posts = (await bench.x.timeline()).length;
    await bench.x.control('DELETE /sandbox/faults');
    const text = `Acro yoga at ${soon(60)} in A105 #pyconopenspaces`;
    const edit = await bench.x.tweet('host', text, { editOf: id });
    await bench.x.fault({ route: `GET /2/tweets/${edit}`, times: 100, then: 'status', status: 503 });
    await bench.pass(id, 46 * minute);
    const state = await eventually('it waits for a person', async () => {
      const space = await bench.state(id);
      return space.standing.status === 'needs_review' && space;
    });
    assert.deepEqual([state.room, state.source?.tweetId], ['A104', edit]);
    assert.match(decisionWords(state.decisions.at(-1) ?? assert.fail(), state.timeZone), /X does not show the edit/u);
    // The look-ups go on, and do not take it for deleted.
    const config = await bench.store.configs.current();
    const look = async () => {
      for (const one of await lookForChanges(bench.deps, [await bench.state(id)], config))
        await hearTweet(bench.deps, one);
    };
    await look();
    assert.equal((await bench.state(id)).standing.status, 'needs_review');
    await bench.x.control('DELETE /sandbox/faults');
    await look();
    await eventually('the edit counts', async () => (await bench.state(id)).room === 'A105');
    assert.equal((await bench.x.timeline()).length, posts);
  });
});

describe('a frozen text is not posted', () => {
  const bench = forSuite(() => startWorkbench());
  const ana = { id: 'ana', name: 'ana', door: 'api' } as const;

  it('if everything is paused meanwhile, until that ends', async () => {
    const space = await bench.announce({ room: 'A106', approvedBy: ana });
    const { sendAt = assert.fail() } = space.reminders[0] ?? assert.fail();
    const before = (await bench.x.timeline()).length;
    let paused: Promise<void> | undefined;
    // The last wait is the one for its time, with the text frozen.
    const waitUntil = async (at: number) => (at === sendAt ? (paused = bench.config({ paused: true })) : undefined);
    const attempt = () => sendReminder({ ...bench.deps, waitUntil, clock: () => sendAt }, { space, key: '15' });
    assert.deepEqual(await attempt(), { kind: 'held', afterMs: 15_000, why: 'paused by an organiser' });
    assert.ok(paused !== undefined);
    assert.equal((await bench.x.timeline()).length, before);
    await bench.config({ paused: false });
    const sent = await sendReminder({ ...bench.deps, clock: () => sendAt }, { space, key: '15' });
    assert.equal(sent.kind, 'sent');
    assert.equal((await bench.x.timeline()).length, before + 1);
  });

  it('if the host’s edit moves its session meanwhile', async () => {
    const space = await bench.announce({ room: 'B115', approvedBy: ana });
    const { sendAt = assert.fail() } = space.reminders[0] ?? assert.fail();
    const before = (await bench.x.timeline()).length;
    const tweetId = String(BigInt(space.id) + 1n);
    const moved = { kind: 'edited', verdict: 'schedule', room: 'A105', tweetId } as const;
    const change = { ...moved, startAt: space.startAt ?? 0, url: 'https://x.com/host/status/9', isSure: true };
    const waitUntil = async (at: number): Promise<void> => {
      if (at !== sendAt) return;
      assert.ok(await bench.deps.openSpaces.sourceChanged('testconf', space.id, change));
      await eventually('it is moved', async () => (await bench.state(space.id)).room === moved.room);
    };
    const result = await sendReminder({ ...bench.deps, waitUntil, clock: () => sendAt }, { space, key: '15' });
    assert.notEqual(result.kind, 'sent');
    assert.equal((await bench.x.timeline()).length, before);
  });
});
