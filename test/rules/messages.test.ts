import assert from 'node:assert/strict';
import { correctionOfReading } from '../../core/reading-judgement.ts';
import type { Decision } from '../../core/decision.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import { parseRequest, parseSourceChange, unknownFieldProblem, type VerbName } from '../../core/request.ts';
import { ana, denied, needsAction, now, plan, reminder, spaceWith, startAt, without } from '../support/rule-spaces.ts';
import { notAnAnnouncement } from '../../core/words.ts';

const host = { id: '7', name: '@yara', door: 'x' } as const;

describe("an organiser's correction of a reading", () => {
  const decided = (by: Decision['by'], at = now): Decision => ({
    id: String(at),
    verb: 'change',
    by,
    at,
    revision: 3,
    from: {},
    to: {},
  });
  const space = spaceWith([reminder(15, needsAction)], {
    decisions: [decided(ana, 1), decided(ana, 2), decided(host, 3)],
  });
  const corrected = (truth: object) => ({ readAs: plan, truth, at: 2 });
  const judged = (change: Partial<OpenSpace>) => correctionOfReading({ ...space, ...change });

  it('is the room and start that they set, or that the post is no announcement', () => {
    const elsewhere = corrected({ kind: 'announcement', room: 'A106', startAt });
    assert.deepEqual(judged({ room: 'A106' }), elsewhere);
    assert.deepEqual(judged({ room: 'A106', standing: { status: 'cancelled', by: ana } }), elsewhere);
    const no = { note: notAnAnnouncement };
    const noAnnouncement = corrected({ kind: 'no announcement' });
    assert.deepEqual(judged({ ...no, standing: { status: 'dismissed', by: ana } }), noAnnouncement);
    assert.deepEqual(judged({ ...no, reminders: [reminder(15, denied)] }), noAnnouncement);
  });

  it('is nothing if the reading was right, the state does not show it, or nobody has decided', () => {
    assert.equal(judged({}), undefined);
    assert.equal(judged({ note: notAnAnnouncement }), undefined);
    // The denial of only one of two reminders says nothing about the reading.
    const oneDenied = [reminder(30, denied), reminder(15, needsAction)];
    assert.equal(judged({ note: notAnAnnouncement, reminders: oneDenied }), undefined);
    assert.equal(judged({ standing: { status: 'dismissed', by: ana }, note: 'too loud' }), undefined);
    assert.equal(judged({ standing: { status: 'cancelled', by: ana } }), undefined);
    assert.equal(judged({ room: 'A106', standing: { status: 'needs_review' } }), undefined);
    for (const key of ['room', 'startAt'] as const) assert.equal(correctionOfReading(without(space, key)), undefined);
    const moved = { room: 'A106' };
    assert.equal(judged({ ...moved, decisions: [] }), undefined);
    const others = [decided(host), decided({ id: 'b', name: 'b', door: 'bot' })];
    assert.equal(judged({ ...moved, decisions: others }), undefined);
    assert.equal(correctionOfReading(without({ ...space, ...moved }, 'source')), undefined);
    assert.equal(judged({ ...moved, source: { tweetId: '1', url: 'u', host: { id: '7', username: 'y' } } }), undefined);
  });
});

