import assert from 'node:assert/strict';
import { prices } from '../../core/prices.ts';
import { mayBePosted } from '../../core/words.ts';
import { approved, minute, needsAction, reminder, sending, spaceWith, startAt } from '../support/rule-spaces.ts';
import { approvedSpace, attempt, due, intentOf, type Situation } from './attempts.ts';

const settle = 60_000;
const later = due + settle;
const intent = intentOf();
const read = [prices.ownRead, { reads: 1 }];
/** X took it, so it was paid for: that too is known by now. */
const posted = [prices.postWithLink, { posts: 1, postId: '55' }];
const found = { kind: 'found', posts: [{ id: '55', text: intent.text }] } as const;
const away = { kind: 'unavailable', reason: 'X is away' } as const;
const isSent = { kind: 'sent', at: due, tweetId: '55', recordedAs: 4 };
const unread = 'nobody knows whether X posted it, because its timeline cannot be read: X is away';

/** What comes of the situation, where nothing is posted. */
async function withoutPost(situation: Situation) {
  const attempted = await attempt(situation);
  assert.deepEqual(attempted.posts, []);
  return attempted.result;
}

describe('a reminder that X may have', () => {
  const again = (more: Situation = {}): Situation => ({ at: later, intent, ...more });
  const dull = { kind: 'unclear', afterMs: 1, why: 'X did not say whether it took the post' };

  it('is looked for once X has had time to show it, and counts as sent if it is there', async () => {
    assert.deepEqual(await withoutPost(again({ at: later - 1 })), dull);
    const { result, spent, looks, row, posts } = await attempt(
      again({ timeline: [found], intent: intentOf({ sinceId: '7' }) }),
    );
    assert.deepEqual([result, posts, spent], [isSent, [], [read, posted]]);
    assert.deepEqual(looks, [{ texts: [intent.text], sinceId: '7' }]);
    assert.deepEqual(row?.intent, {
      ...intentOf({ sinceId: '7' }),
      phase: 'sent',
      tweetId: '55',
      sentAt: new Date(due),
    });
  });

  it('ends the alarm about the account only if X may have taken it since', async () => {
    for (const [since, attempts, mended] of [
      [due + 1, 1, []],
      [due, 1, ['x-account']],
      // An earlier attempt may have made the post.
      [due, 2, []],
    ] as const) {
      const ended: string[] = [];
      const alarms = {
        find: async () => ({ since: new Date(since) }),
        end: async (cause: string) => ended.push(cause),
        listOver: async () => [],
      };
      assert.equal(
        (await attempt(again({ timeline: [found], store: { alarms }, intent: intentOf({ attempt: attempts }) }))).result
          .kind,
        'sent',
      );
      assert.deepEqual(ended, mended);
    }
  });

  it('is looked for after the usual wait, even if the clock of the first worker was ahead', async () => {
    const ahead = intentOf({ startedAt: new Date(later + 10 * minute) });
    const { result, row, posts } = await attempt(again({ intent: ahead }));
    assert.ok('afterMs' in result && result.afterMs <= settle + 1_000, JSON.stringify(result));
    assert.deepEqual([posts, row?.intent?.startedAt], [[], new Date(later)]);
  });

  it('is not abandoned because of a wrong clock of the worker', async () => {
    const { result, posts, row } = await attempt(again({ at: startAt, askedAt: later }));
    assert.deepEqual([result.kind, posts, row?.intent?.phase], ['unclear', [], 'posting']);
    const unseen = await withoutPost(again({ timeline: [away], at: startAt + 10 * minute + 1, askedAt: later }));
    assert.equal(unseen.kind, 'unclear');
    // A clock that is behind posts nothing after the start.
    assert.equal((await withoutPost(again({ askedAt: startAt }))).kind, 'failed');
  });

  it('is posted again with the same bytes if it is not on the timeline', async () => {
    const { result, posts, row } = await attempt(again());
    assert.deepEqual([posts, result], [[intent.text], { kind: 'sent', at: later, tweetId: '900', recordedAs: 4 }]);
    assert.equal(row?.intent?.attempt, 2);
    assert.deepEqual(row.intent.startedAt, new Date(later));
    // What another reminder owns is not this one's.
    const rows = { '2-15': { revision: 1, status: 'sent', tweetId: '55' } };
    assert.deepEqual((await attempt(again({ timeline: [found], rows }))).posts, [intent.text]);
    const ambiguous = await attempt(again({ outcome: { kind: 'ambiguous', reason: 'lost' } }));
    const why = 'X did not say whether it took the post: lost';
    assert.deepEqual(ambiguous.result, { kind: 'unclear', afterMs: settle, why });
  });

  it("is not posted again if the host's post has changed since, or needs approval", async () => {
    const gone = await attempt(again({ lookUp: { kind: 'gone', why: 'deleted' } }));
    const change = { kind: 'deleted', why: 'the tweet was deleted' };
    assert.deepEqual([gone.result, gone.posts], [{ kind: 'sourceChanged', change }, []]);
    assert.deepEqual(gone.row?.intent, intent);
    const byConfig = spaceWith([reminder(15, { status: 'sending' })]);
    const unsure = await attempt(again({ space: byConfig }));
    assert.deepEqual([unsure.result.kind, unsure.posts, unsure.row?.intent?.phase], ['held', [], 'refused']);
    const plan = { ...byConfig.source?.readAs, verdict: 'schedule', isSure: true } as const;
    const sure = { ...byConfig, source: { ...byConfig.source, readAs: plan } } as typeof byConfig;
    assert.equal((await attempt(again({ space: sure }))).posts.length, 1);
  });

  it('waits while the timeline cannot be read, until ten minutes after the start at most', async () => {
    const unclear = { kind: 'unclear', afterMs: settle, why: 'the timeline cannot be read: X is away' };
    const end = startAt + 10 * minute;
    for (const at of [later, end]) {
      const timeline = [away];
      assert.deepEqual(await withoutPost(again({ at, timeline })), unclear);
    }
    const given = await attempt(again({ at: end + 1, timeline: [away] }));
    assert.deepEqual(given.result, { kind: 'unconfirmed', why: unread });
    const outcome = { kind: 'unconfirmed', why: unread };
    assert.deepEqual(given.row?.intent, { ...intent, phase: 'closed', outcome, closedAs: 3 });
  });

  it('ends if X calls it a duplicate without a post, the start has passed, or its text is untrue', async () => {
    const duplicate = 'X says that it already has this text, but its timeline does not show it';
    const isDuplicate = intentOf({ isDuplicate: true });
    assert.deepEqual(await withoutPost(again({ intent: isDuplicate })), { kind: 'unconfirmed', why: duplicate });
    const passed = { kind: 'failed', why: 'X did not take it, and the start has passed' };
    assert.deepEqual(await withoutPost(again({ at: startAt })), passed);
    assert.equal((await attempt(again({ at: startAt - 1 }))).posts.length, 1);
    const wrong = { kind: 'failed', why: 'X did not take it, and its text is no longer true' };
    const moved = spaceWith([reminder(15, sending, { said: { where: 'A106', startAt } })]);
    assert.deepEqual(await withoutPost(again({ space: moved })), wrong);
    const frozen = intentOf({ told: { where: 'A106', startAt } });
    assert.deepEqual(await withoutPost(again({ intent: frozen })), wrong);
    const second = spaceWith([...moved.reminders.map((one) => ({ ...one, key: '30' })), reminder(15, sending)]);
    assert.equal((await attempt(again({ space: second }))).posts.length, 1);
    const off = { ...approvedSpace, standing: { status: 'cancelled', by: { id: '', name: '', door: 'x' } } } as const;
    assert.deepEqual(await withoutPost(again({ space: off })), wrong);
  });

  it('needs a person if it was due before an older copy of the database was restored', async () => {
    const restore = { copiedAt: due - minute, restoredAt: due - minute };
    assert.deepEqual(await withoutPost(again({ restore })), { kind: 'unconfirmed', why: mayBePosted });
    assert.equal((await attempt(again({ restore: { ...restore, restoredAt: due - minute - 1 } }))).posts.length, 1);
  });

  it('waits while the config allows no post, or another worker is posting it', async () => {
    for (const [config, why] of [
      [{ paused: true }, 'paused by an organiser'],
      [{ output: 'slack_only' }, 'the output is set to Slack only'],
      [{ spendingCap: 0 }, 'the spending cap of $0 is reached'],
    ] as const) {
      const { result, posts, row } = await attempt(again({ config }));
      assert.deepEqual([posts, result], [[], { kind: 'held', afterMs: 15_000, why }]);
      // X does not have it, so decisions go on.
      assert.equal(row?.intent?.phase, 'refused');
    }
    const store = {
      reminders: { findIntent: async () => intent, nextAttempt: async () => false },
    };
    const other = { kind: 'unclear', afterMs: settle, why: 'another worker is posting it' };
    assert.deepEqual(await withoutPost(again({ store })), other);
  });
});

