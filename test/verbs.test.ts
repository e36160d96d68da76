import assert from 'node:assert/strict';
import type { Actor } from '../core/actor.ts';
import { decide } from '../core/decide.ts';
import { nextStep } from '../core/next-step.ts';
import { closed, withSendResult } from '../core/outcomes.ts';
import { withReminder } from './support/reminders.ts';
import { moveStanding, openReminders, standingMoves, type OpenSpace, type Standing } from '../core/open-space.ts';
import { moveReminder, reminderMoves, type ReminderState, type ReminderStatus } from '../core/reminder.ts';
import type { Request, Verb } from '../core/request.ts';
import { statusOf, type Status } from '../core/status.ts';

const minute = 60_000;
const now = Date.parse('2017-05-19T18:00:00Z');
const startAt = Date.parse('2017-05-20T00:00:00Z');
const rules = { reminderMinutes: [15], autoSend: false, approvalLeadMinutes: 30 };
const ana: Actor = { id: 'U0ORG1', name: 'ana', door: 'slack' };
const bo: Actor = { id: 'U0ORG2', name: 'bo', door: 'api' };

function spaceIn(standing: Standing, state: ReminderState = { status: 'needs_action' }): OpenSpace {
  return {
    id: '1',
    conferenceId: 'c',
    timeZone: 'America/Los_Angeles',
    room: 'B114',
    startAt,
    openedAt: now - minute,
    conferenceEndsAt: startAt + 3 * 86_400_000,
    standing,
    reminders: openReminders({ startAt }, now, rules, 'nobody').map((reminder) => ({ ...reminder, state })),
    revision: 4,
    decisions: [],
    refusals: [],
  };
}

