import assert from 'node:assert/strict';
import {
  closed,
  hasChanged,
  moveReminderOf,
  nextAttemptAt,
  type SendResult,
  whyNotRepeated,
  withSendResult,
  withTold,
} from '../../core/outcomes.ts';
import { type OpenSpace } from '../../core/open-space.ts';
import type { Reminder, ReminderState } from '../../core/reminder.ts';
import {
  ana,
  approved,
  correction,
  denied,
  minute,
  needsAction,
  now,
  reminder,
  said,
  sending,
  sent,
  spaceWith,
  startAt,
} from '../support/rule-spaces.ts';

const off = { status: 'cancelled', by: ana } as const;
const dismissed = { status: 'dismissed', by: ana } as const;
const after = (state: ReminderState, result: SendResult, more: Partial<OpenSpace> = {}) => {
  const space = spaceWith([reminder(15, state)], more);
  const next = withSendResult(space, '15', result);
  return next === space ? 'unchanged' : next;
};
const stateAfter = (state: ReminderState, result: SendResult) => {
  const next = after(state, result);
  return next === 'unchanged' ? next : next.reminders[0];
};
const whole = reminder(15, approved);
const unapproved: readonly ReminderState[] = [needsAction, denied];

describe('the outcome of an attempt', () => {
  it('changes nothing if the reminder is settled, or belongs to another open space', () => {
    const result: SendResult = { kind: 'sent', at: now, tweetId: '8' };
    for (const state of [sent, { status: 'failed', why: 'x' } as const])
      assert.equal(after(state, result), 'unchanged');
    const space = spaceWith([whole]);
    assert.equal(withSendResult(space, '30', result), space);
  });

  it('always counts if X has the post, whatever was decided meanwhile', () => {
    const result: SendResult = { kind: 'sent', at: now, tweetId: '8', note: 'n', recordedAs: 9 };
    for (const state of [...unapproved, approved, sending]) {
      const { sendAt, minutes, key } = whole;
      const is = { key, minutes, sendAt, state: { status: 'sent', at: now, tweetId: '8', note: 'n' } };
      assert.deepEqual(stateAfter(state, result), is);
    }
    const next = after(approved, result);
    assert.ok(next !== 'unchanged');
    assert.deepEqual([next.told, next.revision], [said, 4]);
  });

  it('without a post counts only while the reminder is approved', () => {
    const results: SendResult[] = [
      { kind: 'unclear', afterMs: 0, why: 'w' },
      { kind: 'held', afterMs: 0, why: 'w' },
      { kind: 'missed', why: 'w' },
      { kind: 'failed', why: 'w' },
      { kind: 'unconfirmed', why: 'w' },
    ];
    for (const result of results) {
      for (const state of unapproved) assert.equal(after(state, result), 'unchanged', result.kind);
      for (const state of [approved, sending]) assert.notEqual(after(state, result), 'unchanged', result.kind);
    }
    const [unclear, held, missed, failed, unconfirmed] = results as [
      SendResult,
      SendResult,
      SendResult,
      SendResult,
      SendResult,
    ];
    assert.deepEqual(stateAfter(approved, unclear), { ...whole, state: sending, said, held: 'w' });
    assert.deepEqual(stateAfter(approved, held), { ...whole, held: 'w' });
    assert.deepEqual(stateAfter(sending, held), { ...whole, held: 'w' });
    const isMissed = { status: 'missed', why: 'w', wasApproved: true };
    const heldBack = withSendResult(spaceWith([reminder(15, approved, { held: 'h' })]), '15', {
      kind: 'missed',
      why: 'w',
    });
    const whyHeld = { ...isMissed, why: 'it could not be posted before the start: h' };
    assert.deepEqual(heldBack.reminders[0]?.state, whyHeld, 'what held it back is not forgotten');
    assert.deepEqual(stateAfter(approved, missed), { ...whole, state: isMissed });
    assert.deepEqual(stateAfter(approved, failed), { ...whole, state: { status: 'failed', why: 'w' } });
    assert.deepEqual(stateAfter(approved, unconfirmed), { ...whole, state: { status: 'unconfirmed', why: 'w' }, said });
    assert.equal(after(approved, { kind: 'lost', afterMs: 0 }), 'unchanged');
  });

  it('is stored once while its reason stays the same', () => {
    const held: SendResult = { kind: 'held', afterMs: 0, why: 'w' };
    const once = spaceWith([reminder(15, approved, { held: 'w' })]);
    assert.equal(withSendResult(once, '15', held), once);
    const other = withSendResult(once, '15', { ...held, why: 'v' });
    assert.deepEqual([other.reminders[0]?.held, other.reminders[0]?.state, other.revision], ['v', approved, 4]);
    const unclear = spaceWith([reminder(15, sending, { held: 'w', said }), reminder(30, denied)]);
    const again = withSendResult(unclear, '15', { kind: 'unclear', afterMs: 0, why: 'v' });
    assert.deepEqual(again.reminders, [reminder(15, sending, { held: 'v', said }), reminder(30, denied)]);
  });

  it('for another revision does not raise the revision', () => {
    assert.equal(after(approved, { kind: 'outdated', revision: 2 }), 'unchanged');
    const next = after(approved, { kind: 'outdated', revision: 3 });
    assert.deepEqual(next, { ...spaceWith([whole]), revision: 4 });
  });

  it('needs approval again if its text is no longer true', () => {
    const space = spaceWith([reminder(15, sending, { said: { where: 'A106', startAt } })]);
    const next = withSendResult(space, '15', { kind: 'held', afterMs: 0, why: 'w' });
    assert.deepEqual(next.reminders, [reminder(15, needsAction)]);
    const told = withSendResult({ ...space, told: said }, '15', { kind: 'held', afterMs: 0, why: 'w' });
    assert.deepEqual(told.reminders, [reminder(15, needsAction)]);
  });

  it('that X did not take is superseded if another reminder went out in its place meanwhile', () => {
    const held: SendResult = { kind: 'held', afterMs: 0, why: 'w' };
    // The one of 30 minutes before went out after the time of the other one.
    const late: ReminderState = { status: 'sent', at: startAt - 10 * minute, tweetId: '8' };
    const beside = (state: ReminderState, more: Partial<Reminder>, other = reminder(30, late)) => {
      const space = spaceWith([other, reminder(15, state, more)]);
      const { state: next } = withSendResult(space, '15', held).reminders[1] ?? assert.fail();
      return [next.status, whyNotRepeated(space, space.reminders[1] ?? assert.fail(), now)];
    };
    assert.deepEqual(beside(sending, {}), ['superseded', 'another reminder went out']);
    const isKept = ['approved', undefined];
    // It went out before that time, or tells something else, or did not go out.
    assert.deepEqual(beside(sending, {}, reminder(30, sent)), isKept);
    assert.deepEqual(beside(sending, {}, correction({ ...late, at: startAt })), isKept);
    assert.deepEqual(beside(sending, {}, reminder(30, { status: 'failed', why: 'x' })), isKept);
    // An organiser wants it all the same.
    assert.deepEqual(beside(sending, { retried: 2 }), isKept);
    // It was never on its way, so it waits for its time.
    assert.equal(beside(approved, {})[0], 'approved');
    assert.deepEqual(beside(sending, { corrects: 'moved' }), isKept);
  });

  it('asks for the next attempt after its wait, at least a second later', () => {
    assert.equal(nextAttemptAt({ kind: 'held', afterMs: 5_000, why: 'w' }, now), now + 5_000);
    assert.equal(nextAttemptAt({ kind: 'lost', afterMs: 0 }, now), now + 1_000);
    assert.equal(nextAttemptAt({ kind: 'missed', why: 'w' }, now), undefined);
    const ofEarlierVersion = { kind: 'missed', why: 'w', until: now + 9_000 } as const;
    assert.equal(nextAttemptAt(ofEarlierVersion, now), now + 9_000);
  });

  it('of a correction that is held is superseded by a newer correction', () => {
    const held: SendResult = { kind: 'held', afterMs: 0, why: 'w' };
    const twin = correction(needsAction, { key: 'correction4' });
    const moved = { room: 'A106', told: said };
    const toldThere = { said: { where: 'A106', startAt } };
    const two = spaceWith([correction(sending, toldThere), twin], moved);
    const replaced = { status: 'superseded', why: 'it was changed before it went out' } as const;
    assert.deepEqual(withSendResult(two, 'correction3', held).reminders, [correction(replaced, toldThere), twin]);
    const needless = spaceWith([correction(sending, toldThere)], { room: 'A106', told: toldThere.said });
    assert.equal(withSendResult(needless, 'correction3', held).reminders[0]?.state.status, 'superseded');
    const needed = spaceWith([correction(sending, toldThere)], moved);
    assert.equal(withSendResult(needed, 'correction3', held).reminders[0]?.state.status, 'approved');
    const other = spaceWith([reminder(15, sending, toldThere), twin], moved);
    assert.deepEqual(withSendResult(other, '15', held).reminders[1], twin);
    const alone = spaceWith([correction(approved)], moved);
    assert.deepEqual(withSendResult(alone, 'correction3', held).reminders, [correction(approved, { held: 'w' })]);
  });

  it('of a reminder that went out, or may have, supersedes only the reminders that were due with it', () => {
    const space = spaceWith([
      reminder(30, approved),
      reminder(20, denied),
      reminder(15, approved),
      reminder(10, needsAction),
      reminder(5, approved),
      { key: '1', minutes: 1, state: needsAction },
    ]);
    const at = startAt - 10 * minute;
    const states = (to: OpenSpace) => to.reminders.map(({ state }) => state.status);
    const late = withSendResult(space, '15', { kind: 'sent', at });
    assert.deepEqual(states(late), ['superseded', 'denied', 'sent', 'superseded', 'approved', 'needs_action']);
    assert.deepEqual(late.reminders[0]?.state, {
      status: 'superseded',
      why: 'the 15-minute reminder went out in its place',
    });
    const early = withSendResult(space, '15', { kind: 'sent', at: now });
    assert.deepEqual(states(early), ['superseded', 'denied', 'sent', 'needs_action', 'approved', 'needs_action']);
    const unknown = withSendResult(space, '15', { kind: 'unconfirmed', why: 'w' });
    const rest = ['needs_action', 'approved', 'needs_action'];
    assert.deepEqual(states(unknown), ['superseded', 'denied', 'unconfirmed', ...rest]);
    const corrected = spaceWith([reminder(15, approved), correction(needsAction, { sendAt: now })]);
    const still = withSendResult(corrected, '15', { kind: 'unconfirmed', why: 'w' });
    assert.deepEqual(states(still), ['unconfirmed', 'needs_action'], 'a correction still waits');
    const { sendAt: _, ...timeless } = reminder(15, approved);
    const other = spaceWith([timeless, reminder(30, approved)]);
    assert.deepEqual(states(withSendResult(other, '15', { kind: 'sent', at: now })), ['sent', 'approved']);
  });

  it('makes a correction if the session changed while nobody knew whether X had the post', () => {
    const space = spaceWith([reminder(15, sending, { said: { where: 'A106', startAt } })]);
    const next = withSendResult(space, '15', { kind: 'sent', at: now });
    assert.deepEqual(next.told, { where: 'A106', startAt });
    assert.deepEqual(next.reminders[1], correction(needsAction, { key: 'correction4' }));
  });

  it('tells people what the frozen text said, whatever happened to the reminder meanwhile', () => {
    const told = { where: 'A106', startAt };
    for (const state of [...unapproved, approved, sending]) {
      const next = withSendResult(spaceWith([reminder(15, state)]), '15', { kind: 'sent', at: now, told });
      assert.deepEqual([next.told, next.reminders[1]?.corrects], [told, 'moved']);
      assert.equal('told' in (next.reminders[0]?.state ?? {}), false);
    }
  });
});