describe('what operators type', () => {
  const parse = (value: unknown) => parseRequest(value, 3);
  const typed = { id: 'x', by: { id: 'ana', name: 'ana', door: 'temporal' } };

  it('is a request if it names the person who decides', () => {
    assert.deepEqual(parse({ approval: 'approved', by: 'ana' }), {
      ...typed,
      verb: 'decide',
      approval: 'approved',
      id: 'decide-approved:r3',
    });
    const whole = {
      verb: 'change',
      id: 'x',
      by: ana,
      revision: 2,
      room: 'A',
      title: 't',
      note: 'n',
      startAt: 0,
      sendAt: Date.UTC(2100, 0),
      text: 't',
      reminder: '15',
    };
    assert.deepEqual(parse({ ...whole, unknown: 1 }), whole);
    const bare = { id: 'x', by: ana };
    for (const request of [
      { ...bare, verb: 'stage', approval: 'needs_action', room: 'A' },
      { ...bare, verb: 'stage', place: 'A', title: 't', note: 'n', startAt: 1 },
      {
        ...bare,
        verb: 'decide',
        approval: 'denied',
        note: 'n',
        room: 'A',
        startAt: 1,
        sendAt: 1,
        text: 't',
        reminder: '15',
      },
      { ...bare, verb: 'cancel' },
      { ...bare, verb: 'undo' },
      { ...bare, verb: 'sendNow', reminder: '15' },
      { ...bare, verb: 'retry', reminder: '15' },
      { ...bare, verb: 'confirmSent', reminder: '15' },
    ]) {
      assert.deepEqual(parse(request), request);
    }
  });

  it('is otherwise refused with the problem', () => {
    const object = 'send one object, such as {"approval": "approved", "by": "ana"}';
    for (const value of [null, [], 'x', undefined]) assert.equal(parse(value), object);
    const problem = (value: object) => parse({ verb: 'change', by: 'ana', ...value });
    assert.equal(
      problem({ verb: 'x' }),
      'verb must be one of decide, change, stage, cancel, undo, sendNow, retry, confirmSent',
    );
    assert.equal(parse({ approval: 'no', by: 'ana' }), 'approval must be one of approved, denied, needs_action');
    assert.equal(parse({ by: 'ana' }), 'approval must be one of approved, denied, needs_action');
    assert.equal(
      parse({ verb: 'stage', approval: 'denied', by: 'ana' }),
      'approval must be one of approved, needs_action',
    );
    assert.equal(parse({ verb: 'cancel' }), 'by is missing: say who decides, such as "by": "ana"');
    assert.equal(
      parse({ verb: 'cancel', by: { ...ana, door: 'x' } }),
      'by is missing: say who decides, such as "by": "ana"',
    );
    assert.equal(problem({ room: 'A', place: 'B' }), 'give a room or a place, not both');
    assert.equal(problem({ room: '' }), 'room must not be empty');
    assert.equal(problem({ room: 'x'.repeat(2001) }), 'room is too long');
    assert.equal(typeof problem({ room: 'x'.repeat(2000) }), 'object');
    assert.equal(problem({ room: 7 }), 'room must be a text');
    assert.equal(problem({ startAt: -1 }), 'startAt must not be negative');
    assert.equal(problem({ startAt: Date.UTC(2100, 0) + 1 }), 'startAt is too large');
    assert.equal(problem({ revision: 1.5 }), 'revision must be a whole number');
    assert.equal(problem({ startAt: 1e308 }), 'startAt is too large');
    for (const startAt of ['5pm', null]) assert.equal(problem({ startAt }), 'startAt must be a whole number');
  });

  it('is refused if the verb does not take a field, and the reason names the fields that it takes', () => {
    const problem = (value: object, verb: VerbName) => unknownFieldProblem({ by: 'ana', ...value }, verb);
    assert.equal(problem({ rom: 'A' }, 'sendNow'), 'rom is not a field of this request; it takes by, verb, reminder');
    assert.match(problem({ startsAt: 1 }, 'change') ?? '', /^startsAt .* room, place, startAt$/u);
    assert.match(problem({ text: 't' }, 'stage') ?? '', /^text is not/u);
    assert.equal(problem({ reason: 'x' }, 'cancel'), 'reason is not a field of this request; it takes by, verb');
    assert.equal(problem({ verb: 'change', id: 'x', revision: 2, room: 'A', title: 't' }, 'change'), undefined);
    // A part of the bot may be of a later version.
    assert.equal(unknownFieldProblem({ by: ana, later: 1 }, 'undo'), undefined);
  });

  it('is a change of the post only if it is complete', () => {
    const edited = {
      kind: 'edited',
      tweetId: '1'.repeat(19),
      url: 'u',
      verdict: 'review',
      room: 'A',
      startAt: 1,
      title: 't',
      isSure: true,
    };
    assert.deepEqual(parseSourceChange({ ...edited, more: 1 }), edited);
    assert.deepEqual(parseSourceChange({ kind: 'deleted', why: 'gone' }), { kind: 'deleted', why: 'gone' });
    for (const malformed of [null, 'x', 7, [], {}, { kind: 'boom' }, { kind: 'deleted' }, { kind: 'edited' }]) {
      assert.equal(parseSourceChange(malformed), undefined, JSON.stringify(malformed));
    }
    for (const [key, value] of [
      ['startAt', '5pm'],
      ['startAt', 1e308],
      ['room', 7],
      ['verdict', 'maybe'],
      ['tweetId', '1'.repeat(20)],
      ['tweetId', ''],
      ['tweetId', '1 2'],
      ['isSure', 1],
      ['url', ''],
    ] as const)
      assert.equal(parseSourceChange({ ...edited, [key]: value }), undefined);
  });
});
