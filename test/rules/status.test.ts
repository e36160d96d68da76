import assert from 'node:assert/strict';
import { wasEverApproved, type Decision, type Facts } from '../../core/decision.ts';
import { isDenied, type OpenSpace } from '../../core/open-space.ts';
import { isPublic } from '../../core/public-schedule.ts';
import type { Reminder } from '../../core/reminder.ts';
import { requestId, type Verb } from '../../core/request.ts';
import { currentReminder, statusOf } from '../../core/status.ts';
import { withoutLate } from '../../core/undecided.ts';
import { findOverfull, windowsOfX } from '../../core/due-windows.ts';
import {
  ana,
  approved,
  bo,
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
  undecided,
  without,
} from '../support/rule-spaces.ts';
import {
  deadlineWords,
  decidedBy,
  decidedWords,
  decisionWords,
  detailsOf,
  reminderWords,
  sentenceOf,
  statusWords,
  statuses,
} from '../../core/words.ts';
import { nextSentences } from '../../slack/words.ts';

const superseded = { status: 'superseded', why: 'w' } as const;
const zone = 'America/Los_Angeles';
const withStanding = (standing: OpenSpace['standing']): OpenSpace =>
  spaceWith([reminder(15, needsAction)], { standing });

describe('the status that people see', () => {
  it('is the standing while it is not scheduled, otherwise the status of the reminder that matters now', () => {
    const off = { status: 'cancelled', by: ana } as const;
    assert.equal(statusOf(withStanding(off)), 'cancelled');
    assert.equal(statusOf(spaceWith([])), 'scheduled');
    const key = (...reminders: OpenSpace['reminders']) => currentReminder(spaceWith(reminders))?.key;
    assert.equal(key(), undefined);
    assert.equal(key(reminder(30, approved), reminder(15, sending), correction(approved)), '15');
    assert.equal(key(reminder(30, approved), correction(denied), correction(approved, { key: 'c' })), 'c');
    assert.equal(key(reminder(30, denied), reminder(15, approved), correction(denied)), '15');
    // People were told, so it takes place, though nothing more goes out.
    assert.equal(key(reminder(60, sent), reminder(30, denied), reminder(15, denied)), '60');
    assert.equal(statusOf(spaceWith([reminder(15, sent), correction(denied)])), 'sent');
    assert.equal(key(reminder(30, sent), reminder(20, sent), reminder(15, superseded)), '20');
    assert.equal(key(reminder(30, superseded), reminder(15, superseded)), '15');
    assert.equal(statusOf(spaceWith([reminder(15, denied)])), 'denied');
    // What failed after a denial is not hidden by it; what is denied after a failure is called off, and keeps no room.
    const ends = [{ status: 'failed', why: 'w' } as const, { status: 'missed', why: 'w', wasApproved: true } as const];
    for (const end of ends) {
      const hidden = spaceWith([reminder(30, denied), reminder(15, end)]);
      const calledOff = spaceWith([reminder(30, end), reminder(15, denied)]);
      assert.deepEqual([statusOf(hidden), isDenied(hidden)], [end.status, false]);
      assert.deepEqual([statusOf(calledOff), isDenied(calledOff)], ['denied', true]);
      for (const rule of ['all', 'approved'] as const) {
        assert.deepEqual([isPublic(hidden, rule), isPublic(calledOff, rule)], [true, false]);
      }
    }
    assert.ok(isDenied(spaceWith([reminder(30, superseded), reminder(15, denied)])));
    for (const status of statuses) assert.ok(statusWords[status].length > 0);
    assert.equal(statusWords.needs_review, 'needs review');
  });

  it('is shown in a line with room, start, title and host', () => {
    const space = spaceWith([]);
    assert.equal(sentenceOf(space), 'B114 · Fri 19 May 17:00 PDT · “Acro yoga” by @yara');
    const bare = without(space, 'room', 'startAt');
    assert.equal(sentenceOf(bare), 'no room yet · no start yet · “Acro yoga” by @yara');
    const untitled = { ...space, source: { tweetId: '1', url: 'u', host: { id: '7', username: 'yara' } } };
    assert.equal(sentenceOf(untitled), 'B114 · Fri 19 May 17:00 PDT · @yara');
    assert.equal(sentenceOf(without(space, 'source')), 'B114 · Fri 19 May 17:00 PDT · entered by hand');
  });

  it('is a sentence for each reminder', () => {
    const space = { startAt, timeZone: zone, reminders: [] };
    const words = (state: Parameters<typeof reminder>[1], more = {}) => reminderWords(reminder(15, state, more), space);
    assert.equal(words(needsAction), 'goes out at 16:45 PDT, if approved');
    assert.equal(reminderWords({ key: '15', minutes: 15, state: needsAction }, space), 'waits for a start');
    assert.equal(words(approved), 'goes out at 16:45 PDT');
    assert.equal(words({ status: 'approved' }), 'goes out at 16:45 PDT');
    assert.equal(words(approved, { held: 'paused' }), 'is on hold: paused');
    assert.equal(words(denied), 'was denied');
    assert.equal(words(sending), 'is being posted');
    assert.equal(words(sending, { held: 'w' }), 'may be on X or not (w). The bot looks again soon');
    assert.equal(words(sent), 'went out at 16:00 PDT');
    assert.equal(words({ ...sent, note: 'n' } as typeof sent), 'went out at 16:00 PDT (n)');
    assert.equal(words({ status: 'unconfirmed', why: 'w' }), 'may be on X or not, check the profile: w');
    assert.equal(words({ status: 'failed', why: 'w' }), 'failed: w');
    assert.equal(words({ status: 'missed', why: 'w' }), 'was missed: w');
    assert.equal(words(superseded), 'was not needed: w');
  });

  it('names the day of a reminder that goes out, or went out, on another day than the session', () => {
    const space = { startAt, timeZone: zone, reminders: [] };
    const words = (one: Reminder) => reminderWords(one, space);
    assert.equal(words(reminder(1440, approved)), 'goes out at Thu 18 May 17:00 PDT');
    assert.equal(words(reminder(15, { status: 'sent', at: now - 1440 * minute })), 'went out at Thu 18 May 16:00 PDT');
  });

  it('says what an approval does when the time of a reminder has passed', () => {
    const late = spaceWith([reminder(15, needsAction), reminder(5, needsAction)]);
    const at = (before: number) => deadlineWords(late, startAt - before * minute);
    assert.equal(at(20), 'Decide by 16:45 PDT.');
    assert.equal(at(12), 'Decide by 16:55 PDT. If approved before 16:50 PDT, the 15-minute reminder goes out at once.');
    const onlyNext = 'Decide by 16:55 PDT. The time of the 15-minute reminder has passed: only the next one goes out.';
    assert.equal(at(10), onlyNext);
    assert.equal(at(4), 'Approve it and it goes out at once. After 17:00, not at all.');
    const taken = { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' } as const;
    const conflict = { ...late, standing: { status: 'conflict', with: taken } } as const;
    const passed = 'The time of its reminder (16:45 PDT) has passed.';
    const pick = 'Pick another room or time by 16:55 PDT, or deny it.';
    assert.equal(deadlineWords(conflict, startAt - 10 * minute), `${passed} ${pick}`);
    const away = 'Pick another room or time by 16:45 PDT (in 5 minutes), or deny it.';
    assert.equal(deadlineWords(conflict, startAt - 20 * minute, 'in 5 minutes'), away);
    const ten = startAt - 10 * minute;
    assert.deepEqual(
      withoutLate(late, ten).map(({ key }) => key),
      ['5'],
    );
    assert.equal(reminderWords(reminder(15, needsAction), late, ten), 'goes out at once, if approved');
    const five = 'The 5-minute reminder goes out at 16:55 PDT, if approved.';
    assert.deepEqual(nextSentences(late, startAt - 20 * minute), [
      'The 15-minute reminder goes out at 16:45 PDT, if approved.',
      five,
      'If approved later, one goes out within minutes. After 17:00, none goes out.',
    ]);
    assert.deepEqual(nextSentences(late, ten), [five, at(10)]);
    assert.deepEqual(nextSentences(late, startAt - 4 * minute), [at(4)]);
  });

  it('is plain text in the Temporal UI, without other people’s markup', () => {
    const details = (one: OpenSpace): string => detailsOf(one, (id) => `open-space:${id}`);
    const decision = (at: number): Decision => ({
      id: String(at),
      verb: 'change',
      by: { ...ana, name: `*ana* ${at}` },
      at,
      revision: 3,
      from: {},
      to: { note: 'x' },
    });
    const decisions = Array.from({ length: 11 }, (_, at) => decision(now + at * minute));
    const space = spaceWith([reminder(30, approved), correction(needsAction)], {
      decisions,
      title: 'a  [b](c)',
    });
    const lines = details(space).split('\n');
    assert.equal(lines[0], '**B114 · Fri 19 May 17:00 PDT · “a \\[b\\](c)” by @yara**: needs approval');
    assert.deepEqual(lines.slice(1, 7), [
      '',
      '- [Open the post](u)',
      '- Room: B114',
      '- Starts: Fri 19 May 17:00 PDT',
      '- The 30-minute reminder goes out at 16:30 PDT',
      '- The correction goes out at 16:00 PDT, if approved; within minutes if approved later',
    ]);
    assert.equal(lines.length, 17);
    assert.match(lines[7] ?? '', new RegExp(`^- 16:01 PDT: .*, by \\\\\\*ana\\\\\\* ${now + minute}$`, 'u'));
    const place = details({ ...without(spaceWith([]), 'source', 'room', 'startAt'), place: 'the park' });
    assert.deepEqual(place.split('\n').slice(1), ['', '- Place: the park']);
    assert.match(details(without(spaceWith([]), 'room')), /- Room: none yet/u);
    const taken = { openSpaceId: '2', room: 'B114', startAt, relation: 'repeats' } as const;
    const inConflict = details(withStanding({ status: 'conflict', with: taken }));
    assert.match(inConflict, /^- Same room and start as another open space, in B114: `open-space:2`$/mu);
  });
});

describe('a decision in words', () => {
  const words = (verb: Decision['verb'], from: Facts, to: Facts): string =>
    decisionWords({ id: '1', verb, by: ana, at: now, revision: 4, from, to }, zone);
  const [scheduled, dismissed, cancelled] = ['scheduled', 'dismissed', 'cancelled'].map((standing) => ({ standing }));

  it('gives place and start, if they are known, only if the session was not scheduled before', () => {
    const review = { standing: 'needs_review' };
    const told = { ...scheduled, room: 'B114', startAt };
    assert.equal(words('stage', review, told), 'scheduled in B114, Fri 19 May 17:00 PDT');
    assert.equal(words('stage', review, { ...scheduled, place: 'the park' }), 'scheduled in the park');
    assert.equal(words('stage', review, { ...scheduled, startAt }), 'scheduled Fri 19 May 17:00 PDT');
    assert.equal(words('stage', review, { ...scheduled }), 'scheduled');
    assert.equal(words('decide', { ...cancelled }, { ...scheduled }), 'cancellation undone');
  });

  it('says that a denial was undone, and whether the room is still taken', () => {
    assert.equal(words('decide', { ...dismissed }, { standing: 'needs_review' }), 'reopened');
    assert.equal(words('decide', { ...dismissed }, { standing: 'conflict' }), 'reopened: the room is still taken');
    const approving = { ...scheduled, 'reminder:15': 'approved' };
    assert.equal(words('decide', { ...dismissed, 'reminder:15': 'needs_action' }, approving), 'scheduled; approved');
  });

  it('gives the new value', () => {
    assert.equal(words('change', { ...scheduled }, { standing: 'conflict' }), 'the room is taken at that time');
    assert.equal(words('sourceChanged', { ...scheduled }, { standing: 'needs_review' }), 'needs review');
    const why = 'the tweet was edited; A106 is taken at that time';
    const taken = { verb: 'sourceChanged', from: { ...scheduled }, to: { standing: 'conflict' }, why } as const;
    assert.equal(decisionWords({ id: 'x', by: ana, at: now, revision: 1, ...taken }, zone), why);
    assert.equal(words('cancel', { ...scheduled }, { ...cancelled }), 'cancelled');
    assert.equal(words('decide', { standing: 'needs_review' }, { ...dismissed }), 'denied');
    assert.equal(words('decide', { standing: 'needs_review' }, { standing: 'over' }), 'over');
    // “No room by ana” would be another sentence.
    const edit = { id: '1', verb: 'sourceChanged', by: ana, at: now, revision: 4 } as const;
    const unclear = { ...edit, from: { ...scheduled, room: 'B114' }, to: { standing: 'needs_review' } };
    assert.equal(decidedBy(unclear, zone), 'needs review; no room, by ana');
  });

  it('is a sentence that names the open space', () => {
    const decided = (to: Facts, space: OpenSpace) =>
      decidedWords({ id: '1', verb: 'decide', by: ana, at: now, revision: 4, from: {}, to }, space);
    const space = spaceWith([]);
    assert.equal(decided({ ...cancelled }, space), 'Cancelled “Acro yoga” by @yara.');
    assert.equal(decided({ ...cancelled }, { ...space, title: 'Yoga' }), 'Cancelled “Yoga” by @yara.');
    assert.equal(decided({ note: 'n' }, without(space, 'source')), 'An open space: note “n”.');
  });
});

describe('more reminders than X takes', () => {
  const window = { ms: 1_000, limit: 2, by: 'X' } as const;

  it('are found by the first window with more than its limit', () => {
    assert.equal(findOverfull([0, 999, 1_000, 1_999], [window]), undefined);
    assert.equal(findOverfull([], [window]), undefined);
    assert.deepEqual(findOverfull([0, 500, 999, 1_000], [window]), { window, from: 0, count: 3 });
    assert.deepEqual(findOverfull([0, 2_000, 2_001, 2_002], [window]), { window, from: 2_000, count: 3 });
    assert.deepEqual(findOverfull([0, 1, 2_000, 2_001, 2_999, 3_000], [window]), { window, from: 2_000, count: 3 });
    // Those of the first window went out, and the second one waits.
    const waiting = [2_000, 2_001, 2_002];
    assert.deepEqual(findOverfull([0, 1, 2, ...waiting], [window], waiting), { window, from: 2_000, count: 3 });
    assert.deepEqual(findOverfull([0, 1, 2, 2_000], [window], [2]), { window, from: 0, count: 3 });
    const wide = { ms: 10_000, limit: 3, by: 'organisers' } as const;
    const dueAtAll = [0, 5_000, 6_000, 6_001, 6_002];
    assert.deepEqual(findOverfull(dueAtAll, [window, wide]), { window: wide, from: 0, count: 5 });
    assert.deepEqual(findOverfull([0, 1, 2, 3], [wide, window]), { window: wide, from: 0, count: 4 });
    assert.deepEqual(
      windowsOfX(null).map(({ ms, limit }) => [ms / minute, limit]),
      [
        [15, 100],
        [180, 300],
      ],
    );
    // What X names in its headers rules alone.
    const said = { post: { windows: [{ minutes: 1_440, limit: 50 }] } };
    assert.deepEqual(windowsOfX(said), [{ ms: 1_440 * minute, limit: 50, by: 'X' }]);
    assert.deepEqual(windowsOfX({ post: { windows: [] } }), windowsOfX(null));
  });
});

describe('the id of a request', () => {
  const id = (verb: Verb, revision = 3) => requestId(verb, revision);

  it('is the same for equal requests of different people', () => {
    assert.equal(id({ verb: 'cancel' }), 'cancel:r3');
    assert.equal(id({ verb: 'decide', approval: 'approved' }), 'decide-approved:r3');
    const asked = { verb: 'decide', approval: 'approved', id: 'x', by: ana, revision: 9 } as Verb;
    assert.equal(id(asked), 'decide-approved:r3');
    const one: Verb = { verb: 'change', room: 'A', title: 't', note: 'n' };
    const other: Verb = { note: 'n', title: 't', room: 'A', verb: 'change' };
    assert.equal(id(one), id(other));
    assert.equal(
      id({ verb: 'change', room: 'A', title: undefined } as unknown as Verb),
      id({ verb: 'change', room: 'A' }),
    );
    // Ids of requests that are on their way over an upgrade rest on the order of the fields too.
    assert.equal(id({ verb: 'change', title: 't', room: 'A' }), 'change:189c012d4a2b7a05c818b4c515ab:r3');
    assert.match(id(one), /^change:[0-9a-f]{28}:r3$/u);
  });

  it('is different for every other request', () => {
    const ids = [
      id({ verb: 'change', room: 'A' }),
      id({ verb: 'change', room: 'B' }),
      id({ verb: 'change', place: 'A' }),
      id({ verb: 'change', room: 'A' }, 4),
      id({ verb: 'stage', room: 'A' }),
      id({ verb: 'stage', room: 'A', approval: 'needs_action' }),
    ];
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe('whether anybody had ever approved it', () => {
  it('is known from its reminders or its decisions', () => {
    const decision: Decision = { id: 'd', verb: 'decide', by: bo, at: now, revision: 3, from: {}, to: {} };
    const is = (...reminders: OpenSpace['reminders']) => wasEverApproved(spaceWith(reminders));
    assert.deepEqual([is(), is(reminder(15, needsAction)), is(reminder(15, denied))], [false, false, false]);
    assert.ok(
      is(reminder(30, denied), reminder(15, sent)) && is(reminder(15, { status: 'denied', wasApproved: true })),
    );
    assert.ok(!is(reminder(15, { status: 'missed', why: 'x', wasApproved: false })));
    const by = (to: Decision['to']) => wasEverApproved({ ...undecided, decisions: [decision, { ...decision, to }] });
    assert.ok(by({ 'reminder:15': 'approved', room: 'x' }));
    // The config approves without a decision; a denial says what it took back.
    assert.ok(wasEverApproved({ ...undecided, decisions: [{ ...decision, from: { 'reminder:15': 'approved' } }] }));
    assert.deepEqual([by({ 'reminder:15': 'denied' }), by({ note: 'approved' }), by({})], [false, false, false]);
  });
});
