import assert from 'node:assert/strict';
import { whyNotRepeated, withSendResult, withTold } from '../../core/outcomes.ts';
import type { Reminder } from '../../core/reminder.ts';
import {
  approved,
  correction,
  minute,
  needsAction,
  now,
  reminder,
  said,
  sending,
  spaceWith,
  startAt,
} from '../support/rule-spaces.ts';

describe('a reminder that X did not take', () => {
  const due = startAt - 15 * minute;
  const why = (first: Reminder, later: Reminder, at = due) => whyNotRepeated(spaceWith([first, later]), first, at);

  it('is not repeated once a later one is due, or goes out soon', () => {
    const first = reminder(30, sending);
    assert.equal(why(first, reminder(15, approved)), 'a later reminder is due');
    const soon = due - 7.5 * minute;
    assert.equal(why(first, reminder(15, approved), soon), 'the next reminder goes out soon');
    assert.equal(why(first, reminder(15, approved), soon - 1), undefined);
    assert.equal(why(first, reminder(15, needsAction)), undefined, 'nobody has approved the later one');
    assert.equal(why(first, reminder(45, approved)), undefined, 'the other one is earlier');
    const { sendAt: _sendAt, ...timeless } = reminder(15, approved);
    assert.equal(why(first, timeless), undefined);
    assert.equal(whyNotRepeated(spaceWith([first]), first, startAt), undefined);
  });

  it('is repeated if an organiser wants it again, or if one of the two is a correction', () => {
    const [first, later] = [reminder(30, sending), reminder(15, approved)];
    assert.equal(why({ ...first, retried: 2 }, later), undefined);
    assert.equal(why(correction(sending), later), undefined);
    assert.equal(why(first, correction(approved, { sendAt: due })), undefined);
  });
});

describe('a reminder that is held because another one may be on X', () => {
  const ahead = { kind: 'held', afterMs: 5_000, why: 'w', ahead: ['15'] } as const;

  it('waits, and nobody can change the other one until its outcome is known', () => {
    const space = spaceWith([reminder(30, approved), reminder(15, approved)]);
    const next = withSendResult(space, '30', ahead);
    assert.deepEqual(next.reminders, [reminder(30, approved, { held: 'w' }), reminder(15, sending, { said })]);
    assert.equal(next.revision, 4);
    assert.equal(withSendResult(next, '30', ahead), next, 'known already');
    const heldBefore = spaceWith([reminder(30, approved, { held: 'w' }), reminder(15, approved)]);
    assert.deepEqual(withSendResult(heldBefore, '30', ahead), { ...next, revision: 4 });
  });

  it('changes no other one that is undecided, or that is not named', () => {
    const space = spaceWith([reminder(30, approved), reminder(15, needsAction), reminder(5, approved)]);
    const { reminders } = withSendResult(space, '30', ahead);
    assert.deepEqual(reminders, [reminder(30, approved, { held: 'w' }), ...space.reminders.slice(1)]);
  });
});

describe('what people were told', () => {
  const inSlack = { where: 'A106', startAt, isOnlyInSlack: true } as const;

  it('on X counts more than what only Slack was told later', () => {
    const onX = spaceWith([], { told: said });
    assert.equal(withTold(onX, inSlack), onX);
    assert.deepEqual(withTold(onX, { where: 'A106', startAt: now }).told, { where: 'A106', startAt: now });
    assert.deepEqual(withTold(spaceWith([]), inSlack).told, inSlack);
    const onlyInSlack = spaceWith([], { told: inSlack });
    assert.deepEqual(withTold(onlyInSlack, { ...inSlack, where: 'B114' }).told, { ...inSlack, where: 'B114' });
    assert.deepEqual(withTold(onlyInSlack, said).told, said);
  });
});
