import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decide } from '../../core/decide.ts';
import { reduce } from '../../core/handle-message.ts';
import { isOff, titleOf, type OpenSpace } from '../../core/open-space.ts';
import { postIdOf } from '../../core/posts-of.ts';
import type { Edit, SourceChange } from '../../core/request.ts';
import { applySourceChange, following, isNews } from '../../core/source-change.ts';
import {
  ana,
  approved,
  needsAction,
  now,
  plan,
  reminder,
  rules,
  sent,
  spaceWith,
  startAt,
} from '../support/rule-spaces.ts';

const edited = (change: Partial<Edit> = {}): Edit => ({ kind: 'edited', tweetId: '2', url: 'u2', ...plan, ...change });
const deleted = { kind: 'deleted', why: 'the tweet was deleted' } as const;
const space = spaceWith([reminder(30, sent), reminder(15, approved)]);
const apply = (to: OpenSpace, change: SourceChange) => applySourceChange({ space: to, now, rules }, change);

describe('a session that an organiser moved by a later post of its host', () => {
  const later = edited({ tweetId: '5', postId: '5', room: 'A106', title: 'moved' });
  const moved = { ...following(space, later), room: 'A106' };
  const standingOf = (to: OpenSpace, change: SourceChange) => apply(to, change)?.space.standing.status;

  it('is based on that post, and keeps its title while the first post exists', () => {
    const { source, earlier } = moved;
    assert.deepEqual([source?.tweetId, source?.readAs?.room, earlier], ['5', 'A106', [space.source]]);
    assert.equal(following(moved, later), moved);
    assert.equal(titleOf(moved), 'Acro yoga');
    const asked = { verb: 'change', room: 'A106', follows: later, id: 'r', by: ana } as const;
    const answer = decide({ space, now, rules }, asked);
    assert.ok(answer.kind === 'accepted');
    assert.deepEqual([answer.space.source, answer.space.earlier], [source, earlier]);
    // Also where it is there already.
    assert.equal(decide({ space: { ...space, room: 'A106' }, now, rules }, asked).kind, 'accepted');
  });

  it('takes place if the first post is deleted, and is called off if the later one is deleted', () => {
    const alone = apply(moved, deleted)?.space ?? assert.fail();
    assert.deepEqual([alone.standing.status, 'earlier' in alone, titleOf(alone)], ['scheduled', false, 'moved']);
    assert.ok(!isNews(alone, deleted) && !isNews(alone, edited()));
    for (const known of [moved, alone]) assert.equal(standingOf(known, { ...deleted, postId: '5' }), 'cancelled');
    assert.equal(standingOf(moved, { ...deleted, postId: '4' }), undefined);
  });

  it('follows the edits of the later post, and edits of the first post that say something new', () => {
    const states = ({ reminders }: OpenSpace) => reminders.map(({ state }) => state);
    const edit = (change: Parameters<typeof edited>[0]) => apply(moved, edited(change))?.space ?? assert.fail();
    const away = edit({ tweetId: '6', postId: '5', room: 'A103' });
    assert.deepEqual([away.room, states(away)], ['A103', [sent, needsAction]]);
    // It says what it said, or what holds.
    for (const room of ['B114', 'A106']) {
      const same = edit({ tweetId: '6', room });
      assert.deepEqual([same.room, states(same), same.source], ['A106', states(moved), moved.source]);
      assert.equal(same.earlier?.[0]?.tweetId, '6');
    }
    // An edit from before the later post is only noticed late.
    const overtaken = edit({ tweetId: '4', room: 'A103' });
    assert.deepEqual([overtaken.room, states(overtaken), overtaken.source], ['A106', states(moved), moved.source]);
    assert.equal(overtaken.earlier?.[0]?.tweetId, '4');
    const back = edit({ tweetId: '6', room: 'A103' });
    assert.deepEqual([back.room, postIdOf(back), states(back)], ['A103', '1', [sent, needsAction]]);
    assert.deepEqual(back.earlier, [moved.source]);
  });

  it('is based on the first post again if the later post becomes a separate session', () => {
    const separated = { kind: 'separated', postId: '5' } as const;
    const alone = apply(moved, separated)?.space ?? assert.fail();
    assert.deepEqual([alone.source, alone.earlier, alone.standing], [space.source, undefined, moved.standing]);
    assert.deepEqual(alone.reminders, moved.reminders);
    assert.equal(standingOf(alone, { ...deleted, postId: '5' }), undefined);
    assert.equal(standingOf(alone, deleted), 'cancelled');
    assert.ok(!isNews(alone, separated));
    // Where the first one is gone, nothing else is left that its host could call it off by.
    const kept = apply(moved, deleted)?.space ?? assert.fail();
    assert.ok(!isNews(kept, separated));
    const made = reduce({ space: moved, now, rules }, { kind: 'sourceChange', change: separated }).space.decisions.at(
      -1,
    );
    assert.equal(made?.by.door, 'bot');
  });

  it('keeps the start that neither version gives', () => {
    const vague = { kind: 'edited', tweetId: '5', postId: '5', url: 'u5', verdict: 'review' } as const;
    const known = { ...following(space, { ...vague, room: 'A106' }), room: 'A106' };
    const next = apply(known, { ...vague, tweetId: '6', room: 'A103' })?.space;
    assert.deepEqual([next?.standing.status, next?.room, next?.startAt], ['needs_review', 'A103', startAt]);
  });

  it('is called off only by the deletion of the post that it is based on', () => {
    const postId = fc.constantFrom('1', '5');
    const room = fc.constantFrom('A103', 'A106', 'B114');
    const news = fc.array(fc.record({ postId, room, isDeleted: fc.boolean() }), { maxLength: 8 });
    fc.assert(
      fc.property(news, (all) => {
        let is: OpenSpace = moved;
        for (const [index, { isDeleted, ...change }] of all.entries()) {
          const edit = edited({ ...change, tweetId: String(10 + index) });
          const next: ReturnType<typeof apply> = apply(is, isDeleted ? { ...deleted, postId: change.postId } : edit);
          const isItsOwn = isDeleted && postIdOf(is) === change.postId;
          if (next !== undefined) assert.equal(isOff(next.space), isOff(is) || isItsOwn);
          is = next?.space ?? is;
        }
      }),
    );
  });
});
