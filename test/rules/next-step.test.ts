import assert from 'node:assert/strict';
import { nextStep, type StepOptions } from '../../core/next-step.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import {
  approved,
  conferenceEndsAt,
  correction,
  denied,
  minute,
  needsAction,
  now,
  reminder,
  sending,
  sent,
  spaceWith,
  startAt,
  without,
} from '../support/rule-spaces.ts';

const wait = (until: number, summary: string) => ({ kind: 'wait', until, summary });
const send = (key: string) => ({ kind: 'send', key });
const end = { kind: 'end' };
/** How long before its time a reminder is prepared. */
const ahead = 5_000;
const step = (space: OpenSpace, at: number, options?: StepOptions) => nextStep(space, at, options);

describe('what the workflow does next', () => {
  it('looks for an unclear post first, as soon as it may, even after the start', () => {
    const unclear = spaceWith([reminder(30, sending), reminder(15, approved)]);
    assert.deepEqual(step(unclear, now), send('30'));
    assert.deepEqual(step(unclear, startAt + minute), send('30'));
    const notBefore = new Map([['30', now + 5 * minute]]);
    assert.deepEqual(
      step(unclear, now, { notBefore }),
      wait(now + 5 * minute, 'checks the bot’s timeline at 16:05 PDT'),
    );
    assert.deepEqual(step(unclear, now + 5 * minute, { notBefore }), send('30'));
    assert.deepEqual(
      step({ ...unclear, standing: { status: 'cancelled', by: { id: '', name: '', door: 'x' } } }, now),
      send('30'),
    );
  });

  it('ends at the start, or without a future start at the end of the conference', () => {
    const space = spaceWith([reminder(15, approved)]);
    assert.deepEqual(step(space, startAt), end);
    assert.equal(step(space, startAt - 1).kind, 'send');
    const past = { ...space, startAt: space.openedAt };
    assert.notDeepEqual(step(past, startAt), end);
    assert.deepEqual(step(past, conferenceEndsAt), end);
    assert.deepEqual(step(without(space, 'startAt'), conferenceEndsAt), end);
  });

  it('prepares an approved reminder before its time, and sends the last one that is due', () => {
    const both = [reminder(15, approved), reminder(30, approved)];
    for (const reminders of [both, both.toReversed()]) {
      const space = spaceWith(reminders);
      const at = startAt - 30 * minute - ahead;
      assert.deepEqual(step(space, at - 1), wait(at, 'reminder at 16:30 PDT'));
      assert.deepEqual(step(space, at), send('30'));
      assert.deepEqual(step(space, startAt - 15 * minute - ahead - 1), send('30'));
      assert.deepEqual(step(space, startAt - 15 * minute - ahead), send('15'));
    }
    const { sendAt: _, ...timeless } = reminder(15, approved);
    assert.deepEqual(step(spaceWith([timeless, reminder(30, approved)]), startAt - ahead - 1), send('30'));
    assert.deepEqual(step(spaceWith([timeless, reminder(30, approved)]), startAt - ahead), send('15'));
  });

  it('waits for a held reminder and for approval on the same timer', () => {
    const space = spaceWith([reminder(30, approved)]);
    const notBefore = new Map([['30', startAt - 10 * minute]]);
    assert.deepEqual(
      step(space, startAt - 20 * minute, { notBefore }),
      wait(startAt - 10 * minute, 'reminder at 16:50 PDT'),
    );
    // X may have the last one that is due: what it stands for waits as well.
    const two = spaceWith([reminder(30, approved), reminder(15, approved)]);
    const lost = new Map([['15', startAt - 9 * minute]]);
    const at = startAt - 10 * minute;
    assert.deepEqual(step(two, at, { notBefore: lost }), wait(startAt - 9 * minute, 'reminder at 16:51 PDT'));
    const undecided = spaceWith([reminder(30, needsAction), reminder(15, denied)]);
    assert.deepEqual(step(undecided, now), wait(startAt - 30 * minute - ahead, 'reminder at 16:30 PDT'));
    const atStart = 'until the start at 17:00 PDT';
    assert.deepEqual(step(undecided, startAt - 30 * minute), wait(startAt, `waits for approval ${atStart}`));
    assert.deepEqual(step(spaceWith([reminder(15, denied)]), now), wait(startAt, `can be changed ${atStart}`));
    assert.deepEqual(step(spaceWith([]), now), wait(startAt, `can be changed ${atStart}`));
    assert.deepEqual(
      step(spaceWith([reminder(30, needsAction), reminder(15, sent)]), startAt - minute),
      wait(startAt, `waits for approval ${atStart}`),
    );
  });

  it('ends once every reminder is settled, unless the workflow runs again', () => {
    const space = spaceWith([reminder(30, sent), reminder(15, { status: 'failed', why: 'x' })]);
    assert.deepEqual(step(space, now), end);
    const changed = wait(startAt, 'can be changed until the start at 17:00 PDT');
    assert.deepEqual(step(space, now, { again: true }), changed);
  });

  it('waits for decisions while the open space is not scheduled, and then posts only a cancellation', () => {
    const off = { status: 'cancelled', by: { id: '', name: '', door: 'x' } } as const;
    const cancelled = spaceWith([reminder(15, approved)], { standing: off });
    const decided = wait(startAt, 'can be decided until 17:00 PDT');
    assert.deepEqual(step(cancelled, startAt - 15 * minute), decided);
    assert.deepEqual(step({ ...cancelled, reminders: [reminder(15, sent)] }, now), decided);
    assert.deepEqual(step({ ...cancelled, reminders: [] }, now), decided);
    const told = { ...cancelled, reminders: [reminder(15, sent), correction(approved, { corrects: 'cancelled' })] };
    assert.deepEqual(step(told, now), send('correction3'));
    const undecided = { ...told, reminders: [reminder(15, sent), correction(needsAction, { corrects: 'cancelled' })] };
    assert.deepEqual(step(undecided, now), wait(startAt, 'waits for approval until the start at 17:00 PDT'));
    assert.deepEqual(step({ ...told, reminders: [correction(approved)] }, now), decided);
  });
});
