import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { theBot } from '../../core/actor.ts';
import { decide } from '../../core/decide.ts';
import { reduce, type Message } from '../../core/handle-message.ts';
import { canGoOut, heldRoom, isOff, type OpenSpace } from '../../core/open-space.ts';
import { possibleActions } from '../../core/possible-actions.ts';
import type { Plan } from '../../core/plan.ts';
import type { SourceChange, Verb } from '../../core/request.ts';
import { applySourceChange, editOf, hostOf, isNews } from '../../core/source-change.ts';
import { decisionWords } from '../../core/words.ts';
import {
  ana,
  approved,
  bo,
  denied,
  minute,
  needsAction,
  now,
  plan,
  reminder,
  rules,
  sent,
  spaceWith,
  startAt,
  without,
} from '../support/rule-spaces.ts';

const edited = (change: Partial<Plan & { tweetId: string; title: string }> = {}): SourceChange => ({
  kind: 'edited',
  tweetId: '2',
  url: 'u2',
  ...plan,
  ...change,
});
const deleted: SourceChange = { kind: 'deleted', why: 'the tweet was deleted' };
const host = { id: '7', username: 'yara' };
const by = { id: '7', name: '@yara', door: 'x' };
const conflict = { openSpaceId: '2', room: 'A106', startAt, relation: 'repeats' } as const;
const two = [reminder(30, sent), reminder(15, approved)];
const space = spaceWith(two);
const apply = (to: OpenSpace, change: SourceChange, taken?: typeof conflict) =>
  applySourceChange({ space: to, now, rules, ...(taken === undefined ? {} : { taken }) }, change);
const linked = (to: OpenSpace, more: object = {}): OpenSpace => ({
  ...to,
  source: { tweetId: '2', url: 'u2', host, readAs: plan, ...more },
});
const standings = {
  review: { status: 'needs_review' },
  conflict: { status: 'conflict', with: conflict },
  cancelled: { status: 'cancelled', by: ana },
  dismissed: { status: 'dismissed', by: ana },
} as const satisfies Record<string, OpenSpace['standing']>;

