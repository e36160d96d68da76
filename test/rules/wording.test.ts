import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Verb } from '../../core/request.ts';
import { answer, byAna, change, changed, later } from '../support/rule-decisions.ts';
import {
  approved,
  cancelled,
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

describe('a wording or a time', () => {
  const wording = { text: 'x', sendAt: now + 5 * minute };

  it('is stored for its reminder whenever the request is accepted', () => {
    const standings: OpenSpace['standing'][] = [
      ...[review, dismissed, cancelled, undecided].map(({ standing }) => standing),
      { status: 'conflict', with: { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' } },
    ];
    const verbs = fc.constantFrom<object>(
      ...(['approved', 'denied', 'needs_action'] as const).map((approval) => ({ verb: 'decide', approval })),
      { verb: 'change' },
      { verb: 'change', title: 't' },
      { verb: 'change', room: 'A106' },
      { verb: 'decide', approval: 'approved', room: 'A106', startAt: later },
    );
    const named = fc.constantFrom<object>({}, { reminder: '15' });
    const states = fc.constantFrom(needsAction, approved, denied, sent);
    const properties = fc.property(fc.constantFrom(...standings), verbs, named, states, states, (standing, ...more) => {
      const [verb, which, first, second] = more;
      const space = spaceWith([reminder(30, first), reminder(15, second)], { standing });
      const is = answer(space, { ...verb, ...which, ...wording } as Verb);
      if (is.kind === 'refused') return;
      const [worded, ...others] = is.space.reminders.filter(({ text }) => text === 'x');
      assert.deepEqual([worded?.sendAt, worded?.sendAtPicked, others], [wording.sendAt, true, []]);
      if ('reminder' in which) assert.equal(worded?.key, which.reminder);
    });
    fc.assert(properties, { numRuns: 500 });
    const corrected = spaceWith([reminder(15, sent), correction(needsAction)], { told: { where: 'A103', startAt } });
    const own = { verb: 'decide', approval: 'approved', reminder: 'correction3', text: 'x' } as const;
    assert.deepEqual(changed(corrected, own).reminders?.[1], correction(byAna, { text: 'x' }));
  });

  it('is kept for an unscheduled session, and counts once it is scheduled', () => {
    const noted = answer(review, change({ text: 'x' }));
    assert.ok(noted.kind === 'accepted');
    assert.equal(noted.space.standing.status, 'needs_review');
    const reminders = [reminder(30, needsAction, { text: 'x' }), reminder(15, needsAction)];
    assert.deepEqual(changed(review, change({ text: 'x' })), { reminders });
    const is = changed(noted.space, { verb: 'decide', approval: 'approved' });
    assert.deepEqual(is.reminders, [reminder(30, byAna, { text: 'x' }), reminder(15, byAna)]);
    const bare = without({ ...review, reminders: [{ key: '15', minutes: 15, state: needsAction }] }, 'startAt');
    const timed = answer(bare, change({ sendAt: later }));
    assert.ok(timed.kind === 'accepted');
    const start = later + 60 * minute;
    const picked = changed(timed.space, { verb: 'stage', startAt: start }).reminders?.[0];
    assert.deepEqual([picked?.sendAt, picked?.sendAtPicked], [later, true]);
    // One that is past by then counts no more.
    const late = changed(timed.space, { verb: 'stage', startAt: start }, { at: later }).reminders?.[0];
    assert.deepEqual([late?.sendAt, late?.sendAtPicked], [start - 15 * minute, undefined]);
  });
});
