import assert from 'node:assert/strict';
import { ServiceError } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { MongoNetworkError } from 'mongodb';
import { finishReceived, hearTweet } from '../activities/hear-tweet.ts';
import type { Deps } from '../activities/deps.ts';
import type { IncomingTweet } from '../x/incoming.ts';
import { watchForChanges } from '../activities/look-for-changes.ts';
import { incomingTweet as tweet } from './support/incoming-tweet.ts';
import { eventually } from './support/running-bot.ts';
import { hearingBench, soon } from './support/tweets-heard.ts';
import { minute } from './support/workbench.ts';

/** Stores a post as a listener does that then dies. By another config than there is now. */
const leave = async ({ store }: Deps, { id: _id, text, url, postedAt, author }: IncomingTweet): Promise<unknown> =>
  store.tweets.receive({
    _id,
    conferenceId: 'testconf',
    tweetId: _id,
    text,
    url,
    postedAt: new Date(postedAt),
    receivedAt: new Date(),
    author: await store.users.named(author),
    isRetweet: false,
    reading: { verdict: 'ignore', intent: 'other', reasons: [], rooms: [], starts: [] },
  });

describe('hearing a tweet', () => {
  const { bench, view } = hearingBench();

  it('that is deleted is noticed within minutes, while the cap allows it, and its words are removed', async () => {
    // X’s sandbox knows none of these: to the look-up they are deleted.
    const gone = tweet(`Vanishing @ ${soon(50)} in A106 #pyconopenspaces`);
    await hearTweet(bench.deps, gone);
    const config = await bench.store.configs.current();
    await watchForChanges(bench.deps)({ ...config, spendingCap: 0 });
    assert.equal((await view(gone.id))?.status, 'needs_action');
    const look = watchForChanges(bench.deps);
    await look(config);
    await eventually('it is cancelled', async () => (await view(gone.id))?.status === 'cancelled');
    const space = (await view(gone.id))?.space;
    assert.deepEqual([space?.source?.isGone, space?.source?.title], [true, undefined]);
    assert.doesNotMatch(JSON.stringify(await view(gone.id)), /vanishing/iu);
  });

  it('twice, as the stream and the search give it, opens one open space', async () => {
    const heard = tweet(`Acro yoga @ ${soon(90)} in A103 #pyconopenspaces`);
    await Promise.all([hearTweet(bench.deps, heard), hearTweet(bench.deps, heard)]);
    // Its host is erased meanwhile, and does not come back with it.
    assert.notEqual(await bench.store.users.find(heard.author.id), null);
    await bench.db.collection('users').deleteMany({ _id: heard.author.id as never });
    await hearTweet(bench.deps, heard);
    assert.equal(await bench.store.users.find(heard.author.id), null);
    assert.equal((await view(heard.id))?.status, 'needs_action');
    assert.equal((await bench.state(heard.id)).revision, 0);
  });

  it('is finished by the next listener if this one died', async () => {
    const left = tweet(`Origami @ ${soon(100)} in B114 #pyconopenspaces`);
    await leave(bench.deps, left);
    await finishReceived(bench.deps);
    assert.equal((await view(left.id))?.status, 'needs_action');
    const { state, reading } = (await bench.store.tweets.find(left.id)) ?? {};
    assert.deepEqual([state, reading?.verdict], ['handled', 'schedule']);
  });

  it('is not approved if autoSend was switched off while the posts before it were handled', async () => {
    const { approvalLeadMinutes } = await bench.store.configs.current();
    await bench.config({ autoSend: true, approvalLeadMinutes: 0 });
    const [first, second] = ['A103', 'A104'].map((room) =>
      tweet(`Come and weave with us at ${soon(600)} in room ${room}, everyone is welcome 🎉 #pyconopenspaces`),
    ) as [IncomingTweet, IncomingTweet];
    for (const left of [first, second]) await leave(bench.deps, left);
    const finish: Deps['store']['tweets']['finish'] = async (...finished) => {
      await bench.store.tweets.finish(...finished);
      await bench.config({ autoSend: false });
    };
    await finishReceived({ ...bench.deps, store: { ...bench.store, tweets: { ...bench.store.tweets, finish } } });
    assert.equal((await view(first.id))?.status, 'approved');
    assert.equal((await view(second.id))?.status, 'needs_action');
    await bench.config({ approvalLeadMinutes });
  });

  it('is handled by the newest config after it has waited for others of its room', async () => {
    const { approvalLeadMinutes, conference } = await bench.store.configs.current();
    const rooms = conference.rooms.filter(({ name }) => name !== 'B115');
    const waits = async (room: string, meanwhile: Parameters<typeof bench.config>[0]) => {
      await bench.config({ autoSend: true, approvalLeadMinutes: 0, conference });
      const post = tweet(
        `Come and spin with us at ${soon(640)} in room ${room}, everyone is welcome 🎉 #pyconopenspaces`,
      );
      const queue: Parameters<typeof hearTweet>[2] = {
        async add(_keys, task) {
          await bench.config(meanwhile);
          return task();
        },
      };
      await hearTweet(bench.deps, post, queue);
      return (await view(post.id))?.status;
    };
    assert.equal(await waits('A103', {}), 'approved');
    assert.equal(await waits('A104', { autoSend: false }), 'needs_action');
    assert.equal(await waits('B115', { conference: { ...conference, rooms } }), 'needs_review');
    await bench.config({ autoSend: false, approvalLeadMinutes, conference });
  });

  it('is not marked as handled until its host is stored', async () => {
    const post = tweet('Lovely lunch #pyconopenspaces');
    const { users } = bench.store;
    const see = () => Promise.reject(new Error('connection lost'));
    const deps = { ...bench.deps, store: { ...bench.deps.store, users: { ...users, see } } };
    await assert.rejects(hearTweet(deps, post), /connection lost/u);
    await hearTweet(bench.deps, post);
    assert.notEqual(await users.find(post.author.id), null);
  });

  it('on which the bot fails is reported and stops no other; none is skipped while a server is down', async () => {
    const { tweets, openSpaces } = bench.store;
    const broken = tweet('Broken #pyconopenspaces');
    const { id, url, author } = broken;
    const left = { tweetId: id, conferenceId: 'testconf', url, author, postedAt: new Date(), state: 'received' };
    await bench.db.collection('tweets').insertOne({ _id: id as never, ...left });
    const failing = tweet('Failing #pyconopenspaces');
    const waiting = tweet('Waiting #pyconopenspaces');
    const failWith = (fault: Error): Deps => {
      const find = () => Promise.reject(fault);
      return { ...bench.deps, store: { ...bench.store, openSpaces: { ...openSpaces, find } } };
    };
    // A server of a cluster knows the search attributes only a while after the setup.
    const key = defineSearchAttributeKey('NotSetUp', 'KEYWORD');
    const options = { taskQueue: 'none', workflowId: 'none', typedSearchAttributes: [{ key, value: 'none' }] };
    const notSetUp = await bench.client.workflow.start('none', options).catch((why: unknown) => why);
    assert.ok(notSetUp instanceof Error);
    const others = [new MongoNetworkError('away'), new ServiceError('away'), new Error('away')];
    for (const error of [notSetUp, ...others]) {
      await assert.rejects(hearTweet(failWith(error), waiting), error);
      assert.equal((await tweets.find(waiting.id))?.state, 'received');
    }
    await hearTweet(failWith(new TypeError('of undefined')), failing);
    const refused = tweet('Refused #pyconopenspaces');
    await hearTweet(failWith(new ServiceError('refused', { cause: Object.assign(new Error(), { code: 3 }) })), refused);
    await finishReceived(bench.deps);
    assert.equal((await tweets.find(waiting.id))?.unreadable, undefined);
    assert.equal((await tweets.find(waiting.id))?.state, 'handled');
    const untold = (await tweets.listUntold()).map(({ _id }) => _id);
    assert.deepEqual(untold, [broken.id, failing.id, refused.id]);
    // X’s search finds it again, and the bot does not fail any more.
    await hearTweet(bench.deps, failing);
    assert.equal((await tweets.find(failing.id))?.unreadable, undefined);
    // Where it fails before it has read an edit, the earlier version's reading does not count for the edit.
    const latest = () => Promise.reject(new TypeError('of undefined'));
    const restores = { ...bench.store.restores, latest };
    const edit = tweet('Failing again #pyconopenspaces', { firstId: failing.id });
    await hearTweet({ ...bench.deps, store: { ...bench.store, restores } }, edit);
    const kept = await tweets.find(failing.id);
    assert.deepEqual([kept?.tweetId, kept?.reading], [edit.id, undefined]);
  });

  it('fifty times the same from fifty hosts: one is scheduled, the others are conflicts, none is lost', async () => {
    const text = `The same @ ${soon(200)} in B115 #pyconopenspaces`;
    const crowd = Array.from({ length: 50 }, (_, index) =>
      tweet(text, { author: { id: `9${index}`, username: `h${index}`, name: 'H' } }),
    );
    await Promise.all(crowd.map((one) => hearTweet(bench.deps, one)));
    const statuses = await Promise.all(crowd.map(async ({ id }) => (await view(id))?.status));
    assert.equal(statuses.filter((status) => status === 'needs_action').length, 1);
    assert.equal(statuses.filter((status) => status === 'conflict').length, 49);
  });

  it('of every kind is stored with its verdict and reasons', async () => {
    const cases = [
      [`Board games @ ${soon(300)} in A103 #pyconopenspaces`, 'schedule', 'needs_action'],
      [`Board games in A104 #pyconopenspaces`, 'review', 'needs_review'],
      [`Board games at ${soon(300)} or ${soon(360)} in A104 #pyconopenspaces`, 'review', 'needs_review'],
      [`Board games ${soon(300)}, A104 or A105 #pyconopenspaces`, 'review', 'needs_review'],
      ['what a lovely day #pyconopenspaces', 'ignore', undefined],
    ] as const;
    for (const [text, verdict, status] of cases) {
      const heard = tweet(text);
      await hearTweet(bench.deps, heard);
      const stored = await bench.store.tweets.find(heard.id);
      assert.equal(stored?.reading?.verdict, verdict, text);
      assert.ok((stored?.reading?.reasons?.length ?? 0) > 0, text);
      assert.equal((await view(heard.id))?.status, status, text);
    }
  });

  it('from a trusted host starts approved, unless its start is near', async () => {
    await bench.config({ trustUsers: ['55'] });
    const author = { id: '55', username: 'regular', name: 'A Regular' };
    // Nothing but an announcement: where the reading is not sure, a person decides.
    const sure = (start: string, room: string): string =>
      `Come and weave with us at ${start} in room ${room}, everyone is welcome 🎉 #pyconopenspaces`;
    const later = tweet(sure(soon(500), 'A104'), { author });
    const near = tweet(sure(soon(20), 'A105'), { author });
    const other = tweet(sure(soon(500), 'A106'));
    for (const one of [later, near, other]) await hearTweet(bench.deps, one);
    assert.equal((await view(later.id))?.status, 'approved');
    assert.equal((await view(near.id))?.status, 'needs_action');
    assert.equal((await view(other.id))?.status, 'needs_action');
  });

  it('from an ignored user, or a retweet, is only stored', async () => {
    await bench.config({ ignoreUsers: ['66'] });
    const author = { id: '66', username: 'noisy', name: 'Noisy' };
    const ignored = tweet(`Noise @ ${soon(400)} in A103 #pyconopenspaces`, { author });
    const retweet = tweet(`RT @host: Noise @ ${soon(400)} in A103 #pyconopenspaces`, { isRetweet: true });
    await hearTweet(bench.deps, ignored);
    await hearTweet(bench.deps, retweet);
    assert.equal((await bench.store.tweets.find(ignored.id))?.ignoredBecause, 'an ignored user');
    assert.equal((await bench.store.tweets.find(retweet.id))?.ignoredBecause, 'a retweet');
    assert.equal(await view(ignored.id), null);
    assert.equal(await view(retweet.id), null);
  });

  it('is not answered if somebody pauses the bot while it is handled', async () => {
    await bench.config({ acknowledge: true });
    const { tweets } = bench.store;
    const receive: typeof tweets.receive = async (tweet) => {
      await bench.config({ paused: true });
      return tweets.receive(tweet);
    };
    const text = `@${bench.x.botUsername} Tea @ ${soon(700)} in A103 #pyconopenspaces`;
    const id = await bench.x.tweet('host', text);
    const mention = { mentionedUsernames: [bench.x.botUsername] };
    const deps = { ...bench.deps, store: { ...bench.deps.store, tweets: { ...tweets, receive } } };
    await hearTweet(deps, tweet(text, { id, firstId: id, ...mention }));
    assert.equal((await view(id))?.status, 'needs_action');
    assert.deepEqual(await bench.x.timeline(), []);
    await bench.config({ paused: false });
    // Nor where reminders may need what X's limit leaves.
    const limited = { route: 'post', limit: 100, remaining: 49, resetAt: Date.now() + minute, windows: [] } as const;
    await bench.store.health.sayLimits([limited], new Date());
    const next = await bench.x.tweet('host', text);
    await hearTweet(bench.deps, tweet(text, { id: next, firstId: next, ...mention }));
    assert.deepEqual(await bench.x.timeline(), []);
    await bench.store.health.sayLimits([{ ...limited, remaining: 100 }], new Date());
    await bench.config({ acknowledge: false });
  });

  it('from before a restore goes out only with a person’s approval, and its host is not answered again', async () => {
    const restoredAt = Date.now() - 2 * minute;
    await bench.config({ autoSend: true, acknowledge: true, approvalLeadMinutes: 0 });
    const text = (room: string) =>
      `Come and weave with us at ${soon(900)} in room ${room}, everyone is welcome 🎉 #pyconopenspaces`;
    const mention = { mentionedUsernames: [bench.x.botUsername] };
    const posted = async (room: string, postedAt: number, more: Partial<IncomingTweet> = {}) => {
      // X answers only who named the bot.
      const id = await bench.x.tweet('host', `@${bench.x.botUsername} ${text(room)}`);
      const one = tweet(text(room), { id, firstId: id, postedAt, ...mention, ...more });
      await hearTweet(bench.deps, one);
      return one.firstId;
    };
    const approved = { verb: 'decide', approval: 'approved' } as const;
    const replies = async () => (await bench.x.timeline()).filter(({ text: said }) => said.startsWith('Heard you'));
    // As in the copy: a review, and one that is scheduled.
    const review = tweet('Weaving in A103 #pyconopenspaces', { postedAt: restoredAt - 60 * minute });
    await hearTweet(bench.deps, review);
    await bench.store.restores.note({ copiedAt: restoredAt - 120 * minute, restoredAt });

    const before = await posted('A104', restoredAt - minute);
    assert.equal((await view(before))?.status, 'needs_action');
    await posted('A104', Date.now(), { firstId: before });
    const edit = { firstId: review.id, postedAt: restoredAt - minute, ...mention };
    await hearTweet(bench.deps, tweet(text('A103'), edit));
    await eventually('it is scheduled', async () => (await view(review.id))?.space.standing.status === 'scheduled');
    await eventually('the edit is stored', async () => (await view(before))?.space.source?.tweetId !== before);
    assert.equal((await view(review.id))?.status, 'needs_action');
    assert.deepEqual(await replies(), []);
    assert.equal((await bench.ask(before, approved)).kind, 'decided');

    assert.equal((await view(await posted('A105', Date.now())))?.status, 'approved');
    const [reply, ...others] = await replies();
    assert.equal(others.length, 0);
    // The config has decided.
    assert.match(reply?.text ?? '', /^Heard you: A105, [^.]*\.$/u);
  });
});
