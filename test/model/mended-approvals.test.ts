/** Approvals by the config that went wrong once, played by the model. */
import assert from 'node:assert/strict';
import type { ModelStep } from './rare-steps.ts';
import {
  announce,
  approve,
  ask,
  deletion,
  due,
  edit,
  move,
  none,
  postedIn,
  start,
  tick,
  wait,
  x,
} from './short-steps.ts';
import type { Step } from './steps.ts';
import { World } from './world.ts';

describe('if the config approves by itself', () => {
  const surely = (id: string): Step => announce(id, 'A1', none, true);
  const rivals = [surely('1'), surely('2')];
  const dueOther: Step = { do: 'due', id: '2', fault: none };
  /** Plays the steps. @returns the posts of this open space on X */
  const played = async (id: string, ...steps: ModelStep[]) =>
    (await postedIn(new World(true), steps)).filter((post) => post.startsWith(`${id}-`));

  it('it approves a sure reading, even if its room becomes free later', async () => {
    assert.deepEqual(await played('1', ...rivals, due(), dueOther), ['1-30: A1']);
    assert.deepEqual(await played('2', ...rivals, edit('A2'), dueOther), ['2-30: A1']);
  });

  it('it approves nothing whose newest version was not surely read, and ends its earlier approval', async () => {
    assert.deepEqual(await played('2', ...rivals, edit('A1', '2'), move('A2'), dueOther), []);
    assert.deepEqual(await played('1', surely('1'), edit('A1'), due()), []);
    assert.deepEqual(await played('1', surely('1'), edit('A1'), approve, due()), ['1-30: A1']);
  });

  it('it approves no correction that a person has denied, however often the host edits', async () => {
    const change = { do: 'edit', id: '1', start, sure: true, fault: none } as const;
    const edits = ['A1+A2', 'A2'].map((room) => ({ ...change, room, review: false }));
    const told = [surely('1'), due(), move('A2'), ask({ verb: 'decide', approval: 'denied', reminder: 'correction' })];
    const away = { ...change, room: 'A1', review: true };
    assert.deepEqual(await played('1', ...told, away, ...edits, tick(), tick()), ['1-30: A1']);
  });

  it('a host’s deletion is posted, even after an organiser denied a correction and undid a cancellation', async () => {
    const deny = ask({ verb: 'decide', approval: 'denied', reminder: 'correction' });
    const [off, undo] = [ask({ verb: 'cancel' }), ask({ verb: 'undo' })];
    const told = await played('1', surely('1'), due(), move('A2'), off, deny, undo, deletion, tick());
    assert.equal(told.length, 2);
  });

  it('a post does not get the room of its host’s session that an organiser called off and the host edits', async () => {
    const tidy: Step = { do: 'reconcile', fault: none };
    for (const off of [{ verb: 'cancel' }, { verb: 'decide', approval: 'denied' }] as const) {
      assert.deepEqual(await played('2', ...rivals, ask(off), edit('A2'), tidy, dueOther), [], off.verb);
    }
  });

  it('a session that a person moved to a later post stays approved, even after a cancellation was undone', async () => {
    const crash = { kind: 'crash', after: 0 } as const;
    const later: Step = { do: 'announce', id: '3', room: 'A1', start, once: false, sure: false, fault: none };
    const moved: ModelStep = { do: 'move it here', id: '3', room: undefined, fault: crash };
    const off: ModelStep = { do: 'cancel it', id: '3', room: undefined, fault: none };
    const back: Step = { do: 'ask', id: '1', verb: { verb: 'undo' }, stale: 0, kept: false, fault: crash };
    const now = ask({ verb: 'sendNow', reminder: '30' });
    assert.deepEqual(await played('1', surely('1'), later, moved, approve, off, back, now), ['1-30: A1']);
  });

  it('it does not approve a session that a person schedules without approving it', async () => {
    assert.deepEqual(await played('2', ...rivals, ask({ verb: 'change', room: 'A2' }, '2'), dueOther), []);
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

  it('an approval after a restore does not undo a denial since the copy that its person did not see', async () => {
    const deny = ask({ verb: 'decide', approval: 'denied' });
    const copied = [announce('1', 'A1'), approve, { do: 'copy' } as const, deny];
    const restored: ModelStep[] = [...copied, { do: 'restore', temporalToo: false }, approve];
    assert.deepEqual(await postedIn(new World(), [...restored, due()]), []);
    assert.deepEqual(await postedIn(new World(), [...restored, approve, due()]), ['1-30: A1'], 'seen, and approved');
  });

  it('an approval since the copy is not lost, even if the host edits before the two are compared', async () => {
    const copied = [announce('1', 'A1', none, true), { do: 'copy' } as const, approve];
    const restored: ModelStep[] = [...copied, { do: 'restore', temporalToo: false }, edit('A1'), due()];
    assert.deepEqual(await postedIn(new World(), restored), ['1-30: A1']);
  });

  it("a post that X did not take is repeated only with the newest version of the host's post", async () => {
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
});
