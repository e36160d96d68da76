/** An open space in every state that a card can show. */
import type { OpenSpace } from '../../core/open-space.ts';
import { closed, withSendResult } from '../../core/outcomes.ts';
import type { Status } from '../../core/status.ts';
import { withReminder } from './reminders.ts';
import { after, fivePm, someSpace, yoga } from './slack-views.ts';

export const conflicted = (): OpenSpace =>
  yoga({ taken: { openSpaceId: '9', room: 'B114', startAt: fivePm + 15 * 60_000, relation: 'overlaps' } });
export const approved = (): OpenSpace => after(yoga(), { verb: 'decide', approval: 'approved' });
const sending = (): OpenSpace => withReminder(approved(), '15', { status: 'sending' });
const ended = (status: 'unconfirmed' | 'failed'): OpenSpace =>
  withReminder(sending(), '15', { status, why: 'X did not say' });

export const examples: Readonly<Record<Status, () => OpenSpace>> = {
  needs_review: () => someSpace({ verdict: 'review' }),
  conflict: conflicted,
  scheduled: () => ({ ...yoga(), reminders: [] }),
  needs_action: yoga,
  approved,
  sending,
  sent: () => withSendResult(sending(), '15', { kind: 'sent', at: fivePm - 900_000, tweetId: '866' }),
  denied: () => after(yoga(), { verb: 'decide', approval: 'denied' }),
  dismissed: () => after(conflicted(), { verb: 'decide', approval: 'denied' }),
  cancelled: () => after(approved(), { verb: 'cancel' }),
  missed: () => closed(yoga()),
  unconfirmed: () => ended('unconfirmed'),
  failed: () => ended('failed'),
  superseded: () => withReminder(yoga(), '15', { status: 'superseded', why: 'the 5-minute reminder went out' }),
  over: () => closed(someSpace({ verdict: 'review' })),
};
