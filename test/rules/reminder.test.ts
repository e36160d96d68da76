import assert from 'node:assert/strict';
import { canGoOut, isSurelyRead, isToCome, newOpenSpace, type OpenSpace } from '../../core/open-space.ts';
import { readAfter, restored, wasDueBefore, copiedRevision, restoreCommitId } from '../../core/restored.ts';
import {
  approvalOf,
  forStart,
  isSettled,
  isOpen,
  moveReminder,
  type Reminder,
  type ReminderState,
  type ReminderStatus,
} from '../../core/reminder.ts';
import {
  ana,
  approved,
  conferenceEndsAt,
  correction,
  denied,
  minute,
  needsAction,
  now,
  plan,
  reminder,
  rules,
  said,
  sending,
  sent,
  spaceWith,
  startAt,
  surelyRead,
} from '../support/rule-spaces.ts';
import { mayBePosted, reminderName, reminderNameIn } from '../../core/words.ts';

const off = { status: 'cancelled', by: ana } as const;
const dismissed = { status: 'dismissed', by: ana } as const;

describe('a reminder', () => {
  it('is named by its minutes, or as the correction', () => {
    assert.equal(reminderName('15'), 'the 15-minute reminder');
    assert.equal(reminderName('correction4'), 'the correction');
    // A session that moves twice and is then off has three.
    const reminders = [
      reminder(15, sent),
      correction(sent),
      correction(sent, { key: 'correction9', corrects: 'cancelled' }),
    ];
    assert.equal(reminderNameIn({ reminders }, '15'), 'the 15-minute reminder');
    assert.deepEqual(
      reminders.slice(1).map(({ key }) => reminderNameIn({ reminders }, key)),
      ['the “moved” correction', 'the “cancelled” correction'],
    );
  });

  const states: Readonly<Record<ReminderStatus, ReminderState>> = {
    needs_action: needsAction,
    approved,
    denied,
    sending,
    sent,
    unconfirmed: { status: 'unconfirmed', why: 'w' },
    failed: { status: 'failed', why: 'w' },
    missed: { status: 'missed', why: 'w' },
    superseded: { status: 'superseded', why: 'w' },
  };

  it('can be decided, is being posted, or is settled; and counts as approved or not', () => {
    const of = Object.values(states).map((state) => {
      const one = reminder(15, state);
      return [state.status, isOpen(one), isSettled(one), approvalOf(state)];
    });
    assert.deepEqual(of, [
      ['needs_action', true, false, 'needs_action'],
      ['approved', true, false, 'approved'],
      ['denied', true, false, 'denied'],
      ['sending', false, false, 'approved'],
      ['sent', false, true, 'approved'],
      ['unconfirmed', false, true, 'approved'],
      ['failed', false, true, 'approved'],
      ['missed', false, true, 'needs_action'],
      ['superseded', false, true, 'needs_action'],
    ]);
  });

  it('makes exactly the moves that docs/architecture.md names', () => {
    const moves: Readonly<Record<ReminderStatus, readonly string[]>> = {
      needs_action: ['approved', 'denied', 'sent', 'unconfirmed', 'missed', 'superseded'],
      approved: ['needs_action', 'denied', 'sending', 'sent', 'unconfirmed', 'failed', 'missed', 'superseded'],
      denied: ['needs_action', 'approved', 'sent'],
      sending: ['needs_action', 'approved', 'sent', 'unconfirmed', 'failed', 'missed', 'superseded'],
      sent: [],
      unconfirmed: ['approved', 'sent'],
      failed: ['approved'],
      missed: [],
      superseded: [],
    };
    for (const [from, allowed] of Object.entries(moves)) {
      for (const [to, state] of Object.entries(states)) {
        const move = () => moveReminder(reminder(15, states[from as ReminderStatus]), state);
        if (allowed.includes(to)) assert.deepEqual(move(), reminder(15, state));
        else assert.throws(move, /cannot go from/u);
      }
    }
    const unclear = reminder(15, sending, { said, held: 'w', text: 't' });
    assert.deepEqual(moveReminder(unclear, states.failed), reminder(15, states.failed, { said, text: 't' }));
    for (const state of [approved, needsAction]) {
      assert.deepEqual(moveReminder(unclear, state), reminder(15, state, { text: 't' }));
    }
  });

  it('begins as approved only if the config says so, the reading is sure, and the start is not soon', () => {
    const first = (autoSend: boolean, minutes: number, isSure = true) => {
      const read = { ...plan, startAt: now + minutes * minute, isSure };
      const opening = { id: '1', conferenceId: 'c', timeZone: 'UTC', conferenceEndsAt, plan: read } as const;
      const config = { ...rules, autoSend, approvalLeadMinutes: 30 };
      return newOpenSpace({ ...opening, approvedBy: 'config' }, now, config).reminders[0]?.state.status;
    };
    assert.deepEqual(
      [first(true, 31), first(true, 31, false), first(true, 30), first(false, 31)],
      ['approved', 'needs_action', 'needs_action', 'needs_action'],
    );
  });

  it('goes out at the picked time, even if that was after an earlier start for a while', () => {
    const picked = { ...reminder(15, approved), sendAt: startAt - 5 * minute, sendAtPicked: true };
    const overtaken = forStart(picked, startAt - 30 * minute, now);
    assert.equal(overtaken.sendAt, startAt - 45 * minute);
    assert.deepEqual(forStart(overtaken, startAt, now), picked);
    assert.deepEqual(forStart(forStart(overtaken, startAt - 40 * minute, now), startAt, now), picked);
    const { sendAt } = forStart(overtaken, startAt, picked.sendAt);
    assert.equal(sendAt, startAt - 15 * minute, 'not in the past');
  });

  it('goes out if the session takes place; a cancellation goes out only if it was called off', () => {
    const can = (standing: OpenSpace['standing'], corrects?: 'cancelled' | 'moved') =>
      canGoOut(spaceWith([], { standing }), reminder(15, approved, corrects === undefined ? {} : { corrects }));
    const scheduled = { status: 'scheduled' } as const;
    const review = { status: 'needs_review' } as const;
    const all = [scheduled, review, off, dismissed];
    assert.deepEqual(
      all.map((one) => can(one)),
      [true, false, false, false],
    );
    assert.deepEqual(
      all.map((one) => can(one, 'moved')),
      [true, false, false, false],
    );
    assert.deepEqual(
      all.map((one) => can(one, 'cancelled')),
      [false, false, true, true],
    );
  });
});

