import assert from 'node:assert/strict';
import { decide } from '../core/decide.ts';
import { openReminders, type OpenSpace, type Standing } from '../core/open-space.ts';
import type { Verb } from '../core/request.ts';

const minute = 60_000;
const now = Date.parse('2017-05-19T18:00:00Z');
const startAt = Date.parse('2017-05-20T00:00:00Z');
const picked = startAt - 5 * minute;
const rules = { reminderMinutes: [15], autoSend: false, approvalLeadMinutes: 30 };
const by = { id: 'U0ORG1', name: 'ana', door: 'slack' } as const;

function spaceIn(standing: Standing, approval: 'approved' | 'needs_action'): OpenSpace {
  return {
    id: '1',
    conferenceId: 'c',
    timeZone: 'America/Los_Angeles',
    room: 'B114',
    startAt,
    openedAt: now - minute,
    conferenceEndsAt: startAt + 24 * 60 * minute,
    standing,
    reminders: openReminders(startAt, now, rules).map((one) => ({
      ...one,
      sendAt: picked,
      sendAtPicked: true,
      state: { status: approval },
    })),
    revision: 4,
    decisions: [],
    refusals: [],
  };
}

describe('a start that organisers move', () => {
  const scheduled = { status: 'scheduled' } as const;
  const ask = (space: OpenSpace, verb: Verb) => decide(space, { id: 'r', by, ...verb }, now, rules);

  it('leaves no reminder for after it, also where the time of the reminder was picked', () => {
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

  it('is not in another year: a slip of the date is refused, whoever asks and how', () => {
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
