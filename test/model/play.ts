import type { Message } from '../../core/handle-message.ts';
import { listedRoom } from '../../core/listed-room.ts';
import { waitingCorrection } from '../../core/correction.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Plan } from '../../core/plan.ts';
import { requestId, type Verb } from '../../core/request.ts';
import { givesComingStart } from '../../core/source-change.ts';
import { withoutUndefined } from '../../core/without-undefined.ts';
import { createChangeKnown } from '../../temporal/change-known.ts';
import { problemsAtRest, type Asked } from './at-rest.ts';
import type { ModelStep } from './rare-steps.ts';
import { copyOf, type Stored } from './simulated-store.ts';
import { postOfVersion } from './simulated-x.ts';
import type { Fault } from './steps.ts';
import { minute, World } from './world.ts';
import { began, roomLists } from './world-config.ts';

const ana = { id: 'ana', name: 'ana', door: 'slack' } as const;

/** Plays the steps, then lets everything come to rest, and tells what is wrong. */
export async function play(steps: readonly ModelStep[], world = new World()): Promise<string[]> {
  let asked: Asked[] = [];
  const newestEdit = new Map<string, string>();
  let copy: { stored: Stored; at: number } | undefined;
  let restored = false;
  const revisions = new Map<string, number>();

  for (const one of steps) {
    world.temporal.relist();
    switch (one.do) {
      case 'announce':
        if (world.x.sources.has(one.id)) break;
        newestEdit.set(one.id, world.nextTweetId(one.id));
        void world.announce(
          one.id,
          { verdict: 'schedule', room: one.room, startAt: began + one.start * minute, isSure: one.sure ?? false },
          one.fault,
          one.once,
        );
        await world.quiesce();
        break;
      case 'enter':
        void world.enter(one.id, one.room, began + one.start * minute, one.fault);
        await world.quiesce();
        break;
      case 'ask':
      case 'signal': {
        const space = world.stored.views.get(one.id)?.space;
        if (space === undefined) break;
        const message = requestOf(one, space, world);
        const entry: Asked = { id: one.id, what: JSON.stringify(message.request), answer: undefined };
        asked.push(entry);
        void world.ask(one.id, message, one.fault).then((answer) => {
          entry.answer = answer ?? { kind: 'refused', reason: 'it has ended' };
        });
        await world.quiesce();
        break;
      }
      case 'edit': {
        const tweetId = nextVersionId(world, one.id);
        if (tweetId === undefined) break;
        const startAt = began + one.start * minute;
        const plan: Plan = one.review
          ? { verdict: 'review' }
          : world.readAs({ verdict: 'schedule', room: one.room, startAt, isSure: one.sure ?? false });
        world.post(one.id, tweetId, plan);
        const change = { kind: 'edited', tweetId, url: 'u', ...plan } as const;
        if (world.temporal.running.has(one.id)) newestEdit.set(one.id, tweetId);
        const { status } = world.stored.views.get(one.id)?.space.standing ?? {};
        await world.tellSourceChange(one.id, change, one.fault);
        const isTakenUp = ['scheduled', 'over'].includes(status ?? '') && givesComingStart(change, world.now);
        if (isTakenUp && !world.temporal.running.has(one.id))
          world.problems.push(`nothing waits for the start of ${tweetId}`);
        break;
      }
      case 'edit unheard': {
        const tweetId = nextVersionId(world, one.id);
        const plan = { verdict: 'schedule', room: one.room, startAt: began + one.start * minute } as const;
        if (tweetId !== undefined) world.publish(one.id, tweetId, world.readAs(plan));
        break;
      }
      case 'delete unheard':
        if (world.x.sources.has(one.id)) world.hide(one.id);
        break;
      case 'delete':
        if (!world.x.sources.has(one.id)) break;
        world.deletePost(one.id);
        // The desk dies before it tells this.
        if (one.fault.kind === 'crash') break;
        await world.tellSourceChange(one.id, { kind: 'deleted', why: 'gone' }, one.fault);
        break;
      case 'due':
        // Nothing stands still for longer than the ten minutes after which a claim counts as abandoned.
        await world.resume();
        world.temporal.waitUntilDue(one.id);
        await world.temporal.tick(one.id, one.fault);
        break;
      case 'tick':
        await world.temporal.tick(one.id, one.fault);
        break;
      case 'reset':
        world.temporal.reset(one.id, one.back);
        asked = asked.filter(isAnsweredOrNotOf(one.id));
        break;
      case 'continue as new':
        world.temporal.continueAsNew(one.id);
        break;
      case 'cancel workflow':
        world.temporal.cancel(one.id);
        await world.quiesce();
        break;
      case 'terminate':
        world.temporal.terminate(one.id);
        asked = asked.filter(isAnsweredOrNotOf(one.id));
        break;
      case 'save rooms':
        // A commit that is under way goes by the list before: the reconciler tells what comes of it.
        await world.resume();
        await world.saveRooms(roomLists[one.list]);
        break;
      case 'switch output':
        world.changeConfig({ output: world.config().output === 'live' ? 'slack_only' : 'live' });
        break;
      case 'switch autoSend':
        // A commit that is under way goes by the config before.
        await world.resume();
        world.changeConfig({ autoSend: !world.config().autoSend });
        break;
      case 'X calls it a duplicate':
        world.x.fault = 'duplicate';
        break;
      case 'move it here':
      case 'cancel it':
        void changeKnown(world, one);
        await world.quiesce();
        break;
      case 'tell again':
        tellAgain(world, one.id, one.back);
        await world.quiesce();
        break;
      case 'wait':
        await world.wait(one.minutes);
        break;
      case 'x':
        world.x.fault = one.fault;
        break;
      case 'reconcile':
        void world.reconcile(one.fault);
        await world.quiesce();
        break;
      case 'pause':
        world.changeConfig({ paused: !world.config().paused });
        break;
      case 'resume':
        await world.resume();
        break;
      case 'copy':
        copy = { stored: copyOf(world.stored), at: world.now };
        break;
      case 'lose Temporal':
        world.temporal.lose();
        asked = [];
        newestEdit.clear();
        break;
      case 'restore':
        if (copy === undefined) break;
        await world.resume();
        await world.restoreStore(copy.stored, copy.at, one.temporalToo);
        revisions.clear();
        restored = true;
        if (one.temporalToo) asked = [];
        newestEdit.clear();
        break;
    }
    for (const { space } of world.stored.views.values()) {
      const known = revisions.get(space.id) ?? -1;
      if (space.revision < known) world.problems.push(`revision of ${space.id} went back`);
      revisions.set(space.id, space.revision);
    }
  }

  await world.resume();
  // Timers go on: an attempt that was lost is followed by the next one, which finds what became of it.
  for (const openSpaceId of world.temporal.running.keys()) {
    world.now += minute;
    await world.temporal.tick(openSpaceId, { kind: 'none' });
    await world.resume();
  }
  world.now += 11 * minute;
  // What the first round starts again hears in the second that its room is free. In the third it is a session of its
  // own.
  for (let round = 0; round < 3; round++) {
    world.temporal.relist();
    world.temporal.relist();
    await world.reconcile({ kind: 'none' });
    await world.resume();
  }
  return [...world.problems, ...problemsAtRest(world, restored, asked, newestEdit)];
}