describe('whether a reminder may still go out', () => {
  const is = (standing: OpenSpace['standing'], state: Reminder['state'], corrects?: 'cancelled') =>
    isToCome(spaceWith([], { standing }), reminder(15, state, corrects === undefined ? {} : { corrects }));
  const scheduled = { status: 'scheduled' } as const;

  it('it may while its open space is scheduled and nobody has denied it', () => {
    const states = [approved, needsAction, sending, denied, sent];
    assert.deepEqual(
      states.map((state) => is(scheduled, state)),
      [true, true, true, false, false],
    );
  });

  it('it may not if the session was called off or never scheduled, unless X may have the post', () => {
    const review = { status: 'needs_review' } as const;
    for (const standing of [off, dismissed, review, { status: 'over', was: 'conflict' }] as const) {
      assert.deepEqual(
        [approved, needsAction, sending].map((state) => is(standing, state)),
        [false, false, true],
        standing.status,
      );
    }
    assert.deepEqual([is(off, approved, 'cancelled'), is(scheduled, approved, 'cancelled')], [true, false]);
  });
});

describe('an open space from an older copy of the database', () => {
  const restore = { copiedAt: now, restoredAt: startAt - 16 * minute };

  it('posts nothing that may be on X already, and nothing without a person', () => {
    const space = spaceWith([
      reminder(30, sent),
      reminder(20, denied),
      reminder(16, needsAction),
      reminder(15, approved),
      reminder(10, approved),
      reminder(5, needsAction),
      reminder(1, sending),
      { key: '0', minutes: 0, state: approved },
    ]);
    const doubted = { status: 'unconfirmed', why: mayBePosted } as const;
    const { reminders, revision } = restored(space, restore);
    assert.deepEqual(reminders, [
      reminder(30, sent),
      reminder(20, denied),
      reminder(16, doubted, { said }),
      reminder(15, doubted, { said }),
      reminder(10, needsAction),
      reminder(5, needsAction),
      reminder(1, doubted, { said }),
      { key: '0', minutes: 0, state: needsAction },
    ]);
    assert.equal(revision, 10_003);
    const undecided = spaceWith([reminder(5, needsAction)]);
    assert.equal(restored(undecided, restore), undecided);
    assert.equal(restored(spaceWith([]), restore).revision, 3);
  });

  it('is not approved by the config for an earlier sure reading, even if the room becomes free', () => {
    const by = { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' } as const;
    const standings = [
      { status: 'scheduled' },
      { status: 'conflict', with: by },
      { status: 'dismissed', by: ana, conflict: by },
    ] as const;
    for (const standing of standings) {
      const space = surelyRead(spaceWith([reminder(5, needsAction)], { standing }));
      const next = restored(space, restore);
      assert.deepEqual([isSurelyRead(next), next.revision], [false, 10_003]);
      assert.equal(restored(next, restore), next);
    }
    const over = surelyRead(spaceWith([reminder(5, sent)], { startAt: restore.restoredAt - 1 }));
    assert.equal(restored(over, restore), over);
  });

  it('counts a post as surely read only if it is newer than the restore', () => {
    const after = restore.restoredAt + minute + 1;
    for (const sure of [true, false]) {
      assert.deepEqual(readAfter(restore, after, { sure }), { sure });
      assert.deepEqual(readAfter(null, 0, { sure }), { sure });
      assert.deepEqual(readAfter(restore, after - 1, { sure }), { sure: false });
    }
  });

  it('is recognised by its commit, and reminders due up to a minute after the restore may have been posted', () => {
    const space = spaceWith([]);
    assert.equal(restoreCommitId(space), 'restore:1:3');
    assert.equal(copiedRevision({ commitId: 'restore:1:10003', revision: 10_003 }), 3);
    assert.equal(copiedRevision({ commitId: 'restore:1:4', revision: 4 }), 3, 'by an earlier version');
    assert.equal(copiedRevision({ commitId: 'run:1', revision: 3 }), undefined);
    assert.ok(wasDueBefore(restore, restore.restoredAt + minute));
    assert.ok(!wasDueBefore(restore, restore.restoredAt + minute + 1));
  });
});
