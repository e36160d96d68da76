import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { byDeadline, deadlineOf } from '../../core/undecided.ts';
import { decide } from '../../core/decide.ts';
import type { Decision } from '../../core/decision.ts';
import type { OpenSpace, Standing } from '../../core/open-space.ts';
import {
  approveLabel,
  hostActions,
  isReady,
  possibleActions,
  troubleActions,
  type Action,
} from '../../core/possible-actions.ts';
import type { ReminderState } from '../../core/reminder.ts';
import type { Verb } from '../../core/request.ts';
import {
  ana,
  approved,
  bo,
  cancelled,
  conferenceEndsAt,
  correction,
  denied,
  dismissed,
  minute,
  needsAction,
  now,
  reminder,
  review,
  rules,
  said,
  sending,
  sent,
  spaceWith,
  startAt,
  undecided,
  without,
} from '../support/rule-spaces.ts';

const conflict = { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' } as const;
const wasApproved: ReminderState = { status: 'denied', by: bo, wasApproved: true };
const failed: ReminderState = { status: 'failed', why: 'w' };
const unconfirmed: ReminderState = { status: 'unconfirmed', why: 'w' };
const over: OpenSpace = { ...undecided, standing: { status: 'over', was: 'conflict' } };
const of = (space: OpenSpace, at = now) => possibleActions(space, at).join(' ');
const scheduledWith = (...states: ReminderState[]) =>
  spaceWith(states.map((state, index) => reminder([30, 15][index] ?? 5, state)));

describe('what an organiser can do', () => {
  it('depends on the state of the open space', () => {
    const inConflict: OpenSpace = { ...undecided, standing: { status: 'conflict', with: conflict } };
    assert.equal(of(review), 'approve deny apply edit');
    // The post may name a place that is not on the list of rooms.
    assert.equal(of(without(review, 'room')), 'approve deny apply elsewhere edit');
    assert.equal(of(without(without(review, 'room'), 'startAt')), 'approve deny apply edit');
    assert.equal(of(inConflict), 'approve deny apply elsewhere edit');
    assert.equal(of({ ...review, about: '9' }), 'move_known cancel_known approve deny apply edit');
    assert.equal(of({ ...inConflict, about: '9' }), 'move_known cancel_known approve deny apply elsewhere edit');
    assert.equal(of(over), '');
    assert.equal(of(undecided), 'approve deny apply send_now edit cancel');
    assert.equal(of(scheduledWith(approved, needsAction)), 'approve deny apply send_now edit cancel take_back');
    assert.equal(of(scheduledWith(approved, denied)), 'approve deny apply send_now edit cancel take_back');
    assert.equal(of(scheduledWith(approved, approved)), 'deny apply send_now edit cancel take_back');
    assert.equal(of(scheduledWith(sent, sent)), 'apply cancel');
    assert.equal(of(without(scheduledWith(sent, sent), 'startAt')), '');
    assert.equal(of(scheduledWith(sent, failed)), 'apply cancel');
  });

  it('includes an Approve that says whether a room or a time must be picked first', () => {
    const inConflict: OpenSpace = { ...undecided, standing: { status: 'conflict', with: conflict } };
    assert.deepEqual([undecided, review].map(approveLabel), ['approve', 'approve']);
    assert.equal(approveLabel(inConflict), 'approvePicked');
    for (const space of [without(review, 'room'), without(review, 'startAt')]) {
      assert.equal(approveLabel(space), 'approvePicked');
      const answer = decide({ space, now, rules }, { verb: 'decide', approval: 'approved', id: 'r', by: ana });
      assert.equal(answer.kind, 'refused');
    }
    assert.equal(approveLabel({ ...inConflict, about: '9' }), 'separate');
  });

  it('is one button for each effect when a reminder is due', () => {
    assert.equal(of(undecided, startAt - 15 * minute - 1), 'approve deny apply send_now edit cancel');
    assert.equal(of(undecided, startAt - 15 * minute), 'approve deny apply edit cancel');
    assert.equal(
      of(scheduledWith(approved, approved), startAt - 15 * minute),
      'deny apply send_now edit cancel take_back',
    );
  });

  it('includes Undo of an approval, a denial or a cancellation, and Approve if Undo would not approve', () => {
    assert.equal(of(dismissed), 'take_back add_reason approve');
    assert.equal(of(cancelled), 'take_back add_reason approve');
    assert.equal(
      of({ ...cancelled, reminders: scheduledWith(approved, wasApproved).reminders }),
      'take_back add_reason',
    );
    assert.equal(of(scheduledWith(denied, wasApproved)), 'take_back add_reason approve');
    assert.equal(of(scheduledWith(sent, denied)), 'take_back add_reason approve apply cancel');
    assert.equal(of(scheduledWith(wasApproved, wasApproved)), 'take_back add_reason');
    const gone = { tweetId: '1', url: 'u', host: { id: '7', username: 'yara' }, isGone: true } as const;
    assert.equal(of({ ...dismissed, source: gone }), 'take_back add_reason');
    assert.equal(of(without(dismissed, 'source')), 'take_back add_reason approve');
    for (const key of ['room', 'startAt'] as const) assert.equal(of(without(dismissed, key)), 'take_back add_reason');
    assert.equal(of({ ...dismissed, startAt: now - minute }), 'take_back add_reason');
    assert.ok(isReady(review) && isReady({ ...without(review, 'room'), place: 'the park' }));
    assert.ok(!isReady({ ...review, openedAt: startAt }) && isReady({ ...review, openedAt: startAt - 1 }));
    assert.ok(!isReady({ ...review, standing: { status: 'conflict', with: conflict } }));
  });

  it('does not include Approve if Undo brings back every approval', () => {
    const with2 = (...states: ReminderState[]) => of({ ...cancelled, reminders: scheduledWith(...states).reminders });
    const [alone, beside] = ['take_back add_reason', 'take_back add_reason approve'];
    assert.deepEqual([with2(approved, sent), with2(sent, sent), with2()], [alone, alone, alone]);
    assert.deepEqual(
      [with2(approved, denied), with2(sent, needsAction), with2(denied, denied)],
      [alone, beside, beside],
    );
    const off = { ...cancelled, reminders: [reminder(15, sent), correction(needsAction, { corrects: 'cancelled' })] };
    assert.equal(of(off), alone);
    const denial = (key: string): Decision => {
      const made = { id: key, verb: 'decide', by: bo, at: now, revision: 1 } as const;
      return { ...made, from: {}, to: { [`reminder:${key}`]: 'denied' } };
    };
    const oneByOne = { ...scheduledWith(denied, wasApproved), decisions: [denial('30'), denial('15')] };
    assert.equal(of(oneByOne), alone);
    assert.equal(of({ ...oneByOne, decisions: oneByOne.decisions.toReversed() }), beside);
  });

  it('is only “It is there” after the start', () => {
    assert.equal(of(undecided, startAt), '');
    assert.equal(of(scheduledWith(sent, unconfirmed), startAt), '');
    const of30 = (state: ReminderState, at = now, standing: Standing = { status: 'scheduled' }) =>
      troubleActions(spaceWith([], { standing }), reminder(30, state), at).join(' ');
    assert.deepEqual([of30(failed), of30(failed, startAt - 1), of30(failed, startAt)], ['try_again', 'try_again', '']);
    assert.deepEqual([of30(unconfirmed), of30(unconfirmed, startAt)], ['is_there not_there', 'is_there']);
    assert.deepEqual([of30(sent), of30(unconfirmed, now, cancelled.standing)], ['', 'is_there']);
  });

  it('is accepted whenever it is offered, except where a person must pick something first', () => {
    const states = [needsAction, approved, denied, wasApproved, sending, sent, unconfirmed, failed];
    const standings: Standing[] = [
      ...[review, dismissed, cancelled, undecided, over].map(({ standing }) => standing),
      { status: 'conflict', with: conflict },
      { status: 'dismissed', by: bo, conflict },
    ];
    const verbs: Partial<Record<Action, Verb>> = {
      approve: { verb: 'decide', approval: 'approved' },
      deny: { verb: 'decide', approval: 'denied' },
      send_now: { verb: 'sendNow' },
      cancel: { verb: 'cancel' },
      take_back: { verb: 'undo' },
      try_again: { verb: 'retry' },
      is_there: { verb: 'confirmSent' },
      not_there: { verb: 'retry' },
    };
    const state = fc.constantFrom(...states);
    const corrections = fc.option(fc.tuple(state, fc.constantFrom('moved', 'cancelled', 'reinstated')));
    const times = fc.constantFrom(now, startAt - 20 * minute, startAt - 1, startAt, startAt + minute);
    fc.assert(
      fc.property(fc.constantFrom(...standings), state, state, corrections, times, (standing, one, other, of3, at) => {
        const third = of3 === null ? [] : [correction(of3[0], { corrects: of3[1], sendAt: now - 1 })];
        const reminders = [reminder(30, one), reminder(15, other), ...third];
        const space = spaceWith(reminders, { standing, told: { ...said, where: 'A106' } });
        const offered = [
          ...possibleActions(space, at).map((action) => ({ action, about: {} })),
          ...reminders.flatMap((about) =>
            troubleActions(space, about, at).map((action) => ({ action, about: { reminder: about.key } })),
          ),
        ];
        for (const { action, about } of offered) {
          const verb = verbs[action];
          if (verb === undefined) continue;
          const answer = decide({ space, now: at, rules }, { ...verb, ...about, id: 'r', by: ana });
          assert.equal(answer.kind, 'accepted', `${action}: ${answer.kind === 'refused' ? answer.reason : ''}`);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what can be done about a host', () => {
  it("depends on what can still be denied, and is nothing if the bot does not know the host's X id", () => {
    const lists = 'ignore trust';
    const of = (space: OpenSpace, at = now) => hostActions(space, at).join(' ');
    assert.equal(of(undecided), `not_announcement ${lists}`);
    assert.equal(of(review), `not_announcement ${lists}`);
    for (const space of [dismissed, cancelled, over, scheduledWith(denied, denied), scheduledWith(sent, sent)])
      assert.equal(of(space), lists);
    assert.equal(of(undecided, startAt), lists);
    const { source } = undecided;
    assert.ok(source);
    for (const id of ['@yara', '7a', 'a7', '1'.repeat(20)])
      assert.equal(of({ ...undecided, source: { ...source, host: { id, username: 'yara' } } }), '');
    const longest = { ...source, host: { id: '1'.repeat(19), username: 'yara' } };
    assert.equal(of({ ...undecided, source: longest }), `not_announcement ${lists}`);
    assert.equal(of(without(undecided, 'source')), '');
  });
});

describe('the deadline of a decision', () => {
  it('is the time of the next undecided reminder, otherwise the start, otherwise the conference’s end', () => {
    const inMinutes = (space: OpenSpace, at = now) => (deadlineOf(space, at) - startAt) / minute;
    assert.equal(inMinutes(undecided), -30);
    assert.equal(inMinutes(scheduledWith(approved, needsAction)), -15);
    assert.equal(inMinutes(undecided, startAt - 30 * minute), -15);
    assert.equal(inMinutes(undecided, startAt - 15 * minute), 0);
    assert.equal(inMinutes(scheduledWith(approved, denied)), 0);
    const timeless = { ...without(review, 'startAt'), reminders: [without30()] };
    assert.equal(deadlineOf(timeless, now), conferenceEndsAt);
  });

  it('sorts the most urgent first', () => {
    const views = [scheduledWith(approved, approved), undecided, scheduledWith(approved, needsAction)].map((space) => ({
      space,
    }));
    assert.deepEqual(byDeadline(views, now), [views[1], views[2], views[0]]);
  });
});

/** One that has no time, as of an open space without a start. */
function without30() {
  const { sendAt: _, ...timeless } = reminder(30, needsAction);
  return timeless;
}
