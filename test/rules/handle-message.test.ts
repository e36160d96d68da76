import assert from 'node:assert/strict';
import type { OpenSpace } from '../../core/open-space.ts';
import { changesPost } from '../../core/decision.ts';
import { handleMessage, type Change, type Committed, type Message } from '../../core/handle-message.ts';
import { decisionWords } from '../../core/words.ts';
import {
  ana,
  approved,
  denied,
  minute,
  needsAction,
  now,
  reminder,
  rules,
  sending,
  sent,
  spaceWith,
  startAt,
  without,
} from '../support/rule-spaces.ts';

const space = spaceWith([reminder(15, needsAction)]);
const committed: Committed = { kind: 'committed' };
const cancel = (revision?: number): Message => ({
  kind: 'request',
  request: { id: 'r', verb: 'cancel', by: ana, ...(revision === undefined ? {} : { revision }) },
  kept: false,
});

/** Handles the message over a store that gives these answers one after the other, and tells what it was asked. */
async function handle(start: OpenSpace, message: Message, ...answers: Committed[]) {
  const asked: (readonly [status: string, revision: number, mustBeFree: boolean, missed: readonly string[]])[] = [];
  const commit = async ({ space: next, mustBeFree = true, missed = [] }: Change) => {
    asked.push([next.standing.status, next.revision, mustBeFree, missed]);
    return answers.shift() ?? committed;
  };
  const handled = await handleMessage(start, message, rules, () => now, commit);
  return { ...handled, asked };
}

