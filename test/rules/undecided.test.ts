import assert from 'node:assert/strict';
import { wasEverApproved, type Decision, type Facts } from '../../core/decision.ts';
import { reduce } from '../../core/handle-message.ts';
import { newOpenSpace, type OpenSpace } from '../../core/open-space.ts';
import type { Reminder } from '../../core/reminder.ts';
import { applySourceChange } from '../../core/source-change.ts';
import {
  deadlineOf,
  dueAt,
  isUndecided,
  lateOf,
  leftUndecided,
  needsWarning,
  warningRole,
} from '../../core/undecided.ts';
import {
  ana,
  approved,
  conferenceEndsAt,
  correction,
  minute,
  needsAction,
  now,
  plan,
  reminder,
  rules,
  spaceWith,
  startAt,
  without,
} from '../support/rule-spaces.ts';
import { deadlineMoment, deadlineWords } from '../../core/words.ts';

const withStanding = (standing: OpenSpace['standing']): OpenSpace =>
  spaceWith([reminder(15, needsAction)], { standing });

describe('what waits for an organiser', () => {
  const undecided = spaceWith([reminder(30, needsAction), reminder(15, needsAction)]);
  const taken = { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' } as const;
  const surely = { plan: { ...plan, isSure: true } };
  const source = { tweetId: '1', url: 'u', host: { id: '7', username: 'yara' }, readAs: surely.plan };

  it('is a review, a conflict, or an undecided reminder', () => {
    const of = [
      undecided,
      withStanding({ status: 'needs_review' }),
      withStanding({ status: 'conflict', with: taken }),
      withStanding({ status: 'cancelled', by: ana }),
      spaceWith([reminder(15, approved)]),
      spaceWith([]),
    ];
    assert.deepEqual(of.map(isUndecided), [true, true, true, false, false, false]);
    assert.equal(dueAt(undecided), startAt - 30 * minute);
    assert.equal(dueAt(spaceWith([reminder(30, approved), reminder(15, needsAction)])), startAt - 15 * minute);
    assert.equal(dueAt(spaceWith([{ key: '1', minutes: 1, state: needsAction }])), Infinity);
  });

  it('is warned of from some minutes before it is due until the start, but not while its card is new', () => {
    const due = startAt - 30 * minute;
    const warned = (space: OpenSpace, at: number, minutes = 10) => needsWarning(space, minutes, at);
    assert.deepEqual(
      [due - 10 * minute - 1, due - 10 * minute, startAt - 1, startAt].map((at) => warned(undecided, at)),
      [false, true, true, false],
    );
    assert.ok(!warned(undecided, due, 0));
    assert.ok(!warned(spaceWith([reminder(15, approved)]), startAt - 1));
    assert.ok(!warned(spaceWith([reminder(15, approved), reminder(5, needsAction)]), startAt - 1));
    assert.ok(!warned(withStanding({ status: 'cancelled', by: ana }), startAt - 1));
    assert.ok(!warned(spaceWith([{ key: '1', minutes: 1, state: needsAction }]), startAt - 1));
    assert.ok(!warned(without(undecided, 'startAt'), startAt - 1));
    // At once, where people were told of it.
    const told = { ...without(withStanding({ status: 'needs_review' }), 'startAt'), told: { where: 'B114', startAt } };
    const times = [now - 60 * minute, due - 30 * minute, startAt - 1, startAt];
    assert.deepEqual(
      times.map((at) => warned({ ...told, openedAt: now - 58 * minute }, at)),
      [false, true, true, false],
    );
    assert.ok(!warned({ ...told, standing: { status: 'scheduled' } }, startAt - 1));
    const fresh = { ...undecided, openedAt: due };
    assert.deepEqual([warned(fresh, due + 3 * minute - 1), warned(fresh, due + 3 * minute)], [false, true]);
    assert.equal(warningRole(undecided), `alert:undecided:${startAt}`);
    assert.equal(warningRole({ ...without(undecided, 'startAt') }), 'alert:undecided:0');
  });

  it('is also a conflict that the config would approve: until its room is free it has the same deadline', () => {
    const auto = { ...rules, autoSend: true };
    const opening = { id: '1', conferenceId: 'c', timeZone: 'UTC', conferenceEndsAt, approvedBy: 'config' } as const;
    const blocked = newOpenSpace({ ...opening, source, ...surely, taken }, now - 60 * minute, auto);
    // The same after an edit into a room that is taken.
    const review = { ...undecided, standing: { status: 'needs_review' } } as const;
    const edit = { kind: 'edited', tweetId: '2', url: 'u', ...surely.plan, room: 'A106' } as const;
    const edited = applySourceChange({ space: review, now, rules: auto, taken }, edit)?.space;
    for (const space of [blocked, edited ?? assert.fail()]) {
      assert.equal(space.standing.status, 'conflict');
      const due = startAt - 30 * minute;
      assert.deepEqual([dueAt(space), deadlineOf(space, now)], [due, due]);
      assert.deepEqual([needsWarning(space, 10, due - 10 * minute), wasEverApproved(space)], [true, false]);
      const free = reduce({ space, now, rules: auto }, { kind: 'roomFreed' }).space;
      assert.ok(free.reminders.every(({ state }) => state.status === 'approved'));
    }
  });

  it('is also the post that tells people of a cancellation, as long as it can go out', () => {
    const states = [needsAction, approved, { status: 'denied', by: ana }, { status: 'missed', why: 'w' }] as const;
    const off = (state: Reminder['state'], corrects: 'cancelled' | 'moved' = 'cancelled') =>
      spaceWith([reminder(15, needsAction), correction(state, { corrects })], {
        standing: { status: 'cancelled', by: ana },
        told: { where: 'B114', startAt },
      });
    assert.deepEqual(
      states.map((state) => isUndecided(off(state))),
      [true, false, false, false],
    );
    assert.ok(!isUndecided(off(needsAction, 'moved')));
    const waiting = off(needsAction);
    assert.ok(isUndecided({ ...without(waiting, 'startAt'), standing: { status: 'dismissed', by: ana } }));
    // It has a message of its own.
    assert.ok(!needsWarning(waiting, 10, startAt - 1));
    for (const space of [waiting, without(waiting, 'startAt'), { ...waiting, startAt: startAt - minute }])
      assert.equal(deadlineOf(space, now), Math.min(space.startAt ?? startAt, startAt));
    assert.equal(deadlineWords(waiting, now), 'Decide by 17:00 PDT whether to tell people that it is off.');
  });

  it('is late from its time until the start, the latest one last', () => {
    const late = (space: OpenSpace, at: number) => lateOf(space, at).map(({ key }) => key);
    const swapped = spaceWith([reminder(15, needsAction), reminder(30, needsAction), reminder(45, approved)]);
    assert.deepEqual(late(swapped, startAt - 16 * minute), ['30']);
    assert.deepEqual(late(swapped, startAt - 15 * minute), ['30', '15']);
    assert.deepEqual(late(swapped, startAt - 1), ['30', '15']);
    assert.deepEqual(late(swapped, startAt), []);
    assert.deepEqual(late(without(swapped, 'startAt'), now), []);
  });

  it('has the conference’s last day as its deadline if it has no start', () => {
    const bare = { ...without(spaceWith([]), 'startAt'), standing: { status: 'needs_review' } } as const;
    const lastDay = deadlineMoment(bare, now);
    assert.match(lastDay, /^\w{3} \d+ May$/u);
    assert.ok(deadlineWords(bare, now).includes(` by ${lastDay}, or deny it.`));
  });

  it('counts as left undecided once it is too late', () => {
    const keysAt = (space: OpenSpace, at = startAt) => leftUndecided(space, at)?.map(({ key }) => key);
    const missed = (wasApproved?: boolean) =>
      ({ status: 'missed', why: 'w', ...(wasApproved === undefined ? {} : { wasApproved }) }) as const;
    assert.deepEqual(keysAt(undecided), ['30', '15']);
    assert.equal(keysAt(undecided, startAt - 1), undefined);
    assert.deepEqual(keysAt(spaceWith([reminder(30, missed(true)), reminder(15, missed(false))])), ['15']);
    assert.deepEqual(keysAt(spaceWith([reminder(30, missed(true)), reminder(15, missed())])), ['15']);
    for (const state of [approved, missed(true), { status: 'denied', by: ana }] as const)
      assert.equal(keysAt(spaceWith([reminder(15, state)])), undefined);
    // A review that people were told of, and one whose time is over.
    const review = {
      ...spaceWith([]),
      standing: { status: 'needs_review' },
      told: { where: 'B114', startAt },
    } as const;
    assert.deepEqual([keysAt(review), keysAt(without(review, 'startAt'))], [[], []]);
    assert.deepEqual(
      keysAt({ ...without(spaceWith([]), 'startAt'), standing: { status: 'over', was: 'conflict' } }),
      [],
    );
    assert.equal(keysAt({ ...without(spaceWith([]), 'startAt'), standing: { status: 'needs_review' } }), undefined);
    // What is off can be told until the start that people know.
    const off = (state: Reminder['state']) =>
      spaceWith([correction(state)], { standing: { status: 'cancelled', by: ana }, told: { where: 'B114', startAt } });
    const { key } = correction(needsAction);
    assert.deepEqual([keysAt(off(needsAction)), keysAt(off(missed(false)))], [[key], [key]]);
    assert.deepEqual([keysAt(off(needsAction), startAt - 1), keysAt(off(missed(true)))], [undefined, undefined]);
    // It ends when its message does, also where people were told of a later start or of none that is known now.
    const later = { ...off(needsAction), told: { where: 'B114', startAt: startAt + 60 * minute } };
    for (const space of [off(needsAction), later, without(later, 'startAt')]) {
      const end = deadlineOf(space, now);
      assert.deepEqual([keysAt(space, end - 1), keysAt(space, end)], [undefined, [key]]);
    }
  });

  it("is warned of again if the host's edit made it undecided, but not if an organiser did", () => {
    const decided = (verb: Decision['verb'], to: Facts, revision = 4): Decision => {
      return { id: `${verb}:${revision}`, verb, by: ana, at: now, revision, from: {}, to };
    };
    const role = (...decisions: Decision[]) => warningRole({ ...undecided, decisions });
    const first = role();
    const voided = decided('sourceChanged', { room: 'A103', 'reminder:15': 'needs_action' });
    assert.notEqual(role(voided), first);
    assert.equal(role(voided, decided('decide', { 'reminder:15': 'approved' }, 5)), role(voided));
    const again = [voided, decided('sourceChanged', { standing: 'needs_review' }, 6)];
    assert.equal(new Set([first, role(voided), role(...again)]).size, 3);
    for (const other of [
      decided('decide', { 'reminder:15': 'needs_action' }),
      decided('sourceChanged', { tweet: '2' }),
      decided('sourceChanged', { standing: 'cancelled' }),
    ])
      assert.equal(role(other), first);
  });
});