describe("a host's change of the post", () => {
  it('is news only once: a later version, or a deletion', () => {
    assert.deepEqual(
      ['1', '2', '10'].map((tweetId) => isNews(space, edited({ tweetId }))),
      [false, true, true],
    );
    assert.ok(isNews(space, deleted));
    assert.ok(!isNews({ ...space, source: { tweetId: '1', url: 'u', host, isGone: true } }, deleted));
    assert.ok(!isNews(without(space, 'source'), deleted));
    for (const old of [
      without(space, 'source'),
      { ...space, standing: { status: 'over', was: 'conflict' } } as const,
    ]) {
      assert.equal(apply(old, deleted), undefined);
      assert.equal(apply(old, edited({ startAt: now })), undefined);
    }
    assert.equal(apply(space, edited({ tweetId: '1' })), undefined);
  });

  it('is told with the host’s name if it is known', () => {
    assert.deepEqual(hostOf(space), by);
    assert.deepEqual(hostOf(without(space, 'source')), { id: 'host', name: 'the host', door: 'x' });
    const edit = editOf({ tweetId: '2', url: 'u' }, { ...plan, isSure: true }, undefined);
    assert.deepEqual(edit, { kind: 'edited', tweetId: '2', url: 'u', isSure: true, ...plan });
    const titled = editOf({ tweetId: '2', url: 'u' }, { ...plan, isSure: false }, 't');
    assert.deepEqual(titled, { kind: 'edited', tweetId: '2', url: 'u', title: 't', isSure: false, ...plan });
  });

  it("calls the session off by a deletion, and removes the post's words", () => {
    const gone = { tweetId: '1', url: 'u', host, readAs: plan, isGone: true };
    const { why } = deleted as { why: string };
    const after = (standing: OpenSpace['standing']) => apply({ ...space, standing }, deleted);
    const is = (standing: object) => ({ space: { ...space, source: gone, standing }, why });
    assert.deepEqual(after({ status: 'scheduled' }), is({ status: 'cancelled', by, why }));
    assert.deepEqual(after(standings.review), is({ status: 'dismissed', by }));
    assert.deepEqual(after(standings.conflict), is({ status: 'dismissed', by, conflict }));
    for (const standing of [standings.cancelled, standings.dismissed]) assert.deepEqual(after(standing), is(standing));
  });

  it('changes only the links if X has never shown the post that an organiser entered', () => {
    const unread = { ...space, source: { tweetId: '1', url: 'u', host } };
    const why = 'X does not show the tweet, so reminders do not link to it';
    const change: SourceChange = { kind: 'deleted', why, isUnseen: true };
    const gone = { ...unread, source: { ...unread.source, isGone: true as const } };
    assert.deepEqual(apply(unread, change), { space: gone, why });
    const [decision] = reduce({ space: unread, now, rules }, { kind: 'sourceChange', change }).space.decisions.slice(
      -1,
    );
    assert.deepEqual([decision?.by, decision && decisionWords(decision, 'UTC')], [theBot, why]);
    assert.ok(!isNews(gone, change));
  });

  it('keeps every decision if room and start stay the same', () => {
    const why = 'the tweet was edited, but not its room and start';
    assert.deepEqual(apply(space, edited()), { space: linked(space), why });
    assert.deepEqual(apply(space, edited({ title: 'Yoga' })), { space: linked(space, { title: 'Yoga' }), why });
    const unread = { ...space, source: { tweetId: '1', url: 'u', host } };
    const is = { ...space, source: { tweetId: '2', url: 'u2', host } };
    assert.deepEqual(apply(unread, edited({ room: 'A106' })), { space: is, why });
  });

  it('keeps the approval if organisers had moved the session to that room and start before', () => {
    const why = 'the tweet was edited to the room and start that the open space has already';
    const there = { ...space, room: 'A106' };
    const readAs = { ...plan, room: 'A106' };
    assert.deepEqual(apply(there, edited({ room: 'A106' })), { space: linked(there, { readAs }), why });
    const cancelled = { ...there, standing: standings.cancelled };
    assert.deepEqual(apply(cancelled, edited({ room: 'A106' }))?.space.reminders, two);
    // What the config had approved, only where the edit is surely read.
    const byConfig = { ...there, reminders: [reminder(15, { status: 'approved' })] };
    const state = (isSure: boolean) => apply(byConfig, edited({ room: 'A106', isSure }))?.space.reminders[0]?.state;
    assert.deepEqual([state(true), state(false)], [{ status: 'approved' }, needsAction]);
    // Elsewhere it moves: to another room, from a place, or where it only waits for a person.
    const { room: _, ...placed } = { ...space, place: 'A106' };
    for (const one of [{ ...space, room: 'A107' }, placed, { ...there, startAt: startAt + minute }])
      assert.deepEqual(apply(one, edited({ room: 'A106' }))?.space.reminders[1]?.state, needsAction);
    const review = apply({ ...there, standing: standings.review }, edited({ room: 'A106' }))?.space;
    assert.equal(review?.standing.status, 'scheduled');
  });

  it('ends the approval by another room or start', () => {
    const moved = { readAs: { ...plan, room: 'A106' } };
    const voided = [reminder(30, sent), reminder(15, needsAction)];
    const is = { ...linked(space, moved), room: 'A106', reminders: voided };
    assert.deepEqual(apply(space, edited({ room: 'A106' })), { space: is, why: 'the tweet was edited' });
    const taken = apply(space, edited({ room: 'A106' }), conflict);
    const why = 'the tweet was edited; A106 is taken at that time';
    assert.deepEqual(taken, { space: { ...is, standing: standings.conflict }, why });
    const later = startAt + 60 * minute;
    const picked = [reminder(15, denied, { sendAtPicked: true }), reminder(5, denied)];
    const next = apply({ ...space, reminders: picked, place: 'x' }, edited({ startAt: later }))?.space;
    assert.equal(next?.startAt, later);
    assert.equal('place' in next, false);
    assert.deepEqual(next.reminders, [picked[0], { ...picked[1], sendAt: later - 5 * minute }]);
  });

  it('schedules an unscheduled session by an edit, with fresh reminders', () => {
    for (const standing of [standings.review, standings.conflict]) {
      const before = { ...space, standing, reminders: [reminder(30, sent), reminder(15, approved)] };
      const after = apply(before, edited({ room: 'A106' }));
      const fresh = [reminder(30, sent), reminder(15, needsAction)];
      const is = { ...linked(space, { readAs: { ...plan, room: 'A106' } }), room: 'A106', reminders: fresh };
      assert.deepEqual(after, { space: is, why: 'the tweet was edited' });
      const taken = apply(before, edited({ room: 'A106' }), conflict)?.space;
      assert.deepEqual(taken, { ...is, standing: standings.conflict });
    }
  });

  it('sends the session to review if the edit has no room and start', () => {
    const why = 'the tweet was edited';
    const { sendAt: _, ...timeless } = reminder(15, needsAction);
    const bare: SourceChange = { kind: 'edited', tweetId: '2', url: 'u2', verdict: 'review' };
    const is = {
      ...without(linked(space, { readAs: { verdict: 'review' } }), 'room', 'startAt'),
      standing: standings.review,
      reminders: [reminder(30, sent), timeless],
    };
    assert.deepEqual(apply(space, bare), { space: is, why });
    assert.deepEqual(apply({ ...space, standing: standings.review }, bare), { space: is, why });
    const unfit = 'A9 is not on the list of rooms.';
    const unlisted = applySourceChange({ space, now, rules, unfit }, edited({ room: 'A9' }));
    assert.deepEqual([unlisted?.space.standing, unlisted?.why], [standings.review, `${why}: ${unfit}`]);
    for (const change of [{ startAt: now }, { verdict: 'ignore' }] as const) {
      assert.equal(apply(space, edited(change))?.space.standing.status, 'needs_review');
    }
    const picked = { ...space, reminders: [reminder(15, denied, { sendAtPicked: true })] };
    assert.deepEqual(apply(picked, bare)?.space.reminders, [{ key: '15', minutes: 15, state: denied }]);
  });

  it('is stored for a denied or cancelled session, and does not bring it back', () => {
    const after = (standing: OpenSpace['standing']) =>
      apply({ ...space, standing }, edited({ room: 'A106' }), conflict);
    const is = {
      ...linked(space, { readAs: { ...plan, room: 'A106' } }),
      room: 'A106',
      reminders: [reminder(30, sent), reminder(15, needsAction)],
    };
    const cancelled = {
      space: { ...is, standing: standings.cancelled },
      why: 'the tweet was edited after the open space was cancelled',
    };
    assert.deepEqual(after(standings.cancelled), cancelled);
    const dismissed = {
      space: { ...is, standing: standings.dismissed },
      why: 'the tweet was edited after the open space was denied',
    };
    assert.deepEqual(after(standings.dismissed), dismissed);
  });
});

