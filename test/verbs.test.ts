import assert from 'node:assert/strict';
import type { Actor } from '../core/actor.ts';
import { decide } from '../core/decide.ts';
import type { OpenSpace, Standing } from '../core/open-space.ts';
import type { ReminderState } from '../core/reminder.ts';
import type { Verb } from '../core/request.ts';
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
    reminders: [{ key: '15', minutes: 15, sendAt: startAt - 15 * minute, state }],
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

describe('every status and every verb', () => {
  for (const [status, space] of Object.entries(situations)) {
    for (const [name, verb] of Object.entries(verbs)) {
      const want =
        expected[status as Status][name === 'undo' ? 'take back' : (name as Exclude<keyof typeof verbs, 'undo'>)];
      it(`${status}: ${name} is ${want instanceof RegExp ? 'refused with a reason' : `allowed, then ${want}`}`, () => {
        assert.equal(statusOf(space), status);
        const answer = decide({ space, now, rules }, { ...verb, id: 'x', by: ana });
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
});