describe('what X answers to a post', () => {
  it('that leaves the outcome unknown makes the bot look later', async () => {
    const { result, row } = await attempt({ outcome: { kind: 'ambiguous', reason: 'lost' } });
    const why = 'X did not say whether it took the post: lost';
    assert.deepEqual(result, { kind: 'unclear', afterMs: settle, why });
    assert.equal(row?.intent?.phase, 'posting');
  });

  it('that is refused for now frees the text, unless an earlier attempt may be on X', async () => {
    const outcome = { kind: 'later', afterMs: 5 * minute, reason: 'a limit' } as const;
    const first = await attempt({ outcome });
    assert.deepEqual(first.result, { kind: 'held', afterMs: 5 * minute, why: 'a limit' });
    assert.equal(first.row?.intent?.phase, 'refused');
    const second = await attempt({ outcome, intent, at: later });
    assert.deepEqual(second.result, { kind: 'unclear', afterMs: 5 * minute, why: 'a limit' });
    assert.equal(second.row?.intent?.phase, 'posting');
    const third = await attempt({ outcome, intent: intentOf({ attempt: 2 }), at: later });
    assert.equal(third.result.kind, 'unclear');
    const soon = await attempt({ outcome: { ...outcome, afterMs: 1 }, intent, at: later });
    assert.deepEqual(soon.result, { kind: 'unclear', afterMs: settle, why: 'a limit' });
  });

  it('that refuses the account raises an alarm, which ends with the next post', async () => {
    const raised: string[] = [];
    const alarms = {
      find: async () => (raised.length === 0 ? null : { words: raised[0], since: new Date(due) }),
      raise: async ({ words }: { words: string }) => ({ since: new Date(due), isNews: raised.push(words) > 0 }),
      end: async () => raised.splice(0).length > 0,
      listOver: async () => [],
      takeProbe: async () => true,
    };
    const refusal = { kind: 'later', afterMs: minute, reason: 'no credits' } as const;
    await attempt({ outcome: refusal, store: { alarms } });
    assert.equal(raised.length, 0);
    await attempt({ outcome: { ...refusal, refuses: 'account' }, store: { alarms } });
    assert.match(raised.join(' '), /no credits/u);
    await attempt({ store: { alarms } });
    assert.equal(raised.length, 0);
    // While workers have different keys, X may take the posts of another worker, but not without credits.
    const health = { findLimits: async () => null, haveDifferentKeys: async () => true };
    await attempt({ outcome: { ...refusal, refuses: 'keys' }, store: { alarms, health } });
    assert.equal(raised.length, 0);
    await attempt({ outcome: { ...refusal, refuses: 'account' }, store: { alarms, health } });
    assert.equal(raised.length, 1);
  });

  it('that refuses it for good counts only if the post is not on the timeline, now and after the wait', async () => {
    const refused = { kind: 'refused', status: 403, detail: 'not allowed' } as const;
    const first = await attempt({ outcome: refused });
    const outcome = { kind: 'failed', why: 'X refused it: not allowed' } as const;
    assert.deepEqual(first.result, { kind: 'unclear', afterMs: settle, why: outcome.why });
    assert.deepEqual(first.spent.at(-1), read);
    const marked = first.row?.intent ?? assert.fail();
    const failed = await attempt({ intent: marked, at: later });
    assert.deepEqual(failed.result, outcome);
    assert.equal(failed.row?.intent?.phase, 'closed');
    assert.deepEqual(failed.row.intent.outcome, outcome);
    assert.deepEqual(failed.posts, []);
    const lagged = await attempt({ intent: marked, at: later, timeline: [found] });
    assert.deepEqual([lagged.result.kind, lagged.posts], ['sent', []]);
    const taken = await attempt({ outcome: refused, timeline: [found] });
    assert.equal(taken.result.kind, 'sent');
    assert.equal(taken.row?.intent?.tweetId, '55');
    const unseen = await attempt({ outcome: refused, timeline: [away] });
    const why = 'X refused it, but its timeline cannot be read: X is away';
    assert.deepEqual(unseen.result, { kind: 'unclear', afterMs: settle, why });
    const duplicate = await attempt({ outcome: { kind: 'duplicate', detail: 'twice' } });
    const stands = { kind: 'unclear', afterMs: settle, why: 'X says that it already has this text' };
    assert.deepEqual(duplicate.result, stands);
    assert.equal(duplicate.row?.intent?.isDuplicate, true);
  });
});

