import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Conflict } from '../../core/conflict.ts';
import { reduce, type Message } from '../../core/handle-message.ts';
import { nextStep } from '../../core/next-step.ts';
import {
  canGoOut,
  decidableUntil,
  findReminder,
  isOff,
  isSurelyRead,
  newOpenSpace,
  type Approver,
  type OpenSpace,
  type Standing,
} from '../../core/open-space.ts';
import type { Reminder } from '../../core/reminder.ts';
import type { SourceChange, Verb } from '../../core/request.ts';
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
  said,
  sending,
  sent,
  spaceWith,
  startAt,
  without,
} from '../support/rule-spaces.ts';

const rival: Conflict = { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' };
const byConfig = { status: 'approved' } as const;
const isSure = fc.constantFrom(true, false);

const standing = fc.constantFrom<Standing>(
  { status: 'needs_review' },
  { status: 'conflict', with: rival },
  { status: 'scheduled' },
  { status: 'dismissed', by: bo },
  { status: 'dismissed', by: bo, conflict: rival },
  { status: 'cancelled', by: bo },
  { status: 'over', was: 'conflict' },
);
const state = fc.constantFrom(needsAction, needsAction, approved, byConfig, denied, sent, sending, {
  status: 'missed',
  why: 'w',
} as const);

/** Any open space, as it may stand before a message. */
const anySpace = fc
  .record({
    standing,
    states: fc.tuple(state, state),
    waiting: fc.constantFrom(undefined, needsAction, approved, denied),
    read: fc.constantFrom('surely', 'unsurely', 'never', 'no post'),
    isTold: fc.boolean(),
  })
  .map(({ standing: is, states: [first, second], waiting, read, isTold }): OpenSpace => {
    const corrections = waiting === undefined || !isTold ? [] : [correction(waiting)];
    const space = spaceWith([reminder(30, first), reminder(15, second), ...corrections], { standing: is });
    if (read === 'no post') return without(space, 'source');
    const { readAs: _, ...source } = space.source ?? assert.fail();
    const readAs = read === 'never' ? {} : { readAs: { ...plan, isSure: read === 'surely' } };
    return { ...space, source: { ...source, ...readAs }, ...(isTold ? { told: said } : {}) };
  });

/** Those that approve what they are about; others may approve the correction that they make. */
const approving: readonly Verb[] = [
  { verb: 'decide', approval: 'approved' },
  { verb: 'decide', approval: 'approved', room: 'A106' },
  { verb: 'decide', approval: 'approved', reminder: '15' },
  { verb: 'stage', room: 'A106' },
  { verb: 'stage', approval: 'approved' },
  { verb: 'sendNow' },
  { verb: 'retry' },
];
const others: readonly Verb[] = [
  { verb: 'decide', approval: 'needs_action' },
  { verb: 'decide', approval: 'denied' },
  { verb: 'stage', room: 'A106', approval: 'needs_action' },
  { verb: 'change', room: 'A106' },
  { verb: 'change', startAt: startAt + 60 * minute },
  { verb: 'change', title: 'T' },
  { verb: 'cancel' },
];
const anyEdit = fc
  .record({
    verdict: fc.constantFrom('schedule' as const, 'schedule' as const, 'review' as const),
    room: fc.constantFrom('B114', 'A106'),
    startAt: fc.constantFrom(startAt, startAt + 60 * minute, now - minute),
    isSure,
  })
  .map((read): SourceChange => ({ kind: 'edited', tweetId: '2', url: 'u2', ...read }));
const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  fc.constantFrom(...approving, ...others).map((verb): Message => ({
    kind: 'request',
    request: { ...verb, id: 'r', by: ana },
    kept: false,
  })),
  anyEdit.map((change): Message => ({ kind: 'sourceChange', change })),
  fc.constantFrom<Message>(
    { kind: 'sourceChange', change: { kind: 'deleted', why: 'gone' } },
    { kind: 'roomFreed' },
    { kind: 'ended' },
    { kind: 'timeUp' },
    { kind: 'sendResult', key: '15', result: { kind: 'held', afterMs: 0, why: 'w' } },
  ),
);

