import assert from 'node:assert/strict';
import { reduce } from '../../core/handle-message.ts';
import { nextInPlaceOf } from '../../core/left-out.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Reminder } from '../../core/reminder.ts';
import { deadlineWords, reminderWords } from '../../core/words.ts';
import {
  approved,
  denied,
  minute,
  needsAction,
  reminder,
  rules,
  sending,
  spaceWith,
  startAt,
} from '../support/rule-spaces.ts';

/** The reminder that goes out in the place of the first one, so many minutes before the start. */
const inPlace = (minutes: number, ...reminders: Reminder[]): string | undefined =>
  nextInPlaceOf(spaceWith(reminders), reminders[0] ?? assert.fail(), startAt - minutes * minute)?.key;

describe('a late reminder', () => {
  const [first, second] = [reminder(45, approved), reminder(30, approved)];

  it('is left out for the next one in the second half of the time between the two, and goes out before', () => {
    assert.equal(inPlace(31, first, second), '30');
    assert.equal(inPlace(37.5, first, second), '30');
    assert.equal(inPlace(37.5 + 1 / 60, first, second), undefined);
    assert.equal(inPlace(30, first, second), undefined, 'then the later one is sent, and it is replaced by that');
  });

  it('is left out for five minutes at least, and ten at most', () => {
    const [day, hour] = [reminder(1440, approved), reminder(60, approved)];
    assert.deepEqual([inPlace(71, day, hour), inPlace(70, day, hour)], [undefined, '60']);
    const [eight, two] = [reminder(8, approved), reminder(2, approved)];
    assert.deepEqual([inPlace(7.5, eight, two), inPlace(7, eight, two)], [undefined, '2']);
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
    for (const state of [needsAction, sending]) assert.equal(inPlace(31, reminder(45, state), second), undefined);
  });

  it('is said to be left out exactly when it is left out', () => {
    const undecided = reminder(30, needsAction);
    const asApproved = [reminder(30, approved), reminder(15, approved)];
    for (let minutes = 30; minutes > 15; minutes -= 0.5) {
      const at = startAt - minutes * minute;
      const isLeftOut = inPlace(minutes, ...asApproved) !== undefined;
      const said = (next: Reminder) => [
        reminderWords(undecided, spaceWith([undecided, next]), at),
        deadlineWords(spaceWith([undecided, next]), at),
      ];
      // If the next one is undecided too, the approval of this one alone sends it, and that of both may not.
      const [alone, both = ''] = said(reminder(15, needsAction));
      assert.equal(alone, 'goes out at once, if approved');
      assert.equal(both.endsWith('only the next one goes out.'), isLeftOut, `${minutes}: ${both}`);
      const [one = '', card = ''] = said(reminder(15, approved));
      const leftOut = 'is left out even if approved, because the 15-minute reminder goes out soon';
      assert.equal(one, isLeftOut ? leftOut : 'goes out at once, if approved', `${minutes}`);
      assert.equal(card.endsWith('only the next one goes out.'), isLeftOut, `${minutes}: ${card}`);
    }
    const picked = { ...undecided, sendAtPicked: true };
    const words = deadlineWords(spaceWith([picked, reminder(15, needsAction)]), startAt - 16 * minute);
    assert.match(words, /If approved before 16:45 PDT, the 30-minute reminder goes out at once\.$/u);
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
    const early = { space, now: startAt - 41 * minute, rules };
    assert.equal(reduce(early, { kind: 'nextIsSoon' }).space, space);
  });
});