describe('a reminder that was attempted and is not being posted', () => {
  const refused = intentOf({ phase: 'refused' });

  it('begins again after a refusal, once the timeline does not show it', async () => {
    const { posts, spent, result, row } = await attempt({ intent: refused, at: later });
    assert.deepEqual(posts, ['B114 17:00 PDT Fri 19 May https://x.com/yara/status/1']);
    assert.deepEqual(spent[0], read);
    assert.equal(result.kind, 'sent');
    assert.equal(row?.intent?.attempt, 1);
    const standing = await attempt({ intent: refused, at: later, timeline: [found] });
    assert.deepEqual([standing.result, standing.posts, standing.spent], [isSent, [], [read, posted]]);
    const unseen = await attempt({ intent: refused, at: later, timeline: [away] });
    assert.deepEqual(unseen.posts, []);
    const held = { kind: 'held', afterMs: 15_000, why: 'X cannot be reached: X is away' };
    assert.deepEqual(unseen.result, held);
    assert.equal(unseen.row?.intent?.phase, 'refused');
  });

  it('keeps its outcome, unless an organiser tries it again later', async () => {
    const outcome = { kind: 'failed', why: 'X refused it' } as const;
    const closed = intentOf({ phase: 'closed', outcome, closedAs: 2 });
    const retried = (revision?: number) =>
      spaceWith([reminder(15, approved, revision === undefined ? {} : { retried: revision })]);
    assert.deepEqual(await withoutPost({ intent: closed, space: retried() }), outcome);
    assert.deepEqual(await withoutPost({ intent: closed, space: retried(2) }), outcome);
    const other = spaceWith([reminder(30, approved, { retried: 9 }), reminder(15, approved)]);
    assert.deepEqual(await withoutPost({ intent: closed, space: other }), outcome);
    const { outcome: _outcome, closedAs: _closedAs, ...old } = closed;
    const given = { kind: 'failed', why: 'the bot stopped trying' };
    assert.deepEqual(await withoutPost({ intent: old, space: retried() }), given);
    const again = await attempt({ intent: closed, space: retried(3), at: later });
    assert.equal(again.posts.length, 1);
    assert.deepEqual(await withoutPost({ intent: closed, space: retried(3), timeline: [found] }), isSent);
  });

  it('waits if it failed and the timeline cannot be read, unless a restore may have lost another attempt', async () => {
    const outcome = { kind: 'failed', why: 'X refused it' } as const;
    const intent = intentOf({ phase: 'closed', outcome, closedAs: 2 });
    const given = { intent, space: spaceWith([reminder(15, approved, { retried: 3 })]), timeline: [away], at: later };
    const { result, posts, row } = await attempt(given);
    assert.deepEqual([result.kind, posts, row?.intent], ['held', [], { ...intent, phase: 'refused' }]);
    const lost = await attempt({ ...given, restore: { copiedAt: due - minute, restoredAt: due } });
    assert.deepEqual([lost.result, lost.row?.intent], [{ kind: 'unconfirmed', why: unread }, intent]);
  });

  it('tells people what its frozen text said, even if it is found only after the session has moved', async () => {
    const told = { where: 'A106', startAt };
    const intent = intentOf({ phase: 'closed', closedAs: 2, told });
    const retried = spaceWith([reminder(15, approved, { retried: 3 })]);
    const { result, posts, world } = await attempt({ intent, space: retried, at: later, timeline: [found] });
    assert.deepEqual([result, posts], [{ ...isSent, told }, []]);
    const { told: known, reminders } = world.stored.views.get('1')?.space ?? assert.fail();
    assert.deepEqual([known, reminders.at(-1)?.corrects, reminders.at(-1)?.state], [told, 'moved', needsAction]);
  });

  it('is never posted again once it was sent', async () => {
    const sent = intentOf({ phase: 'sent', tweetId: '8', note: 'seen', sentAt: new Date(due + 1) });
    const result = { kind: 'sent', at: due + 1, tweetId: '8', note: 'seen', recordedAs: 4 };
    assert.deepEqual(await withoutPost({ intent: sent }), result);
    const { sentAt: _at, tweetId: _id, note: _note, ...bare } = sent;
    assert.deepEqual(await withoutPost({ intent: bare }), { kind: 'sent', at: due, recordedAs: 4 });
  });

  it('is reported even if its outcome could not be stored', async () => {
    const sent = intentOf({ phase: 'sent', tweetId: '8' });
    const store = { openSpaces: { find: () => Promise.reject(new Error('away')) } };
    assert.deepEqual(await withoutPost({ intent: sent, store }), { kind: 'sent', at: due, tweetId: '8' });
    const ahead = { ...approvedSpace, revision: 9 };
    const behind = { openSpaces: { find: async () => ({ space: ahead, revision: 9, commitId: 'other' }) } };
    assert.deepEqual(await withoutPost({ intent: sent, store: behind }), { kind: 'sent', at: due, tweetId: '8' });
  });
});
