import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { OpenSpace } from '../core/open-space.ts';
import { closed, withSendResult } from '../core/outcomes.ts';
import { withReminder } from './support/reminders.ts';
import { statuses, statusOf, type Status } from '../core/status.ts';
import { cardFor, type CardMessage } from '../slack/card.ts';
import { cardRoles, roleOf } from '../slack/card-role.ts';
import { findBlockProblems, areBlocksTooLong } from '../sandbox/slack/blocks.ts';
import type { TweetDoc } from '../store/tweets.ts';
import { after, ana, bo, fivePm, now, someConfig, someSpace, tweetOf, viewOf, yoga } from './support/slack-views.ts';

const config = someConfig();

function draw(space: OpenSpace, tweet: TweetDoc | null = tweetOf(space), at = now): CardMessage {
  const view = viewOf(space);
  return cardFor({ view, tweet, config, role: roleOf(view), now: at });
}

/** Every word that the card shows, in order. */
function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join(' ');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, inner]) => (key === 'text' && typeof inner === 'string' ? inner : wordsOf(inner)))
    .filter((words) => words !== '')
    .join(' ');
}

interface Drawn {
  readonly type?: string;
  readonly text?: string;
  readonly style?: { readonly bold?: boolean };
  readonly action_id?: string;
}

function* within(value: unknown): Generator<Drawn> {
  if (Array.isArray(value)) for (const inner of value) yield* within(inner);
  else if (typeof value === 'object' && value !== null) {
    yield value;
    for (const inner of Object.values(value)) yield* within(inner);
  }
}

const actionsOf = (card: CardMessage): string[] =>
  [...within(card.blocks)].flatMap((one) => (one.action_id === undefined ? [] : [one.action_id]));
const allBold = (card: CardMessage): string[] =>
  [...within(card.blocks)].flatMap((one) => (one.style?.bold === true && one.text !== undefined ? [one.text] : []));

const conflicted = (): OpenSpace =>
  yoga({ taken: { openSpaceId: '9', room: 'B114', startAt: fivePm + 15 * 60_000, relation: 'overlaps' } });
const approved = (): OpenSpace => after(yoga(), { verb: 'decide', approval: 'approved' });
const sending = (): OpenSpace => withReminder(approved(), '15', { status: 'sending' });
const ended = (status: 'unconfirmed' | 'failed'): OpenSpace =>
  withReminder(sending(), '15', { status, why: 'X did not say' });

const examples: Readonly<Record<Status, () => OpenSpace>> = {
  needs_review: () => someSpace({ verdict: 'review' }),
  conflict: conflicted,
  scheduled: () => ({ ...yoga(), reminders: [] }),
  needs_action: yoga,
  approved,
  sending,
  sent: () => withSendResult(sending(), '15', { kind: 'sent', at: fivePm - 900_000, tweetId: '866' }),
  denied: () => after(yoga(), { verb: 'decide', approval: 'denied' }),
  dismissed: () => after(conflicted(), { verb: 'decide', approval: 'denied' }),
  cancelled: () => after(approved(), { verb: 'cancel' }),
  missed: () => closed(yoga()),
  unconfirmed: () => ended('unconfirmed'),
  failed: () => ended('failed'),
  superseded: () => withReminder(yoga(), '15', { status: 'superseded', why: 'the 5-minute reminder went out' }),
  over: () => closed(someSpace({ verdict: 'review' })),
};

const expectedActions: Readonly<Record<Status, string[]>> = {
  needs_review: ['date', 'time', 'room', 'approve', 'apply', 'deny'],
  conflict: ['date', 'time', 'room', 'approve', 'apply', 'deny'],
  scheduled: ['date', 'time', 'room', 'apply', 'cancel'],
  needs_action: ['date', 'time', 'room', 'approve', 'deny', 'apply', 'send_now', 'cancel'],
  approved: ['date', 'time', 'room', 'deny', 'apply', 'send_now', 'cancel'],
  sending: [],
  sent: ['date', 'time', 'room', 'apply', 'cancel'],
  denied: ['approve', 'take_back'],
  dismissed: ['approve', 'take_back'],
  cancelled: ['approve', 'take_back'],
  missed: [],
  unconfirmed: ['date', 'time', 'room', 'apply', 'cancel'],
  failed: ['date', 'time', 'room', 'apply', 'cancel'],
  superseded: ['date', 'time', 'room', 'apply', 'cancel'],
  over: [],
};

