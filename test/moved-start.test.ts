import assert from 'node:assert/strict';
import { decide } from '../core/decide.ts';
import type { OpenSpace, Standing } from '../core/open-space.ts';
import type { Verb } from '../core/request.ts';
import { minute, reminder, spaceWith, startAt, without } from './support/rule-spaces.ts';

const now = Date.parse('2017-05-19T18:00:00Z');
const picked = startAt - 5 * minute;
const rules = { reminderMinutes: [15], autoSend: false, approvalLeadMinutes: 30 };
const by = { id: 'U0ORG1', name: 'ana', door: 'slack' } as const;

const spaceIn = (standing: Standing, approval: 'approved' | 'needs_action'): OpenSpace =>
  without(
    spaceWith([reminder(15, { status: approval }, { sendAt: picked, sendAtPicked: true })], {
      standing,
      openedAt: now - minute,
      conferenceEndsAt: startAt + 24 * 60 * minute,
    }),
    'source',
  );

describe('a start that organisers move', () => {
  const scheduled = { status: 'scheduled' } as const;
  const ask = (space: OpenSpace, verb: Verb) => decide({ space, now, rules }, { id: 'r', by, ...verb });

  it('leaves no reminder after the new start, even if its time was picked', () => {
    for (const moved of [startAt - 60 * minute, picked - 1, picked, picked + 1, startAt + 60 * minute]) {
      for (const [approval, verb] of [
        ['approved', { verb: 'change', startAt: moved }],
        ['needs_action', { verb: 'decide', approval: 'approved', startAt: moved }],
      ] as const) {
        const answer = ask(spaceIn(scheduled, approval), verb);
        assert.ok(answer.kind === 'accepted');
        const sendAt = answer.space.reminders[0]?.sendAt;
        assert.equal(sendAt, picked < moved ? picked : moved - 15 * minute);
      }
    }
  });

  it('cannot be in another year: a wrong date is refused through every interface', () => {
    const slip = startAt + 365 * 24 * 60 * minute;
    for (const [standing, verb] of [
      [scheduled, { verb: 'change', startAt: slip }],
      [scheduled, { verb: 'decide', approval: 'approved', startAt: slip }],
      [{ status: 'needs_review' }, { verb: 'stage', room: 'A103', startAt: slip }],
    ] as const) {
      const answer = ask(spaceIn(standing, 'needs_action'), verb);
      assert.match(answer.kind === 'refused' ? answer.reason : '', /30 days after the conference\. Check the date/u);
    }
  });
});
