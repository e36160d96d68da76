import assert from 'node:assert/strict';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Reminder } from '../../core/reminder.ts';
import type { Verb } from '../../core/request.ts';
import { answer, byAna, change, changed, later, passed, refusal } from '../support/rule-decisions.ts';
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
  sent,
  spaceWith,
  startAt,
  undecided,
  without,
} from '../support/rule-spaces.ts';

const told = { where: 'B114', startAt };

describe('a change', () => {
  it('of title and note is made at once; a new room replaces the place, and a new place the room', () => {
    assert.deepEqual(changed(undecided, change({ title: 't', note: 'n' })), { title: 't', note: 'n' });
    assert.deepEqual(changed(undecided, change({ title: 't' })), { title: 't' });
    assert.deepEqual(changed(undecided, change({ room: 'A106' })), { room: 'A106' });
    const next = answer(undecided, change({ place: 'the park' }));
    assert.ok(next.kind === 'accepted');
    assert.deepEqual([next.space.place, 'room' in next.space], ['the park', false]);
    const park = { ...without(undecided, 'room'), place: 'the park' };
    assert.deepEqual(changed(park, change({ place: 'the lake' })), { place: 'the lake' });
    assert.match(refusal(park, change({ place: 'the park' })), /changes nothing/u);
    // Another start leaves it where it is.
    assert.deepEqual(Object.keys(changed(park, change({ startAt: later }))), ['startAt', 'reminders']);
    // A place that is called as a room is, and the other way round.
    assert.deepEqual(changed(park, change({ place: undefined, room: 'the park' })), {
      place: undefined,
      room: 'the park',
    });
    const named = answer(undecided, change({ place: 'B114' }));
    assert.ok(named.kind === 'accepted' && named.space.room === undefined && named.space.place === 'B114');
  });

  it('of the start moves the reminders that are not settled and whose time nobody picked', () => {
    const space = spaceWith([
      reminder(30, sent),
      reminder(20, approved, { sendAtPicked: true }),
      reminder(15, approved),
    ]);
    const moved = changed(space, change({ startAt: later }));
    assert.deepEqual(moved, {
      startAt: later,
      reminders: [
        reminder(30, sent),
        reminder(20, approved, { sendAtPicked: true }),
        reminder(15, approved, { sendAt: later - 15 * minute }),
      ],
    });
    assert.equal(
      refusal(undecided, change({ startAt: now })),
      'Fri 19 May 16:00 PDT has passed: nothing is posted after the start.',
    );
    const latest = conferenceEndsAt + 30 * 24 * 60 * minute;
    const tooFar = 'The start is more than 30 days after the conference. Check the date.';
    assert.equal(changed(undecided, change({ startAt: latest })).startAt, latest);
    assert.equal(refusal(undecided, change({ startAt: latest + 1 })), tooFar);
    assert.equal(refusal(undecided, change({ room: 'A106' }), { at: startAt }), passed);
    assert.deepEqual(changed(undecided, change({ startAt: later }), { at: startAt }).startAt, later);
    assert.deepEqual(changed(without(undecided, 'startAt'), change({ title: 't' }), { at: later }), { title: 't' });
  });

  it('of the start replaces a picked time that would be after it', () => {
    const late = spaceWith([reminder(20, approved, { sendAtPicked: true })]);
    for (const sooner of [startAt - 25 * minute, startAt - 20 * minute]) {
      const along = reminder(20, approved, { sendAt: sooner - 20 * minute, overtaken: startAt - 20 * minute });
      assert.deepEqual(changed(late, change({ startAt: sooner })).reminders, [along]);
    }
    assert.equal(changed(late, change({ startAt: startAt - 19 * minute })).reminders, undefined);
  });

  it('of the start or of a time ends the hold of a reminder, and moves an unsent “Send now”', () => {
    const held = { held: 'paused by an organiser' };
    const due = spaceWith([reminder(15, approved, held)]);
    const at = startAt - 15 * minute + 1;
    const shifted = changed(due, change({ startAt: startAt + 15 * minute }), { at }).reminders;
    assert.deepEqual(shifted, [reminder(15, approved, { sendAt: startAt })]);
    const picked = { sendAt: at + minute, sendAtPicked: true };
    assert.deepEqual(changed(due, change({ sendAt: at + minute }), { at }).reminders, [reminder(15, approved, picked)]);
    assert.deepEqual(changed(due, change({ text: 'x' }), { at }).reminders, [
      reminder(15, approved, { ...held, text: 'x' }),
    ]);
    const sentNow = spaceWith([reminder(15, approved, { ...held, sendAt: now - minute, sendAtPicked: true })]);
    const tomorrow = startAt + 24 * 60 * minute;
    const is = reminder(15, approved, { sendAt: tomorrow - 15 * minute });
    assert.deepEqual(changed(sentNow, change({ startAt: tomorrow })).reminders, [is]);
    // A correction is due at once, whatever the start is.
    const corrected = spaceWith([correction(approved)], { told: { where: 'B114', startAt }, room: 'A106' });
    const moved = changed(corrected, change({ startAt: later }), { at: now + minute }).reminders;
    assert.deepEqual(moved, [correction({ status: 'approved', by: ana }, { sendAt: now + minute })]);
  });

  it('of one reminder is about the named one, or the next one', () => {
    const at = startAt - 20 * minute;
    const picked = { sendAt: at, sendAtPicked: true };
    assert.deepEqual(changed(undecided, change({ sendAt: at })).reminders, [
      reminder(30, needsAction, picked),
      reminder(15, needsAction),
    ]);
    const one = change({ sendAt: at, text: 'x', reminder: '15' });
    assert.deepEqual(changed(undecided, one).reminders?.[1], reminder(15, needsAction, { ...picked, text: 'x' }));
    const mixed = spaceWith([reminder(30, denied), reminder(15, approved)]);
    assert.deepEqual(changed(mixed, change({ text: 'x' })).reminders?.[1]?.text, 'x');
    const none = spaceWith([reminder(30, denied)]);
    assert.deepEqual(changed(none, change({ text: 'x' })).reminders?.[0]?.text, 'x');
    const early = 'A reminder goes out before the start. Pick an earlier time.';
    assert.equal(refusal(undecided, change({ sendAt: startAt })), early);
    assert.deepEqual(changed(undecided, change({ sendAt: startAt - 1 })).reminders?.[0]?.sendAt, startAt - 1);
    const late = 'That time has passed. Pick a later one, or send it now.';
    assert.equal(refusal(undecided, change({ sendAt: now - 1 })), late);
    assert.equal(changed(undecided, change({ sendAt: now })).reminders?.[0]?.sendAt, now);
    assert.match(refusal(undecided, change({ sendAt: startAt - 30 * minute })), /changes nothing/u);
    const settled = spaceWith([reminder(15, sent)]);
    assert.equal(refusal(settled, change({ text: 'x' })), 'Its reminder went out at 16:00 PDT.');
    assert.equal(refusal(undecided, change({ text: 'x', reminder: '7' })), 'It has no reminder 7.');
    const timeless = { ...without(undecided, 'startAt') };
    assert.deepEqual(changed(timeless, change({ sendAt: later })).reminders?.[0]?.sendAt, later);
  });

  it('schedules a review once it has a room and a start; a title alone does not', () => {
    const scheduled = { status: 'scheduled' };
    assert.deepEqual(changed(review, change({ title: 't' })), { title: 't' });
    assert.deepEqual(changed(review, change({ room: 'A106' })), { room: 'A106', standing: scheduled });
    const bare = without(review, 'room', 'startAt');
    assert.deepEqual(changed(bare, change({ room: 'A106' })), { room: 'A106' });
    assert.deepEqual(changed(bare, change({ startAt: later })).standing, undefined);
    assert.deepEqual(changed(without(review, 'room'), change({ place: 'x', title: 't' })), {
      place: 'x',
      title: 't',
      standing: scheduled,
    });
    assert.equal(refusal(review, change({ room: 'A106' }), { at: startAt }), passed);
  });

  it('of a denied or cancelled session can only be a note', () => {
    for (const space of [cancelled, dismissed]) {
      assert.deepEqual(changed(space, change({ note: 'n' })), { note: 'n' });
      const is = space === cancelled ? 'It is cancelled. Undo that first.' : 'It is denied. Undo that first.';
      for (const more of [
        { title: 't' },
        { room: 'A' },
        { place: 'A' },
        { startAt: later },
        { sendAt: now },
        { text: 'x' },
        { title: 't', note: 'n' },
      ]) {
        assert.equal(refusal(space, change(more)), is);
      }
    }
  });
});