describe('Slack card', () => {
  for (const status of statuses) {
    it(`says "${status}" in words, offers only what can be done then, and is taken by Slack`, () => {
      const space = examples[status]();
      assert.equal(statusOf(space), status);
      // Missed is what its start has passed for.
      const card = draw(space, tweetOf(space), status === 'missed' ? fivePm : now);
      assert.deepEqual(findBlockProblems(card.blocks, 'message'), []);
      assert.deepEqual(actionsOf(card), expectedActions[status]);
      assert.match(card.text, /^[A-Z][a-z ]+ · /u);
      assert.ok(wordsOf(card.blocks).includes(card.text.split(' · ')[0] ?? '?'));
    });
  }

  it('shows what was read, and the words that gave it in bold', () => {
    const space = yoga();
    const card = draw(space);
    const words = wordsOf(card.blocks);
    assert.deepEqual(allBold(card), ['Needs approval · B114 · Fri 19 May 17:00 PDT', '5pm', 'B114', 'Harper Host']);
    assert.match(words, /“5pm” \(time\), “B114” \(room\)/u);
    for (const shown of ['@host_of_yoga', '77001', space.id]) assert.ok(words.includes(shown), shown);
    assert.ok([...within(card.blocks)].some((one) => one.type === 'link'));
  });

  it('says by when to approve, what late approval comes to, and when it is missed', () => {
    assert.match(
      wordsOf(draw(yoga()).blocks),
      /Approve by 16:45 PDT, when the reminder goes out; after that it goes out late, after 17:00 PDT it is missed\./u,
    );
    const late = draw(yoga(), null, fivePm - 9 * 60_000);
    assert.match(
      wordsOf(late.blocks),
      /Approved now \(16:51\), the reminder goes out at once and says 9 minutes; after 17:00 PDT/u,
    );
    assert.ok(!actionsOf(late).includes('send_now'));
  });

  it('tells of each reminder where there are several', () => {
    const space = withSendResult(
      withReminder(after(yoga({ minutes: [30, 15] }), { verb: 'decide', approval: 'approved' }), '30', {
        status: 'sending',
      }),
      '30',
      { kind: 'sent', at: fivePm - 1_800_000, tweetId: '866' },
    );
    const words = wordsOf(draw(space).blocks);
    assert.match(words, /Reminder 30 minutes before: went out at 16:30 PDT\./u);
    assert.match(words, /Reminder 15 minutes before: goes out at 16:45 PDT; approved by ana\./u);
    assert.match(words, /^✔\s+Approved/u);
  });

  it('asks before it cancels what was announced already, and says that the tweet stays', () => {
    const confirm = (space: OpenSpace) =>
      wordsOf([...within(draw(space).blocks)].find((one) => one.action_id === 'cancel'));
    assert.match(confirm(examples.sent()), /The tweet that went out stays on X, and the room is free again\./u);
    assert.match(confirm(approved()), /No reminder goes out, and the room is free again\./u);
  });

  it('offers nothing any more once the start has passed', () => {
    for (const status of ['needs_action', 'approved', 'denied', 'cancelled', 'sent', 'failed'] as const) {
      assert.deepEqual(actionsOf(draw(examples[status](), null, fivePm)), [], status);
    }
  });

  it('names the open space that it clashes with', () => {
    assert.match(wordsOf(draw(conflicted()).blocks), /It overlaps open space 9: B114, Fri 19 May 17:15 PDT\./u);
    const repeated = yoga({ taken: { openSpaceId: '9', room: 'B114', startAt: fivePm, relation: 'repeats' } });
    assert.match(wordsOf(draw(repeated).blocks), /It repeats open space 9/u);
  });

  it('lists why a person is needed, and puts the rooms that the tweet names first', () => {
    const space = someSpace({ verdict: 'review', startAt: fivePm });
    const tweet = tweetOf(space, 'Yoga 5pm B114 or C120?', { time: '5pm' }, [
      { about: 'room', words: 'two rooms: B114 and C120' },
    ]);
    const card = draw(space, { ...tweet, reading: { ...readingOf(tweet), rooms: ['C120', 'B114'] } });
    assert.match(wordsOf(card.blocks), /two rooms: B114 and C120/u);
    const room = [...within(card.blocks)].find((one) => one.action_id === 'room');
    assert.match(
      JSON.stringify(room),
      /"options":\[\{[^[\]]*"value":"C120"\},\{[^[\]]*"value":"B114"\},\{[^[\]]*"A103"/u,
    );
  });

  it('keeps the last decisions with who took them', () => {
    const space = after(approved(), { verb: 'change', room: 'A103' }, bo, now + 120_000);
    assert.match(wordsOf(draw(space).blocks), /approved by ana 14:00 PDT · A103 instead of B114 by bo 14:02 PDT/u);
  });

  it('says why an approved reminder waits', () => {
    const space = approved();
    const held = { ...space, reminders: space.reminders.map((one) => ({ ...one, held: 'paused by an organiser' })) };
    assert.match(wordsOf(draw(held).blocks), /Reminder: waits: paused by an organiser\./u);
  });

  it('leaves a line without buttons where the card stood before', () => {
    const space = after(someSpace({ verdict: 'review' }), { verb: 'stage', room: 'B114', startAt: fivePm });
    const cards = [
      { channel: 'C_REVIEW', ts: '1.1', role: 'needReview' },
      { channel: 'C_OUTGOING', ts: '1.2', role: 'outgoingTweets' },
    ];
    const view = viewOf(space, cards);
    const line = cardFor({ view, tweet: tweetOf(space), config, role: 'needReview', now });
    assert.deepEqual(actionsOf(line), []);
    assert.match(line.text, /scheduled in B114, Fri 19 May 17:00 PDT; approved, ana/u);
    assert.ok(JSON.stringify(line.blocks).includes('"channel_id":"C_OUTGOING"'));
    assert.deepEqual(findBlockProblems(line.blocks, 'message'), []);
  });

  it('shows one room among hundreds, also one that the list has lost', () => {
    const rooms = Array.from({ length: 500 }, (_, index) => ({ name: `Room ${'x'.repeat(60)} ${index}`, aliases: [] }));
    const large = someConfig({ conference: { ...config.conference, rooms } });
    const view = viewOf(yoga());
    const card = cardFor({ view, tweet: null, config: large, role: 'outgoingTweets', now });
    assert.deepEqual(findBlockProblems(card.blocks, 'message'), []);
    assert.ok(!areBlocksTooLong(card.blocks));
    assert.match(JSON.stringify(card.blocks), /"initial_option":\{"text":\{"type":"plain_text","text":"B114"\}/u);
  });

  it('holds Slack’s limits and rings nobody, whatever a host writes', () => {
    const nasty = fc.constantFrom(
      '<!channel>',
      '<@U0ORG1>',
      '<http://x.test|y>',
      '\u202Egnp.exe',
      'a\u0301'.repeat(40),
      '👩‍👩‍👧‍👦',
      '\n\n\n',
      '&amp;',
      '*_~`',
      ' ',
      '\u0000',
      '\uD83D',
    );
    const text = fc
      .array(fc.oneof(nasty, fc.string({ unit: 'binary' })), { maxLength: 60 })
      .map((parts) => parts.join(''));
    const property = fc.property(
      fc.oneof(
        text,
        text.map((short) => short.repeat(200).slice(0, 10_000)),
      ),
      text,
      fc.array(fc.tuple(fc.nat(300), fc.nat(60)), { maxLength: 8 }),
      fc.constantFrom(...statuses),
      (words, name, spans, status) => {
        const space = { ...examples[status](), title: name || 'x', note: words, remark: name };
        const reasons = spans.map(([from, length]) => ({
          about: 'room' as const,
          words: words || 'x',
          span: { from, to: from + length },
        }));
        const tweet = { ...tweetOf(space, words, {}, reasons), author: { id: '1', username: name, name } };
        for (const role of cardRoles) {
          const card = cardFor({ view: viewOf(space), tweet, config, role, now });
          assert.deepEqual(findBlockProblems(card.blocks, 'message'), []);
          assert.ok(!areBlocksTooLong(card.blocks));
          assert.ok(card.blocks.length <= 6 && card.text.length > 0 && card.text.length <= 4000);
          assert.ok(!/[<>]/u.test(card.text), card.text);
          assert.ok(!JSON.stringify(card.blocks).includes('"mrkdwn"'));
          assert.ok(![...within(card.blocks)].some((one) => one.type === 'user' || one.type === 'broadcast'));
        }
      },
    );
    fc.assert(property, { numRuns: 300, seed: 20_170_519 });
  });

  it('gives the same card for the same view', () => {
    const space = after(yoga(), { verb: 'decide', approval: 'denied' }, ana);
    assert.deepEqual(draw(space), draw(space));
  });
});

const readingOf = (tweet: TweetDoc): NonNullable<TweetDoc['reading']> => {
  assert.ok(tweet.reading);
  return tweet.reading;
};
