import assert from 'node:assert/strict';
import { hearTweet } from '../activities/hear-tweet.ts';
import { lookForChanges } from '../activities/look-for-changes.ts';
import { reconcile } from '../activities/reconcile.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { standIn } from './support/for-tests.ts';
import { incomingTweet } from './support/incoming-tweet.ts';
import { eventually } from './support/running-bot.ts';
import { hearFromX, hearingBench, soon } from './support/tweets-heard.ts';
import { minute } from './support/workbench.ts';

describe('a later post of a host who has a session already', () => {
  const { bench, view } = hearingBench();
  const openSpaces = standIn(() => bench.service);
  const known = { id: '81', username: 'juggler', name: 'J' };
  const other = { id: '82', username: 'other', name: 'O' };
  const kites = { id: '83', username: 'kites', name: 'K' };
  const by = { id: 'ana', name: 'ana', door: 'slack' } as const;
  const heard = async (text: string, author = known) => {
    const one = incomingTweet(text, { author });
    await hearTweet(bench.deps, one);
    return one.id;
  };
  /** Heard and on X as well. */
  const postedBy = async (username: string, text: string, more = {}) => {
    const id = await bench.x.tweet(username, text, more);
    await hearFromX(bench, id);
    return id;
  };
  const repaired = async () =>
    reconcile({ ...bench.deps, clock: () => Date.now() + minute }, await bench.store.configs.current(), new Map());
  let session: string;

  before(async () => {
    session = await heard(`Juggling @ ${soon(700)} in A103 #pyconopenspaces`);
  });

  it('that it has moved: it can be moved there, and the post is denied', async () => {
    assert.equal((await view(session))?.space.source?.title, 'Juggling');
    const move = await heard('moved to A104, sorry! #pyconopenspaces');
    assert.deepEqual([(await view(move))?.status, (await view(move))?.space.about], ['needs_review', session]);
    assert.equal((await openSpaces.changeKnown('move', { openSpaceId: move, by })).kind, 'decided');
    const restsOn = async () => (await view(session))?.space.source?.tweetId;
    assert.deepEqual([(await view(session))?.room, await restsOn()], ['A104', move]);
    assert.equal((await view(move))?.status, 'dismissed');
    // Undone, it is what it was: a review that may be about the session, which rests on it as long as it is no more.
    const undo = { verb: 'decide', approval: 'needs_action' } as const;
    assert.equal((await openSpaces.ask({ openSpaceId: move, verb: undo, by })).kind, 'decided');
    assert.deepEqual([(await view(move))?.status, (await view(move))?.space.about], ['needs_review', session]);
    await repaired();
    assert.equal(await restsOn(), move);
    // As a session of its own it does not end the other one, which ends with its own post.
    const stage = { verb: 'stage', room: 'B115', startAt: Date.now() + 600 * minute } as const;
    assert.equal((await openSpaces.ask({ openSpaceId: move, verb: stage, by })).kind, 'decided');
    await repaired();
    await eventually('it rests on its own post again', async () => (await restsOn()) === session);
    assert.equal((await openSpaces.ask({ openSpaceId: move, verb: { verb: 'cancel' }, by })).kind, 'decided');
  });

  it('that it has moved: the next press completes what a crash left half done', async () => {
    const move = await heard('moved to A106, sorry! #pyconopenspaces');
    const { revision } = (await view(move)) ?? {};
    // The session was moved, and the one who moved it died before the post was denied.
    assert.equal(
      (await openSpaces.ask({ openSpaceId: session, verb: { verb: 'change', room: 'A106' }, by })).kind,
      'decided',
    );
    const press = withoutUndefined({ openSpaceId: move, by, revision });
    assert.equal((await openSpaces.changeKnown('move', press)).kind, 'decided');
    assert.equal((await view(move))?.status, 'dismissed');
  });

  it('in conflict with it: it is moved or cancelled, and the post does not get the room that this frees', async () => {
    for (const change of ['move', 'cancel'] as const) {
      const start = soon(change === 'move' ? 1000 : 1200);
      const first = await postedBy(`spinner${change}`, `Poi spinning @ ${start} in A103 #pyconopenspaces`);
      const post = await postedBy(`spinner${change}`, `Poi @ ${start} in A103 #pyconopenspaces`);
      assert.deepEqual([(await view(post))?.status, (await view(post))?.space.about], ['conflict', first]);
      const { revision = 0 } = (await view(post)) ?? {};
      const picked = { room: 'B114' };
      const press = { openSpaceId: post, by, revision, picked };
      const answer = await openSpaces.changeKnown(change, press);
      assert.equal(answer.kind, 'decided', JSON.stringify(answer));
      assert.deepEqual(
        [(await view(first))?.room, (await view(first))?.status],
        change === 'move' ? ['B114', 'needs_action'] : ['A103', 'cancelled'],
      );
      assert.match((await view(post))?.status ?? '', /^denied|dismissed$/u);
    }
  });

  it('in conflict with it, by somebody else: the post gets no room if it is about the same session', async () => {
    const announced = async (who: string, title: string, start: string) => {
      const first = await postedBy(`${who}1`, `Fire poi @ ${start} in A103 #pyconopenspaces`);
      const post = await postedBy(`${who}2`, `${title} with @${who}1 @ ${start} in A103 #pyconopenspaces`);
      assert.equal((await view(post))?.status, 'conflict');
      return { first, post };
    };
    const quoted = await announced('fire', 'Fire poi', soon(1900));
    const other = await announced('hat', 'Hats', soon(2000));
    for (const { first } of [quoted, other]) {
      await openSpaces.ask({ openSpaceId: first, verb: { verb: 'change', room: 'B114' }, by });
    }
    // Nothing else draws its card again, which named the session where it was.
    await eventually('its card is out of date', async () => (await view(quoted.post))?.staleMarks === 1);
    await repaired();
    await eventually('the room is free', async () => (await view(other.post))?.status === 'needs_action');
    assert.equal((await view(quoted.post))?.status, 'conflict');
    const cancelled = await openSpaces.ask({ openSpaceId: quoted.first, verb: { verb: 'cancel' }, by });
    assert.equal(cancelled.kind, 'decided');
    await repaired();
    assert.equal((await view(quoted.post))?.status, 'conflict');
    const approve = { verb: 'decide', approval: 'approved' } as const;
    assert.equal((await openSpaces.ask({ openSpaceId: quoted.post, verb: approve, by })).kind, 'decided');
  });

  it('in conflict with it: the post does not get the room if the API dies before the denial', async () => {
    for (const verb of [{ verb: 'change', room: 'B114' }, { verb: 'cancel' }] as const) {
      const start = soon(verb.verb === 'cancel' ? 1600 : 1800);
      const first = await postedBy(`hoop${verb.verb}`, `Hoops @ ${start} in A103 #pyconopenspaces`);
      const post = await postedBy(`hoop${verb.verb}`, `Hoop @ ${start} in A103 #pyconopenspaces`);
      const { revision } = (await view(post)) ?? {};
      assert.equal((await openSpaces.ask({ openSpaceId: first, verb, by })).kind, 'decided');
      await repaired();
      // A request is handled after what was sent before it.
      const deny = { verb: 'decide', approval: 'denied' } as const;
      const press = withoutUndefined({ openSpaceId: post, verb: deny, by, revision });
      const answer = await openSpaces.ask(press);
      assert.equal(answer.kind, 'decided', JSON.stringify(answer));
      assert.equal((await view(post))?.status, 'dismissed');
    }
  });

  it('in conflict with it, while no worker runs: the post does not get the room either', async () => {
    const start = soon(1400);
    const first = await postedBy('devilstick', `Devil sticks @ ${start} in A103 #pyconopenspaces`);
    const post = await postedBy('devilstick', `Devil stick @ ${start} in A103 #pyconopenspaces`);
    const { revision = 0, status } = (await view(post)) ?? {};
    assert.equal(status, 'conflict');
    await bench.stopWorker();
    const answer = await openSpaces.changeKnown('cancel', { openSpaceId: post, by, revision });
    await bench.startWorker();
    assert.equal(answer.kind, 'kept');
    await eventually('the session is off', async () => (await view(first))?.status === 'cancelled');
    await eventually('the post is decided on', async () => (await view(post))?.status !== 'conflict');
    assert.equal((await view(post))?.status, 'dismissed');
  });

  it('that it has moved: it is based on that post, whose edits and deletion count from then on', async () => {
    const posted = (text: string, more = {}) => postedBy('mover', text, more);
    const first = await posted(`Juggling clubs @ ${soon(900)} in B114 #pyconopenspaces`);
    const move = await posted('moved to B115, sorry! #pyconopenspaces');
    assert.equal((await openSpaces.changeKnown('move', { openSpaceId: move, by })).kind, 'decided');
    const known = async () => (await view(first))?.space ?? assert.fail();
    const { standing, ...asMoved } = await known();
    assert.deepEqual([standing.status, asMoved.room, asMoved.source?.tweetId], ['scheduled', 'B115', move]);
    const deleted = async (id: string) => {
      await bench.x.control(`DELETE /sandbox/tweets/${id}`);
      const config = await bench.store.configs.current();
      await lookForChanges(bench.deps, [await known()], config);
    };
    await deleted(first);
    await eventually('the first post is forgotten', async () => (await known()).earlier === undefined);
    assert.deepEqual([(await known()).standing.status, (await known()).room], ['scheduled', 'B115']);
    const edit = await posted('moved to A104, sorry! #pyconopenspaces', { editOf: move });
    await eventually('a person must look', async () => (await known()).standing.status === 'needs_review');
    assert.deepEqual([(await known()).room, (await known()).startAt], ['A104', asMoved.startAt]);
    await deleted(edit);
    await eventually('it is off', async () => (await known()).standing.status === 'dismissed');
  });

  it('is not about a session that was denied, and moves none that is', async () => {
    const first = await heard(`Kites @ ${soon(2000)} in B115 #pyconopenspaces`, kites);
    const post = await heard('moved to A104, sorry! #pyconopenspaces', kites);
    const denial = { verb: 'decide', approval: 'denied' } as const;
    assert.equal((await openSpaces.ask({ openSpaceId: first, verb: denial, by })).kind, 'decided');
    const answer = await openSpaces.changeKnown('move', { openSpaceId: post, by });
    assert.match(answer.kind === 'refused' ? answer.reason : answer.kind, /is denied: undo that first/u);
    const later = await heard('moved to A105, sorry! #pyconopenspaces', kites);
    assert.deepEqual([(await view(later))?.status, (await view(later))?.space.about], ['needs_review', undefined]);
  });

  it("that announces another session is separate; other people’s posts are not about the host's session", async () => {
    const more = await view(await heard(`Diabolo @ ${soon(800)} in A105 #pyconopenspaces`));
    assert.deepEqual([more?.status, more?.space.about], ['needs_action', undefined]);
    assert.equal(await view(await heard('cancelled, sorry #pyconopenspaces', other)), null);
    assert.equal(await view(await heard('lovely lunch #pyconopenspaces')), null);
  });

  it('that it is off, without room or time: it can be cancelled once', async () => {
    const off = await heard('Juggling is cancelled, sorry #pyconopenspaces');
    assert.equal((await view(off))?.space.about, session);
    const press = { openSpaceId: off, by };
    assert.equal((await openSpaces.changeKnown('cancel', press)).kind, 'decided');
    assert.equal((await view(session))?.status, 'cancelled');
    assert.equal((await view(off))?.status, 'dismissed');
    assert.equal((await openSpaces.changeKnown('cancel', press)).kind, 'refused');
  });
});