describe('staging', () => {
  it('schedules and approves, unless the request leaves the approval open', () => {
    const staged = { standing: { status: 'scheduled' }, reminders: [reminder(30, byAna), reminder(15, byAna)] };
    for (const space of [review, cancelled, dismissed]) assert.deepEqual(changed(space, { verb: 'stage' }), staged);
    assert.deepEqual(changed(review, { verb: 'stage', approval: 'needs_action' }), {
      standing: { status: 'scheduled' },
    });
    const all: Verb = { verb: 'stage', title: 't', note: 'n', room: 'A106', startAt: later };
    const { title, note, room, startAt: at } = changed(review, all);
    assert.deepEqual([title, note, room, at], ['t', 'n', 'A106', later]);
    assert.equal(refusal(undecided, { verb: 'stage' }), 'It is scheduled already. Change it instead.');
  });

  it('makes a correction if people were told something else; it waits if the request leaves the approval open', () => {
    const off = { ...cancelled, told: { ...told, isOff: true as const }, reminders: [reminder(15, sent)] };
    const state = (approval?: 'needs_action') =>
      changed(off, { verb: 'stage', ...(approval === undefined ? {} : { approval }) }).reminders?.at(-1)?.state;
    assert.deepEqual([state(), state('needs_action')], [byAna, needsAction]);
  });
});