const isAnsweredOrNotOf =
  (openSpaceId: string) =>
  ({ id, answer }: Asked): boolean =>
    id !== openSpaceId || answer !== undefined;

/** With the room under its listed name, as every door asks for it. */
function requestOf(
  one: Extract<ModelStep, { do: 'ask' | 'signal' }>,
  space: OpenSpace,
  world: World,
): Message & { kind: 'request' } {
  const about = aboutCorrection(one.verb, space);
  const named = 'room' in about ? about.room : undefined;
  const room = named && (listedRoom(named, world.config().conference.rooms) ?? named);
  const verb = withoutUndefined({ ...about, room }) as Verb;
  const revision = one.do === 'ask' ? Math.max(0, space.revision - one.stale) : undefined;
  const id = requestId(verb, revision ?? space.revision);
  const request = withoutUndefined({ ...verb, id, by: ana, revision }) as (Message & { kind: 'request' })['request'];
  return { kind: 'request', request, kept: one.do === 'signal' || one.kept };
}

/** A verb about the correction that waits names it, as its button does. */
function aboutCorrection(verb: Verb, space: OpenSpace): Verb {
  if (verb.verb !== 'decide' || verb.reminder !== 'correction') return verb;
  return { ...verb, reminder: waitingCorrection(space)?.key ?? 'correction' };
}

/** The button "Move that one here" or "Cancel that one" of a post that is about another session. */
async function changeKnown(
  world: World,
  { do: what, id, room, fault }: Extract<ModelStep, { do: 'move it here' | 'cancel it' }>,
): Promise<void> {
  const revision = world.stored.views.get(id)?.revision;
  if (revision === undefined) return;
  const { store } = world.deps({ kind: 'none' });
  let asked = 0;
  const press = createChangeKnown(
    store,
    () => world.now,
    async ({ openSpaceId, verb, by, ...ask }) => {
      const seen = ask.revision ?? world.stored.views.get(openSpaceId)?.revision ?? 0;
      const request = { ...verb, id: requestId(verb, seen), by, revision: seen };
      const message = { kind: 'request', request, kept: false } as Message & { kind: 'request' };
      // The process dies between its two requests, or the first one's commit fails.
      if (asked++ > 0 && fault.kind === 'crash') return new Promise(() => undefined);
      const answer = await world.ask(openSpaceId, message, asked === 1 ? fault : ({ kind: 'none' } satisfies Fault));
      if (answer === undefined) return { kind: 'gone' };
      if (answer.kind === 'refused') return answer;
      return { kind: 'decided', result: { decision: answer.decision, status: 'scheduled' } };
    },
  );
  const picked = room === undefined ? {} : { room };
  await press(what === 'move it here' ? 'move' : 'cancel', { openSpaceId: id, by: ana, revision, picked });
}

/** The id of the next version of its post. */
function nextVersionId(world: World, id: string): string | undefined {
  const source = world.x.sources.get(id);
  return source === undefined || source === 'deleted' ? undefined : world.nextTweetId(id);
}

/** An earlier version of the post, which comes late. */
function tellAgain(world: World, id: string, back: number): void {
  const source = world.x.sources.get(id);
  if (source === undefined || source === 'deleted') return;
  const [tweetId, version] = [...world.versions].filter(([one]) => postOfVersion(one) === id).at(-1 - back) ?? [];
  if (tweetId === undefined || version === undefined) return;
  const change = { kind: 'edited', tweetId, url: 'u', ...version.plan } as const;
  world.temporal.put(id, { kind: 'sourceChange', change });
}
