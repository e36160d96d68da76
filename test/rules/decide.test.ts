import assert from 'node:assert/strict';
import type { Conflict } from '../../core/conflict.ts';
import type { Decision } from '../../core/decision.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Verb } from '../../core/request.ts';
import {
  accepted,
  answer,
  approve,
  byAna,
  changed,
  deny,
  later,
  passed,
  refusal,
  takeBack,
} from '../support/rule-decisions.ts';
import {
  ana,
  approved,
  bo,
  cancelled,
  correction,
  denied,
  dismissed,
  minute,
  needsAction,
  now,
  reminder,
  review,
  sending,
  sent,
  spaceWith,
  startAt,
  undecided,
  without,
} from '../support/rule-spaces.ts';
import { refusalWords } from '../../core/words.ts';

const taken: Conflict = { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' };
const conflict: OpenSpace = { ...undecided, standing: { status: 'conflict', with: taken } };

const decisionOf = (at: number): Decision => ({
  id: String(at),
  verb: 'change',
  by: bo,
  at,
  revision: 1,
  from: {},
  to: {},
});

describe('a decision', () => {
  it('is made only at the revision that the person saw; otherwise the reason says who was faster', () => {
    const decision: Decision = { id: 'd', verb: 'cancel', by: bo, at: now, revision: 3, from: {}, to: { note: 'x' } };
    assert.equal(accepted(undecided, approve, { revision: 3 }).revision, 4);
    const changedSince = 'It has changed since you looked. Look at it again, then decide.';
    assert.equal(refusal(undecided, approve, { revision: 2 }), changedSince);
    const decided = { ...undecided, decisions: [decision] };
    assert.equal(refusal({ ...decided, revision: 4 }, approve, { revision: 3 }), changedSince);
    assert.match(refusal(decided, approve, { revision: 2 }), /^bo was faster: .+\. Look at it again, then decide\.$/u);
  });

  it('is refused once the session is over, while a reminder is posted, or if it changes nothing', () => {
    const over: OpenSpace = { ...undecided, standing: { status: 'over', was: 'conflict' } };
    assert.equal(refusal(over, approve), 'It is over: nothing can be decided any more.');
    assert.equal(
      refusal(spaceWith([reminder(30, approved), reminder(15, sending)]), approve),
      refusalWords.beingPosted,
    );
    const nothing = 'That changes nothing: it is like that already.';
    assert.equal(refusal(undecided, { verb: 'change', room: 'B114', startAt }), nothing);
    assert.equal(refusal(undecided, { verb: 'change' }), nothing);
  });

  it('names the reminder that it is about', () => {
    const about = (verb: Verb) => accepted(undecided, verb).decisions.at(-1)?.reminder;
    assert.deepEqual([about(approve), about({ ...approve, reminder: '15' })], [undefined, '15']);
    const denied = accepted(review, deny).decisions.at(-1);
    assert.deepEqual([denied?.from, denied?.to], [{ standing: 'needs_review' }, { standing: 'dismissed' }]);
    const many = Array.from({ length: 100 }, (_, at) => ({ ...decisionOf(at) }));
    const kept = accepted({ ...undecided, decisions: many }, approve).decisions.map(({ id }) => id);
    assert.deepEqual([kept.length, kept[0], kept.at(-1)], [100, '1', 'r']);
    const { decisions } = accepted(undecided, approve);
    assert.equal('reminder' in (decisions[0] ?? {}), false);
  });

  it('throws every error that is not a refusal', () => {
    const broken = { ...undecided, decisions: undefined } as unknown as OpenSpace;
    assert.throws(() => answer(broken, approve), TypeError);
  });
});

describe('approving and denying', () => {
  it('is about all reminders that can still be decided, or about the named one', () => {
    assert.deepEqual(changed(undecided, approve), { reminders: [reminder(30, byAna), reminder(15, byAna)] });
    const one = { ...approve, reminder: '15' };
    assert.deepEqual(changed(undecided, one), { reminders: [reminder(30, needsAction), reminder(15, byAna)] });
    const mixed = spaceWith([reminder(30, sent), reminder(15, approved), reminder(5, needsAction)]);
    assert.deepEqual(changed(mixed, approve), {
      reminders: [reminder(30, sent), reminder(15, approved), reminder(5, byAna)],
    });
    const isDenied = { status: 'denied', by: ana } as const;
    const wasApproved = { ...isDenied, wasApproved: true } as const;
    const is = [reminder(30, sent), reminder(15, wasApproved), reminder(5, isDenied)];
    assert.deepEqual(changed(mixed, deny), { reminders: is });
    const back = [reminder(30, sent), reminder(15, needsAction), reminder(5, needsAction)];
    assert.deepEqual(changed(mixed, takeBack), { reminders: back });
    assert.equal(refusal(undecided, { ...approve, reminder: '7' }), 'It has no reminder 7.');
  });

  it('stores its note with every decision, in every standing', () => {
    const open = [undecided, review, conflict, spaceWith([reminder(15, sent), correction(needsAction)])];
    const kept = new Set<string>();
    for (const space of [...open, cancelled, dismissed]) {
      for (const approval of ['approved', 'denied', 'needs_action'] as const) {
        for (const named of [{}, { reminder: space.reminders.at(-1)?.key ?? '' }]) {
          const told = answer(space, { verb: 'decide', approval, note: 'ask Ana', ...named });
          if (told.kind !== 'accepted') continue;
          assert.equal(told.space.note, 'ask Ana', `${space.standing.status} ${approval}`);
          kept.add(`${space.standing.status} ${approval}`);
        }
      }
    }
    assert.ok(kept.size >= 8, [...kept].join(', '));
  });

  it('is refused if it is so already, or if nothing is left to decide', () => {
    const by = (state: typeof approved) => spaceWith([reminder(15, state)]);
    assert.equal(refusal(by(approved), approve), 'It is approved already, by bo.');
    assert.equal(refusal(by(approved), { ...approve, room: 'B114', startAt }), 'It is approved already, by bo.');
    assert.equal(refusal(by({ status: 'approved' }), approve), 'It is approved already.');
    assert.equal(refusal(by(denied), deny), 'It is denied already, by bo.');
    assert.equal(refusal(by(needsAction), takeBack), 'It is undecided already.');
    assert.equal(refusal(spaceWith([]), approve), 'It has no reminder.');
    assert.match(refusal(spaceWith([reminder(15, sent)]), approve), /^Its reminder went out at 16:00 PDT\.$/u);
    for (const verb of [approve, deny, takeBack]) assert.equal(refusal(undecided, verb, { at: startAt }), passed);
  });

  it('also changes room, start, time and text', () => {
    const space = spaceWith([reminder(15, approved)]);
    assert.deepEqual(changed(space, { ...approve, room: 'A106' }), { room: 'A106' });
    assert.deepEqual(changed(space, { ...approve, text: 'x' }), { reminders: [reminder(15, approved, { text: 'x' })] });
    const all = { ...approve, startAt: later, text: 'x' };
    const reminders = [
      reminder(30, byAna, { sendAt: later - 30 * minute, text: 'x' }),
      reminder(15, byAna, { sendAt: later - 15 * minute }),
    ];
    assert.deepEqual(changed(undecided, all), { startAt: later, reminders });
    assert.equal(
      refusal(undecided, { ...approve, startAt: now }),
      'Fri 19 May 16:00 PDT has passed: nothing is posted after the start.',
    );
    assert.deepEqual(changed(undecided, { ...approve, startAt: later }, { at: startAt + 1 }).startAt, later);
  });

  it('schedules an unscheduled open space, or dismisses it', () => {
    assert.deepEqual(changed(review, deny), { standing: { status: 'dismissed', by: ana } });
    const noted = { ...deny, note: 'no' } as const;
    assert.deepEqual(changed(review, noted), { standing: { status: 'dismissed', by: ana }, note: 'no' });
    assert.deepEqual(changed(conflict, deny), { standing: { status: 'dismissed', by: ana, conflict: taken } });
    const isScheduled = { standing: { status: 'scheduled' }, reminders: [reminder(30, byAna), reminder(15, byAna)] };
    for (const space of [review, conflict, dismissed, cancelled])
      assert.deepEqual(changed(space, approve), isScheduled);
    assert.deepEqual(changed(review, { ...approve, reminder: '15' }).standing, { status: 'scheduled' });
    assert.equal(refusal(dismissed, deny), 'It is denied already, by bo.');
    assert.equal(refusal(cancelled, deny), 'It is cancelled already, by bo.');
    assert.equal(refusal(review, approve, { at: startAt }), passed);
    assert.deepEqual(changed(undecided, noted).note, 'no');
    const bare = { ...without(review, 'room', 'startAt') };
    assert.equal(refusal(bare, approve), 'Pick a room first.');
    assert.equal(refusal(bare, { ...approve, place: 'the park' }), 'Pick a date and a time first.');
    assert.equal(refusal({ ...bare, place: 'the park' }, { ...approve, startAt: now }).includes('has passed'), true);
  });

  it('can be undone: back to the review or the conflict, or scheduled if the room is free now', () => {
    assert.equal(refusal(review, takeBack), 'Nobody has decided on it yet.');
    assert.deepEqual(changed(dismissed, takeBack), { standing: { status: 'needs_review' } });
    const was: OpenSpace = { ...dismissed, standing: { status: 'dismissed', by: bo, conflict: taken } };
    assert.deepEqual(changed(was, takeBack), { standing: { status: 'scheduled' } });
    assert.deepEqual(changed(was, takeBack, { taken }), { standing: { status: 'conflict', with: taken } });
    const isReview = { standing: { status: 'needs_review' } };
    assert.deepEqual(changed(was, takeBack, { taken, at: startAt }), isReview);
    for (const key of ['room', 'startAt'] as const)
      assert.deepEqual(changed(without(was, key), takeBack, { taken }), isReview);
    assert.deepEqual(changed(cancelled, takeBack), { standing: { status: 'scheduled' } });
    assert.equal(refusal(cancelled, takeBack, { at: startAt }), passed);
    const half = { ...cancelled, reminders: [reminder(30, sent), reminder(15, needsAction)] };
    assert.deepEqual(changed(half, approve).reminders, [reminder(30, sent), reminder(15, byAna)]);
    const over = {
      ...cancelled,
      reminders: [reminder(30, sent), reminder(15, { status: 'superseded', why: 'x' } as const)],
    };
    for (const verb of [takeBack, approve])
      assert.deepEqual(changed(over, verb), { standing: { status: 'scheduled' } });
  });

  it('of a correction is about the correction only, in every standing', () => {
    const told = { where: 'B114', startAt };
    const off = {
      ...cancelled,
      told,
      reminders: [reminder(15, approved), correction(needsAction, { corrects: 'cancelled' })],
    };
    const offTold: OpenSpace = { ...cancelled, told: { ...told, isOff: true }, reminders: [reminder(15, sent)] };
    assert.deepEqual(accepted(offTold, takeBack).reminders.at(-1)?.state, needsAction);
    const one = (verb: Verb) => ({ ...verb, reminder: 'correction3' }) as Verb;
    assert.deepEqual(changed(off, one(approve)), {
      reminders: [reminder(15, approved), correction(byAna, { corrects: 'cancelled' })],
    });
    assert.equal(accepted(off, one(deny)).reminders[1]?.state.status, 'denied');
    assert.equal(accepted(off, one(deny)).standing.status, 'cancelled');
    assert.equal(accepted({ ...off, reminders: off.reminders.slice(1) }, takeBack).standing.status, 'scheduled');
  });
});
