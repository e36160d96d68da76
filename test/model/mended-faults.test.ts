/** Orders of messages that went wrong once, played by the model: each kind has its own. */
import assert from 'node:assert/strict';
import { emptyMemory, reconcile } from '../../activities/reconcile.ts';
import type { Verb } from '../../core/request.ts';
import { play } from './play.ts';
import type { ModelStep } from './rare-steps.ts';
import { sentBefore, type Fault, type Step } from './steps.ts';
import { minute, World } from './world.ts';
import { began } from './world-config.ts';
import type { XFault } from './simulated-x.ts';

const start = 120;
const ana = { id: 'ana', name: 'ana', door: 'slack' } as const;
const none: Fault = { kind: 'none' };
/** An attempt to post stands still when X has answered and that is not stored yet: at its eighth access. */
const answeredByX: Fault = { kind: 'pause', after: 7 };

const announce = (id: string, room: string, fault: Fault = none, sure = false): Step => ({
  do: 'announce',
  id,
  room,
  start,
  once: false,
  sure,
  fault,
});
const ask = (verb: Verb, id = '1'): Step => ({ do: 'ask', id, verb, stale: 0, kept: false, fault: none });
const approve = ask({ verb: 'decide', approval: 'approved' });
const move = (room: string): Step => ask({ verb: 'change', room });
const edit = (room: string, id = '1', at = start): Step => ({
  do: 'edit',
  id,
  room,
  start: at,
  review: false,
  sure: false,
  fault: none,
});
const deletion: Step = { do: 'delete', id: '1', fault: none };
const due = (fault: Fault = none): Step => ({ do: 'due', id: '1', fault });
const tick = (fault: Fault = none): Step => ({ do: 'tick', id: '1', fault });
const x = (fault: XFault): Step => ({ do: 'x', fault });
const wait: Step = { do: 'wait', minutes: 5 };
const resume: Step = { do: 'resume' };
const sent = sentBefore('1', 'A1', start);

/** Plays the steps, and expects that nothing is wrong. @returns what X has of each, by the room and by the reminder */
const posted = (...steps: ModelStep[]): Promise<string[]> => postedIn(new World(), steps);

async function postedIn(world: World, steps: readonly ModelStep[]): Promise<string[]> {
  assert.deepEqual(await play(steps, world), []);
  return world.x.ledger.map(({ text, owner }) => `${owner}: ${/A1\+A2|A1|A2/u.exec(text)?.[0]}`);
}