describe('cancelling and sending now', () => {
  it('are possible only for a scheduled session before its start', () => {
    assert.deepEqual(changed(undecided, { verb: 'cancel' }), { standing: { status: 'cancelled', by: ana } });
    assert.equal(refusal(cancelled, { verb: 'cancel' }), 'It is cancelled already, by bo.');
    assert.equal(refusal(review, { verb: 'cancel' }), 'It is not scheduled. Deny it instead.');
    assert.equal(refusal(undecided, { verb: 'cancel' }, { at: startAt }), passed);
    assert.equal(refusal(review, { verb: 'sendNow' }), 'It is not scheduled. Approve it first.');
    assert.equal(refusal(undecided, { verb: 'sendNow' }, { at: startAt }), passed);
  });

  it('sends the next reminder now, and approves it by the person who asks unless it was approved', () => {
    const picked = { sendAt: now, sendAtPicked: true };
    const next = changed(undecided, { verb: 'sendNow' });
    assert.deepEqual(next, { reminders: [reminder(30, byAna, picked), reminder(15, needsAction)] });
    const space = spaceWith([reminder(15, approved, { held: 'paused' })]);
    assert.deepEqual(changed(space, { verb: 'sendNow' }), { reminders: [reminder(15, approved, picked)] });
    const one = changed(undecided, { verb: 'sendNow', reminder: '15' });
    assert.deepEqual(one.reminders?.[1], reminder(15, byAna, picked));
    assert.equal(refusal(spaceWith([]), { verb: 'sendNow' }), 'It has no reminder.');
  });
});

describe('after a failure', () => {
  const failed = { status: 'failed', why: 'x' } as const;
  const unclear = { status: 'unconfirmed', why: 'x' } as const;
  const again = { state: byAna, sendAt: now, sendAtPicked: true, retried: 4 };
  const againOf = (one: Reminder) => ({ ...one, ...again, firstDueAt: one.sendAt });

  it('the last failed or unconfirmed reminder is tried again at once', () => {
    for (const state of [failed, unclear]) {
      const space = spaceWith([reminder(30, failed), reminder(15, state), reminder(5, sent)]);
      const { reminders } = changed(space, { verb: 'retry' });
      assert.deepEqual(reminders, [reminder(30, failed), againOf(reminder(15, state)), reminder(5, sent)]);
    }
    const space = spaceWith([reminder(30, failed), reminder(15, failed)]);
    const { reminders } = changed(space, { verb: 'retry', reminder: '30' });
    assert.deepEqual(reminders, [againOf(reminder(30, failed)), reminder(15, failed)]);
    assert.equal(refusal(space, { verb: 'retry' }, { at: startAt }), passed);
    assert.equal(refusal(undecided, { verb: 'retry' }), 'Its reminder goes out at 16:45 PDT, if approved.');
    assert.equal(refusal(spaceWith([]), { verb: 'retry' }), 'It has no reminder.');
    const off: OpenSpace = { ...space, standing: { status: 'cancelled', by: bo } };
    const holdsNoMore = 'Its text is no longer true, so it is not posted.';
    assert.equal(refusal(off, { verb: 'retry' }), holdsNoMore);
    const posted = { ...space, told, reminders: [reminder(30, sent), reminder(15, failed)] };
    assert.equal(changed(posted, { verb: 'retry' }).reminders?.[1]?.state.status, 'approved');
    const corrected = { ...space, told, reminders: [correction(failed)] };
    assert.equal(refusal(corrected, { verb: 'retry' }), holdsNoMore);
    const needed = { ...corrected, told: { where: 'A106', startAt } };
    assert.equal(changed(needed, { verb: 'retry' }).reminders?.[0]?.state.status, 'approved');
    const replaced = [correction(failed), correction(needsAction, { key: 'correction4' })];
    assert.equal(refusal({ ...needed, reminders: replaced }, { verb: 'retry', reminder: 'correction3' }), holdsNoMore);
  });

  it('an unconfirmed reminder counts as sent once somebody saw it, even after the start', () => {
    const space = spaceWith([reminder(15, unclear, { said: told }), reminder(5, failed)]);
    const is = { status: 'sent', at: later, note: 'ana saw it on the profile' } as const;
    assert.deepEqual(changed(space, { verb: 'confirmSent' }, { at: later }), {
      reminders: [reminder(15, is, { said: told }), reminder(5, failed)],
      told,
    });
    const others = spaceWith([reminder(15, failed)]);
    assert.equal(refusal(others, { verb: 'confirmSent' }), 'Its reminder failed: x.');
    const moved = { ...space, room: 'A106' };
    const corrects = changed(moved, { verb: 'confirmSent' }).reminders?.at(-1);
    assert.deepEqual([corrects?.corrects, corrects?.state], ['moved', needsAction]);
  });

  it('an unconfirmed reminder that somebody saw does not replace what a later post told people', () => {
    const corrected = correction(sent, { sendAt: startAt - 20 * minute });
    for (const newer of [
      { ...told, where: 'A106' },
      { ...told, isOff: true },
    ] as const) {
      const space = spaceWith([reminder(30, unclear, { said: told }), corrected], { told: newer });
      const after = changed(space, { verb: 'confirmSent' }, { at: startAt - 10 * minute });
      assert.deepEqual([after.told, after.reminders?.length], [undefined, 2], 'what they were told stays');
    }
  });
});