describe('one message', () => {
  it('is stored before it is answered', async () => {
    const handled = await handle(space, cancel());
    assert.deepEqual(handled.asked, [['cancelled', 4, false, []]]);
    assert.deepEqual([handled.space.standing.status, handled.answer?.kind], ['cancelled', 'decided']);
  });

  it('that changes nothing is not stored', async () => {
    const { asked, space: next } = await handle(space, { kind: 'roomFreed' });
    assert.deepEqual([asked, next], [[], space]);
    const answered = await handle(space, cancel(2));
    assert.deepEqual([answered.asked, answered.answer?.kind], [[], 'refused']);
  });

  it('is handled again with the reason if the commit is refused', async () => {
    const by = { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' } as const;
    const waiting: OpenSpace = { ...space, standing: { status: 'conflict', with: { ...by, startAt: startAt + 1 } } };
    const taken = await handle(waiting, { kind: 'roomFreed' }, { kind: 'taken', by });
    assert.deepEqual(taken.asked, [
      ['scheduled', 4, true, []],
      ['conflict', 4, false, []],
    ]);
    assert.deepEqual(taken.space.standing, { status: 'conflict', with: by });

    const two = spaceWith([reminder(30, approved), reminder(15, approved)]);
    const deleted: Message = { kind: 'sourceChange', change: { kind: 'deleted', why: 'gone' } };
    const frozen = (key: string): Committed => ({ kind: 'frozen', keys: [key] });
    const later = await handle(two, deleted, frozen('30'), frozen('15'));
    assert.equal(later.asked.length, 3);
    assert.deepEqual(
      later.space.reminders.map(({ state }) => state.status),
      ['sending', 'sending'],
    );

    const stored: OpenSpace = { ...space, revision: 8, reminders: [reminder(15, denied)] };
    const behind = await handle(space, cancel(), { kind: 'behind', stored });
    assert.deepEqual(behind.asked, [
      ['cancelled', 4, false, []],
      ['cancelled', 9, false, []],
    ]);
    assert.deepEqual(behind.space.reminders, stored.reminders);
    const anew = await handle(two, deleted, frozen('30'), { kind: 'behind', stored: { ...two, revision: 7 } });
    assert.deepEqual(
      anew.space.reminders.map(({ state }) => state.status),
      ['approved', 'approved'],
    );
  });

  it('is stored as refused if the config does not allow it, even if nobody waits', async () => {
    const verb = { id: 'r', by: ana, verb: 'change', room: 'B999' } as const;
    const stored: Change[] = [];
    const commit = async (change: Change): Promise<Committed> => {
      stored.push(change);
      return change.request === undefined ? committed : { kind: 'unfit', reason: 'not listed' };
    };
    const message: Message = { kind: 'request', request: verb, kept: true };
    const handled = await handleMessage(space, message, rules, () => now, commit);
    assert.deepEqual(handled.answer, { kind: 'refused', reason: 'not listed' });
    assert.deepEqual([stored.length, stored[1]?.space.room, stored[1]?.space.refusals.length], [2, space.room, 1]);
  });

  it('is refused with the same reason when it comes again by Signal, after its sender stopped waiting', async () => {
    const verb = { id: 'r', by: ana, verb: 'change', room: 'B999', revision: space.revision } as const;
    const commit = async ({ request }: Change): Promise<Committed> =>
      request === undefined ? committed : { kind: 'unfit', reason: 'not listed' };
    const handle = (start: OpenSpace, kept: boolean) =>
      handleMessage(start, { kind: 'request', request: verb, kept }, rules, () => now, commit);
    const first = await handle(space, false);
    assert.deepEqual(first.space.refusals, []);
    const { answer, space: next } = await handle(first.space, true);
    assert.deepEqual(answer, { kind: 'refused', reason: 'not listed' });
    assert.deepEqual(
      next.refusals.map(({ reason }) => reason),
      ['not listed'],
    );
  });

  it('that the config does not allow schedules nothing: it is refused, or goes to review with the reason', async () => {
    const reason = 'B114 is not on the list of rooms.';
    const by = { openSpaceId: '2', room: 'B114', startAt: startAt + minute, relation: 'overlaps' } as const;
    const standings: OpenSpace['standing'][] = [
      { status: 'needs_review' },
      { status: 'conflict', with: by },
      { status: 'scheduled' },
      { status: 'dismissed', by: ana },
      { status: 'dismissed', by: ana, conflict: by },
      { status: 'cancelled', by: ana },
    ];
    const asks = [
      { verb: 'decide', approval: 'approved', startAt: startAt + minute },
      { verb: 'decide', approval: 'needs_action' },
      { verb: 'change', startAt: startAt + minute },
      { verb: 'stage' },
      { verb: 'retry' },
    ] as const;
    const edit = { kind: 'edited', tweetId: '2', url: 'u', verdict: 'schedule', room: 'A106', startAt } as const;
    const messages: Message[] = [
      ...asks.map((verb) => ({ kind: 'request', request: { id: 'r', by: ana, ...verb }, kept: true }) as const),
      { kind: 'sourceChange', change: edit },
      { kind: 'sendResult', key: '15', result: { kind: 'sourceChanged', change: edit } },
      { kind: 'roomFreed' },
    ];
    const told: string[] = [];
    for (const standing of standings) {
      for (const message of messages) {
        const start = { ...space, standing };
        let tries = 0;
        const commit = async ({ mustBeFree }: Change): Promise<Committed> => {
          assert.ok((tries += 1) < 3, `${standing.status} ${message.kind}: it is judged again by what was found`);
          return mustBeFree ? { kind: 'unfit', reason } : committed;
        };
        const { space: next, answer } = await handleMessage(start, message, rules, () => now, commit);
        const isScheduled = next.standing.status === 'scheduled';
        assert.ok(!isScheduled || standing.status === 'scheduled', `${standing.status} ${message.kind}`);
        if (tries < 2) continue;
        if (message.kind === 'request') assert.deepEqual(answer, { kind: 'refused', reason });
        else assert.equal(next.standing.status, 'needs_review');
        const said = next.decisions.at(-1);
        told.push(said === undefined ? reason : decisionWords(said, next.timeZone));
      }
    }
    assert.ok(told.length > 10);
    for (const words of told) assert.match(words, /B114 is not on the list of rooms/u);
  });

  it('about the outcome of a post is stored, even if the room or the config has changed', async () => {
    const off = spaceWith([reminder(15, denied)]);
    const by = { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' } as const;
    const message: Message = { kind: 'sendResult', key: '15', result: { kind: 'sent', at: now, tweetId: '9' } };
    const inTheWay: Committed[] = [
      { kind: 'taken', by },
      { kind: 'unfit', reason: 'not listed' },
    ];
    for (const answer of inTheWay) {
      let tries = 0;
      const commit = async ({ mustBeFree }: Change): Promise<Committed> => {
        assert.ok((tries += 1) < 4, 'it comes to an end');
        return mustBeFree ? answer : committed;
      };
      const { space: next } = await handleMessage(off, message, rules, () => now, commit);
      assert.equal(next.reminders[0]?.state.status, 'sent');
    }
  });

  it('names the reminders that it marks as missed, unless they may have been posted before a restore', async () => {
    const start = spaceWith([
      reminder(60, { status: 'missed', why: 'x' }),
      reminder(30, approved),
      reminder(15, needsAction),
      reminder(5, denied),
    ]);
    const doubt: Committed = { kind: 'mayBePosted', keys: ['30'] };
    const { asked, space: next } = await handle({ ...start, startAt: now }, { kind: 'timeUp' }, doubt);
    assert.deepEqual(asked, [
      ['scheduled', 4, false, ['30', '15']],
      ['scheduled', 5, false, ['15']],
    ]);
    assert.deepEqual(
      next.reminders.map(({ state }) => state.status),
      ['missed', 'unconfirmed', 'missed', 'denied'],
    );
  });

  it('needs a room only if the open space does not hold it then', async () => {
    const takes = async (start: OpenSpace, request: object) => {
      const asks = { id: 'r', by: ana, verb: 'change', ...request } as const;
      const { asked } = await handle(start, { kind: 'request', request: asks, kept: false });
      return asked[0]?.[2];
    };
    assert.equal(await takes(space, { title: 't' }), false);
    assert.equal(await takes(space, { room: 'A106' }), true);
    assert.equal(await takes(space, { startAt: startAt + minute }), true);
    assert.equal(await takes(space, { place: 'the park' }), false);
    assert.equal(await takes(spaceWith([reminder(15, denied)]), { room: 'A106' }), false);
    const waiting: OpenSpace = { ...without(space, 'room'), standing: { status: 'needs_review' } };
    assert.equal(await takes(waiting, { place: 'the park' }), true);
  });

  it('reads the stored state first if the store is ahead', async () => {
    const stored = { ...space, revision: 8 };
    const behind: Committed = { kind: 'behind', stored };
    const ahead = async (message: Message, start = space) => (await handle(start, message, behind)).asked[0]?.[1] === 3;
    assert.ok(await ahead(cancel(4)));
    assert.ok(!(await ahead(cancel(3))));
    assert.ok(!(await ahead(cancel())));
    assert.ok(await ahead({ kind: 'storeDiffers' }));
    assert.ok(!(await ahead({ kind: 'timeUp' })));
    const result = (of: object): Message => ({ kind: 'sendResult', key: '15', result: of }) as Message;
    assert.ok(await ahead(result({ kind: 'outdated', revision: 3 })));
    assert.ok(!(await ahead(result({ kind: 'outdated', revision: 2 }))));
    assert.ok(await ahead(result({ kind: 'sent', at: now, recordedAs: 5 })));
    assert.ok(!(await ahead(result({ kind: 'sent', at: now, recordedAs: 4 }))));
    assert.ok(!(await ahead(result({ kind: 'sent', at: now }))));
    assert.ok(!(await ahead(result({ kind: 'failed', why: 'x' }))));
    const found = await handle(space, { kind: 'storeDiffers' }, behind);
    assert.deepEqual([found.space, found.asked], [stored, [['scheduled', 3, false, []]]]);
    assert.equal((await handle(space, { kind: 'storeDiffers' })).space, space);
    // What a restore made of an older copy is not later, whatever its revision.
    const older = await handle(space, { kind: 'storeDiffers' }, { ...behind, copied: 2 });
    assert.deepEqual(older.space, { ...space, revision: 9 });
    assert.deepEqual(
      older.asked.map(([, revision]) => revision),
      [3, 9],
    );
    assert.equal((await handle(space, { kind: 'storeDiffers' }, { ...behind, copied: 3 })).space, stored);
  });

  it('is not stored again if the posting activity has stored it', async () => {
    const start = spaceWith([reminder(15, approved)]);
    const told = (recordedAs?: number): Message => ({
      kind: 'sendResult',
      key: '15',
      result: { kind: 'sent', at: now, ...(recordedAs === undefined ? {} : { recordedAs }) },
    });
    const stored = await handle(start, told(4));
    assert.deepEqual([stored.asked, stored.space.reminders[0]?.state.status], [[], 'sent']);
    for (const recordedAs of [undefined, 3]) assert.equal((await handle(start, told(recordedAs))).asked.length, 1);
    const failed: Message = { kind: 'sendResult', key: '15', result: { kind: 'failed', why: 'x' } };
    assert.equal((await handle(start, failed)).asked.length, 1);
  });
});

describe('whether a change withdraws an approved reminder', () => {
  const before = spaceWith([reminder(15, approved), reminder(5, needsAction)], { title: 'Chess' });
  const changes = (after: OpenSpace, key = '15') => changesPost(before, after, key);
  const to = (...reminders: OpenSpace['reminders']) => changes({ ...before, reminders });

  it('it does if it changes the text, the time or the approval', () => {
    const { source } = before;
    assert.ok(source);
    for (const change of [
      { room: 'A106' },
      { place: 'x' },
      { startAt: startAt + 1 },
      { title: 'Go' },
      { standing: { status: 'needs_review' } },
      { source: { ...source, tweetId: '2' } },
    ] as const) {
      assert.ok(changes({ ...before, ...change }), JSON.stringify(change));
      assert.ok(!changes({ ...before, ...change }, '5'));
    }
    assert.ok(to(reminder(15, needsAction)));
    assert.ok(to(reminder(15, denied)));
    assert.ok(to(reminder(15, { status: 'missed', why: 'x' })));
    assert.ok(to(reminder(15, approved, { text: 'x' })));
    assert.ok(to(reminder(15, approved, { sendAt: now })));
    assert.ok(to());
  });

  it('it does not if it changes anything else, or is the outcome of the post', () => {
    assert.ok(!changes({ ...before, note: 'x', revision: 4 }));
    assert.ok(!changes(without(before, 'note')));
    assert.ok(!to(reminder(15, approved), reminder(5, approved)));
    for (const state of [sending, sent, { status: 'unconfirmed', why: 'x' }, { status: 'failed', why: 'x' }] as const) {
      assert.ok(!changes({ ...before, room: 'A106', reminders: [reminder(15, state)] }));
    }
    assert.ok(!changesPost({ ...before, reminders: [] }, before, '15'));
  });
});
