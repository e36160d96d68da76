import assert from 'node:assert/strict';
import type { CardFacts } from '../activities/card-facts.ts';
import { reduce } from '../core/handle-message.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { closed, withSendResult } from '../core/outcomes.ts';
import { restored } from '../core/restored.ts';
import { withReminder } from './support/reminders.ts';
import { statusOf, type Status } from '../core/status.ts';
import { approved, conflicted, examples } from './support/slack-states.ts';
import { Card } from '../api/pages/admin/card.tsx';
import { renderDocument } from '../api/pages/document.tsx';
import { cardFor, type CardMessage } from '../slack/card.ts';
import { createLinks } from '../slack/links.ts';
import { roleOf } from '../slack/card-role.ts';
import { findBlockProblems } from '../sandbox/slack/blocks.ts';
import type { TweetDoc } from '../store/tweets.ts';
import { after, ana, bo, fivePm, now, someConfig, someSpace, tweetOf, viewOf, yoga } from './support/slack-views.ts';
import { statuses } from '../core/words.ts';

const config = someConfig();

const links = createLinks({ admin: 'https://bot.example/', temporal: { url: 'https://ui.example', namespace: 'a' } });

function draw(
  space: OpenSpace,
  tweet: TweetDoc | null = tweetOf(space),
  at = now,
  facts: CardFacts = { reminderText: 'Coming up in 15 minutes!' },
): CardMessage {
  const view = viewOf(space);
  return cardFor({ view, tweet, config, facts, links, role: roleOf(view), now: at });
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

interface MenuDrawn extends Drawn {
  readonly options: readonly { readonly value: string }[];
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

const pickers = ['date', 'time', 'room', 'apply'];
const expectedActions: Readonly<Record<Status, string[]>> = {
  needs_review: [...pickers, 'approve', 'deny', 'edit', 'more'],
  conflict: ['move_1', 'move_2', ...pickers, 'approve', 'deny', 'elsewhere', 'edit', 'more'],
  scheduled: [...pickers, 'cancel', 'more'],
  needs_action: [...pickers, 'approve', 'deny', 'send_now', 'edit', 'cancel', 'more'],
  approved: [...pickers, 'deny', 'send_now', 'edit', 'cancel', 'take_back', 'more'],
  sending: ['more'],
  sent: [...pickers, 'cancel', 'more'],
  denied: ['take_back', 'add_reason', 'approve', 'more'],
  dismissed: ['take_back', 'add_reason', 'approve', 'more'],
  // It was approved: Undo brings that back.
  cancelled: ['take_back', 'add_reason', 'more'],
  missed: ['more'],
  unconfirmed: ['is_there', 'not_there', ...pickers, 'cancel', 'more'],
  failed: ['try_again', ...pickers, 'cancel', 'more'],
  superseded: [...pickers, 'cancel', 'more'],
  over: ['more'],
};

describe('Slack card', () => {
  for (const status of statuses) {
    it(`says "${status}" in words, offers only what can be done then, and is taken by Slack`, () => {
      const space = examples[status]();
      assert.equal(statusOf(space), status);
      // Missed is what its start has passed for.
      const free = { rival: yoga({ id: '9' }), freeRooms: ['A103', 'C120'] };
      const card = draw(space, tweetOf(space), status === 'missed' ? fivePm : now, free);
      assert.deepEqual(findBlockProblems(card.blocks, 'message'), []);
      assert.deepEqual(actionsOf(card), expectedActions[status]);
      assert.match(card.text, /^[A-Z][a-z ]+ · /u);
      assert.ok(wordsOf(card.blocks).includes(card.text.split(' · ')[0] ?? '?'));
    });
  }

  it('says on the button what Undo would undo', () => {
    for (const [status, label] of [
      ['approved', 'Undo the approval'],
      ['denied', 'Undo the denial'],
      ['cancelled', 'Undo'],
    ] as const) {
      const undo = [...within(draw(examples[status]()).blocks)].find((one) => one.action_id === 'take_back');
      assert.match(JSON.stringify(undo), new RegExp(`"text":"${label}"`, 'u'));
    }
  });

  it('shows what was read, with the words of the post in bold', () => {
    const space = yoga();
    const card = draw(space);
    const words = wordsOf(card.blocks);
    const title = 'Needs approval · Open space by @host_of_yoga';
    const bold = [title, 'B114 · Fri 19 May 17:00 PDT', '5pm', 'B114', 'The reminder says:'];
    assert.deepEqual(allBold(card), bold);
    assert.match(words, /Read from “5pm” \(time\), “B114” \(room\)\./u);
    assert.match(words, /The reminder says:\s+Coming up in 15 minutes!/u);
    assert.ok(words.includes('@host_of_yoga'));
    assert.ok([...within(card.blocks)].some((one) => one.type === 'link'));
  });

  it('begins with status and title, and keeps ids in the menu', () => {
    const space = { ...yoga(), title: 'Acro yoga' };
    const card = draw(space);
    assert.equal(allBold(card)[0], 'Needs approval · Acro yoga');
    const texts = [...within(card.blocks)].flatMap((one) => (one.type === 'text' ? [one.text ?? ''] : []));
    assert.ok(!texts.join(' ').includes(space.id), texts.join(' '));
  });

  it('says how sure the reading is, if that is known', () => {
    const space = yoga();
    const tweet = tweetOf(space);
    const rated = { ...tweet, reading: { ...readingOf(tweet), confidence: 0.937, sure: true } };
    const shown = wordsOf(draw(space, rated).blocks);
    assert.match(shown, /Read from “5pm” \(time\), “B114” \(room\): sure \(94%\)\./u);
  });

  it('warns of a start on no day of the conference', () => {
    const dayAfter = Date.parse('2017-05-22T10:00:00-07:00');
    const warning = /⚠ Mon 22 May is not a day of the conference \(2017-05-19 to 2017-05-21\)\./u;
    assert.match(wordsOf(draw(yoga({ startAt: dayAfter })).blocks), warning);
    assert.doesNotMatch(wordsOf(draw(yoga()).blocks), /is not a day/u);
  });

  it('gives the deadline, the effect of a late approval, and when it is missed', () => {
    assert.match(
      wordsOf(draw(yoga()).blocks),
      /Goes out at 16:45 PDT, if approved\. If approved later, it goes out at once\. After 17:00, not at all\./u,
    );
    const late = draw(yoga(), null, fivePm - 9 * 60_000);
    assert.match(wordsOf(late.blocks), /Approve it and it goes out at once\. After 17:00, not at all\./u);
    assert.ok(!actionsOf(late).includes('send_now'));
  });

  it('describes each reminder if there are several', () => {
    const space = withSendResult(
      withReminder(after(yoga({ minutes: [30, 15] }), { verb: 'decide', approval: 'approved' }), '30', {
        status: 'sending',
      }),
      '30',
      { kind: 'sent', at: fivePm - 1_800_000, tweetId: '866' },
    );
    const words = wordsOf(draw(space).blocks);
    assert.match(words, /The 30-minute reminder went out at 16:30 PDT\./u);
    assert.match(words, /The 15-minute reminder goes out at 16:45 PDT\./u);
    assert.match(words, /^✔\s+Approved/u);
  });

  it('names on each button the reminder that it acts on, if several failed or are unconfirmed', () => {
    const space = after(yoga({ minutes: [30, 15] }), { verb: 'decide', approval: 'approved' });
    const one = withReminder(space, '30', { status: 'failed', why: 'X refused it' });
    const words = wordsOf(draw(withReminder(one, '15', { status: 'unconfirmed', why: 'X did not say' })).blocks);
    assert.match(words, /Try again \(the 30-minute reminder\)/u);
    assert.match(words, /It is there \(the 15-minute reminder\) .*post it \(the 15-minute reminder\)/u);
    assert.match(words, /We don’t know whether X posted the 15-minute reminder\./u);
  });

  it('says that a change is posted at once, if a post has told people of the session', () => {
    const hint = /A change or a cancellation is posted at once\./u;
    assert.match(wordsOf(draw({ ...examples.sent(), told: { where: 'B114', startAt: fivePm } }).blocks), hint);
    assert.doesNotMatch(wordsOf(draw(yoga()).blocks), hint);
  });

  it('asks before it cancels an announced session, and says that the tweet stays', () => {
    const confirm = (space: OpenSpace) =>
      wordsOf([...within(draw(space).blocks)].find((one) => one.action_id === 'cancel'));
    assert.match(confirm(examples.sent()), /A post tells people that it is off, and the room is free again\./u);
    assert.match(confirm(examples.unconfirmed()), /A post that went out stays on X, and the room is free again\./u);
    assert.match(confirm(approved()), /No reminder goes out, and the room is free again\./u);
  });

  it('offers no action once the start has passed', () => {
    for (const status of ['needs_action', 'approved', 'denied', 'cancelled', 'sent', 'failed'] as const) {
      assert.deepEqual(actionsOf(draw(examples[status](), null, fivePm)), ['more'], status);
    }
  });

  it('names the open space that it clashes with', () => {
    const at = (startAt: number) => ({ ...yoga({ id: '9', username: 'yoga_yara', startAt }), title: 'Acro yoga' });
    const facts = { rival: at(fivePm + 15 * 60_000) };
    const words = wordsOf(draw(conflicted(), null, now, facts).blocks);
    assert.match(words, /Overlaps “Acro yoga” by @yoga_yara, Fri 19 May 17:15 PDT in B114\./u);
    assert.match(JSON.stringify(draw(conflicted()).blocks), /"url":"https:\/\/bot\.example\/admin\/open-spaces\/9"/u);
    const repeated = yoga({ taken: { openSpaceId: '9', room: 'B114', startAt: fivePm, relation: 'repeats' } });
    const shown = wordsOf(draw(repeated, null, now, { rival: at(fivePm) }).blocks);
    assert.match(shown, /Same room and start as “Acro yoga” by @yoga_yara/u);
    const moved = wordsOf(draw(repeated, null, now, facts).blocks);
    const gone = /Was in conflict with “Acro yoga” [^.]*17:00 PDT in B114\. That session is no longer there\./u;
    assert.match(moved, gone);
  });

  it('offers in its menu only actions that would not be refused', () => {
    const menuOf = (space: OpenSpace): string[] => {
      const { options } = [...within(draw(space).blocks)].find((one) => one.action_id === 'more') as MenuDrawn;
      return options.map(({ value }) => value.split(':')[2] ?? '');
    };
    const always = ['history', 'link'];
    assert.deepEqual(menuOf(yoga()), [...always, 'not_announcement', 'ignore', 'trust']);
    for (const status of ['denied', 'dismissed', 'cancelled', 'sent', 'over'] as const)
      assert.deepEqual(menuOf(examples[status]()), [...always, 'ignore', 'trust'], status);
    // Entered by the address of a post that was never heard: nobody knows the host's number at X.
    const { source, ...space } = yoga();
    assert.ok(source);
    const entered = { ...space, source: { ...source, host: { id: '@ana', username: 'ana' } } };
    assert.deepEqual(menuOf(entered), always);
  });

  it('offers the rooms that are free then, one tap each', () => {
    const card = draw(conflicted(), null, now, { freeRooms: ['A103', 'A104', 'A105'] });
    const moves = [...within(card.blocks)].filter((one) => one.action_id?.startsWith('move_'));
    assert.deepEqual(
      moves.map((one) => wordsOf(one)),
      ['Approve in A103', 'Approve in A104', 'Approve in A105'],
    );
  });

  it('says of Approve what it needs, and of a decision once who made it', () => {
    const labelOf = (space: OpenSpace): string | undefined => {
      const approve = [...within(draw(space).blocks)].find((one) => one.action_id === 'approve');
      return approve && wordsOf(approve);
    };
    assert.deepEqual([labelOf(yoga()), labelOf(conflicted())], ['Approve', 'Approve as picked']);
    assert.match(wordsOf(draw(conflicted()).blocks), /Pick another room or time by [^.]*, or deny it/u);
    assert.match(wordsOf(draw(conflicted()).blocks), /“Approve as picked” uses the date, time and room above/u);
    for (const status of ['approved', 'denied', 'dismissed'] as const) {
      const words = wordsOf(draw(examples[status]()).blocks);
      assert.equal(words.split(/by (?:ana|bo)\b/u).length, 2, `${status}: ${words}`);
    }
  });

  it('shows the last refused kept request, until the next decision', () => {
    const space = { ...yoga(), refusals: [{ id: 'x', by: ana, at: now, reason: 'B114 is taken at that time.' }] };
    const children = Card({ view: viewOf(space), tweet: undefined, config, now, back: '/admin', on: 'own' });
    for (const card of [wordsOf(draw(space).blocks), renderDocument({ title: '', look: 'admin', children })])
      assert.match(card, /Refused to ana 14:00 PDT: B114 is taken at that time\./u);
    const later = after(space, { verb: 'decide', approval: 'approved' }, bo, now + 60_000);
    assert.doesNotMatch(wordsOf(draw(later).blocks), /Refused/u);
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

  it('of an undecided session that is over, does not say that no reminder went out if one may have', () => {
    assert.match(wordsOf(draw(closed(conflicted())).blocks), /Nobody decided in time\. No reminder went out\./u);
    const restoredAt = fivePm - 10 * 60_000;
    const space = closed(restored(conflicted(), { copiedAt: restoredAt - 3_600_000, restoredAt }));
    assert.equal(statusOf(space), 'over');
    const words = wordsOf(draw(space).blocks);
    assert.match(words, /Nobody decided in time\. We don’t know whether X posted the reminder\./u);
    assert.doesNotMatch(words, /No reminder went out/u);
  });

  it('keeps the last decisions with who took them', () => {
    const space = after(approved(), { verb: 'change', room: 'A103' }, bo, now + 120_000);
    assert.match(wordsOf(draw(space).blocks), /approved by ana 14:00 PDT · A103 instead of B114 by bo 14:02 PDT/u);
  });

  it('does not say that the host must approve the correction after they have deleted the post', () => {
    const space = approved();
    const told = { ...space, told: { where: 'B114', startAt: fivePm } };
    const rules = { autoSend: false, approvalLeadMinutes: 30, reminderMinutes: [15] };
    const change = { kind: 'deleted', why: 'the tweet was deleted' } as const;
    const { space: gone } = reduce({ space: told, now, rules }, { kind: 'sourceChange', change });
    const words = wordsOf(draw(gone).blocks);
    assert.match(words, /a correction waits for approval, by @host_of_yoga 14:00 PDT/u);
    const seenLater = wordsOf(draw(gone, null, now + 60_000).blocks);
    assert.match(seenLater, /The “cancelled” correction goes out at once, if approved\./u);
  });

  it('says why an approved reminder waits', () => {
    const space = approved();
    const held = { ...space, reminders: space.reminders.map((one) => ({ ...one, held: 'paused by an organiser' })) };
    assert.match(wordsOf(draw(held).blocks), /The reminder is on hold: paused by an organiser\./u);
  });

  it('leaves a line without buttons in the channel of the earlier card', () => {
    const space = after(someSpace({ verdict: 'review' }), { verb: 'stage', room: 'B114', startAt: fivePm });
    const cards = [
      { channel: 'C_REVIEW', ts: '1.1', role: 'needReview' },
      { channel: 'C_OUTGOING', ts: '1.2', role: 'outgoingTweets' },
    ];
    const view = viewOf(space, cards);
    const line = cardFor({ view, tweet: tweetOf(space), config, links, role: 'needReview', now });
    assert.deepEqual(actionsOf(line), []);
    assert.match(line.text, /scheduled in B114, Fri 19 May 17:00 PDT; approved by ana/u);
    assert.ok(JSON.stringify(line.blocks).includes('"channel_id":"C_OUTGOING"'));
    assert.deepEqual(findBlockProblems(line.blocks, 'message'), []);
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