describe('an organiser’s no', () => {
  const auto = { ...rules, autoSend: true };
  const others = fc.constantFrom<Partial<Plan>>(
    {},
    { room: 'A106' },
    { startAt: startAt + 60 * minute },
    { startAt: now - minute },
    { verdict: 'review' },
    { verdict: 'ignore' },
  );
  const edit = fc.record({ other: others, isSure: fc.boolean(), isBare: fc.boolean() });
  const news = fc.array(fc.oneof(edit, fc.constantFrom('freed', 'taken', 'deleted')), { maxLength: 6 });
  const states = fc.constantFrom(approved, needsAction, sent, { status: 'missed', why: 'w' } as const);

  it('is never undone by the host, or by a room that becomes free', () => {
    const denied = fc.constantFrom<object>({}, { reminder: '15' });
    fc.assert(
      fc.property(states, fc.boolean(), denied, news, (first, wasApproved, which, all) => {
        const before = spaceWith([reminder(30, first), reminder(15, wasApproved ? approved : needsAction)]);
        const request = { verb: 'decide', approval: 'denied', id: 'r', by: ana, ...which } as const;
        const answer = decide({ space: before, now, rules: auto }, request);
        assert.ok(answer.kind === 'accepted');
        const keys = answer.space.reminders.flatMap(({ key, state }) => (state.status === 'denied' ? [key] : []));
        const isWhole = keys.length === 2;
        let is = answer.space;
        for (const [index, one] of all.entries()) {
          const version = String(index + 2);
          const bare: SourceChange = { kind: 'edited', tweetId: version, url: 'u', verdict: 'review' };
          const change: Message =
            typeof one !== 'string'
              ? {
                  kind: 'sourceChange',
                  change: one.isBare ? bare : edited({ ...one.other, isSure: one.isSure, tweetId: version }),
                }
              : one === 'deleted'
                ? { kind: 'sourceChange', change: deleted }
                : { kind: 'roomFreed' };
          const taken = one === 'taken' ? { taken: conflict } : {};
          is = reduce({ space: is, now, rules: auto, ...taken }, change).space;
          const goesOut = is.reminders.filter((it) => keys.includes(it.key) && it.state.status !== 'denied');
          assert.ok(goesOut.every((it) => !canGoOut(is, it)));
          if (isWhole) assert.ok(heldRoom(is) === undefined && (isOff(is) || is.standing.status === 'scheduled'));
        }
      }),
    );
  });

  it('that is undone after an edit does not bring back an approval that the edit has ended', () => {
    const first = fc.constantFrom(approved, needsAction, { status: 'approved' } as const);
    const no = fc.constantFrom<Verb>({ verb: 'decide', approval: 'denied' }, { verb: 'cancel' });
    const readAs = fc.constantFrom<Partial<Plan>>({}, { room: 'A107' });
    fc.assert(
      fc.property(first, first, no, edit, readAs, (one, other, verb, { other: to, isSure }, was) => {
        const before = spaceWith([reminder(30, one), reminder(15, other)]);
        const moved: OpenSpace = { ...before, source: { tweetId: '1', url: 'u', host, readAs: { ...plan, ...was } } };
        const message: Message = { kind: 'sourceChange', change: edited({ ...to, isSure }) };
        const situation = { now, rules: auto };
        const off = decide({ ...situation, space: moved }, { ...verb, id: 'r', by: ana });
        assert.ok(off.kind === 'accepted');
        const heard = reduce({ ...situation, space: off.space }, message).space;
        const back = decide({ ...situation, space: heard }, { verb: 'undo', id: 'u', by: ana });
        if (back.kind === 'refused') return;
        const approvals = ({ reminders }: OpenSpace) =>
          reminders.filter(({ state }) => state.status === 'approved').map(({ key }) => key);
        const left = approvals(reduce({ ...situation, space: moved }, message).space);
        const given = approvals(back.space);
        assert.ok(given.every((key) => left.includes(key)));
        // What is not given back can be approved instead.
        if (verb.verb !== 'decide' || heard.standing.status !== 'scheduled') return;
        assert.equal(possibleActions(heard, now).includes('approve'), given.length < 2);
      }),
    );
  });

  it('stays if the post has no room and start any more; Undo then leads to review', () => {
    const off = spaceWith([reminder(30, denied), reminder(15, denied)]);
    const bare: SourceChange = { kind: 'edited', tweetId: '2', url: 'u2', verdict: 'review' };
    const is = apply(off, bare);
    assert.deepEqual(is?.space.standing, { status: 'dismissed', by: bo });
    assert.equal(is.why, 'the tweet was edited after the open space was denied');
    const undo = { verb: 'decide', approval: 'needs_action', id: 'r', by: ana } as const;
    const answer = decide({ space: is.space, now, rules }, undo);
    assert.ok(answer.kind === 'accepted');
    assert.equal(answer.space.standing.status, 'needs_review');
    assert.deepEqual(
      answer.space.reminders.map(({ state }) => state.status),
      ['needs_action', 'needs_action'],
    );
  });
});
