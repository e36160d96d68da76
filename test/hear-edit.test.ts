import assert from 'node:assert/strict';
import { finishReceived, hearTweet } from '../activities/hear-tweet.ts';
import { lookForChanges } from '../activities/look-for-changes.ts';
import { reconcile } from '../activities/reconcile.ts';
import type { Deps } from '../activities/deps.ts';
import { titleOf } from '../core/open-space.ts';
import { possibleActions } from '../core/possible-actions.ts';
import { eraseTweet } from '../store/erase.ts';
import type { UserDoc } from '../store/users.ts';
import { Killed } from './support/crash-at.ts';
import { incomingTweet as tweet } from './support/incoming-tweet.ts';
import { eventually } from './support/running-bot.ts';
import { hearFromX, hearingBench, soon } from './support/tweets-heard.ts';
import { minute } from './support/workbench.ts';

describe('hearing an edited tweet', () => {
  const { bench, view } = hearingBench();

  it('whose edit came first keeps the edit', async () => {
    const first = tweet(`Chess @ ${soon(90)} in A104 #pyconopenspaces`);
    const edit = tweet(`Chess @ ${soon(90)} in A105 #pyconopenspaces`, { firstId: first.id });
    await hearTweet(bench.deps, edit);
    await hearTweet(bench.deps, first);
    assert.equal((await view(first.id))?.room, 'A105');
    assert.equal((await bench.store.tweets.find(first.id))?.tweetId, edit.id);
    assert.equal(await view(edit.id), null);
  });

  it('ends with the edit, also if it and the edit are heard by two listeners at the same moment', async () => {
    const first = tweet(`Go @ ${soon(95)} in A104 #pyconopenspaces`);
    const edit = tweet(`Go @ ${soon(95)} in A103 #pyconopenspaces`, { firstId: first.id });
    /** The deps of a listener that does something else once it has looked whether the open space is known. */
    const afterLook = (then: () => Promise<unknown>): Deps => {
      const { openSpaces } = bench.store;
      let looks = 0;
      const find: typeof openSpaces.find = async (id) => {
        const found = await openSpaces.find(id);
        if ((looks += 1) === 1) await then();
        return found;
      };
      return { ...bench.deps, store: { ...bench.deps.store, openSpaces: { ...openSpaces, find } } };
    };
    let goOn = (): void => undefined;
    const editIsKnown = new Promise<void>((resolve) => (goOn = resolve));
    let hearing: Promise<void> | undefined;
    const received = new Promise<void>((resolve) => {
      hearing = hearTweet(
        afterLook(() => (resolve(), editIsKnown)),
        first,
      );
    });
    await received;
    await hearTweet(
      afterLook(() => (goOn(), hearing ?? assert.fail())),
      edit,
    );
    await eventually('it rests on the edit', async () => (await view(first.id))?.room === 'A103');
  });

  it('has its words again once X shows it again, unless its host was erased', async () => {
    const author = { id: '88', username: 'hidden', name: 'Hidden' };
    const post = (more = {}) => bench.x.tweet('hidden', `Tea @ ${soon(96)} somewhere #pyconopenspaces`, more);
    const [shown, forgotten] = [await post(), await post()];
    const hear = (id: string, firstId: string) => hearTweet(bench.deps, tweet('Tea edited', { id, firstId, author }));
    for (const id of [shown, forgotten]) await hear(id, id);
    await bench.store.tweets.erase(shown, new Date());
    await eraseTweet(bench.db, forgotten, new Date(), 'testconf');
    await bench.db.collection<UserDoc>('users').deleteOne({ _id: author.id });
    await hear(await post({ editOf: forgotten }), forgotten);
    const { text, author: host } = (await bench.store.tweets.find(forgotten)) ?? assert.fail();
    assert.deepEqual([text, host.username], ['', 'erased']);
    assert.equal(await bench.store.users.find(author.id), null);
    const edit = await post({ editOf: shown });
    await hear(edit, shown);
    const again = (await bench.store.tweets.find(shown)) ?? assert.fail();
    assert.deepEqual([again.text, again.deletedAt], ['Tea edited', undefined]);
    // X sends another edit late, when its host has deleted the post.
    const last = await post({ editOf: edit });
    await bench.x.control(`DELETE /sandbox/tweets/${last}`);
    await bench.store.tweets.erase(shown, new Date());
    for (const why of ['is deleted', 'cannot be looked up']) {
      await hear(last, shown);
      const kept = (await bench.store.tweets.find(shown)) ?? assert.fail();
      assert.deepEqual([kept.text, kept.reading?.verdict], ['', again.reading?.verdict], why);
      await bench.x.control('POST /sandbox/faults', {
        route: 'GET /2/tweets/:id',
        then: 'status',
        status: 503,
        times: 9,
      });
    }
    await bench.x.control('DELETE /sandbox/faults');
  });

  /** Its host deletes it, and the desk notices that. */
  const deleted = async (id: string, firstId: string) => {
    await bench.x.control(`DELETE /sandbox/tweets/${id}`);
    const space = (await view(firstId))?.space ?? assert.fail();
    await lookForChanges(bench.deps, [space], await bench.store.configs.current());
    assert.ok((await bench.store.tweets.find(firstId))?.deletedAt);
  };
  /** The post, and its edit that the bot has not heard yet. */
  const edited = async (username: string) => {
    const id = await bench.x.tweet(username, `Felt @ ${soon(940)} in B114 #pyconopenspaces`);
    await hearFromX(bench, id);
    const edit = await bench.x.tweet(username, `Felting @ ${soon(940)} in B114 #pyconopenspaces`, { editOf: id });
    return { id, edit };
  };
  const wordsOf = async (id: string) => {
    const { text, reading, state } = (await bench.store.tweets.find(id)) ?? assert.fail();
    return [text, reading?.title, state];
  };

  it('that is deleted while its edit is handled keeps no words', async () => {
    const { id, edit } = await edited('feltmaker');
    const { tweets } = bench.store;
    const receive: typeof tweets.receive = async (...given) => {
      await deleted(edit, id);
      return tweets.receive(...given);
    };
    await hearFromX(bench, edit, { ...bench.deps, store: { ...bench.store, tweets: { ...tweets, receive } } });
    assert.deepEqual(await wordsOf(id), ['', undefined, 'handled']);
  });

  it('that is deleted while a new listener goes through what the last one left keeps no words', async () => {
    const { id, edit } = await edited('weaver');
    const { tweets } = bench.store;
    const finish = () => Promise.reject(new Killed());
    const dying = { ...bench.deps, store: { ...bench.store, tweets: { ...tweets, finish } } };
    await assert.rejects(hearFromX(bench, edit, dying), Killed);
    const listReceived: typeof tweets.listReceived = async (conferenceId) => {
      const left = await tweets.listReceived(conferenceId);
      await deleted(edit, id);
      return left;
    };
    await finishReceived({ ...bench.deps, store: { ...bench.store, tweets: { ...tweets, listReceived } } });
    assert.deepEqual(await wordsOf(id), ['', undefined, 'handled']);
  });

  it('that is deleted before its edit is told keeps no title, and stays cancelled', async () => {
    const { id, edit } = await edited('spinner');
    const { openSpaces } = bench.deps;
    const sourceChanged: typeof openSpaces.sourceChanged = async (...given) => {
      await deleted(edit, id);
      return openSpaces.sourceChanged(...given);
    };
    await hearFromX(bench, edit, { ...bench.deps, openSpaces: { ...openSpaces, sourceChanged } });
    await eventually('both are known', async () => (await bench.state(id)).source?.tweetId === edit);
    const later = { ...bench.deps, clock: () => Date.now() + 5 * minute };
    await eventually('the title is gone', async () => {
      await reconcile(later, await bench.store.configs.current(), new Map());
      return titleOf(await bench.state(id)) === undefined;
    });
    assert.equal((await bench.state(id)).standing.status, 'cancelled');
  });

  it('whose edit gives a past start waits for a person, or for the host to correct it', async () => {
    const first = tweet(`Felt @ ${soon(1000)} in B115 #pyconopenspaces`);
    const approve = { verb: 'decide', approval: 'approved' } as const;
    const edit = (minutes: number) =>
      hearTweet(bench.deps, tweet(`Felt @ ${soon(minutes)} in B115 #pyconopenspaces`, { firstId: first.id }));
    await hearTweet(bench.deps, first);
    await bench.ask(first.id, approve);
    await eventually('it is approved', async () => (await view(first.id))?.status === 'approved');
    // Two hours later its host gives a start of an hour ago.
    await bench.pass(first.id, 120 * minute);
    await edit(60);
    await eventually('it is in review', async () => (await view(first.id))?.status === 'needs_review');
    await bench.pass(first.id, 60 * minute);
    assert.ok(possibleActions(await bench.state(first.id), Date.now() + 180 * minute).includes('approve'));
    await edit(1030);
    await eventually('it is scheduled', async () => (await bench.state(first.id)).standing.status === 'scheduled');
    await bench.ask(first.id, approve);
    await eventually('it is approved again', async () => (await view(first.id))?.status === 'approved');
  });

  it('whose edit comes after its start and gives a future start is like a new one', async () => {
    for (const [verdict, ended, room] of [
      ['schedule', 'missed', 'A103'],
      ['review', 'over', 'A104'],
    ] as const) {
      const { id } = await bench.announce({ room, inMinutes: 0.1, verdict });
      await bench.client.workflow.getHandle(bench.workflowId(id)).result();
      assert.equal((await view(id))?.status, ended);
      const text = `Stars @ ${soon(1100)} in ${room} #pyconopenspaces`;
      await hearTweet(bench.deps, tweet(text, { id: String(BigInt(id) + 1n), firstId: id }));
      await eventually('it is scheduled', async () => {
        const { standing, reminders } = await bench.state(id);
        return standing.status === 'scheduled' && reminders[0]?.state.status === 'needs_action';
      });
      assert.equal((await bench.ask(id, { verb: 'decide', approval: 'approved' })).kind, 'decided');
      assert.equal((await view(id))?.status, 'approved');
    }
  });
});
