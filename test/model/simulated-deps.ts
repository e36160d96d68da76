import { createBell } from '../../activities/bell.ts';
import type { Deps } from '../../activities/deps.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Plan } from '../../core/plan.ts';
import type { Restore } from '../../core/restored.ts';
import { statusOf } from '../../core/status.ts';
import { sentenceOf } from '../../core/words.ts';
import { collectedLog } from '../support/collected-log.ts';
import { noteApprovals, noteDenials } from './check-post.ts';
import { simulateStore } from './simulated-store.ts';
import { readPlan } from './simulated-x.ts';
import type { Fault } from './steps.ts';
import type { World } from './world.ts';

/** Alarms change nothing that the model checks. */
const noAlarms = {
  find: () => Promise.resolve(null),
  raise: () => Promise.resolve({ since: new Date(0), count: 0, isNews: true }),
  end: () => Promise.resolve(),
  remove: () => Promise.resolve(false),
  listOver: () => Promise.resolve([]),
  takeProbe: () => Promise.resolve(true),
};

/** What is the same in every world. */
const fixedDeps = {
  freeDiskSpace: () => Promise.resolve(Infinity),
  waitUntil: () => Promise.resolve(),
  settleSeconds: 60,
  log: collectedLog(),
  cards: { tell: () => Promise.resolve({ kind: 'drawn' }) } as unknown as Deps['cards'],
};

type Access = (...args: unknown[]) => Promise<unknown>;

/** The store with these parts, of which each access goes through `through`. */
function throughAll(store: Deps['store'], through: (access: () => Promise<unknown>) => Promise<unknown>) {
  const wrapped = (part: object) =>
    Object.fromEntries(
      Object.entries(part).map(([name, access]) => [
        name,
        (...args: unknown[]) => through(() => (access as Access)(...args)),
      ]),
    );
  const [openSpaces, reminders, roomClaims] = [store.openSpaces, store.reminders, store.roomClaims].map(wrapped);
  return { ...store, openSpaces, reminders, roomClaims } as unknown as Deps['store'];
}

/**
 * What activities need of a world, over a store that fails as told.
 *
 * @param onStandingStill gets what lets the access go on
 */
export function simulatedDeps(world: World, fault: Fault, onStandingStill: (goOn: () => void) => void): Deps {
  const { temporal, x } = world;
  let accesses = 0;
  const isReached = () => fault.kind !== 'none' && accesses++ === fault.after;
  const isAnswered = fault.kind !== 'unanswered' && fault.kind !== 'lands late' && fault.kind !== 'lost';
  const step = async (): Promise<void> => {
    if (!isAnswered || !isReached()) return;
    // A process that dies in the middle never goes on.
    await new Promise<void>((resolve) => {
      if (fault.kind !== 'crash') onStandingStill(resolve);
    });
  };
  const simulated = simulateStore(
    () => world.stored,
    step,
    (space, before) => {
      noteApprovals(world, space, before);
      noteDenials(world, space);
    },
  );
  const unanswered = async (access: () => Promise<unknown>): Promise<unknown> => {
    if (!isReached()) return access();
    if (fault.kind === 'unanswered') await access();
    if (fault.kind === 'lands late') onStandingStill(() => void access());
    throw new Error('the store did not answer');
  };
  const store = isAnswered ? simulated : throughAll(simulated, unanswered);
  /** As this process has read them last: nothing that is stored after an attempt's last look can stop its request. */
  const seen = new Map<string, OpenSpace>();
  const find = async (id: string) => {
    const view = await store.openSpaces.find(id);
    if (view !== null) seen.set(id, view.space);
    return view;
  };
  return {
    store: {
      ...store,
      openSpaces: { ...store.openSpaces, find },
      alarms: noAlarms,
      serverTime: () => Promise.resolve(world.now),
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
    read: ({ text }) => readPlan(world.readAs(JSON.parse(text) as Plan)),
    openSpaces: {
      start: async (input) => {
        const id = input.space.id;
        const wasEnded = temporal.ended.has(id) || temporal.stopped.has(id);
        if (temporal.running.has(id) || (wasEnded && input.again !== true)) return;
        temporal.start(input.space, input.rules, input.again);
      },
      deskHeartbeatAt: () => Promise.resolve(undefined),
      listRunning: async () =>
        new Map(
          temporal.listed.map(({ space, run }) => [
            space.id,
            { runId: run, sentence: sentenceOf(space), status: statusOf(space) },
          ]),
        ),
      listProblems: () => Promise.resolve([]),
      findWorkflow: async (_conference, id) => {
        if (temporal.running.has(id)) return { kind: 'running' };
        if (temporal.stopped.has(id)) return { kind: 'stopped' };
        const space = temporal.ended.get(id);
        return space === undefined ? { kind: 'none' } : { kind: 'completed', space };
      },
      sourceChanged: async (_conference, id, change, again) => {
        if (again !== undefined && !temporal.running.has(id)) temporal.start(again.space, again.rules, true);
        return temporal.put(id, { kind: 'sourceChange', change });
      },
      roomFreed: async (_conference, id) => temporal.put(id, { kind: 'roomFreed' }),
      storeDiffers: async (_conference, id) => temporal.put(id, { kind: 'storeDiffers' }),
    },
    x: {
      post: (text: string) => x.post(text, seen),
      lookUp: x.lookUp.bind(x),
      findOwnPosts: x.findOwnPosts.bind(x),
      earlierPostId: x.earlierPostId.bind(x),
      postIdAt: x.postIdAt.bind(x),
      newestOwnPostId: x.newestOwnPostId.bind(x),
    } as unknown as Deps['x'],
  };
}
