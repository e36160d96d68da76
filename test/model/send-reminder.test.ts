import assert from 'node:assert/strict';
import type { Config } from '../../core/config.ts';
import { prices } from '../../core/prices.ts';
import {
  approved,
  correction,
  minute,
  now,
  reminder,
  sending,
  sent,
  spaceWith,
  startAt,
  without,
} from '../support/rule-spaces.ts';
import type { Intent } from '../../store/intents.ts';
import type { TweetLookup } from '../../x/lookup.ts';
import { approvedSpace, attempt, due, intentOf } from './attempts.ts';
import { mayBePosted } from '../../core/words.ts';
import { World } from './world.ts';

const settle = 60_000;
const text = 'B114 17:00 PDT Fri 19 May https://x.com/yara/status/1';
const unlinked = 'the tweet could not be looked up before';
const told = { where: 'B114', startAt };
const takenLong = 'the attempt took too long to post';

describe('the first attempt to post a reminder', () => {
  it('waits for its time, freezes the text, posts it and stores the outcome', async () => {
    const { result, posts, waits, spent, row, world } = await attempt({ at: due - 5_000, newest: '7' });
    const sent = { kind: 'sent', at: due, tweetId: '900', note: unlinked, told };
    assert.deepEqual(result, { ...sent, recordedAs: 4 });
    assert.deepEqual(posts, [text]);
    assert.deepEqual(waits, [due - 1_000, due]);
    assert.deepEqual(spent, [
      [prices.read, { reads: 1 }],
      [prices.postWithLink, { posts: 1, postId: '900' }],
    ]);
    const intent = { text, told, attempt: 1, startedAt: new Date(due), sinceId: '7', note: unlinked, phase: 'sent' };
    assert.deepEqual(row?.intent, { ...intent, tweetId: '900', sentAt: new Date(due) });
    assert.equal(row?.status, 'sent');
    const view = world.stored.views.get('1');
    assert.equal(view?.revision, 4);
    assert.equal(view?.commitId, 'sent:1-15');
    const plain = await attempt({ config: { reminderText: 'In {room} at {time}' } });
    assert.deepEqual(plain.spent.at(-1), [prices.post, { posts: 1, postId: '900' }]);
    // X makes a link of a bare domain too.
    const bare = await attempt({ config: { reminderText: 'In {room}: openspaces.example.org' } });
    assert.deepEqual(bare.spent.at(-1), [prices.postWithLink, { posts: 1, postId: '900' }]);
  });

  it('will look for its post after the newest own post that X or the store knows', async () => {
    const intent = intentOf({ tweetId: '10', phase: 'sent' });
    const known = { '2-15': { revision: 1, status: 'sent', intent } };
    for (const [newest, sinceId] of [
      ['9', '10'],
      ['11', '11'],
      [undefined, '10'],
      ['10', '10'],
    ] as const) {
      const { row } = await attempt({ rows: known, ...(newest === undefined ? {} : { newest }) });
      assert.equal(row?.intent?.sinceId, sinceId);
    }
    assert.equal((await attempt({})).row?.intent?.sinceId, '5');
  });

  it('posts nothing on X if the output is Slack only', async () => {
    const { result, posts, row, waits } = await attempt({ config: { output: 'slack_only' } });
    const note = 'not posted on X: the output is set to Slack only';
    assert.deepEqual(result, { kind: 'sent', at: due, note, told: { ...told, isOnlyInSlack: true }, recordedAs: 4 });
    assert.deepEqual(posts, []);
    assert.deepEqual(waits, [due - 1_000, due]);
    assert.equal(row?.intent?.phase, 'sent');
    assert.deepEqual(row.intent.sentAt, new Date(due));
  });

  it('ignores X’s account and limits if the output is Slack only', async () => {
    const alarm = { _id: 'x-account', words: 'X refuses the keys' };
    const alarms = { find: async () => alarm, takeProbe: async () => false };
    const late = { at: due + 5 * minute, store: { alarms } };
    assert.equal((await attempt({ ...late, config: { output: 'live' } })).result.kind, 'held');
    assert.equal((await attempt({ ...late, config: { output: 'slack_only' } })).result.kind, 'sent');
    const world = new World();
    const { reminders } = world.deps({ kind: 'none' }).store;
    const crowd = { ...reminders, countOverdue: async () => 1_000, findIntent: async () => undefined };
    const crowded = { at: due + 5 * minute, store: { reminders: crowd } };
    assert.equal((await attempt({ ...crowded, config: { output: 'live' } })).result.kind, 'held');
    const stored = { ...crowd, takeText: async () => true, freezeIntent: async () => 'frozen' };
    const said = await attempt({ ...crowded, store: { reminders: stored }, config: { output: 'slack_only' } });
    assert.equal(said.result.kind, 'sent');
  });

  it('posts nothing if the reminder was begun before, or its time is over', async () => {
    const missed = { kind: 'missed', why: 'the start had passed before it could be posted' };
    const none = async (situation: Parameters<typeof attempt>[0], result: object) => {
      const attempted = await attempt(situation);
      assert.deepEqual(attempted.result, result);
      assert.deepEqual(attempted.posts, []);
      assert.equal(attempted.row?.intent?.phase, situation.intent?.phase);
    };
    const lost = 'the record of its post is lost, so it may be on X or not';
    await none({ space: spaceWith([reminder(15, sending)]) }, { kind: 'unconfirmed', why: lost });
    await none({ at: startAt }, missed);
    await none({ space: without(approvedSpace, 'startAt') }, missed);
    await none({ at: due - 5_000, oversleeps: 16 * minute }, missed);
    await none({ at: due - 5_000, oversleeps: 15 * minute + 1_000 }, missed);
    const second = spaceWith([reminder(30, sending), reminder(15, approved)]);
    assert.equal((await attempt({ space: second })).posts.length, 1);
    const late = { kind: 'sent', at: startAt - 1, tweetId: '900', note: unlinked, told, recordedAs: 4 };
    assert.deepEqual((await attempt({ at: startAt - 1 })).result, late);
    const restore = { copiedAt: now - minute, restoredAt: due - minute };
    await none({ restore }, { kind: 'unconfirmed', why: mayBePosted });
    assert.equal((await attempt({ restore: { ...restore, restoredAt: due - minute - 1 } })).result.kind, 'sent');
    await none({ config: { paused: true } }, { kind: 'held', afterMs: 15_000, why: 'paused by an organiser' });
    const long = { reminderText: 'x'.repeat(300) };
    const tooLong = await attempt({ config: long });
    assert.equal(tooLong.result.kind, 'failed');
    assert.match(
      'why' in tooLong.result ? tooLong.result.why : '',
      /over 280 .*: shorten the reminder text or the place$/u,
    );
  });

  it('asks X nothing while the reminder is held, and asks once it may go out', async () => {
    const holds = [{ paused: true }, { spendingCap: 0 }] as const;
    for (const config of holds) {
      for (const at of [due - 5_000, due, due + 5 * minute]) {
        const { result, spent, waits } = await attempt({ at, config, lookUp: { kind: 'gone', why: 'deleted' } });
        assert.deepEqual([result.kind, spent, waits], ['held', [], []]);
      }
    }
    // Paused while it waits for its time.
    let asked = 0;
    const current = async () => ({ ...new World().config(), paused: asked++ > 0 });
    const { result, spent, posts } = await attempt({ at: due - 5_000, store: { configs: { current } } });
    assert.deepEqual([result.kind, spent, posts], ['held', [[prices.read, { reads: 1 }]], []]);
  });

  it('reports what the host did meanwhile, unless it only posts a cancellation', async () => {
    const gone = { kind: 'gone', why: 'deleted' } as const;
    const change = { kind: 'deleted', why: 'the tweet was deleted' };
    assert.deepEqual((await attempt({ lookUp: gone })).result, { kind: 'sourceChanged', change });
    const off = spaceWith([correction(approved, { corrects: 'cancelled', sendAt: due })], {
      standing: { status: 'cancelled', by: { id: 'h', name: 'h', door: 'x' } },
      told,
    });
    const { result, posts } = await attempt({ space: off, key: 'correction3', lookUp: gone });
    const isOff = { ...told, isOff: true };
    assert.deepEqual(result, { kind: 'sent', at: due, tweetId: '900', told: isOff, recordedAs: 4 });
    assert.deepEqual(posts, ['Cancelled: Acro yoga, B114 at 17:00 PDT.']);
  });

  it('reads an edit as the listener does, also of an ignored host and of a text that breaks the reader', async () => {
    const edit = (text: string) => {
      const author = { id: '7', username: 'yara', name: '' };
      return { kind: 'present', tweet: { id: '2', url: 'u', text, postedAt: now, author } } as unknown as TweetLookup;
    };
    const read = async (text: string, config: Partial<Config> = {}) => {
      const { result } = await attempt({ lookUp: edit(text), config });
      assert.ok(result.kind === 'sourceChanged' && result.change.kind === 'edited', JSON.stringify(result));
      return result.change;
    };
    const moved = JSON.stringify({ verdict: 'schedule', room: 'A2', startAt, isSure: true });
    assert.equal((await read(moved)).isSure, true);
    assert.equal((await read(moved, { ignoreUsers: ['7'] })).isSure, undefined);
    assert.equal((await read('not what the reader takes')).verdict, 'review');
  });

  it('stops if another attempt was faster, or the store has another revision', async () => {
    const outdated = { ...approvedSpace, revision: 2 };
    const rows = { '1-15': { revision: 3, status: 'approved' } };
    assert.deepEqual((await attempt({ space: outdated, rows })).result, { kind: 'outdated', revision: 2 });
    const store = {
      reminders: {
        findIntent: async () => undefined,
        takeText: async () => true,
        freezeIntent: async () => 'posting',
      },
    };
    const faster = { kind: 'unclear', afterMs: settle, why: 'another worker is posting it' };
    const { result, posts } = await attempt({ store });
    assert.deepEqual([result, posts], [faster, []]);
  });

  it('waits longer by as much as its clock is surely ahead of Temporal’s and MongoDB’s', async () => {
    const waitsBy = async (ahead: { temporal: number | undefined; mongo: number }) => {
      const at = due - 2_000;
      const askedAt = ahead.temporal === undefined ? {} : { askedAt: at - ahead.temporal };
      const { waits, posts } = await attempt({ at, ...askedAt, store: { serverTime: async () => at - ahead.mongo } });
      assert.equal(posts.length, 1);
      return waits.map((until) => until - due);
    };
    assert.deepEqual(await waitsBy({ temporal: 3_000, mongo: 3_000 }), [2_000, 3_000]);
    // Temporal's question has waited for a worker; the answer of MongoDB took some time.
    assert.deepEqual(await waitsBy({ temporal: 3_200, mongo: 2_970 }), [1_970, 2_970]);
    // The clock of one of the servers is behind, or the worker's is.
    assert.deepEqual(await waitsBy({ temporal: 40, mongo: 4_000 }), [-960, 40]);
    assert.deepEqual(await waitsBy({ temporal: 4_000, mongo: 0 }), [-1_000, 0]);
    assert.deepEqual(await waitsBy({ temporal: -3_000, mongo: -3_000 }), [-1_000, 0]);
    // An earlier version's workflow does not say when it asked, nor an unusual MongoDB what time it is.
    assert.deepEqual(await waitsBy({ temporal: undefined, mongo: 3_000 }), [-1_000, 0]);
    assert.deepEqual(await waitsBy({ temporal: 3_000, mongo: Number.NaN }), [-1_000, 0]);
  });

  it('posts nothing while another attempt posts another reminder of the session, as after a reset', async () => {
    const both = spaceWith([reminder(30, approved), reminder(15, approved)]);
    const other = (change: Partial<Intent>, space = both) => {
      const intent = intentOf({ startedAt: new Date(due - 5_000), ...change });
      return attempt({ space, rows: { '1-30': { revision: 3, status: 'approved', intent } } });
    };
    const why = 'another reminder of this session is being posted';
    for (const phase of ['posting', 'sent'] as const) {
      const { result, posts, row } = await other({ phase });
      const known = { kind: 'held', afterMs: 5_000, why, ahead: ['30'] };
      assert.deepEqual([result, posts, row?.intent], [known, [], undefined]);
      // However long ago that was: nobody knows yet what became of it.
      assert.deepEqual((await other({ phase, startedAt: new Date(due - 20_000) })).result, known);
    }
    assert.equal((await other({ phase: 'refused' })).posts.length, 1);
    assert.equal((await other({ phase: 'closed' })).posts.length, 1);
    // This attempt knows what became of it.
    const known = spaceWith([reminder(30, sent), reminder(15, approved)]);
    assert.equal((await other({ phase: 'sent' }, known)).posts.length, 1);
  });

  it('sends nothing to X after its time limit or after the start', async () => {
    const lost = { kind: 'lost', afterMs: 0 };
    const slow = await attempt({ took: 9_500 });
    assert.deepEqual([slow.result, slow.posts], [lost, []]);
    assert.equal((await attempt({ took: 9_499 })).result.kind, 'sent');
    // While the machine sleeps, the stopwatch stands still. Another attempt may post meanwhile.
    const asleep = await attempt({ at: due - 5_000, oversleeps: 3_000 });
    assert.deepEqual([asleep.result, asleep.posts], [{ kind: 'unclear', afterMs: 57_000, why: takenLong }, []]);
    assert.equal(asleep.row?.intent?.phase, 'posting');
    const late = await attempt({ at: startAt - 5_000, oversleeps: 3_000 });
    assert.deepEqual(late.posts, []);
    assert.equal('why' in late.result && late.result.why, takenLong);
  });

  it('does not call X if the database does not answer', async () => {
    for (const store of [
      { reminders: { findIntent: () => Promise.reject(new TypeError('away')) } },
      {
        reminders: {
          findIntent: async () => undefined,
          takeText: () => Promise.reject(new TypeError('away')),
        },
      },
      { configs: { current: () => Promise.reject(new TypeError('away')) } },
      { restores: { latest: () => Promise.reject(new TypeError('away')) } },
    ]) {
      await assert.rejects(attempt({ store }), /away/u);
    }
  });
});
