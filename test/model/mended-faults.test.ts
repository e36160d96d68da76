/** Orders of messages that went wrong once, played by the model: each kind has its own. */
import assert from 'node:assert/strict';
import { reconcile } from '../../activities/reconcile.ts';
import { roomCauses } from '../../activities/alarm-causes.ts';
import type { Verb } from '../../core/request.ts';
import { play } from './play.ts';
import type { ModelStep } from './rare-steps.ts';
import {
  announce,
  answeredByX,
  approve,
  ask,
  deletion,
  due,
  edit,
  move,
  none,
  posted,
  postedIn,
  resume,
  sent,
  start,
  tick,
  wait,
  x,
} from './short-steps.ts';
import type { Step } from './steps.ts';
import { minute, World } from './world.ts';
import { began } from './world-config.ts';

const ana = { id: 'ana', name: 'ana', door: 'slack' } as const;

describe('faults of earlier versions', () => {
  it('a failed correction is not tried again once the earlier post is right again', async () => {
    const failed = [x('refused'), move('A2'), tick(), x('ok')];
    assert.deepEqual(await posted(...sent, ...failed, move('A1'), ask({ verb: 'retry' }), tick()), ['1-30: A1']);
  });

  it('an edit that a reset lost reaches a session that was moved by a later post', async () => {
    const world = new World();
    const verb: Verb = { verb: 'confirmSent', reminder: '30' };
    const stands: ModelStep = { do: 'ask', id: '1', verb, stale: 0, kept: false, fault: { kind: 'pause', after: 0 } };
    const moveHere: ModelStep = { do: 'move it here', id: '3', room: undefined, fault: { kind: 'crash', after: 0 } };
    const lost: ModelStep[] = [stands, edit('A1', '1', 55), { do: 'reset', id: '1', back: 0 }];
    await postedIn(world, [announce('1', 'A1'), announce('3', 'A1'), ...lost, moveHere, approve]);
    assert.equal(world.stored.views.get('1')?.space.source?.tweetId, '1021');
  });

  it('the wait for the timeline begins when X is asked, not when the bot looks before that', async () => {
    const lost = [x('lost before'), due(), x('lost after'), due(), x('ok')];
    assert.deepEqual(await posted(announce('1', 'A1'), approve, ...lost, due()), ['1-30: A1']);
  });

  it('an approval does not outlive an edit that came while it was posted', async () => {
    const edited = [announce('1', 'A1'), approve, x('later'), due(answeredByX), edit('A2'), resume, x('ok')];
    assert.deepEqual(await posted(...edited, wait, tick(), tick()), []);
    assert.deepEqual(await posted(...edited, approve, wait, tick()), ['1-30: A2']);
  });

  it('a correction does not outlive it either, and at most one waits', async () => {
    const held = [x('later'), move('A2'), tick(answeredByX)];
    assert.deepEqual(await posted(...sent, ...held, edit('A1+A2'), resume), ['1-30: A1']);
    const changed = [...sent, ...held, edit('A1+A2')];
    assert.deepEqual(await posted(...changed, edit('A1'), resume, x('ok'), wait, tick()), ['1-30: A1']);
    assert.deepEqual(await posted(...changed, edit('A2'), resume), ['1-30: A1']);
    assert.deepEqual(await posted(...changed, edit('A2'), resume, x('ok'), wait, tick()), ['1-30: A1']);
  });

  it('an old room is not posted again after an edit', async () => {
    const unclear = [announce('1', 'A1'), approve, x('lost before'), due()];
    assert.deepEqual(await posted(...unclear, edit('A2'), x('ok'), wait, tick(), tick()), []);
    // Nor by an attempt that stood still, before or after it had read the timeline, while the edit came.
    for (const after of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const still = [...unclear, due({ kind: 'pause', after })];
      assert.deepEqual(await posted(...still, edit('A2'), x('ok'), resume, wait, tick()), []);
    }
  });

  it('an abandoned attempt does not keep its text from the next reminder', async () => {
    const late = [
      { do: 'wait', minutes: start - 20 } as const,
      announce('1', 'A1'),
      approve,
      tick({ kind: 'late', after: 0 }),
    ];
    assert.deepEqual(await posted(...late, wait, tick({ kind: 'pause', after: 0 }), resume), ['1-15: A1']);
  });

  it('a reminder whose attempt was lost does not go out after the one that replaced it', async () => {
    const begun = [announce('1', 'A1'), approve];
    const later = [x('ok'), { do: 'wait', minutes: 15 } as const, wait, tick(), wait, tick(), tick()];
    for (const after of [0, 1, 2, 3, 4, 5, 6, 7, 8]) {
      for (const kind of ['crash', 'late'] as const)
        assert.deepEqual(await posted(...begun, x('refused'), due({ kind, after }), ...later), ['1-15: A1']);
    }
  });

  it('one whose attempt was lost is looked for, also if the next one goes out soon', async () => {
    const late = [announce('1', 'A1'), { do: 'wait', minutes: start - 23 } as const, approve];
    const later: Step[] = [{ do: 'wait', minutes: 1 }, tick(), tick(), wait, wait, tick(), tick()];
    for (let after = 0; after < 16; after += 1) {
      for (const kind of ['crash', 'late'] as const) {
        // From the 13th access on, X has it.
        const first = after < 13 ? [] : ['1-30: A1'];
        assert.deepEqual(await posted(...late, tick({ kind, after }), ...later), [...first, '1-15: A1']);
      }
    }
  });

  it('of two that are due at once, one goes out, even if the attempt is lost', async () => {
    const late = [announce('1', 'A1'), { do: 'wait', minutes: start - 15 } as const, approve];
    for (const after of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
      for (const kind of ['crash', 'late'] as const)
        assert.deepEqual(await posted(...late, tick({ kind, after }), tick(), wait, tick(), tick()), ['1-15: A1']);
    }
  });

  it('a deletion that an organiser has undone does not cancel the session again', async () => {
    const back = [announce('1', 'A1'), approve, deletion, approve];
    assert.deepEqual(await posted(...back, due(), deletion, due()), ['1-30: A1', '1-15: A1']);
  });

  it("Undo does not restore an approval that the host's edit has ended", async () => {
    const [deny, undo] = [ask({ verb: 'decide', approval: 'denied' }), ask({ verb: 'undo' })];
    for (const off of [deny, ask({ verb: 'cancel' })]) {
      assert.deepEqual(await posted(announce('1', 'A1'), approve, off, undo, due()), ['1-30: A1']);
      assert.deepEqual(await posted(announce('1', 'A1'), approve, off, edit('A2'), undo, due()), []);
      // Where organisers had moved it there before, the edit takes nothing back.
      const moved = [announce('1', 'A1'), approve, move('A2'), off, edit('A2'), undo];
      assert.deepEqual(await posted(...moved, due()), off === deny ? [] : ['1-30: A2']);
    }
    assert.deepEqual(await posted(announce('1', 'A1'), approve, deny, move('A2'), undo, due()), ['1-30: A2']);
    assert.deepEqual(
      await postedIn(new World(true), [announce('1', 'A1', none, true), deny, edit('A1'), undo, due()]),
      [],
    );
  });

  it('a conflict asks again when its rival had moved before the conflict was stored', async () => {
    // It knows who holds the room, and stands still before it stores that.
    for (const after of [1, 2, 3, 4, 5, 6]) {
      const late = announce('2', 'A1', { kind: 'pause', after });
      await posted(announce('1', 'A1'), late, move('A2'), resume);
    }
  });

  it('the parts of a booked room are taken once the list of rooms makes it a combined room', async () => {
    const rooms = (list: 'with a hall' | 'combined renamed') => ({ do: 'save rooms', list }) as const;
    const inHall = [rooms('with a hall'), announce('1', 'Hall'), approve, rooms('combined renamed')];
    for (const before of [[], [due()], [due(), due(), tick()]]) {
      const world = new World();
      await postedIn(world, [...inHall, ...before, announce('2', 'A1'), announce('3', 'A2')]);
      const standings = ['2', '3'].map((id) => world.stored.views.get(id)?.space.standing.status);
      assert.deepEqual(standings, ['conflict', 'conflict']);
    }
  });

  it('an edit to a past start does not end the session; an edit to a future start reopens it', async () => {
    const at = (minutes: number): Step => edit('A1', '1', minutes);
    const waits = (many: number): Step[] => Array.from({ length: many }, () => ({ do: 'wait', minutes: 20 }));
    const slip = [announce('1', 'A1'), approve, ...waits(3), at(40), tick(), at(130), approve];
    assert.deepEqual(await posted(...slip, due()), ['1-30: A1']);
    // Nobody approved it, so it is missed, and its workflow has ended.
    const missed = [announce('1', 'A1'), ...waits(7), tick(), tick(), at(220), approve];
    assert.deepEqual(await posted(...missed, due()), ['1-30: A1']);
    const over = [announce('2', 'A1'), announce('1', 'A1'), ...waits(7), tick(), at(220), approve];
    assert.deepEqual(await posted(...over, due()), ['1-30: A1']);
  });

  it('an operator’s reset does not end a session with a later start', async () => {
    const reset: Step = { do: 'reset', id: '1', back: 3 };
    const later = edit('A1', '1', 130);
    const back = [announce('1', 'A1'), later, reset, { do: 'wait', minutes: 20 } as const];
    const toOldStart: Step[] = Array.from({ length: 5 }, () => ({ do: 'wait', minutes: 20 }));
    assert.deepEqual(await posted(...back, ...toOldStart, tick(), tick(), approve, tick()), ['1-15: A1']);
  });

  it('a post that was in progress when an older copy was restored is not repeated: a person is asked', async () => {
    const underWay = [announce('1', 'A1'), approve, x('lost before'), due(), { do: 'copy' } as const];
    const restore: Step = { do: 'restore', temporalToo: false };
    assert.deepEqual(await posted(...underWay, restore, tick(), x('ok'), wait, tick()), []);
  });

  it('an edit that is stored before the last look stops the post, wherever its commit stands still', async () => {
    const late: Step[] = [announce('1', 'A1'), { do: 'wait', minutes: start - 15 }, approve];
    for (const at of [8, 9, 10, 11, 12]) {
      const frozen: Step = { do: 'tick', id: '1', fault: { kind: 'pause', after: at } };
      for (const after of [0, 1, 2, 3, 4, 5]) {
        const moved = { ...edit('A2'), fault: { kind: 'late', after } } as Step;
        // A post of another room than the stored one is a problem, for which this fails.
        await posted(...late, frozen, moved, tick());
      }
    }
  });

  it('a session with a later start gets a workflow, even if a reset lost that start', async () => {
    const missed = [announce('1', 'A1'), due(), due(), due()];
    const lost: ModelStep[] = [edit('A1', '1', 2 * start), { do: 'reset', id: '1', back: 1 }, tick()];
    const repaired: Step = { do: 'reconcile', fault: none };
    assert.deepEqual(await posted(...missed, ...lost, repaired, approve, due()), ['1-30: A1']);
  });

  it('organisers are told of a session that lost its claim, and another one that got the room', async () => {
    const world = new World();
    await play([announce('1', 'A1')], world);
    world.stored.claims = [];
    const plan = { verdict: 'schedule', room: 'A1', startAt: began + start * minute, isSure: false } as const;
    await world.announce('2', plan, none, false);
    const deps = world.deps(none);
    await reconcile(deps, world.config(), new Map());
    const [only, ...others] = await roomCauses(deps);
    assert.deepEqual([only?._id, only?.about, others], ['rooms', ['1', '2'], []]);
  });

  it('a workflow that Temporal lists in the words of an earlier version is asked once', async () => {
    const world = new World();
    await play([announce('1', 'A1')], world);
    const deps = world.deps(none);
    const asked: string[] = [];
    const openSpaces: typeof deps.openSpaces = {
      ...deps.openSpaces,
      listRunning: async (conferenceId) =>
        new Map(
          [...(await deps.openSpaces.listRunning(conferenceId))].map(([id, one]) => [id, { ...one, sentence: '' }]),
        ),
      storeDiffers: async (conferenceId, id) => {
        asked.push(id);
        return deps.openSpaces.storeDiffers(conferenceId, id);
      },
    };
    const memory = new Map<string, string>();
    const look = async () => {
      for (let round = 0; round < 3; round++) {
        await reconcile({ ...deps, openSpaces }, world.config(), memory);
        await world.resume();
      }
    };
    await look();
    assert.deepEqual(asked, ['1']);
    world.temporal.put('1', { kind: 'request', request: { id: 'r', verb: 'cancel', by: ana }, kept: false });
    await world.resume();
    await look();
    assert.deepEqual(asked, ['1', '1'], 'and once for each revision');
  });
});
