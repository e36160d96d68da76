import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { defaultRules } from '../core/config.ts';
import { waitingCorrection } from '../core/correction.ts';
import { decide } from '../core/decide.ts';
import { isOff, type OpenSpace } from '../core/open-space.ts';
import { nextStep } from '../core/next-step.ts';
import type { SendResult } from '../core/outcomes.ts';
import { reminderTemplate, reminderTextFor } from '../core/reminder-text.ts';
import { reduce, type Message } from '../core/handle-message.ts';
import type { ReminderState } from '../core/reminder.ts';
import type { SourceChange, Verb } from '../core/request.ts';
import { minute, now, plan, reminder, rules, spaceWith, startAt, surelyRead } from './support/rule-spaces.ts';

const by = { id: 'ana', name: 'Ana', door: 'slack' } as const;
const isApproved = { status: 'approved' } as const;

const announced = surelyRead(
  spaceWith([reminder(30, isApproved), reminder(15, isApproved)], {
    openedAt: now,
    conferenceEndsAt: startAt + 1000 * minute,
  }),
);
const afterFirst = (): OpenSpace =>
  reduce(
    { space: announced, now, rules },
    { kind: 'sendResult', key: '30', result: { kind: 'sent', at: now, tweetId: '9' } },
  ).space;

function ask(space: OpenSpace, verb: Verb): OpenSpace {
  const answer = decide({ space, now: now + minute, rules }, { ...verb, id: JSON.stringify(verb), by });
  assert.ok(answer.kind === 'accepted', JSON.stringify(answer));
  return answer.space;
}
const text = (space: OpenSpace, key: string) => reminderTextFor(space, reminderTemplate(space, key, defaultRules), 15);
const correctionOf = ({ reminders }: OpenSpace) => reminders.find(({ corrects }) => corrects !== undefined);

