import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decide } from '../../core/decide.ts';
import { reduce } from '../../core/handle-message.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import { isOpen } from '../../core/reminder.ts';
import type { Verb } from '../../core/request.ts';
import { accepted, approve, changed, deny, passed, refusal, takeBack } from '../support/rule-decisions.ts';
import {
  ana,
  approved,
  cancelled,
  denied,
  dismissed,
  minute,
  needsAction,
  now,
  plan,
  reminder,
  review,
  rules,
  sent,
  spaceWith,
  startAt,
  undecided,
  without,
} from '../support/rule-spaces.ts';

describe('undoing', () => {
  const undo: Verb = { verb: 'undo' };
  const configured = { status: 'approved' } as const;

  it('a denial or a cancellation restores each reminder', () => {
    const one = { reminder: '15' };
    const before = fc.constantFrom<Verb>(
      approve,
      deny,
      takeBack,
      undo,
      { ...approve, ...one },
      { ...deny, ...one },
      { ...deny, reminder: '30' },
      { verb: 'change', text: 'x' },
      { verb: 'change', sendAt: now + 10 * minute, ...one },
      { verb: 'change', text: 'x', sendAt: now + 5 * minute, reminder: 'correction4' },
      { verb: 'change', room: 'A106' },
      // Denies the correction of the move, whether the move comes first or after another decision.
      { ...deny, reminder: 'correction4' },
      { ...deny, reminder: 'correction5' },
    );
    const last = fc.constantFrom<Verb>({ verb: 'cancel' }, deny, { ...deny, ...one });
    const states = fc.constantFrom(needsAction, approved, configured, sent);
    // The config has other minutes by now, but a known open space keeps its reminders.
    const ask = (space: OpenSpace, verb: Verb) =>
      decide({ space, now, rules: { ...rules, reminderMinutes: [10] } }, { ...verb, id: 'r', by: ana });
    const apart = ({ reminders }: OpenSpace) =>
      reminders
        // A correction that the undoing made superfluous is superseded.
        .filter((one) => one.corrects === undefined || isOpen(one))
        .map(({ state: { status }, ...one }) =>
          one.corrects === undefined ? { ...one, status } : [status, one.text, one.sendAt],
        );
    fc.assert(
      fc.property(states, states, fc.array(before, { maxLength: 4 }), last, (first, second, all, verb) => {
        const told = first.status === 'sent' ? { told: { where: 'B114', startAt } } : {};
        let space = spaceWith([reminder(30, first), reminder(15, second)], told);
        for (const earlier of all) {
          const is = ask(space, earlier);
          if (is.kind === 'accepted') space = is.space;
        }
        const off = ask(space, verb);
        if (off.kind === 'refused') return;
        const back = ask(off.space, undo);
        assert.ok(back.kind === 'accepted');
        assert.equal(back.space.standing.status, 'scheduled');
        assert.deepEqual(apart(back.space), apart(space));
      }),
      { numRuns: 500 },
    );
  });

  it('a cancellation restores texts, and leaves denied reminders denied', () => {
    const picked = { text: 'x', sendAt: now + 5 * minute, sendAtPicked: true };
    const own = spaceWith([reminder(30, denied), reminder(15, approved, picked)], { standing: cancelled.standing });
    assert.deepEqual(changed(own, undo), { standing: { status: 'scheduled' } });
    const gone = { ...own, reminders: [reminder(60, sent), ...own.reminders] };
    assert.deepEqual(changed(gone, undo), { standing: { status: 'scheduled' } });
    assert.equal(accepted(gone, approve).reminders[0], gone.reminders[0]);
    assert.equal(refusal(without(own, 'room'), undo), 'Pick a room first.');
    assert.equal(refusal(own, undo, { at: startAt }), passed);
  });

  it('a cancellation leaves a correction its own text and time, unless it has moved or that time has passed', () => {
    const told = { told: { where: 'B114', startAt } };
    const moved = accepted(spaceWith([reminder(15, sent)], told), { verb: 'change', room: 'A103' });
    const own = { text: 'We are in A103 now', sendAt: now + 20 * minute };
    const off = accepted(accepted(moved, { verb: 'change', ...own, reminder: 'correction4' }), { verb: 'cancel' });
    const backAt = (space: OpenSpace, at: number) => {
      const { text, sendAt, corrects, state } = accepted(space, undo, { at }).reminders.at(-1) ?? assert.fail();
      assert.deepEqual([corrects, state.status], ['moved', 'approved']);
      return { text, sendAt };
    };
    assert.deepEqual(backAt(off, now + minute), own);
    assert.deepEqual(backAt(off, now + 30 * minute), { ...own, sendAt: now + 30 * minute });
    const change = { kind: 'edited', tweetId: '2', url: 'u2', ...plan, room: 'A105' } as const;
    const edited = reduce({ space: off, now, rules }, { kind: 'sourceChange', change }).space;
    assert.deepEqual(backAt(edited, now + minute), { text: undefined, sendAt: now + minute });
  });

  it('a cancellation that more than a hundred decisions followed leaves the correction to a person', () => {
    const moved = accepted(spaceWith([reminder(15, sent)], { told: { where: 'B114', startAt } }), {
      verb: 'change',
      room: 'A103',
    });
    let space = accepted(accepted(moved, { ...deny, reminder: 'correction4' }), { verb: 'cancel' });
    for (let at = 0; at <= 100; at += 1) space = accepted(space, { verb: 'change', note: `note ${at}` });
    const { corrects, state } = accepted(space, undo).reminders.at(-1) ?? assert.fail();
    assert.deepEqual([corrects, state], ['moved', { status: 'needs_action' }]);
  });

  it('takes back only the newest approval or denial, and leaves earlier decisions on other reminders', () => {
    const was = accepted(spaceWith([reminder(30, approved), reminder(15, needsAction)]), { ...deny, reminder: '30' });
    const is = accepted(accepted(was, { ...approve, reminder: '15' }), undo);
    assert.deepEqual(is.reminders, was.reminders);
    const both = accepted(spaceWith([reminder(30, approved), reminder(15, needsAction)]), approve);
    assert.deepEqual(accepted(both, undo).reminders, [reminder(30, approved), reminder(15, needsAction)]);
  });

  it('an approval by “Send now” gives the reminder its time back, unless somebody has picked one since', () => {
    const picked = { sendAt: now + 20 * minute, sendAtPicked: true };
    for (const was of [reminder(15, needsAction), reminder(15, needsAction, picked)]) {
      const sending = accepted(spaceWith([was]), { verb: 'sendNow' });
      assert.deepEqual(accepted(sending, undo, { at: now + minute }).reminders, [was]);
      const sendAt = now + 10 * minute;
      const later = accepted(sending, { verb: 'change', sendAt }, { at: now + minute });
      assert.equal(accepted(later, undo, { at: now + 2 * minute }).reminders[0]?.sendAt, sendAt);
      const denied = accepted(sending, deny, { at: now + minute });
      assert.deepEqual(accepted(denied, undo, { at: now + minute }).reminders, sending.reminders);
    }
    const told = spaceWith([reminder(15, sent)], { told: { where: 'B114', startAt } });
    const moved = accepted(accepted(told, { verb: 'change', room: 'A103' }), { verb: 'sendNow' }, { at: now + minute });
    assert.equal(accepted(moved, undo, { at: now + minute }).reminders[1]?.sendAt, now + minute);
  });

  it('takes back the denials first if the decisions are too old to be kept', () => {
    const mixed = spaceWith([reminder(30, approved), reminder(15, denied)]);
    assert.deepEqual(changed(mixed, undo), { reminders: [reminder(30, approved), reminder(15, needsAction)] });
  });

  it('takes back an approval if nothing is denied, and is refused if nobody has decided', () => {
    assert.deepEqual(changed(spaceWith([reminder(30, sent), reminder(15, approved)]), undo), {
      reminders: [reminder(30, sent), reminder(15, needsAction)],
    });
    assert.deepEqual(changed(dismissed, undo), { standing: { status: 'needs_review' } });
    assert.equal(refusal(review, undo), 'Nobody has decided on it yet.');
    assert.equal(refusal(undecided, undo), 'It is undecided already.');
    assert.equal(refusal(spaceWith([reminder(15, denied)]), undo, { at: startAt }), passed);
  });
});
