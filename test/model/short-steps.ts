/** Short names of the model's steps, for plays that are written out. */
import assert from 'node:assert/strict';
import type { Verb } from '../../core/request.ts';
import { play } from './play.ts';
import type { ModelStep } from './rare-steps.ts';
import type { XFault } from './simulated-x.ts';
import { sentBefore, type Fault, type Step } from './steps.ts';
import { World } from './world.ts';

export const start = 120;
export const none: Fault = { kind: 'none' };
/** An attempt to post stands still after X has answered and before this is stored: at its eighth access. */
export const answeredByX: Fault = { kind: 'pause', after: 7 };

export const announce = (id: string, room: string, fault: Fault = none, sure = false): Step => ({
  do: 'announce',
  id,
  room,
  start,
  once: false,
  sure,
  fault,
});
export const ask = (verb: Verb, id = '1'): Step => ({ do: 'ask', id, verb, stale: 0, kept: false, fault: none });
export const approve = ask({ verb: 'decide', approval: 'approved' });
export const move = (room: string): Step => ask({ verb: 'change', room });
export const edit = (room: string, id = '1', at = start): Step => ({
  do: 'edit',
  id,
  room,
  start: at,
  review: false,
  sure: false,
  fault: none,
});
export const deletion: Step = { do: 'delete', id: '1', fault: none };
export const due = (fault: Fault = none): Step => ({ do: 'due', id: '1', fault });
export const tick = (fault: Fault = none): Step => ({ do: 'tick', id: '1', fault });
export const x = (fault: XFault): Step => ({ do: 'x', fault });
export const wait: Step = { do: 'wait', minutes: 5 };
export const resume: Step = { do: 'resume' };
export const sent = sentBefore('1', 'A1', start);

/** Plays the steps, and expects that nothing is wrong. @returns the reminder and the room of each post on X */
export const posted = (...steps: ModelStep[]): Promise<string[]> => postedIn(new World(), steps);

export async function postedIn(world: World, steps: readonly ModelStep[]): Promise<string[]> {
  assert.deepEqual(await play(steps, world), []);
  return world.x.ledger.map(({ text, owner }) => `${owner}: ${/A1\+A2|A1|A2/u.exec(text)?.[0]}`);
}
