import { createBell } from '../../activities/bell.ts';
import type { Deps } from '../../activities/deps.ts';
import type { Restore } from '../../core/restored.ts';
import { statusOf } from '../../core/status.ts';
import { sentenceOf } from '../../core/words.ts';
import { noteApprovals, noteDenials } from './check-post.ts';
import { fixedDeps, noAlarms, simulateStore } from './simulated-store.ts';
import { readPlan } from './simulated-x.ts';
import type { Fault } from './steps.ts';
import type { World } from './world.ts';

/**
 * What activities need of a world, over a store that fails as told.
 *
 * @param onStandingStill gets what lets the access go on
 */
export function simulatedDeps(world: World, fault: Fault, onStandingStill: (goOn: () => void) => void): Deps {
  let accesses = 0;
  const step = async (): Promise<void> => {
    if (fault.kind === 'none' || accesses++ !== fault.after) return;
    // A process that dies in the middle never goes on.
    await new Promise<void>((resolve) => {
      if (fault.kind !== 'crash') onStandingStill(resolve);
    });
  };
  const store = simulateStore(
    () => world.stored,
    world.config,
    step,
    (space, before) => {
      noteApprovals(world, space, before);
      noteDenials(world, space);
    },
  );
  return {
    store: {
      ...store,
      alarms: noAlarms,
      restores: {
        latest: () => Promise.resolve(world.restore),
        noteCaughtUp: async (restore: Restore) => {
          if (restore === world.restore) world.restore = { ...restore, isCaughtUp: true };
        },
      },
    } as unknown as Deps['store'],
    bell: createBell(),
    clock: () => world.now,
    stopwatch: () => world.now,
    ...fixedDeps,
    read: ({ text }) => readPlan(text),
    openSpaces: {
      start: async (input) => {
        const id = input.space.id;
        if (world.running.has(id) || (world.ended.has(id) && input.again !== true)) return;
        world.start(input.space, input.rules, input.again);
      },
      deskHeartbeatAt: () => Promise.resolve(undefined),
      listRunning: async () =>
        new Map(
          [...world.running].map(([id, { space, run }]) => [
            id,
            { runId: run, sentence: sentenceOf(space), status: statusOf(space) },
          ]),
        ),
      listProblems: () => Promise.resolve([]),
      findWorkflow: async (_conference, id) => {
        if (world.running.has(id)) return { kind: 'running' };
        const space = world.ended.get(id);
        return space === undefined ? { kind: 'none' } : { kind: 'completed', space };
      },
      sourceChanged: async (_conference, id, change, again) => {
        if (again !== undefined && !world.running.has(id)) world.start(again.space, again.rules, true);
        return world.put(id, { kind: 'sourceChange', change });
      },
      roomFreed: async (_conference, id) => world.put(id, { kind: 'roomFreed' }),
      storeDiffers: async (_conference, id) => world.put(id, { kind: 'storeDiffers' }),
    },
    x: world.x as unknown as Deps['x'],
  };
}
