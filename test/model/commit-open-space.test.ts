import assert from 'node:assert/strict';
import { commitOpenSpace, settleCommit } from '../../activities/commit-open-space.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import { ana, approved, minute, needsAction, now, reminder, spaceWith, startAt } from '../support/rule-spaces.ts';
import { intentOf } from './attempts.ts';
import { Desk, next } from './commit-desk.ts';

const undecided = spaceWith([reminder(15, needsAction)], { room: 'A1', timeZone: 'UTC' });

const claimOf = (openSpaceId: string, room: string) => ({
  openSpaceId,
  room,
  startAt,
  revision: 1,
  claimedAt: now,
});

describe('a commit', () => {
  it('claims the room, stores the view, then updates rows, cards and the log', async () => {
    const desk = new Desk();
    assert.deepEqual(await desk.commit(undecided), { kind: 'committed' });
    assert.deepEqual(desk.claims, [['1', 'A1', startAt, 3]]);
    assert.deepEqual([desk.view?.commitId, desk.view?.revision, desk.view?.settled], ['c', 3, true]);
    assert.equal(desk.world.stored.rows.get('1-15')?.status, 'needs_action');
    assert.deepEqual(desk.told, ['open space scheduled', 'reminder needs_action', 'bell']);
  });

  it('has one effect, however often it is repeated, and completes what a crash left', async () => {
    const desk = new Desk(undecided);
    const again = { kind: 'committed', stored: undecided };
    assert.deepEqual(await desk.commit(undecided, { commitId: 'before' }), again);
    assert.deepEqual(desk.told, []);
    desk.put(undecided, 'before', false);
    assert.deepEqual(await desk.commit(undecided, { commitId: 'before' }), again);
    assert.deepEqual([desk.told, desk.view?.settled], [['bell'], true]);
  });

  it('stores nothing if another commit has stored the same revision or a higher one', async () => {
    for (const revision of [4, 5]) {
      const stored = { ...undecided, revision };
      const desk = new Desk(stored);
      assert.deepEqual(await desk.commit(next(undecided)), { kind: 'behind', stored });
      assert.deepEqual(await desk.commit({ ...stored, revision: 4 }, { commitId: 'other' }), {
        kind: 'behind',
        stored,
      });
      assert.equal(desk.view?.space, stored);
    }
    const restored = new Desk();
    restored.put({ ...undecided, revision: 10_004 }, 'restore:1:10004');
    const behind = { kind: 'behind', stored: { ...undecided, revision: 10_004 }, copied: 4 };
    assert.deepEqual(await restored.commit(undecided), behind);
    const desk = new Desk(undecided);
    assert.deepEqual(await desk.commit(next(undecided), { commitId: 'before' }), { kind: 'committed' });
    assert.equal(desk.view?.revision, 4);
  });

  it('is refused for a post that X may have, and otherwise keeps changed reminders from going out', async () => {
    const space = spaceWith([reminder(30, approved), reminder(15, approved)], { room: 'A1', timeZone: 'UTC' });
    const moved = next(space, { room: 'A2' });
    const desk = new Desk(space);
    desk.world.stored.rows.set('1-30', { revision: 3, status: 'approved' });
    desk.world.stored.rows.set('1-15', { revision: 3, status: 'approved', intent: intentOf() });
    assert.deepEqual(await desk.commit(moved), { kind: 'frozen', keys: ['15'] });
    assert.equal(desk.world.stored.rows.get('1-30')?.revision, 4);
    assert.equal(desk.view?.space, space);
    assert.deepEqual(await desk.commit(next(space, { note: 'changes no post' })), { kind: 'committed' });
  });

  it('needs a free room, unless the open space holds the room already', async () => {
    const rival = { ...undecided, id: '2' };
    const conflict = { openSpaceId: '2', room: 'A1', startAt, relation: 'repeats' };
    const desk = new Desk(rival);
    desk.world.stored.claims = [claimOf('2', 'A1')];
    assert.deepEqual(await desk.commit(undecided), { kind: 'taken', by: conflict });
    assert.equal(desk.view, undefined);
    assert.deepEqual(await desk.commit(undecided, { mustBeFree: false }), { kind: 'committed' });
  });

  it('claims only a room that it does not hold', async () => {
    const kept = new Desk(undecided);
    await kept.commit(next(undecided, { note: 'x' }));
    assert.deepEqual(kept.claims, []);
    const denial = next(undecided, { standing: { status: 'dismissed', by: ana } });
    await kept.commit(denial);
    assert.deepEqual(kept.claims, []);
    for (const change of [{ room: 'A2' }, { startAt: startAt + minute }]) {
      const moved = new Desk(undecided);
      await moved.commit(next(undecided, change));
      const { room, startAt: at } = { ...undecided, ...change };
      assert.deepEqual(moved.claims, [['1', room, at, 4]]);
    }
    const review = new Desk({ ...undecided, standing: { status: 'needs_review' } });
    await review.commit(next(undecided));
    assert.deepEqual(review.claims, [['1', 'A1', startAt, 4]]);
  });

  it('frees its old room, and lets conflicts about that room ask again', async () => {
    const blocked = (id: string, of: string): OpenSpace => ({
      ...undecided,
      id,
      standing: { status: 'conflict', with: { openSpaceId: of, room: 'A1', startAt, relation: 'overlaps' } },
    });
    const desk = new Desk(undecided, blocked('2', '1'), blocked('3', '9'));
    desk.world.stored.claims = [claimOf('1', 'A1')];
    await desk.commit(next(undecided, { standing: { status: 'cancelled', by: ana } }));
    assert.deepEqual(desk.told.filter(Array.isArray), [['freed', '2']]);
    desk.told.splice(0);
    const cancelled = desk.view?.space ?? undecided;
    // The first try may have died before it told anybody, also if a later state is stored by now.
    await settleCommit(desk.deps(), cancelled);
    assert.deepEqual(desk.told.splice(0), [['freed', '2'], 'bell']);
    desk.put(cancelled, 'c', false);
    await desk.commit(next(cancelled, { note: 'x' }), { commitId: 'd' });
    assert.deepEqual(desk.told.splice(0).filter(Array.isArray), [['freed', '2']]);
    await desk.commit(next(desk.view?.space ?? cancelled, { note: 'y' }), { commitId: 'e' });
    assert.deepEqual(desk.told.filter(Array.isArray), []);
  });

  it('that took over ten seconds is given up', async () => {
    for (const [took, isTaken] of [
      [10_000, true],
      [10_001, false],
    ] as const) {
      const desk = new Desk();
      const { store } = desk.world.deps({ kind: 'none' });
      const find = async (id: string) => {
        desk.world.now += took;
        return store.openSpaces.find(id);
      };
      desk.with('openSpaces', { find });
      if (isTaken) assert.deepEqual(await desk.commit(undecided), { kind: 'committed' });
      else await assert.rejects(desk.commit(undecided), /took too long/u);
      assert.equal(desk.view !== undefined, isTaken);
    }
  });

  it('releases its claim if somebody else was faster', async () => {
    const faster = { ...undecided, revision: 7, room: 'A2' };
    const beaten = (by: OpenSpace | undefined, commitId: string): Desk => {
      const desk = new Desk(undecided);
      const write = async () => {
        if (by === undefined) desk.world.stored.views.clear();
        else desk.put(by, commitId, false);
        return false;
      };
      return desk.with('openSpaces', { write });
    };
    const moved = next(undecided, { room: 'A1+A2' });
    const other = beaten(faster, 'other');
    other.world.stored.claims = [{ ...claimOf('1', 'A2'), revision: 7 }];
    assert.deepEqual(await other.commit(moved), { kind: 'behind', stored: faster });
    assert.deepEqual(other.claims, [['1', 'A2', startAt, 7]]);
    assert.equal(other.view?.settled, false);
    const own = beaten(moved, 'c');
    assert.deepEqual(await own.commit(moved), { kind: 'committed', stored: moved });
    assert.equal(own.view?.settled, true);
    await assert.rejects(beaten(undefined, 'c').commit(moved), /open space 1 is gone/u);
  });

  it('closes the record of a post that an organiser wants tried again, whatever a restore left in it', async () => {
    for (const status of ['failed', 'unconfirmed'] as const) {
      const ended = spaceWith([reminder(15, { status, why: 'w' })], { room: 'A1', timeZone: 'UTC' });
      const desk = new Desk(ended);
      const record = () => desk.world.stored.rows.get('1-15')?.intent;
      desk.world.stored.rows.set('1-15', { revision: 3, status, intent: intentOf() });
      const noted = next(ended, { note: 'x' });
      await desk.commit(noted);
      assert.equal(record()?.phase, 'posting');
      await desk.commit(next(noted, { reminders: [reminder(15, approved, { retried: 5 })] }), { commitId: 'd' });
      const { phase, outcome, closedAs } = record() ?? assert.fail();
      assert.deepEqual([phase, outcome, closedAs], ['closed', { kind: status, why: 'w' }, 4]);
    }
  });

  it('works without desk and log, as in a command', async () => {
    const desk = new Desk();
    const { bell: _bell, log: _log, ...bare } = desk.deps();
    const committed = await commitOpenSpace(bare, { space: undecided, commitId: 'c' });
    assert.deepEqual([committed, desk.told], [{ kind: 'committed' }, []]);
  });
});