const scheduled: Standing = { status: 'scheduled' };
const situations: Readonly<Record<Status, OpenSpace>> = {
  needs_review: spaceIn({ status: 'needs_review' }),
  conflict: spaceIn({ status: 'conflict', with: { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' } }),
  scheduled: { ...spaceIn(scheduled), reminders: [] },
  needs_action: spaceIn(scheduled),
  approved: spaceIn(scheduled, { status: 'approved', by: bo }),
  denied: spaceIn(scheduled, { status: 'denied', by: bo }),
  sending: spaceIn(scheduled, { status: 'sending' }),
  sent: spaceIn(scheduled, { status: 'sent', at: startAt - 15 * minute, tweetId: '5' }),
  unconfirmed: spaceIn(scheduled, { status: 'unconfirmed', why: 'nobody knows' }),
  failed: spaceIn(scheduled, { status: 'failed', why: 'X refused it' }),
  missed: spaceIn(scheduled, { status: 'missed', why: 'nobody approved it' }),
  superseded: spaceIn(scheduled, { status: 'superseded', why: 'another went out' }),
  dismissed: spaceIn({ status: 'dismissed', by: bo }),
  cancelled: spaceIn({ status: 'cancelled', by: bo }),
  over: spaceIn({ status: 'over', was: 'needs_review' }),
};

const later = startAt + 60 * minute;
const verbs = {
  approve: { verb: 'decide', approval: 'approved' },
  deny: { verb: 'decide', approval: 'denied' },
  'take back': { verb: 'decide', approval: 'needs_action' },
  undo: { verb: 'undo' },
  'change room': { verb: 'change', room: 'A103' },
  'change start': { verb: 'change', startAt: later },
  stage: { verb: 'stage', room: 'A103', startAt: later },
  cancel: { verb: 'cancel' },
  'send now': { verb: 'sendNow' },
} as const satisfies Record<string, Verb>;

const yes = (status: Status) => status;
const no = (reason: RegExp) => reason;
const posted = no(/^Its reminder (went out|may be on X or not|failed|was missed|was not needed)/u);
const beingPosted = no(/being posted right now/u);
const isOver = no(/It is over/u);
const notYet = no(/It is not scheduled/u);
const undecided = {
  approve: yes('approved'),
  deny: yes('dismissed'),
  'take back': no(/Nobody has decided/u),
  'change room': yes('needs_action'),
  'change start': yes('needs_action'),
  stage: yes('approved'),
  cancel: notYet,
  'send now': notYet,
} as const;
const settled = (change: Status) => ({
  approve: posted,
  deny: posted,
  'take back': posted,
  'change room': yes(change),
  'change start': yes(change),
  stage: no(/scheduled already/u),
  cancel: yes('cancelled'),
  'send now': posted,
});

/**
 * For every status, what each verb comes to: the status after it, or the reason that the asker hears. Undoing comes to
 * the same as taking back, where no approval had been taken away.
 */
const expected: Readonly<Record<Status, Readonly<Record<Exclude<keyof typeof verbs, 'undo'>, Status | RegExp>>>> = {
  needs_review: undecided,
  conflict: undecided,
  scheduled: {
    approve: no(/has no reminder/u),
    deny: no(/has no reminder/u),
    'take back': no(/has no reminder/u),
    'change room': yes('scheduled'),
    'change start': yes('scheduled'),
    stage: no(/scheduled already/u),
    cancel: yes('cancelled'),
    'send now': no(/has no reminder/u),
  },
  needs_action: {
    approve: yes('approved'),
    deny: yes('denied'),
    'take back': no(/undecided already/u),
    'change room': yes('needs_action'),
    'change start': yes('needs_action'),
    stage: no(/scheduled already/u),
    cancel: yes('cancelled'),
    'send now': yes('approved'),
  },
  approved: {
    approve: no(/approved already, by bo/u),
    deny: yes('denied'),
    'take back': yes('needs_action'),
    'change room': yes('approved'),
    'change start': yes('approved'),
    stage: no(/scheduled already/u),
    cancel: yes('cancelled'),
    'send now': yes('approved'),
  },
  denied: {
    approve: yes('approved'),
    deny: no(/denied already, by bo/u),
    'take back': yes('needs_action'),
    'change room': yes('denied'),
    'change start': yes('denied'),
    stage: no(/scheduled already/u),
    cancel: yes('cancelled'),
    'send now': yes('approved'),
  },
  sending: {
    approve: beingPosted,
    deny: beingPosted,
    'take back': beingPosted,
    'change room': beingPosted,
    'change start': beingPosted,
    stage: beingPosted,
    cancel: beingPosted,
    'send now': beingPosted,
  },
  sent: settled('sent'),
  unconfirmed: settled('unconfirmed'),
  failed: settled('failed'),
  missed: settled('missed'),
  superseded: settled('superseded'),
  dismissed: {
    approve: yes('approved'),
    deny: no(/denied already, by bo/u),
    'take back': yes('needs_review'),
    'change room': no(/It is denied\. Undo that first/u),
    'change start': no(/It is denied\. Undo that first/u),
    stage: yes('approved'),
    cancel: notYet,
    'send now': notYet,
  },
  cancelled: {
    approve: yes('approved'),
    deny: no(/cancelled already, by bo/u),
    'take back': yes('needs_action'),
    'change room': no(/It is cancelled\. Undo that first/u),
    'change start': no(/It is cancelled\. Undo that first/u),
    stage: yes('approved'),
    cancel: no(/cancelled already, by bo/u),
    'send now': notYet,
  },
  over: {
    approve: isOver,
    deny: isOver,
    'take back': isOver,
    'change room': isOver,
    'change start': isOver,
    stage: isOver,
    cancel: isOver,
    'send now': isOver,
  },
};

const request = (verb: Verb, more: Partial<Request> = {}): Request =>
  ({ ...verb, id: 'x', by: ana, ...more }) as Request;

describe('every status and every verb', () => {
  for (const [status, space] of Object.entries(situations)) {
    for (const [name, verb] of Object.entries(verbs)) {
      const want =
        expected[status as Status][name === 'undo' ? 'take back' : (name as Exclude<keyof typeof verbs, 'undo'>)];
      it(`${status}: ${name} is ${want instanceof RegExp ? 'refused with a reason' : `allowed, then ${want}`}`, () => {
        assert.equal(statusOf(space), status);
        const answer = decide({ space, now, rules }, request(verb));
        if (want instanceof RegExp) {
          assert.equal(answer.kind, 'refused');
          assert.match(answer.kind === 'refused' ? answer.reason : '', want);
        } else {
          assert.equal(answer.kind === 'accepted' ? statusOf(answer.space) : answer.reason, want);
          assert.equal(answer.kind === 'accepted' && answer.space.revision, space.revision + 1);
        }
      });
    }
  }

  it('refuses every move that the tables do not allow', () => {
    for (const [from, allowed] of Object.entries(standingMoves)) {
      const space = situations[from as Status];
      for (const [to, { standing }] of Object.entries(situations)) {
        if (!(to in standingMoves) || standing.status !== to) continue;
        const move = () => moveStanding(space, standing);
        if ((allowed as readonly string[]).includes(to)) assert.equal(move().standing.status, to);
        else assert.throws(move, /cannot go from/u);
      }
    }
    for (const [from, allowed] of Object.entries(reminderMoves)) {
      const reminder = situations[from as ReminderStatus].reminders[0];
      assert.ok(reminder);
      for (const to of Object.keys(reminderMoves) as ReminderStatus[]) {
        const state = situations[to].reminders[0]?.state;
        assert.ok(state);
        if (allowed.includes(to)) assert.equal(moveReminder(reminder, state).state.status, to);
        else assert.throws(() => moveReminder(reminder, state), /cannot go from/u);
      }
    }
  });
});

describe('what organisers decide', () => {
  it('is refused once the start has passed', () => {
    for (const verb of [verbs.approve, verbs.cancel, verbs['send now']]) {
      const answer = decide({ space: situations.needs_action, now: startAt, rules }, request(verb));
      assert.match(answer.kind === 'refused' ? answer.reason : '', /nothing is posted after the start/u);
    }
  });

  it('is refused when it was made on an old card, and says who was faster', () => {
    const first = decide({ space: situations.needs_action, now, rules }, request(verbs.deny, { by: bo, revision: 4 }));
    assert.ok(first.kind === 'accepted');
    const second = decide({ space: first.space, now, rules }, request(verbs.approve, { revision: 4 }));
    assert.match(second.kind === 'refused' ? second.reason : '', /bo was faster: denied/u);
  });

  it('keeps the approval and moves the timer when only room or start change', () => {
    const answer = decide({ space: situations.approved, now, rules }, request(verbs['change start']));
    assert.ok(answer.kind === 'accepted');
    assert.equal(answer.space.reminders[0]?.sendAt, later - 15 * minute);
    assert.equal(answer.space.reminders[0]?.state.status, 'approved');
  });

  it('takes room, start and approval from one press', () => {
    const answer = decide(
      { space: situations.needs_action, now, rules },
      request({ ...verbs.approve, room: 'A103', startAt: later }),
    );
    assert.ok(answer.kind === 'accepted');
    assert.equal(answer.space.room, 'A103');
    assert.equal(answer.space.startAt, later);
    assert.equal(statusOf(answer.space), 'approved');
  });

  it('asks for what a review still lacks', () => {
    const { room: _, startAt: _start, ...bare } = situations.needs_review;
    const noRoom = decide({ space: bare, now, rules }, request(verbs.approve));
    const noStart = decide({ space: bare, now, rules }, request({ ...verbs.approve, room: 'A103' }));
    assert.deepEqual(noRoom, { kind: 'refused', reason: 'Pick a room first.' });
    assert.deepEqual(noStart, { kind: 'refused', reason: 'Pick a date and a time first.' });
  });
});

describe('several reminders', () => {
  const two = { ...rules, reminderMinutes: [15, 30] };
  const space: OpenSpace = {
    ...spaceIn(scheduled),
    reminders: openReminders({ startAt }, now, two, ana),
  };

  it('are waited for one after the other', () => {
    const step = nextStep(space, now);
    assert.ok(step.kind === 'wait' && step.until === startAt - 30 * minute && step.summary === 'reminder at 16:30 PDT');
    assert.deepEqual(nextStep(space, startAt - 30 * minute), { kind: 'send', key: '30' });
    const sent = withSendResult(withReminder(space, '30', { status: 'sending' }), '30', { kind: 'sent', at: 1 });
    const next = nextStep(sent, startAt - 29 * minute);
    assert.ok(next.kind === 'wait' && next.until === startAt - 15 * minute);
  });

  it('go as one when they are due together', () => {
    const at = startAt - 9 * minute;
    assert.deepEqual(nextStep(space, at), { kind: 'send', key: '15' });
    const sent = withSendResult(withReminder(space, '15', { status: 'sending' }), '15', { kind: 'sent', at });
    assert.deepEqual(
      sent.reminders.map((reminder) => reminder.state.status),
      ['superseded', 'sent'],
    );
    assert.deepEqual(nextStep(sent, at), { kind: 'end' });
  });

  it('tell what was missed, and leave what was denied', () => {
    const denied = decide({ space, now, rules: two }, request({ verb: 'decide', approval: 'denied', reminder: '30' }));
    assert.ok(denied.kind === 'accepted');
    assert.deepEqual(
      closed(denied.space).reminders.map((reminder) => reminder.state.status),
      ['denied', 'missed'],
    );
    const undecided = { ...space, reminders: openReminders({ startAt }, now, two, 'nobody') };
    const approved = decide(
      { space: undecided, now, rules: two },
      request({ verb: 'decide', approval: 'approved', reminder: '30' }),
    );
    assert.ok(approved.kind === 'accepted');
    const states = closed(approved.space).reminders.map(({ state }) => state.status === 'missed' && state.wasApproved);
    assert.deepEqual(states, [true, false]);
  });
});
