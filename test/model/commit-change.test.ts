import assert from 'node:assert/strict';
import { commitOpenSpace } from '../../activities/commit-open-space.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Restore } from '../../core/restored.ts';
import { ana, denied, minute, needsAction, now, reminder, spaceWith, startAt } from '../support/rule-spaces.ts';
import { World } from './world.ts';

/** Over an empty store. */
function deps(restore: Restore | null = null) {
  const world = new World();
  Object.assign(world, { now, restore });
  return world.deps({ kind: 'none' });
}

/** Of the model's conference. */
const fit: OpenSpace = spaceWith([reminder(15, needsAction)], { room: 'A1', timeZone: 'UTC' });

describe('a change that schedules', () => {
  const problem = async (change: Partial<OpenSpace>, mustBeFree = true) => {
    const committed = await commitOpenSpace(deps(), { space: { ...fit, ...change }, commitId: 'c', mustBeFree });
    return committed.kind === 'unfit' ? committed.reason : committed.kind;
  };

  it('is refused if its conference, zone or room is not in the config any more, or its start is far', async () => {
    const gone: [Partial<OpenSpace>, RegExp][] = [
      [{ conferenceId: 'last-year' }, /^It belongs to the conference last-year, and the bot now serves c/u],
      [{ timeZone: 'Asia/Tokyo' }, /^Its times were read in Asia\/Tokyo, and the conference’s zone is now UTC/u],
      [{ room: 'B999' }, /^B999 is not on the list of rooms/u],
      [{ startAt: Date.UTC(2024, 10, 15) }, /^The start is more than 30 days after the conference/u],
    ];
    for (const [change, words] of gone) {
      assert.match(await problem(change), words);
      // What it holds it keeps, and it can always be called off.
      assert.equal(await problem(change, false), 'committed');
    }
    const { room: _, ...elsewhere } = fit;
    assert.equal(await problem({}), 'committed');
    const placed = { ...elsewhere, place: 'the park' };
    const committed = await commitOpenSpace(deps(), { space: placed, commitId: 'c' });
    assert.deepEqual(committed, { kind: 'committed' });
    const listed = await commitOpenSpace(deps(), { space: { ...placed, place: 'a1' }, commitId: 'c' });
    assert.match(listed.kind === 'unfit' ? listed.reason : '', /^A1 is on the list of rooms\. Enter it as the room/u);
    const spelled = await commitOpenSpace(deps(), { space: { ...placed, place: 'room A 1' }, commitId: 'c' });
    assert.equal(spelled.kind, 'unfit');
  });
});

describe('a request', () => {
  const change = (asked: { text?: string; room?: string; title?: string; place?: string; note?: string }) => {
    const request = { id: 'r', by: ana, verb: 'change', ...asked } as const;
    const space = asked.room === undefined ? fit : { ...fit, room: asked.room };
    return commitOpenSpace(deps(), { space, commitId: 'c', request });
  };

  it('is refused if it names an unlisted room or an alias, because neither would be found', async () => {
    const reason = /^B999 is not on the list of rooms\. Pick a listed one/u;
    const unlisted = await change({ room: 'B999' });
    assert.match(unlisted.kind === 'unfit' ? unlisted.reason : '', reason);
    assert.deepEqual(await change({ room: 'a1' }), { kind: 'unfit', reason: 'a1 is listed as A1. Use that name.' });
    assert.deepEqual(await change({ room: 'A1' }), { kind: 'committed' });
    const named = await change({ place: 'a1' });
    assert.match(named.kind === 'unfit' ? named.reason : '', /^A1 is on the list of rooms\. Enter it as the room/u);
    assert.deepEqual(await change({ place: 'beside A1' }), { kind: 'committed' });
  });

  it('is refused if X would not take its wording, or if it has an unknown placeholder', async () => {
    const reason =
      '{rom} is not a placeholder; the placeholders are {minutes}, {user}, {tweetId}, {room}, {time}, {day}, {title}';
    assert.deepEqual(await change({ text: 'In {rom}' }), { kind: 'unfit', reason });
    assert.equal((await change({ text: 'x'.repeat(281) })).kind, 'unfit');
    assert.deepEqual(await change({ text: 'x'.repeat(280) }), { kind: 'committed' });
  });

  it('is refused if its text is longer than the API allows', async () => {
    for (const [field, most] of Object.entries({ title: 200, place: 80, note: 1000 })) {
      const reason = `The ${field} is over ${most} characters. Shorten it.`;
      assert.deepEqual(await change({ [field]: '字'.repeat(most + 1) }), { kind: 'unfit', reason });
      assert.deepEqual(await change({ [field]: '字'.repeat(most) }), { kind: 'committed' });
    }
  });
});

describe('a change that marks reminders as missed', () => {
  const missed = { ...fit, reminders: [reminder(30, { status: 'missed', why: 'x' }), reminder(15, denied)] };
  const change = async (restore: Restore | null, keys?: readonly string[], space: OpenSpace = missed) => {
    const named = keys === undefined ? {} : { missed: keys };
    return commitOpenSpace(deps(restore), { space, commitId: 'c', ...named });
  };
  const restoredAfter = { copiedAt: now, restoredAt: startAt };

  it('may not mark one that was due before a restore', async () => {
    assert.deepEqual(await change(restoredAfter, ['30']), { kind: 'mayBePosted', keys: ['30'] });
    const committed = { kind: 'committed' };
    assert.deepEqual(await change(restoredAfter, ['15', '30', '5']), { kind: 'mayBePosted', keys: ['30', '15'] });
    assert.deepEqual(await change({ copiedAt: now - minute, restoredAt: now }, ['30']), committed);
    assert.deepEqual(await change(restoredAfter, []), committed);
    assert.deepEqual(await change(restoredAfter), committed);
    assert.deepEqual(await change(null, ['30']), committed);
    const { sendAt: _, ...timeless } = reminder(30, { status: 'missed', why: 'x' });
    assert.deepEqual(await change(restoredAfter, ['30'], { ...missed, reminders: [timeless] }), committed);
  });
});
