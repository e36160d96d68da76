import assert from 'node:assert/strict';
import { theBot } from '../../core/actor.ts';
import type { Conflict } from '../../core/conflict.ts';
import type { Decision } from '../../core/decision.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Obstacles } from '../../core/situation.ts';
import { reduce, type Message } from '../../core/handle-message.ts';
import type { Request, Verb } from '../../core/request.ts';
import {
  ana,
  approved,
  bo,
  correction,
  denied,
  needsAction,
  now,
  plan,
  reminder,
  said,
  rules,
  sending,
  sent,
  spaceWith,
  startAt,
  surelyRead,
  without,
} from '../support/rule-spaces.ts';
import { mayBePosted, refusalWords } from '../../core/words.ts';

const space = spaceWith([reminder(15, needsAction)]);
const approve: Verb = { verb: 'decide', approval: 'approved' };
const asked = (verb: Verb, more: { id?: string; revision?: number } = {}): Request => ({
  id: 'r',
  by: ana,
  ...verb,
  ...more,
});
const request = (of: Request, kept = false): Message => ({ kind: 'request', request: of, kept });
const after = (to: OpenSpace, message: Message, obstacles?: Obstacles, at = now) =>
  reduce({ space: to, now: at, rules, ...obstacles }, message);
const taken: Conflict = { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' };
const conflict = (of: Conflict, more: Partial<OpenSpace> = {}): OpenSpace => ({
  ...space,
  standing: { status: 'conflict', with: of },
  ...more,
});

describe('a request', () => {
  it('is decided, and answered with the decision', () => {
    const { space: next, answer } = after(space, request(asked(approve)));
    const from = { 'reminder:15': 'needs_action' };
    const to = { 'reminder:15': 'approved' };
    const decision = { id: 'r', verb: 'decide', by: ana, at: now, revision: 4, from, to };
    assert.deepEqual(answer, { kind: 'decided', decision });
    const is = { reminders: [reminder(15, { status: 'approved', by: ana })], revision: 4, decisions: [decision] };
    assert.deepEqual(next, { ...space, ...is });
    assert.equal(after(next, request(asked({ verb: 'cancel' }, { id: 'other' }))).space.standing.status, 'cancelled');
    // The same request again is told the same.
    const again = after(next, request(asked(approve)));
    assert.equal(again.space, next);
    assert.deepEqual(again.answer, answer);
  });

  it('that is refused raises the revision if its sender saw the present one, and is stored if nobody waits', () => {
    const cancelled: OpenSpace = { ...space, standing: { status: 'cancelled', by: bo } };
    const reason = 'It is cancelled already, by bo.';
    const cancel = (revision?: number) => asked({ verb: 'cancel' }, revision === undefined ? {} : { revision });
    const refused = { kind: 'refused', reason };
    const told = { ...cancelled, revision: 4, refused: { id: 'r', reason } };
    assert.deepEqual(after(cancelled, request(cancel(3))), { space: told, answer: refused });
    assert.deepEqual(after(cancelled, request(cancel())), { space: told, answer: refused });
    const stale = after(cancelled, request(cancel(2)));
    assert.equal(stale.space, cancelled);
    assert.match(JSON.stringify(stale.answer), /has changed since you looked.*"isOutdated":true/u);
    const kept = after(cancelled, request(cancel(3), true));
    const refusal = { id: 'r', by: ana, at: now, reason };
    assert.deepEqual(kept.space, { ...cancelled, refusals: [refusal], revision: 4 });
    assert.equal(after(cancelled, request(cancel(2), true)).space.refusals.length, 1);
    const again = after(kept.space, request(cancel(3), true));
    assert.equal(again.space, kept.space);
    assert.deepEqual(again.answer, refused);
    const many = Array.from({ length: 50 }, (_, at) => ({ ...refusal, id: String(at) }));
    const { refusals } = after({ ...cancelled, refusals: many }, request(cancel(3), true)).space;
    assert.deepEqual(refusals, [...many.slice(1), refusal]);
  });

  it('is refused if X may have the post, or if another session holds the room', () => {
    const frozen = after(space, request(asked(approve)), { frozen: ['15'] });
    assert.deepEqual(frozen, {
      space: { ...space, revision: 4, refused: { id: 'r', reason: refusalWords.beingPosted } },
      answer: { kind: 'refused', reason: refusalWords.beingPosted },
    });
    const reason = 'B114 is taken at that time. Pick another room or time.';
    const { answer } = after(space, request(asked(approve)), { taken });
    assert.deepEqual(answer, { kind: 'refused', reason, taken });
    const cancel = after(space, request(asked({ verb: 'cancel' })), { taken });
    assert.equal(cancel.answer?.kind, 'decided');
  });
});

describe('an event of an open space', () => {
  const decided = (verb: Decision['verb'], by: Decision['by'], from: object, to: object, more = {}) => ({
    id: `${verb}:r4`,
    verb,
    by,
    at: now,
    revision: 4,
    from,
    to,
    ...more,
  });
  const host = { id: '7', name: '@yara', door: 'x' } as const;

  it('that its host causes is a decision of the host', () => {
    const change = { kind: 'deleted', why: 'gone' } as const;
    const why = { why: 'gone' };
    const { space: next, answer } = after(space, { kind: 'sourceChange', change });
    const decision = decided('sourceChanged', host, { standing: 'scheduled' }, { standing: 'cancelled' }, why);
    assert.deepEqual(next.decisions, [decision]);
    assert.deepEqual([answer, next.revision, next.standing.status], [undefined, 4, 'cancelled']);
    const result = { kind: 'sourceChanged', change } as const;
    assert.deepEqual(after(space, { kind: 'sendResult', key: '15', result }).space, next);
    assert.equal(after(next, { kind: 'sourceChange', change }).space, next);
    const off: OpenSpace = { ...space, standing: { status: 'cancelled', by: ana } };
    const noted = after(off, { kind: 'sourceChange', change }).space;
    assert.deepEqual([noted.source?.isGone, noted.revision, noted.decisions], [true, 4, []]);
    const edit = { ...plan, kind: 'edited', tweetId: '2', url: 'u', room: 'A106' } as const;
    const inConflict = after(space, { kind: 'sourceChange', change: edit }, { taken }).space;
    assert.deepEqual(inConflict.standing, { status: 'conflict', with: taken });
    const moved = after(space, { kind: 'sourceChange', change: edit }).space;
    assert.deepEqual([moved.room, moved.standing.status], ['A106', 'scheduled']);
  });

  it('approves its correction only with autoSend and a sure reading', () => {
    const told = surelyRead(spaceWith([reminder(30, sent)], { told: said }));
    const edit = { ...plan, kind: 'edited', tweetId: '2', url: 'u', room: 'A106' } as const;
    const deleted = { kind: 'deleted', why: 'gone' } as const;
    const status = (change: Message & { kind: 'sourceChange' }, autoSend: boolean, space = told) =>
      reduce({ space, now, rules: { ...rules, autoSend } }, change).space.reminders[1]?.state;
    const by = (change: typeof edit | typeof deleted | (typeof edit & { isSure: boolean })) =>
      [false, true].map((autoSend) => status({ kind: 'sourceChange', change }, autoSend)?.status);
    assert.deepEqual(by(edit), ['needs_action', 'needs_action']);
    assert.deepEqual(by({ ...edit, isSure: false }), ['needs_action', 'needs_action']);
    assert.deepEqual(by({ ...edit, isSure: true }), ['needs_action', 'approved']);
    assert.deepEqual(by(deleted), ['needs_action', 'approved']);
    const unsure = spaceWith([reminder(30, sent)], { told: said });
    assert.equal(status({ kind: 'sourceChange', change: deleted }, true, unsure)?.status, 'needs_action');
  });

  it('gives it a room that is free now, or names the session that holds the room', () => {
    const freed: Message = { kind: 'roomFreed' };
    const waiting = conflict(taken, { reminders: [reminder(30, approved), reminder(15, approved)] });
    const { space: next } = after(waiting, freed);
    assert.deepEqual(next.standing, { status: 'scheduled' });
    assert.deepEqual(
      next.reminders.map(({ key, state }) => [key, state.status]),
      [
        ['30', 'needs_action'],
        ['15', 'needs_action'],
      ],
    );
    const where = { room: 'B114', startAt };
    const fresh = { 'reminder:30': 'needs_action', 'reminder:15': 'needs_action' };
    const were = { 'reminder:30': 'approved', 'reminder:15': 'approved' };
    const from = { standing: 'conflict', ...were, ...where };
    const to = { standing: 'scheduled', ...fresh, ...where };
    assert.deepEqual(next.decisions, [decided('roomFreed', theBot, from, to)]);
    assert.equal(after(waiting, freed, { taken }).space, waiting);
    for (const change of [{ openSpaceId: '3' }, { startAt: startAt + 1 }]) {
      const by = { ...taken, ...change };
      const still = { ...waiting, standing: { status: 'conflict', with: by }, revision: 4 };
      assert.deepEqual(after(waiting, freed, { taken: by }).space, still);
    }
    for (const other of [space, conflict(taken, { startAt: now }), without(conflict(taken), 'startAt')])
      assert.equal(after(other, freed).space, other);
    const told = conflict(taken, { reminders: [], told: { where: 'A106', startAt } });
    const correcting = after(told, freed).space.reminders.at(-1);
    assert.deepEqual(correcting, correction(needsAction, { key: 'correction4' }));
  });

  it('in the Temporal UI is a decision of an operator', () => {
    const by = { id: 'operator', name: 'an operator in the Temporal UI', door: 'temporal' } as const;
    const { space: next } = after(space, { kind: 'ended' });
    const decision = decided('ended', by, { standing: 'scheduled' }, { standing: 'cancelled' });
    assert.deepEqual(next, { ...space, standing: { status: 'cancelled', by }, decisions: [decision], revision: 4 });
    const denied = after(conflict(taken), { kind: 'ended' }).space;
    assert.deepEqual(denied.standing, { status: 'dismissed', by, conflict: taken });
    assert.equal(denied.decisions.at(-1)?.verb, 'ended');
  });

  it('in the Temporal UI makes a correction that waits for an organiser if people were told', () => {
    const told = spaceWith([reminder(30, sent), reminder(15, approved)], { told: said });
    for (const { standing } of [told, conflict(taken), { standing: { status: 'needs_review' } } as const]) {
      const { reminders } = after({ ...told, standing }, { kind: 'ended' }).space;
      assert.deepEqual(reminders, [
        ...told.reminders,
        correction(needsAction, { key: 'correction4', corrects: 'cancelled' }),
      ]);
    }
  });

  it('at its end closes it; a message that the store differs changes nothing', () => {
    assert.equal(after(space, { kind: 'storeDiffers' }).space, space);
    assert.equal(after(space, { kind: 'timeUp' }, {}, startAt).space.reminders[0]?.state.status, 'missed');
    // What is stored has more time than the workflow knew of.
    assert.equal(after(space, { kind: 'timeUp' }, {}, startAt - 1).space, space);
    const lost: Message = { kind: 'sendResult', key: '15', result: { kind: 'lost', afterMs: 0 } };
    assert.equal(after(space, lost).space, space);
    const sentIt: Message = { kind: 'sendResult', key: '15', result: { kind: 'sent', at: now } };
    assert.deepEqual(after(space, sentIt).space.told, said);
  });
});

describe('a refusal by the commit', () => {
  const two = spaceWith([reminder(30, approved), reminder(15, approved), reminder(5, denied)]);

  it('for a frozen text leaves the reminder as being posted: a deletion cannot withdraw it', () => {
    const deleted: Message = { kind: 'sourceChange', change: { kind: 'deleted', why: 'gone' } };
    const { space: next } = after(two, deleted, { frozen: ['15', '5'] });
    const states = [reminder(30, approved), reminder(15, sending, { said }), reminder(5, denied)];
    assert.deepEqual(next.reminders, states);
    assert.equal(next.standing.status, 'cancelled');
    const soon = after(two, { kind: 'nextIsSoon' }, { frozen: ['15', '5'] }).space;
    assert.deepEqual([soon.revision, soon.reminders], [two.revision + 1, states], 'also if nothing else follows');
    assert.equal(after(two, { kind: 'nextIsSoon' }, { frozen: ['5'] }).space, two);
    assert.deepEqual(after(two, deleted, { frozen: [] }).space, after(two, deleted).space);
  });

  it('for a reminder that may have been posted before a restore makes it unconfirmed: a person must look', () => {
    const doubted = { status: 'unconfirmed', why: mayBePosted };
    const { space: next } = after(two, { kind: 'timeUp' }, { mayBePosted: ['15'] }, startAt);
    assert.deepEqual(
      next.reminders.map(({ state }) => state.status),
      ['missed', 'unconfirmed', 'denied'],
    );
    assert.deepEqual([next.reminders[1]?.state, next.reminders[1]?.said, next.revision], [doubted, said, 5]);
    const all = after(two, { kind: 'storeDiffers' }, { mayBePosted: ['15'] }).space;
    assert.deepEqual([all.revision, all.reminders[0]], [4, two.reminders[0]]);
    const settled = spaceWith([reminder(15, sent)]);
    assert.equal(after(settled, { kind: 'storeDiffers' }, { mayBePosted: ['15'] }).space, settled);
    assert.equal(after(two, { kind: 'storeDiffers' }, { mayBePosted: ['7'] }).space, two);
  });
});
