import assert from 'node:assert/strict';
import type { Conflict } from '../../core/conflict.ts';
import { tellsTheSame, tells, waitingCorrection, withCorrection } from '../../core/correction.ts';
import {
  newOpenSpace,
  type Opening,
  decidableUntil,
  heldRoom,
  isOff,
  isPosting,
  moveStanding,
  scheduled as scheduledAt,
  takesRoom,
  titleOf,
  whereOf,
  type OpenSpace,
  type Standing,
} from '../../core/open-space.ts';
import {
  ana,
  approved,
  bo,
  conferenceEndsAt,
  correction,
  denied,
  minute,
  needsAction,
  now,
  plan,
  reminder,
  rules,
  sending,
  sent,
  spaceWith,
  startAt,
  without,
} from '../support/rule-spaces.ts';
import { correctionText } from '../../core/words.ts';

const conflict: Conflict = { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' };
const standings: Readonly<Record<Standing['status'], Standing>> = {
  needs_review: { status: 'needs_review' },
  conflict: { status: 'conflict', with: conflict },
  scheduled: { status: 'scheduled' },
  dismissed: { status: 'dismissed', by: ana },
  cancelled: { status: 'cancelled', by: ana },
  over: { status: 'over', was: 'conflict' },
};
const space = spaceWith([reminder(15, needsAction)]);

describe('a new open space', () => {
  const where = { id: '1', conferenceId: 'c', timeZone: 'UTC', conferenceEndsAt };
  const opening: Opening = { ...where, plan, approvedBy: 'nobody' };
  const bare = { conferenceId: 'c', id: '1', timeZone: 'UTC', openedAt: now, conferenceEndsAt };
  const fresh = { revision: 0, decisions: [], refusals: [] };
  const open = (more: Partial<Opening> = {}) => newOpenSpace({ ...opening, ...more }, now, rules);
  const { scheduled, needs_review: review } = standings;

  it('is scheduled if its post gives a room and a future start, and the room is free', () => {
    const reminders = [reminder(30, needsAction), reminder(15, needsAction)];
    const is = { ...bare, ...fresh, room: 'B114', startAt, standing: scheduled, reminders };
    assert.deepEqual(open(), is);
    assert.deepEqual(open({ taken: conflict }), { ...is, standing: standings.conflict });
    const told = { source: { tweetId: '1', url: 'u', host: { id: '7', username: 'y' } }, title: 't', note: 'n' };
    assert.deepEqual(open(told), { ...is, ...told });
    const placed = open({ plan: { verdict: 'schedule', startAt }, place: 'the park' });
    assert.deepEqual(placed, { ...without(is as OpenSpace, 'room'), place: 'the park' });
    const states = open({ approvedBy: bo }).reminders.map(({ state }) => state);
    assert.deepEqual(states, [approved, approved]);
    assert.equal(open({ conferenceEndsAt: now - 1 }).conferenceEndsAt, now);
  });

  it('otherwise goes to review or is a conflict', () => {
    for (const change of [{ verdict: 'review' }, { startAt: now }] as const)
      assert.deepEqual(open({ plan: { ...plan, ...change }, taken: conflict }).standing, review);
    assert.deepEqual(open({ plan: { verdict: 'schedule', room: 'B114' } }).standing, review);
    assert.deepEqual(open({ plan: { verdict: 'schedule', startAt } }).standing, review);
    const timeless = { ...bare, ...fresh, standing: review };
    const reminders = [30, 15].map((minutes) => ({ key: String(minutes), minutes, state: needsAction }));
    assert.deepEqual(open({ plan: { verdict: 'review' }, approvedBy: bo }), { ...timeless, reminders });
  });
});

describe('reminders', () => {
  it('are one for each number of minutes, the earliest first, approved as the config says', () => {
    const auto = { reminderMinutes: [15, 30, 15], autoSend: true, approvalLeadMinutes: 60 };
    const where = { id: '1', conferenceId: 'c', timeZone: 'UTC', conferenceEndsAt };
    const made = (at: number, approvedBy: Opening['approvedBy']) =>
      newOpenSpace({ ...where, plan: { ...plan, startAt: at, isSure: true }, approvedBy }, now, auto).reminders;
    const keys = made(startAt, 'config').map(({ key, state }) => [key, state.status]);
    assert.deepEqual(keys, [
      ['30', 'needs_action'],
      ['15', 'needs_action'],
    ]);
    assert.deepEqual(made(startAt + 1, 'config')[0]?.state, { status: 'approved' });
    assert.deepEqual(made(startAt, bo)[0]?.state, { status: 'approved', by: bo });
  });

  it('are reset when it is scheduled again, except corrections and those that were posted or may have been', () => {
    const before = spaceWith([
      reminder(60, sent),
      reminder(30, sending),
      reminder(15, denied),
      correction(needsAction),
    ]);
    const renewed = scheduledAt({ ...before, standing: standings.needs_review }, now, rules, ana).reminders;
    const byAna = { status: 'approved', by: ana } as const;
    assert.deepEqual(renewed, [
      reminder(60, sent),
      reminder(30, sending),
      reminder(15, byAna),
      correction(needsAction),
    ]);
    // A denial ends only by a person's word.
    for (const nobody of ['nobody', 'config'] as const) {
      const kept = scheduledAt({ ...before, standing: standings.needs_review }, now, rules, nobody).reminders;
      assert.deepEqual(kept[2], reminder(15, denied));
    }
  });

  it('are being posted while nobody knows whether X has one', () => {
    assert.ok(isPosting(spaceWith([reminder(30, sent), reminder(15, sending)])));
    assert.ok(!isPosting(spaceWith([reminder(30, sent), reminder(15, approved)])));
  });
});

describe('an open space', () => {
  it('makes exactly the moves that docs/architecture.md names', () => {
    const moves: Readonly<Record<Standing['status'], readonly string[]>> = {
      needs_review: ['conflict', 'scheduled', 'dismissed', 'over'],
      conflict: ['needs_review', 'scheduled', 'dismissed', 'over'],
      scheduled: ['needs_review', 'conflict', 'dismissed', 'cancelled', 'over'],
      dismissed: ['needs_review', 'conflict', 'scheduled', 'over'],
      cancelled: ['scheduled', 'over'],
      over: ['needs_review', 'conflict', 'scheduled'],
    };
    for (const [from, allowed] of Object.entries(moves)) {
      const before = { ...space, standing: standings[from as Standing['status']] };
      for (const [to, standing] of Object.entries(standings)) {
        const move = () => moveStanding(before, standing);
        if (allowed.includes(to)) assert.deepEqual(move(), { ...space, standing });
        else assert.throws(move, new RegExp(`1 cannot go from ${from} to ${to}`, 'u'));
      }
    }
  });

  it('holds its room while it is scheduled, unless all its reminders are denied', () => {
    const held = { room: 'B114', startAt };
    const of = (...reminders: OpenSpace['reminders']) => heldRoom(spaceWith(reminders));
    assert.deepEqual([of(), of(reminder(30, denied), reminder(15, sent))], [held, held]);
    assert.deepEqual(of(reminder(30, denied), reminder(15, denied)), undefined);
    for (const key of ['room', 'startAt'] as const) assert.equal(heldRoom(without(space, key)), undefined);
    for (const [status, standing] of Object.entries(standings))
      assert.deepEqual(heldRoom({ ...space, standing }), status === 'scheduled' ? held : undefined);
  });

  it('is checked against the config again when its denial is undone, in a room and at a place', () => {
    for (const where of [spaceWith([]), { ...without(spaceWith([]), 'room'), place: 'the park' }]) {
      const [off, back] = [denied, needsAction].map((state) => ({ ...where, reminders: [reminder(15, state)] }));
      assert.ok(off && back);
      assert.deepEqual([takesRoom(off, back), takesRoom(back, off)], [true, false]);
      for (const one of [off, back]) assert.equal(takesRoom(one, { ...one, note: 'a note' }), false);
    }
  });

  it('can be decided until its start, or without a future start until the end of the conference', () => {
    assert.equal(decidableUntil(space), startAt);
    assert.equal(decidableUntil(without(space, 'startAt')), conferenceEndsAt);
    assert.equal(decidableUntil({ ...space, openedAt: startAt }), conferenceEndsAt);
    assert.equal(decidableUntil({ ...space, openedAt: startAt - 1 }), startAt);
  });

  it("has an organiser's title before the post’s title, and its room before a place", () => {
    assert.deepEqual([titleOf(space), titleOf({ ...space, title: 't' })], ['Acro yoga', 't']);
    assert.equal(titleOf(without(space, 'source')), undefined);
    assert.deepEqual([whereOf(space), whereOf({ place: 'x' }), whereOf({})], ['B114', 'x', undefined]);
  });
});

describe('what a post would tell people', () => {
  const here = { where: 'B114', startAt };
  const off = { ...here, isOff: true } as const;
  const correct = (
    told: OpenSpace['told'],
    after: Partial<OpenSpace>,
    at = now,
    approval: 'approved' | 'needs_action' = 'approved',
  ) => {
    const before = { ...space, ...(told === undefined ? {} : { told }) };
    return withCorrection(before, { ...before, ...after }, at, approval);
  };
  const { cancelled, dismissed, needs_review: review } = standings;

  it('is the place and start, or that the session is off; nothing while this is unclear', () => {
    assert.deepEqual(tells(space), here);
    for (const standing of [cancelled, dismissed]) {
      assert.deepEqual([tells({ ...space, standing }), isOff({ ...space, standing })], [off, true]);
    }
    for (const standing of [review, standings.conflict]) {
      assert.deepEqual([tells({ ...space, standing }), isOff({ ...space, standing })], [undefined, false]);
    }
    for (const key of ['room', 'startAt'] as const) assert.equal(tells(without(space, key)), undefined);
    assert.ok(tellsTheSame(off, { ...off, where: 'A106' }));
    assert.ok(tellsTheSame(undefined, undefined) && tellsTheSame(here, { ...here }));
    for (const other of [off, { ...here, where: 'A' }, { ...here, startAt: 1 }, undefined])
      assert.ok(!tellsTheSame(here, other));
    assert.ok(!tellsTheSame(off, here));
  });

  it('makes a correction if people were told something else, before the start', () => {
    const moved = correct(here, { room: 'A106' });
    const state = { status: 'approved' } as const;
    const is = correction(state, { key: 'correction4' });
    assert.deepEqual(moved.reminders, [...space.reminders, is]);
    assert.deepEqual(correct(here, { standing: cancelled }).reminders[1], { ...is, corrects: 'cancelled' });
    assert.deepEqual(correct(off, { room: 'A106' }).reminders[1], { ...is, corrects: 'reinstated' });
    const same: readonly OpenSpace[] = [
      correct(undefined, { room: 'A106' }),
      correct(here, { room: 'A106' }, startAt),
      correct(here, { standing: review }),
      correct(here, { title: 't' }),
      correct({ ...here, where: 'A106' }, { room: 'A106' }),
    ];
    for (const one of same) assert.equal(one.reminders.length, 1);
    assert.equal(correct(here, { room: 'A106' }, startAt - 1).reminders.length, 2);
    const learnt = withCorrection(space, { ...space, told: { where: 'A106', startAt } }, now, 'approved');
    assert.equal(learnt.reminders.length, 2);
  });

  it('has one waiting correction, which a further change replaces or makes needless', () => {
    for (const [state, isDenied] of [
      [needsAction, false],
      [approved, false],
      [denied, true],
    ] as const) {
      const waits = { ...space, told: here, room: 'A106', reminders: [correction(state), reminder(15, approved)] };
      assert.deepEqual(waitingCorrection(waits), correction(state));
      const again = withCorrection(waits, { ...waits, room: 'A107' }, now + 1, 'needs_action');
      assert.deepEqual(again.reminders, [reminder(15, approved), correction(needsAction, { sendAt: now + 1 })]);
      const moved = withCorrection(waits, { ...waits, room: 'A107' }, now, 'approved').reminders.at(-1);
      assert.equal(moved?.state.status, state === approved ? 'approved' : 'needs_action');
      const off = withCorrection(waits, { ...waits, standing: cancelled }, now, 'approved').reminders.at(-1);
      assert.equal(off?.state.status, 'approved');
      const back = withCorrection(waits, { ...waits, room: 'B114' }, now, 'needs_action').reminders.at(-1);
      const why = 'the earlier post is right again';
      assert.deepEqual(back, correction({ status: 'superseded', why }), String(isDenied));
    }
    assert.equal(
      waitingCorrection({ reminders: [correction(sent), reminder(15, approved)] } as unknown as OpenSpace),
      undefined,
    );
  });

  it('is a plain sentence, with the day if it is another day', () => {
    const tomorrow = { ...here, startAt: startAt + 24 * 60 * minute };
    const text = (told: OpenSpace['told'], corrects: 'moved' | 'cancelled' | 'reinstated') =>
      correctionText({ ...space, ...(told === undefined ? {} : { told }) }, corrects);
    assert.equal(text(here, 'moved'), 'Moved: {title} is now in {room} at {time}.');
    assert.equal(text(undefined, 'moved'), 'Moved: {title} is now in {room} at {time}.');
    assert.equal(text(tomorrow, 'moved'), 'Moved: {title} is now in {room} on {day} at {time}.');
    assert.equal(text(tomorrow, 'reinstated'), 'It takes place after all: {title}, {room} {day} at {time}.');
    // People know the told start, whatever the session's own start is by now.
    assert.equal(text(here, 'cancelled'), 'Cancelled: {title}, {room} at {time}.');
    assert.equal(text(tomorrow, 'cancelled'), 'Cancelled: {title}, {room} at {time}.');
  });

  it('names the day if it goes out on another day than the session takes place', () => {
    const dayBefore = startAt - 24 * 60 * minute;
    const text = (corrects: 'moved' | 'cancelled' | 'reinstated', sendAt: number) =>
      correctionText({ ...space, told: here }, corrects, sendAt);
    assert.equal(text('cancelled', dayBefore), 'Cancelled: {title}, {room} {day} at {time}.');
    assert.equal(text('moved', dayBefore), 'Moved: {title} is now in {room} on {day} at {time}.');
    assert.equal(text('reinstated', dayBefore), 'It takes place after all: {title}, {room} {day} at {time}.');
    assert.equal(text('cancelled', startAt - minute), 'Cancelled: {title}, {room} at {time}.');
  });
});