describe('what people are told', () => {
  it('is the present room and time, if the quoted post gives others', () => {
    const quoted = 'Coming up in 15 minutes! https://twitter.com/yara/status/1';
    assert.equal(text(announced, '15'), quoted);
    assert.equal(text(ask(announced, { verb: 'change', room: 'A106' }), '15'), `${quoted} Now in A106 at 17:00 PDT.`);
    const later = ask(announced, { verb: 'change', startAt: startAt + 30 * minute });
    assert.equal(text(later, '15'), `${quoted} Now in B114 at 17:30 PDT.`);
    // A title that an organiser gave is nothing that the post says wrong about room and time.
    assert.equal(text(ask(announced, { verb: 'change', title: 'Yoga' }), '15'), quoted);
    const { readAs: _, ...unread } = announced.source ?? { tweetId: '', url: '', host: { id: '', username: '' } };
    assert.equal(text({ ...announced, source: unread }, '15'), `${quoted} Now in B114 at 17:00 PDT.`);
    const { source: _source, ...byHand } = announced;
    assert.equal(text({ ...byHand, title: 'Chess' }, '15'), 'Coming up in 15 minutes in B114: Chess');
  });

  it('is corrected once, approved by the organiser who made the change', () => {
    const moved = ask(afterFirst(), { verb: 'change', room: 'A106' });
    const correction = correctionOf(moved);
    assert.deepEqual(correction?.state, { status: 'approved', by });
    assert.equal(text(moved, correction.key), 'Moved: Acro yoga is now in A106 at 17:00 PDT.');
    // A second change before it went out replaces it; the earlier post is right again, and nothing is to be corrected.
    const again = ask(moved, { verb: 'change', room: 'A103' });
    assert.equal(again.reminders.filter(({ corrects }) => corrects !== undefined).length, 1);
    assert.equal(text(again, correction.key), 'Moved: Acro yoga is now in A103 at 17:00 PDT.');
    assert.equal(correctionOf(ask(again, { verb: 'change', room: 'B114' }))?.state.status, 'superseded');
    // Whatever was decided in between, people know B114.
    const off = ask(again, { verb: 'cancel' });
    assert.equal(text(off, correction.key), 'Cancelled: Acro yoga, B114 at 17:00 PDT.');
    const tomorrow = ask(afterFirst(), { verb: 'change', startAt: startAt + 24 * 60 * minute });
    assert.equal(
      text(tomorrow, correctionOf(tomorrow)?.key ?? ''),
      'Moved: Acro yoga is now in B114 on Sat 20 May at 17:00 PDT.',
    );
  });

  it('keeps its earlier correction if a cancellation is undone, unless people know of the cancellation', () => {
    const moved = ask(afterFirst(), { verb: 'change', room: 'A106' });
    const { key = '' } = correctionOf(moved) ?? {};
    const undone = (space: OpenSpace) => waitingCorrection(ask(space, { verb: 'undo' }))?.state.status;
    const withState = (space: OpenSpace, state: ReminderState): OpenSpace => ({
      ...space,
      reminders: space.reminders.map((one) => (one.key === key ? { ...one, state } : one)),
    });
    for (const approval of ['denied', 'needs_action', 'approved'] as const) {
      const was = approval === 'approved' ? moved : ask(moved, { verb: 'decide', approval, reminder: key });
      const off = ask(was, { verb: 'cancel' });
      assert.equal(undone(off), approval);
      // This holds for each state of the correction that says that it is off.
      assert.equal(undone(ask(off, { verb: 'decide', approval: 'denied', reminder: key })), approval);
      assert.equal(undone(withState(off, { status: 'failed', why: 'X refused it' })), approval);
      const known = withState(off, { status: 'sent', at: now });
      const toldOff = { ...known, told: { where: 'B114', startAt, isOff: true } } as const;
      assert.equal(undone(toldOff), 'approved');
      // The news that it takes place after all is another correction.
      const back = ask(toldOff, { verb: 'undo' });
      const { key: second = '' } = waitingCorrection(back) ?? {};
      const decided = approval === 'approved' ? back : ask(back, { verb: 'decide', approval, reminder: second });
      assert.equal(undone(ask(decided, { verb: 'cancel' })), approval);
    }
    const hear = (space: OpenSpace, change: SourceChange) =>
      reduce({ space, now: now + minute, rules }, { kind: 'sourceChange', change }).space;
    const edit = { ...plan, kind: 'edited', tweetId: '2', url: 'u' } as const;
    const deleted = { kind: 'deleted', why: 'gone' } as const;
    assert.equal(undone(hear(hear(afterFirst(), { ...edit, room: 'A106' }), deleted)), 'needs_action');
    // The host moves it again, so the denial is of another correction.
    const denied = ask(moved, { verb: 'decide', approval: 'denied', reminder: key });
    assert.equal(undone(hear(ask(denied, { verb: 'cancel' }), { ...edit, room: 'A103' })), 'needs_action');
  });

  it('is not corrected if nothing was posted, or if what was posted is still true', () => {
    assert.equal(correctionOf(ask(announced, { verb: 'change', room: 'A106' })), undefined);
    assert.equal(correctionOf(ask(announced, { verb: 'cancel' })), undefined);
    assert.equal(correctionOf(ask(afterFirst(), { verb: 'change', title: 'Yoga' })), undefined);
    assert.equal(correctionOf(ask(afterFirst(), { verb: 'decide', approval: 'denied' })), undefined);
  });

  it('waits for an organiser if the host changed it, unless autoSend is on', () => {
    const deleted = { kind: 'sourceChange', change: { kind: 'deleted', why: 'gone' } } as const;
    const off = reduce({ space: afterFirst(), now: now + minute, rules }, deleted).space;
    assert.equal(correctionOf(off)?.state.status, 'needs_action');
    // The deleted post's words are gone, from the correction too.
    assert.equal(text(off, correctionOf(off)?.key ?? ''), 'Cancelled: an open space, B114 at 17:00 PDT.');
    const auto = { ...rules, autoSend: true };
    assert.equal(
      correctionOf(reduce({ space: afterFirst(), now: now + minute, rules: auto }, deleted).space)?.state.status,
      'approved',
    );
    const edit = { ...plan, kind: 'edited', tweetId: '2', url: 'u', room: 'A106' } as const;
    const stateAfter = (isSure: boolean) =>
      correctionOf(
        reduce(
          { space: afterFirst(), now: now + minute, rules: auto },
          { kind: 'sourceChange', change: { ...edit, isSure } },
        ).space,
      )?.state.status;
    assert.deepEqual([stateAfter(true), stateAfter(false)], ['approved', 'needs_action']);
  });

  it('is corrected if the session is off, whatever room and start its post has by then', () => {
    const hear = (space: OpenSpace, message: Message) => reduce({ space, now: now + minute, rules }, message).space;
    const edit = { kind: 'edited', tweetId: '2', url: 'u', verdict: 'ignore' } as const;
    const vague = hear(afterFirst(), { kind: 'sourceChange', change: edit });
    assert.deepEqual(
      [vague.standing.status, vague.startAt, correctionOf(vague)],
      ['needs_review', undefined, undefined],
    );
    const off = ask(vague, { verb: 'decide', approval: 'denied' });
    const correction = correctionOf(off);
    assert.deepEqual([correction?.corrects, correction?.state], ['cancelled', { status: 'approved', by }]);
    assert.equal(text(off, correction?.key ?? ''), 'Cancelled: an open space, B114 at 17:00 PDT.');
    const gone = hear(vague, { kind: 'sourceChange', change: { kind: 'deleted', why: 'gone' } });
    assert.equal(correctionOf(gone)?.state.status, 'needs_action');
    const key = correctionOf(gone)?.key ?? '';
    const posted = ask(gone, { verb: 'decide', approval: 'approved', reminder: key });
    assert.deepEqual(nextStep(posted, now + minute), { kind: 'send', key });

    const edited = { kind: 'edited', tweetId: '2', url: 'u', ...plan } as const;
    const change = fc.constantFrom<SourceChange>(
      edit,
      { ...edit, verdict: 'review' },
      { ...edited, room: 'A106' },
      { ...edited, startAt: startAt + 30 * minute },
      { ...edited, startAt: now - minute },
      { kind: 'deleted', why: 'gone' },
    );
    const verb = fc.constantFrom<Verb>(
      { verb: 'decide', approval: 'denied' },
      { verb: 'decide', approval: 'approved' },
      { verb: 'decide', approval: 'needs_action' },
      { verb: 'change', room: 'A103' },
      { verb: 'cancel' },
    );
    const news = change.map((one) => (version: string): Message => {
      return { kind: 'sourceChange', change: one.kind === 'edited' ? { ...one, tweetId: version } : one };
    });
    const asked = verb.map((one) => (id: string): Message => {
      return { kind: 'request', request: { ...one, id, by }, kept: false };
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(news, asked), { maxLength: 6 }), (all) => {
        let is = afterFirst();
        for (const [index, messageOf] of all.entries()) {
          is = hear(is, messageOf(String(index + 2)));
          const told = is.reminders.filter((one) => one.corrects === 'cancelled' && one.state.status !== 'superseded');
          if (isOff(is)) assert.equal(told.length, 1);
        }
      }),
    );
  });

  it('waits at most once, even beside a correction that is being posted or tried again', () => {
    const moved = ask(afterFirst(), { verb: 'change', room: 'A106' });
    const key = correctionOf(moved)?.key ?? '';
    const hear = (space: OpenSpace, result: SendResult) =>
      reduce({ space, now: now + minute, rules }, { kind: 'sendResult', key, result }).space;
    const waiting = ({ reminders }: OpenSpace) =>
      reminders.filter(({ corrects, state }) => corrects !== undefined && state.status !== 'superseded');
    const onItsWay = hear(moved, { kind: 'unclear', afterMs: 0, why: 'X did not say' });
    const held: SendResult = { kind: 'held', afterMs: 0, why: 'X asks to wait' };
    const deleted = { kind: 'sourceChange', change: { kind: 'deleted', why: 'gone' } } as const;
    const off = hear(reduce({ space: onItsWay, now: now + minute, rules }, deleted).space, held);
    assert.deepEqual(
      waiting(off).map(({ corrects }) => corrects),
      ['cancelled'],
    );
    // The host moved it back while nobody knew whether the correction was posted.
    const back = { ...plan, kind: 'edited', tweetId: '3', url: 'u' } as const;
    const away = { ...onItsWay, source: { ...onItsWay.source, readAs: { ...plan, room: 'A106' } } } as OpenSpace;
    const reverted = reduce({ space: away, now: now + minute, rules }, { kind: 'sourceChange', change: back }).space;
    assert.deepEqual(waiting(hear(reverted, held)), []);

    const failed = hear(moved, { kind: 'failed', why: 'X refused it' });
    assert.equal(ask(failed, { verb: 'retry' }).reminders.find((one) => one.key === key)?.state.status, 'approved');
    const again = ask(failed, { verb: 'change', room: 'A103' });
    const retry = decide({ space: again, now: now + minute, rules }, { verb: 'retry', reminder: key, id: 'x', by });
    assert.match(retry.kind === 'refused' ? retry.reason : '', /no longer true/u);
  });

  it('of several reminders, “Send now” sends the one that goes out next', () => {
    const states = (space: OpenSpace) => space.reminders.map(({ sendAt }) => sendAt);
    assert.deepEqual(states(ask(announced, { verb: 'sendNow' })), [now + minute, startAt - 15 * minute]);
    assert.deepEqual(states(ask(afterFirst(), { verb: 'sendNow' }))[1], now + minute);
  });
});
