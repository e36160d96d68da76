import assert from 'node:assert/strict';
import type { OpenSpace } from '../../core/open-space.ts';
import {
  ana,
  approved,
  bo,
  conferenceEndsAt,
  minute,
  needsAction,
  now,
  reminder,
  sending,
  sent,
  spaceWith,
  startAt,
} from '../support/rule-spaces.ts';
import { intentOf } from './attempts.ts';
import { Desk, next } from './commit-desk.ts';
import { worldConfig } from './world-config.ts';

const undecided = spaceWith([reminder(15, needsAction)], { room: 'A1', timeZone: 'UTC' });
const iso = (at: number): string => new Date(at).toISOString();

describe('the log of a commit', () => {
  const logged = async (space: OpenSpace, before?: OpenSpace) => {
    const desk = before === undefined ? new Desk() : new Desk(before);
    assert.deepEqual(await desk.commit(space, { mustBeFree: false }), { kind: 'committed' });
    return desk.logged;
  };

  it('names the standing and the reminders of a new open space, with its start if it has one', async () => {
    assert.deepEqual(await logged(undecided), [
      ['open space scheduled', { openSpaceId: '1', revision: 3, startAt: iso(startAt) }],
      ['reminder needs_action', { openSpaceId: '1', reminder: '15', dueAt: iso(startAt - 15 * minute) }],
    ]);
    const { startAt: _startAt, room: _room, ...unclear } = undecided;
    const review: OpenSpace = { ...unclear, standing: { status: 'needs_review' }, reminders: [] };
    assert.deepEqual(await logged(review), [['open space needs_review', { openSpaceId: '1', revision: 3 }]]);
  });

  it('names only what has changed: a standing, a reminder, a decision', async () => {
    assert.deepEqual(await logged(next(undecided, { note: 'x' }), undecided), []);
    const two = spaceWith([reminder(30, sent), reminder(15, approved)], { room: 'A1', timeZone: 'UTC' });
    const known = { id: 'd', verb: 'decide', by: bo, at: now, from: {}, to: {}, revision: 3 } as const;
    const off = next(
      { ...two, decisions: [known, { ...known, id: 'e', verb: 'cancel', by: ana, revision: 4 }] },
      { standing: { status: 'cancelled', by: ana } },
    );
    assert.deepEqual(await logged(off, { ...two, decisions: [known] }), [
      ['open space cancelled', { openSpaceId: '1', revision: 4, startAt: iso(startAt) }],
      ['decided', { openSpaceId: '1', verb: 'cancel', by: ana.id, door: ana.door }],
    ]);
  });

  it('says when and as what a reminder was posted, and warns of a lost one with the reason', async () => {
    const space = spaceWith([reminder(15, sending)], { room: 'A1', timeZone: 'UTC' });
    const about = { openSpaceId: '1', reminder: '15', dueAt: iso(startAt - 15 * minute) };
    const posted = { status: 'sent', at: now, tweetId: '8' } as const;
    assert.deepEqual(await logged(next(space, { reminders: [reminder(15, posted)] }), space), [
      ['reminder sent', { ...about, sentAt: iso(now), tweetId: '8' }],
    ]);
    for (const status of ['failed', 'unconfirmed', 'missed'] as const) {
      const lost = next(space, { reminders: [reminder(15, { status, why: 'w' })] });
      assert.deepEqual(await logged(lost, space), [[`warning: reminder ${status}`, { ...about, why: 'w' }]]);
    }
  });
});

describe('a commit that ends an open space', () => {
  const review: OpenSpace = {
    ...undecided,
    standing: { status: 'needs_review' },
    reminders: [],
    startAt: now - minute,
  };
  const over = next(review, { standing: { status: 'over', was: 'needs_review' } });
  /** The config of a conference that ends on this day; the open space knows an earlier end. */
  const deskUntil = (endDate: string, stored = review, id = 'c'): Desk => {
    const desk = new Desk(stored);
    desk.world.changeConfig({ conference: { ...worldConfig.conference, endDate, id } });
    return desk;
  };

  it('keeps it open if days were added to its conference, so that people can still decide', async () => {
    const longer = deskUntil('2017-05-24');
    const committed = await longer.commit(over, { mustBeFree: false });
    const extended = { ...review, conferenceEndsAt: Date.parse('2017-05-25T00:00:00Z'), revision: 4 };
    assert.deepEqual(committed, { kind: 'behind', stored: extended });
    assert.deepEqual([longer.view?.space, longer.view?.commitId], [extended, 'c:extended']);
  });

  it('ends it if no day was added, if the added days are over too, or if they are of another conference', async () => {
    const atEnd = { ...review, conferenceEndsAt: Date.parse('2017-05-22T00:00:00Z') };
    const after = deskUntil('2017-05-22');
    after.world.now = Date.parse('2017-05-23T00:00:00Z');
    for (const desk of [
      deskUntil('2017-05-21', atEnd),
      deskUntil('2017-05-20'),
      after,
      deskUntil('2017-05-24', review, 'other'),
    ]) {
      assert.deepEqual(await desk.commit(over, { mustBeFree: false }), { kind: 'committed' });
      assert.equal(desk.view?.space.standing.status, 'over');
    }
  });

  it('asks nothing of the conference for any other change', async () => {
    const desk = deskUntil('2017-05-24');
    assert.deepEqual(await desk.commit(next(review, { note: 'x' }), { mustBeFree: false }), { kind: 'committed' });
    assert.equal(desk.view?.space.conferenceEndsAt, conferenceEndsAt);
  });
});

describe('a commit while a reminder may be on X', () => {
  it('outdates the attempt to post it, and leaves approved ones alone that it does not change', async () => {
    const space = spaceWith([reminder(30, sending), reminder(15, approved)], { room: 'A1', timeZone: 'UTC' });
    const desk = new Desk(space);
    desk.world.stored.rows.set('1-30', { revision: 3, status: 'sending', intent: intentOf() });
    desk.world.stored.rows.set('1-15', { revision: 3, status: 'approved' });
    const outdated: unknown[] = [];
    const outdate = async (...asked: unknown[]) => void outdated.push(asked);
    desk.with('reminders', { outdate, record: async () => undefined });
    assert.deepEqual(await desk.commit(next(space, { note: 'x' })), { kind: 'committed' });
    assert.deepEqual(outdated, [['1', '30', 4]]);
  });
});