describe('what a post tells', () => {
  it('is what its frozen text said, or else the present state', () => {
    const space = spaceWith([]);
    const other = { where: 'A106', startAt };
    assert.deepEqual(withTold(space).told, said);
    assert.deepEqual(withTold(space, other).told, other);
    const review = spaceWith([], { standing: { status: 'needs_review' } });
    assert.equal(withTold(review), review);
    const unclear = moveReminderOf(space, reminder(15, approved), { status: 'sending' });
    assert.deepEqual(unclear.said, said);
    assert.deepEqual(moveReminderOf(space, reminder(15, approved, { said: other }), { status: 'sending' }).said, other);
    assert.equal('said' in moveReminderOf(review, reminder(15, approved), { status: 'sending' }), false);
    const changed = [undefined, said, other].map((was) => hasChanged(space, was));
    assert.deepEqual(changed, [false, false, true]);
  });
});

describe('when nothing can be decided any more', () => {
  const missed = (why: string, wasApproved: boolean) => ({ status: 'missed', why, wasApproved });

  it('unsent reminders are missed, and an undecided review is over', () => {
    for (const status of ['needs_review'] as const) {
      const space = spaceWith([whole], { standing: { status } });
      assert.deepEqual(closed(space), { ...space, standing: { status: 'over', was: status }, revision: 4 });
    }
    const settled = spaceWith([reminder(15, sent)]);
    assert.equal(closed(settled), settled);
    const space = spaceWith([
      reminder(30, approved, { held: 'paused' }),
      reminder(15, approved),
      reminder(10, needsAction),
      reminder(5, denied),
      reminder(1, sending),
    ]);
    const { reminders, revision } = closed(space);
    assert.deepEqual(
      reminders.map(({ state }) => state),
      [
        missed('it could not be posted before the start: paused', true),
        missed('it could not be posted before the start', true),
        missed('nobody approved it before the start', false),
        denied,
        sending,
      ],
    );
    assert.equal(revision, 4);
  });

  it('a cancelled session keeps its reminders, and its correction is missed', () => {
    for (const standing of [off, dismissed]) {
      const space = spaceWith([whole, correction(approved, { corrects: 'cancelled' })], { standing });
      const { reminders, revision } = closed(space);
      assert.deepEqual(reminders[0], whole);
      assert.deepEqual(reminders[1]?.state, missed('it could not be posted before the start', true));
      assert.equal(revision, 4);
      const told = closed(spaceWith([reminder(15, sent)], { standing }));
      assert.equal(told.revision, 4);
    }
    const conflict = { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' } as const;
    const over = closed(spaceWith([], { standing: { status: 'conflict', with: conflict } }));
    assert.deepEqual(over.standing, { status: 'over', was: 'conflict' });
  });
});