const isApproved = (space: OpenSpace, one: Reminder | undefined): boolean =>
  one !== undefined && canGoOut(space, one) && ['approved', 'sending'].includes(one.state.status);
/** A correction, and what is on its way, keep their approval whatever becomes of their open space. */
const wasApproved = (space: OpenSpace, one: Reminder | undefined): boolean =>
  isApproved(space, one) ||
  one?.state.status === 'sending' ||
  (one?.corrects !== undefined && one.state.status === 'approved');

/** Unless it is scheduled, or was until somebody cancelled it: a cancellation that is undone gives approvals back. */
const hasNoApproval = ({ standing: { status }, reminders }: OpenSpace): boolean =>
  status === 'scheduled' ||
  status === 'cancelled' ||
  reminders.every(({ state: is, corrects }) => corrects !== undefined || is.status !== 'approved');

describe('who approves a reminder', () => {
  it('is the person who asked, or the config if the newest version is surely read', () => {
    fc.assert(
      fc.property(anySpace, anyMessage, fc.boolean(), fc.boolean(), (space, message, autoSend, isTaken) => {
        const situation = { space, now, rules: { ...rules, autoSend }, ...(isTaken ? { taken: rival } : {}) };
        const { space: next } = reduce(situation, message);
        const isNew = (one: Reminder) => isApproved(next, one) && !wasApproved(space, findReminder(space, one.key));
        for (const { key, state: is, corrects } of next.reminders.filter(isNew)) {
          assert.ok(is.status === 'approved');
          if (message.kind === 'request') {
            assert.deepEqual(is.by, ana, key);
            assert.ok(corrects !== undefined || !others.some((verb) => isAsked(message.request, verb)), key);
          } else {
            assert.deepEqual([is.by, autoSend, isSurelyRead(next)], [undefined, true, true], key);
            const was = findReminder(space, key);
            assert.ok(was?.state.status !== 'denied' || was.corrects !== corrects, key);
          }
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('must decide again if the config approved it and the newest version is not surely read', () => {
    const edit = { kind: 'edited', tweetId: '2', url: 'u2', ...plan } as const;
    const before = spaceWith([reminder(30, byConfig), reminder(15, approved)], {});
    const states = (read: { isSure?: boolean }) =>
      reduce({ space: before, now, rules }, { kind: 'sourceChange', change: { ...edit, ...read } }).space.reminders;
    assert.deepEqual(states({ isSure: true }), before.reminders);
    for (const read of [{}, { isSure: false }])
      assert.deepEqual(states(read), [reminder(30, needsAction), reminder(15, approved)]);
    // Also where X might have had it when the edit came, and has not.
    for (const [by, expected] of [
      [{}, needsAction],
      [{ by: bo }, approved],
    ] as const) {
      const unclear = spaceWith([reminder(15, { status: 'sending', ...by })]);
      const held: Message = { kind: 'sendResult', key: '15', result: { kind: 'held', afterMs: 0, why: 'w' } };
      assert.deepEqual(reduce({ space: unclear, now, rules }, held).space.reminders[0]?.state, expected);
    }
  });

  it('of a new open space is the person who entered it, or the config if it is surely read and not soon', () => {
    const anyApprover = fc.constantFrom<Approver>('config', 'nobody', ana);
    fc.assert(
      fc.property(anyApprover, isSure, fc.boolean(), fc.constantFrom(0, 120), (approvedBy, sure, autoSend, lead) => {
        const opening = { id: '1', conferenceId: 'c', timeZone: 'UTC', conferenceEndsAt, approvedBy };
        const opened = { ...rules, autoSend, approvalLeadMinutes: lead };
        const read = { ...plan, isSure: sure };
        const { reminders } = newOpenSpace({ ...opening, plan: read }, now, opened);
        const config = autoSend && sure && lead === 0 ? byConfig : needsAction;
        const words = { config, nobody: needsAction };
        const is = typeof approvedBy === 'string' ? words[approvedBy] : { status: 'approved', by: approvedBy };
        for (const { state: first } of reminders) assert.deepEqual(first, is);
        const conflict = newOpenSpace({ ...opening, plan: read, taken: rival }, now, opened);
        const review = newOpenSpace({ ...opening, plan: { ...read, verdict: 'review' } }, now, opened);
        for (const one of [conflict, review]) assert.ok(hasNoApproval(one));
      }),
    );
  });

  it('is nobody while the open space is in review or in conflict', () => {
    fc.assert(
      fc.property(anySpace, anyMessage, fc.boolean(), fc.boolean(), (space, message, autoSend, isTaken) => {
        const isOnItsWay = space.reminders.some(({ state: is }) => is.status === 'sending');
        fc.pre(hasNoApproval(space) && !isOnItsWay);
        const situation = { space, now, rules: { ...rules, autoSend }, ...(isTaken ? { taken: rival } : {}) };
        assert.ok(hasNoApproval(reduce(situation, message).space));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('an edit', () => {
  const anyStart = fc.integer({ min: -180, max: 180 }).map((minutes) => now + minutes * minute);

  it('to a past start does not end the open space: it waits for a person until the conference ends', () => {
    fc.assert(
      fc.property(anySpace, anyEdit, anyStart, (space, edit, start) => {
        fc.pre(space.source?.readAs !== undefined && space.standing.status !== 'over' && start !== startAt);
        fc.pre(space.reminders.every(({ state: is }) => is.status !== 'sending'));
        const change = { ...edit, startAt: start };
        const { space: next } = reduce({ space, now, rules }, { kind: 'sourceChange', change });
        assert.equal(decidableUntil(next), start > now ? start : conferenceEndsAt);
        if (start > now) return;
        assert.ok(isOff(next) || next.standing.status === 'needs_review');
        assert.equal(nextStep(next, now).kind, 'wait');
        assert.ok(!next.reminders.some((one) => isApproved(next, one)));
      }),
    );
  });

  it('to a future start after the old one has passed reopens the open space, even if it is over', () => {
    const later = startAt + 120 * minute;
    const change: SourceChange = { kind: 'edited', tweetId: '2', url: 'u2', ...plan, startAt: later };
    const missed = { status: 'missed', why: 'w' } as const;
    const hear = (space: OpenSpace, edit: SourceChange = change) =>
      reduce({ space, now: startAt + minute, rules }, { kind: 'sourceChange', change: edit }).space;
    const fresh = [30, 15].map((minutes) => reminder(minutes, needsAction, { sendAt: later - minutes * minute }));
    const over = { standing: { status: 'over', was: 'conflict' } } as const;
    for (const before of [
      spaceWith([reminder(30, missed), reminder(15, missed)]),
      spaceWith([reminder(30, needsAction), reminder(15, needsAction)], over),
    ]) {
      const { standing: is, reminders, startAt: at } = hear(before);
      assert.deepEqual([is, reminders, at], [{ status: 'scheduled' }, fresh, later]);
      assert.equal(hear(before, { ...change, verdict: 'review' }).standing.status, 'needs_review');
    }
    const ended = spaceWith([], over);
    for (const past of [startAt, startAt + minute]) assert.equal(hear(ended, { ...change, startAt: past }), ended);
    // What was posted is not posted anew: a correction tells the new start.
    const posted = hear(spaceWith([reminder(30, sent), reminder(15, missed)], { told: said })).reminders;
    assert.deepEqual(posted.slice(0, 2), [reminder(30, sent), fresh[1]]);
    assert.equal(posted[2]?.corrects, 'moved');
  });
});

const isAsked = (request: object, verb: Verb): boolean =>
  Object.entries(verb).every(([key, value]) => (request as Record<string, unknown>)[key] === value);