describe('what went wrong once', () => {
  it('a failed correction is not tried again once what was posted holds', async () => {
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

  it('an approval does not outlive an edit that came while it was posted', async () => {
    const edited = [announce('1', 'A1'), approve, x('later'), due(answeredByX), edit('A2'), resume, x('ok')];
    assert.deepEqual(await posted(...edited, wait, tick(), tick()), []);
    assert.deepEqual(await posted(...edited, approve, wait, tick()), ['1-30: A2']);
  });

  it('nor does a correction, of which one at most waits', async () => {
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

  it('an attempt that was given up leaves no text behind that the next reminder has too', async () => {
    const late = [
      { do: 'wait', minutes: start - 20 } as const,
      announce('1', 'A1'),
      approve,
      tick({ kind: 'late', after: 0 }),
    ];
    assert.deepEqual(await posted(...late, wait, tick({ kind: 'pause', after: 0 }), resume), ['1-15: A1']);
  });

  it('a reminder whose attempt was lost does not follow the one that went out in its place', async () => {
    const begun = [announce('1', 'A1'), approve];
    const later = [x('ok'), { do: 'wait', minutes: 15 } as const, wait, tick(), wait, tick(), tick()];
    for (const after of [0, 1, 2, 3, 4, 5, 6, 7, 8]) {
      for (const kind of ['crash', 'late'] as const)
        assert.deepEqual(await posted(...begun, x('refused'), due({ kind, after }), ...later), ['1-15: A1']);
    }
  });

  it('of two that are due at once one goes out, also where the attempt is lost', async () => {
    const late = [announce('1', 'A1'), { do: 'wait', minutes: start - 15 } as const, approve];
    for (const after of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
      for (const kind of ['crash', 'late'] as const)
        assert.deepEqual(await posted(...late, tick({ kind, after }), tick(), wait, tick(), tick()), ['1-15: A1']);
    }
  });

  it('a deletion that an organiser has taken back cancels nothing a second time', async () => {
    const back = [announce('1', 'A1'), approve, deletion, approve];
    assert.deepEqual(await posted(...back, due(), deletion, due()), ['1-30: A1', '1-15: A1']);
  });

  it('an undoing gives back no approval for what the host has since edited', async () => {
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

  it('the parts of a booked room are taken once the list of rooms says that it has some', async () => {
    const rooms = (list: 'with a hall' | 'combined renamed') => ({ do: 'save rooms', list }) as const;
    const inHall = [rooms('with a hall'), announce('1', 'Hall'), approve, rooms('combined renamed')];
    for (const before of [[], [due()], [due(), due(), tick()]]) {
      const world = new World();
      await postedIn(world, [...inHall, ...before, announce('2', 'A1'), announce('3', 'A2')]);
      const standings = ['2', '3'].map((id) => world.stored.views.get(id)?.space.standing.status);
      assert.deepEqual(standings, ['conflict', 'conflict']);
    }
  });

  describe('where the config approves by itself', () => {
    const surely = (id: string): Step => announce(id, 'A1', none, true);
    const rivals = [surely('1'), surely('2')];
    const dueOther: Step = { do: 'due', id: '2', fault: none };
    /** What X has of one of them. */
    const played = async (id: string, ...steps: ModelStep[]) =>
      (await postedIn(new World(true), steps)).filter((post) => post.startsWith(`${id}-`));

    it('it approves what was surely read, also where its room is freed later', async () => {
      assert.deepEqual(await played('1', ...rivals, due(), dueOther), ['1-30: A1']);
      assert.deepEqual(await played('2', ...rivals, edit('A2'), dueOther), ['2-30: A1']);
    });

    it('it approves nothing whose newest version was not surely read, nor keeps its approval', async () => {
      assert.deepEqual(await played('2', ...rivals, edit('A1', '2'), move('A2'), dueOther), []);
      assert.deepEqual(await played('1', surely('1'), edit('A1'), due()), []);
      assert.deepEqual(await played('1', surely('1'), edit('A1'), approve, due()), ['1-30: A1']);
    });

    it('it approves no correction that a person has denied, however often the host edits', async () => {
      const change = { do: 'edit', id: '1', start, sure: true, fault: none } as const;
      const edits = ['A1+A2', 'A2'].map((room) => ({ ...change, room, review: false }));
      const told = [
        surely('1'),
        due(),
        move('A2'),
        ask({ verb: 'decide', approval: 'denied', reminder: 'correction' }),
      ];
      const away = { ...change, room: 'A1', review: true };
      assert.deepEqual(await played('1', ...told, away, ...edits, tick(), tick()), ['1-30: A1']);
    });

    it('a host’s deletion is told, also if an organiser denied to tell of a cancellation and undid it', async () => {
      const deny = ask({ verb: 'decide', approval: 'denied', reminder: 'correction' });
      const [off, undo] = [ask({ verb: 'cancel' }), ask({ verb: 'undo' })];
      const told = await played('1', surely('1'), due(), move('A2'), off, deny, undo, deletion, tick());
      assert.equal(told.length, 2);
    });

    it('a post gets no room from its host’s session that an organiser called off and the host edits', async () => {
      const tidy: Step = { do: 'reconcile', fault: none };
      for (const off of [{ verb: 'cancel' }, { verb: 'decide', approval: 'denied' }] as const) {
        assert.deepEqual(await played('2', ...rivals, ask(off), edit('A2'), tidy, dueOther), [], off.verb);
      }
    });

    it('what a person has moved to a later post stays approved, also after a cancellation was undone', async () => {
      const crash = { kind: 'crash', after: 0 } as const;
      const later: Step = { do: 'announce', id: '3', room: 'A1', start, once: false, sure: false, fault: none };
      const moved: ModelStep = { do: 'move it here', id: '3', room: undefined, fault: crash };
      const off: ModelStep = { do: 'cancel it', id: '3', room: undefined, fault: none };
      const back: Step = { do: 'ask', id: '1', verb: { verb: 'undo' }, stale: 0, kept: false, fault: crash };
      const now = ask({ verb: 'sendNow', reminder: '30' });
      assert.deepEqual(await played('1', surely('1'), later, moved, approve, off, back, now), ['1-30: A1']);
    });

    it('it does not approve what a person schedules without approving it', async () => {
      assert.deepEqual(await played('2', ...rivals, ask({ verb: 'change', room: 'A2' }, '2'), dueOther), []);
    });
  });

  it('an edit into a start that has passed ends nothing; one into a coming start takes up what had ended', async () => {
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

  it('an operator’s reset does not end what was given more time meanwhile', async () => {
    const reset: Step = { do: 'reset', id: '1', back: 3 };
    const later = edit('A1', '1', 130);
    const back = [announce('1', 'A1'), later, reset, { do: 'wait', minutes: 20 } as const];
    const toOldStart: Step[] = Array.from({ length: 5 }, () => ({ do: 'wait', minutes: 20 }));
    assert.deepEqual(await posted(...back, ...toOldStart, tick(), tick(), approve, tick()), ['1-15: A1']);
  });

  it('a post that was under way when an older copy was restored is not repeated: a person is asked', async () => {
    const underWay = [announce('1', 'A1'), approve, x('lost before'), due(), { do: 'copy' } as const];
    const restore: Step = { do: 'restore', temporalToo: false };
    assert.deepEqual(await posted(...underWay, restore, tick(), x('ok'), wait, tick()), []);
  });

  it('a conflict from an older copy is not approved by the config once its room is free', async () => {
    const rivals = [announce('1', 'A1', none, true), announce('2', 'A1', none, true), { do: 'copy' } as const];
    const denied = ask({ verb: 'decide', approval: 'denied' }, '2');
    const restore: Step = { do: 'restore', temporalToo: true };
    const tidy: Step = { do: 'reconcile', fault: none };
    const freed = [edit('A2'), tidy, { do: 'due', id: '2', fault: none } as const];
    assert.deepEqual(await postedIn(new World(true), [...rivals, ...freed]), ['2-30: A1']);
    const restored = [...rivals, denied, wait, restore, wait, tidy, ...freed];
    assert.deepEqual(await postedIn(new World(true), restored), []);
  });

  it('what X did not take goes again only as the newest version of its post has it', async () => {
    const lost = [announce('1', 'A1', none, true), x('lost before'), due(), x('ok')];
    // The same room and start, but not surely read: what the config had approved waits for a person.
    const unsure = [...lost, edit('A1'), wait, tick(), tick()];
    assert.deepEqual(await postedIn(new World(true), unsure), []);
    assert.deepEqual(await postedIn(new World(true), [...unsure, approve, tick()]), ['1-30: A1']);
    for (const unheard of [
      { do: 'edit unheard', id: '1', room: 'A2', start } as const,
      { do: 'delete unheard', id: '1' } as const,
    ]) {
      assert.deepEqual(await postedIn(new World(true), [...lost, unheard, wait, tick(), tick()]), []);
    }
  });

  it('a session that runs again for a later start gets a workflow, also if a reset lost that start', async () => {
    const missed = [announce('1', 'A1'), due(), due(), due()];
    const lost: ModelStep[] = [edit('A1', '1', 2 * start), { do: 'reset', id: '1', back: 1 }, tick()];
    const repaired: Step = { do: 'reconcile', fault: none };
    assert.deepEqual(await posted(...missed, ...lost, repaired, approve, due()), ['1-30: A1']);
  });

  it('while Slack takes no message, the desk tries one in each round', async () => {
    const world = new World();
    const deps = world.deps(none);
    let asked = 0;
    const tell: typeof deps.cards.tell = async () => {
      asked += 1;
      return { kind: 'later', afterMs: 5_000, why: 'Slack does not answer' };
    };
    const memory = emptyMemory();
    for (const key of ['one', 'other']) memory.untold.set(key, 'Something was repaired.');
    await reconcile({ ...deps, cards: { ...deps.cards, tell } }, world.config(), memory);
    assert.deepEqual([asked, memory.untold.size], [1, 2]);
  });

  it('organisers are told of a session that lost its claim, and another one that got the room', async () => {
    const world = new World();
    await play([announce('1', 'A1')], world);
    world.stored.claims = [];
    const plan = { verdict: 'schedule', room: 'A1', startAt: began + start * minute, isSure: false } as const;
    await world.announce('2', plan, none, false);
    const deps = world.deps(none);
    // What Slack does not take yet is kept.
    const tell = async () => ({ kind: 'later', afterMs: 1, why: 'away' }) as const;
    const memory = emptyMemory();
    await reconcile({ ...deps, cards: { ...deps.cards, tell } }, world.config(), memory);
    const told = ['2 open spaces have the same room at the same time; move or cancel all but one: 1, 2'];
    assert.deepEqual([...memory.untold.values()], told);
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
    const memory = emptyMemory();
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
