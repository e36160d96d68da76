import assert from 'node:assert/strict';
import { reduce } from '../../core/handle-message.ts';
import { nextInPlaceOf } from '../../core/left-out.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Reminder } from '../../core/reminder.ts';
import { reminderWords } from '../../core/words.ts';
import { approved, denied, minute, needsAction, reminder, rules, spaceWith, startAt } from '../support/rule-spaces.ts';

/** The reminder that goes out in the place of the first one, so many minutes before the start. */
const inPlace = (minutes: number, ...reminders: Reminder[]): string | undefined =>
  nextInPlaceOf(spaceWith(reminders), reminders[0] ?? assert.fail(), startAt - minutes * minute)?.key;

describe('a late reminder', () => {
  const [first, second] = [reminder(45, approved), reminder(30, approved)];

  it('is left out for the next one within its last five minutes, and goes out before', () => {
    assert.equal(inPlace(31, first, second), '30');
    assert.equal(inPlace(35, first, second), '30');
    assert.equal(inPlace(35 + 1 / 60, first, second), undefined);
    assert.equal(inPlace(30, first, second), undefined, 'then the later one is sent, and it is replaced by that');
  });

  it('goes out if it is on time, or if no other one is sure to go out soon', () => {
    assert.equal(inPlace(31.5, reminder(32, approved), second), undefined);
    assert.equal(inPlace(31, reminder(32, approved), second), '30');
    for (const other of [needsAction, denied]) assert.equal(inPlace(31, first, reminder(30, other)), undefined);
    assert.equal(inPlace(31, first, reminder(30, approved, { corrects: 'moved' })), undefined);
    assert.equal(inPlace(31, first), undefined);
  });

  it('goes out if an organiser has asked for this one, or if it corrects what people were told', () => {
    for (const more of [{ sendAtPicked: true }, { retried: 2 }, { corrects: 'moved' }] as const) {
      assert.equal(inPlace(31, { ...first, ...more }, second), undefined);
    }
    assert.equal(inPlace(31, reminder(45, needsAction), second), undefined);
  });

  it('says why it was not needed; the others stay as they are', () => {
    const space: OpenSpace = spaceWith([reminder(60, approved), first, second, reminder(15, approved)]);
    const { space: next } = reduce({ space, now: startAt - 31 * minute, rules }, { kind: 'nextIsSoon' });
    assert.equal(next.revision, space.revision + 1);
    assert.deepEqual(
      next.reminders.map(({ state }) => state.status),
      ['superseded', 'superseded', 'approved', 'approved'],
    );
    const words = 'was not needed: its time had passed, and the 30-minute reminder goes out soon';
    assert.equal(reminderWords(next.reminders[1] ?? assert.fail(), space), words);
    const early = { space, now: startAt - 40 * minute, rules };
    assert.equal(reduce(early, { kind: 'nextIsSoon' }).space, space);
  });
});
