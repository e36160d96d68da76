import assert from 'node:assert/strict';
import { wasEverApproved } from '../core/decision.ts';
import { withSendResult } from '../core/outcomes.ts';
import { withReminder } from './support/reminders.ts';
import type { OpenSpace } from '../core/open-space.ts';
import type { Verb } from '../core/request.ts';
import { statusOf } from '../core/status.ts';
import { after, fivePm, yoga } from './support/slack-views.ts';

const approve: Verb = { verb: 'decide', approval: 'approved' };
const deny: Verb = { verb: 'decide', approval: 'denied' };
const takeBack: Verb = { verb: 'undo' };

describe('an open space that was announced already', () => {
  it('can be cancelled, and the cancellation undone, without a second reminder', () => {
    const sending = withReminder(after(yoga(), approve), '15', { status: 'sending' });
    const sent = withSendResult(sending, '15', { kind: 'sent', at: fivePm - 900_000, tweetId: '866' });
    const cancelled = after(sent, { verb: 'cancel' });
    assert.equal(statusOf(cancelled), 'cancelled');
    for (const verb of [takeBack, approve]) assert.equal(statusOf(after(cancelled, verb)), 'sent');
  });
});

describe('whether an open space was ever approved', () => {
  const approvedByConfig = (): OpenSpace => withReminder(yoga(), '15', { status: 'approved' });

  it('is known after a denial, whoever had approved it', () => {
    const changed = [
      after(after(yoga(), approve), deny),
      after(after(after(yoga(), approve), takeBack), deny),
      after(approvedByConfig(), deny),
      after(after(yoga(), approve), { verb: 'cancel' }),
    ];
    assert.deepEqual(changed.map(wasEverApproved), [true, true, true, true]);
  });

  it('is not invented', () => {
    const never = [
      yoga(),
      after(yoga(), deny),
      after(after(yoga(), { verb: 'change', room: 'A103' }), { verb: 'cancel' }),
    ];
    assert.deepEqual(never.map(wasEverApproved), [false, false, false]);
  });
});
