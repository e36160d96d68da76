import { occupiedRooms } from '../../core/listed-room.ts';
import { tellsTheSame, postableUntil, tells, waitingCorrection } from '../../core/correction.ts';
import { decidableUntil, heldRoom, type OpenSpace } from '../../core/open-space.ts';
import { isSettled, isOpen } from '../../core/reminder.ts';
import type { RequestAnswer } from '../../core/handle-message.ts';
import { statusOf } from '../../core/status.ts';
import { requestId, type Verb } from '../../core/request.ts';
import type { Plan } from '../../core/plan.ts';
import { givesComingStart } from '../../core/source-change.ts';
import { wasDueBefore } from '../../core/restored.ts';
import { copyOf, type Stored } from './simulated-store.ts';
import type { Step } from './steps.ts';
import { minute, World } from './world.ts';

/** Plays the steps, then lets everything come to rest, and tells what is wrong. */
export async function play(steps: readonly Step[], world = new World()): Promise<string[]> {
  const began = world.now;
  const asked: { what: string; answer: RequestAnswer | undefined }[] = [];
  const newestEdit = new Map<string, string>();
  let copy: { stored: Stored; at: number } | undefined;
  let restored = false;
  const revisions = new Map<string, number>();

  for (const one of steps) {
    switch (one.do) {
      case 'announce':
        if (world.x.sources.has(one.id)) break;
        newestEdit.set(one.id, `${one.id}00`);
        void world.announce(
          one.id,
          { verdict: 'schedule', room: one.room, startAt: began + one.start * minute, isSure: one.sure ?? false },
          one.fault,
          one.once,
        );
        await world.quiesce();
        break;
      case 'ask': {
        const space = world.stored.views.get(one.id)?.space;
        if (space === undefined) break;
        if (one.verb.verb === 'change' || one.verb.verb === 'cancel') world.runAgain(one.id);
        const verb = aboutCorrection(one.verb, space);
        const revision = Math.max(0, space.revision - one.stale);
        const by = { id: 'ana', name: 'ana', door: 'slack' } as const;
        const request = { ...verb, id: requestId(verb, revision), by, revision };
        const entry = { what: JSON.stringify(request), answer: undefined as RequestAnswer | undefined };
        const answer = world.ask(one.id, { kind: 'request', request, kept: one.kept }, one.fault);
        if (answer === undefined) break;
        void answer.then((told) => (entry.answer = told));
        asked.push(entry);
        await world.quiesce();
        break;
      }
      case 'edit': {
        const source = world.x.sources.get(one.id);
        if (source === undefined || source === 'deleted') break;
        const version = Number(source.tweetId.slice(one.id.length)) + 1;
        if (version > 99) break;
        const tweetId = `${one.id}${String(version).padStart(2, '0')}`;
        const plan: Plan = one.review
          ? { verdict: 'review' }
          : { verdict: 'schedule', room: one.room, startAt: began + one.start * minute, isSure: one.sure ?? false };
        world.post(one.id, tweetId, plan);
        const change = { kind: 'edited', tweetId, url: 'u', ...plan } as const;
        if (world.running.has(one.id)) newestEdit.set(one.id, tweetId);
        const { status } = world.stored.views.get(one.id)?.space.standing ?? {};
        await world.tellSourceChange(one.id, change, one.fault);
        const isTakenUp = ['scheduled', 'over'].includes(status ?? '') && givesComingStart(change, world.now);
        if (isTakenUp && !world.running.has(one.id)) world.problems.push(`nothing waits for the start of ${tweetId}`);
        break;
      }
      case 'delete':
        if (!world.x.sources.has(one.id)) break;
        world.deletePost(one.id);
        await world.tellSourceChange(one.id, { kind: 'deleted', why: 'gone' }, one.fault);
        break;
      case 'due':
        // Nothing stands still for longer than the ten minutes after which a claim counts as abandoned.
        await world.resume();
        world.waitUntilDue(one.id);
        await world.tick(one.id, one.fault);
        break;
      case 'tick':
        await world.tick(one.id, one.fault);
        break;
      case 'reset':
        world.reset(one.id, one.back);
        break;
      case 'wait':
        if (one.minutes > 5) await world.resume();
        world.now += one.minutes * minute;
        break;
      case 'x':
        world.x.fault = one.fault;
        break;
      case 'reconcile':
        void world.reconcile(one.fault);
        await world.quiesce();
        break;
      case 'pause':
        world.paused = !world.paused;
        break;
      case 'resume':
        await world.resume();
        break;
      case 'copy':
        copy = { stored: copyOf(world.stored), at: world.now };
        break;
      case 'lose Temporal':
        world.loseTemporal();
        asked.length = 0;
        newestEdit.clear();
        break;
      case 'restore':
        if (copy === undefined) break;
        await world.resume();
        await world.restoreStore(copy.stored, copy.at, one.temporalToo);
        revisions.clear();
        restored = true;
        if (one.temporalToo) asked.length = 0;
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
  for (const openSpaceId of world.running.keys()) {
    world.now += minute;
    await world.tick(openSpaceId, { kind: 'none' });
    await world.resume();
  }
  world.now += 11 * minute;
  // What the first round starts again hears of its room in the second.
  for (let round = 0; round < 2; round++) {
    await world.reconcile({ kind: 'none' });
    await world.resume();
  }
  return [
    ...world.problems,
    ...faultsOf(world, restored),
    ...unanswered(asked),
    ...unheard(world, newestEdit),
    ...apart(world),
    ...blockedByNobody(world),
    ...endedUnread(world),
  ];
}

/** A verb about the correction that waits names it, as its button does. */
function aboutCorrection(verb: Verb, space: OpenSpace): Verb {
  if (verb.verb !== 'decide' || verb.reminder !== 'correction') return verb;
  return { ...verb, reminder: waitingCorrection(space)?.key ?? 'correction' };
}

/** What must hold once everything has come to rest. */
function faultsOf(world: World, restored: boolean): string[] {
  const faults: string[] = [];
  const spaces = [...world.stored.views.values()].map(({ space }) => space);
  const listed = world.config().conference.rooms;
  const claims = world.stored.claims.filter(({ occupied }) => occupied.length > 0);
  for (const [at, one] of spaces.entries()) {
    const held = heldRoom(one);
    const own = claims.filter(({ openSpaceId }) => openSpaceId === one.id);
    faults.push(...wrongCorrections(one));
    if (!restored && one.told !== undefined && lacksCorrection(one, world.now))
      faults.push(`${one.id} is not corrected`);
    if (held === undefined && own.length > 0) faults.push(`${one.id} blocks ${own[0]?.room} and does not hold it`);
    if (held === undefined) continue;
    if (!restored && own.every(({ room: claimed, startAt }) => claimed !== held.room || startAt !== held.startAt)) {
      faults.push(`${one.id} holds ${held.room} without a claim`);
    }
    if (own.length > 1) faults.push(`${one.id} has ${own.length} claims`);
    for (const other of restored ? [] : spaces.slice(at + 1)) {
      const theirs = heldRoom(other);
      if (theirs === undefined) continue;
      const shared = occupiedRooms(held.room, listed).some((name) => occupiedRooms(theirs.room, listed).includes(name));
      const apart = theirs.startAt - held.startAt;
      if (shared && apart >= -15 * minute && apart <= 15 * minute)
        faults.push(`${one.id} and ${other.id} in ${held.room}`);
    }
  }
  for (const { openSpaceId, room } of claims) {
    if (!world.stored.views.has(openSpaceId)) faults.push(`${openSpaceId} is not stored and blocks ${room}`);
  }
  for (const [row, { status, tweetId }] of world.stored.rows) {
    const posts = world.x.ledger.filter(({ owner }) => owner === row);
    if (status === 'sent' && posts.length === 0) faults.push(`${row} is sent and was not posted`);
    if (status === 'sent' && posts[0]?.id !== tweetId) faults.push(`${row} is sent as another's post`);
    if (status === 'missed' && isBlind(world, row)) continue;
    if (['failed', 'missed'].includes(status) && posts.length > 0) faults.push(`${row} ${status} and was posted`);
  }
  return faults;
}

/**
 * The database that knew of its post was replaced by an older copy: either somebody sent it long before its time, or
 * the copy has it as missed, and it came back only later, by an edit.
 */
function isBlind({ restore, restoredFrom, stored }: World, row: string): boolean {
  if (restoredFrom.rows.get(row)?.status === 'missed') return true;
  const [id = '', key] = row.split('-');
  const sendAt = stored.views.get(id)?.space.reminders.find((one) => one.key === key)?.sendAt;
  return restore !== null && sendAt !== undefined && !wasDueBefore(restore, sendAt);
}

/** People were told something else than holds, and the bot has nothing to say about it. */
function lacksCorrection(space: OpenSpace, now: number): boolean {
  const is = tells(space);
  if (
    is === undefined ||
    (postableUntil(space) ?? 0) <= now ||
    space.reminders.some(({ corrects }) => corrects !== undefined)
  )
    return false;
  return !tellsTheSame(is, space.told);
}

/** At most one correction waits, and none for a session of which nothing was posted. */
function wrongCorrections({ id: openSpaceId, told, reminders }: OpenSpace): string[] {
  const corrections = reminders.filter(({ corrects }) => corrects !== undefined);
  return [
    ...(corrections.filter(isOpen).length > 1 ? [`${openSpaceId} has two corrections`] : []),
    ...(corrections.length > 0 && told === undefined ? [`${openSpaceId} corrects what nobody was told`] : []),
  ];
}

/** Requests that the workflow took and nobody answered. */
function unanswered(asked: readonly { what: string; answer: RequestAnswer | undefined }[]): string[] {
  return asked.filter(({ answer }) => answer === undefined).map(({ what }) => `not answered: ${what}`);
}

/** Conflicts with an open space that does not hold the room then. */
function blockedByNobody({ running, stored, now }: World): string[] {
  return [...stored.views.values()].flatMap(({ space: { id: openSpaceId, standing, startAt = 0 } }) => {
    if (standing.status !== 'conflict' || startAt <= now || !running.has(openSpaceId)) return [];
    const rival = stored.views.get(standing.with.openSpaceId)?.space;
    const held = rival && heldRoom(rival);
    const isBlocked = held?.room === standing.with.room && held.startAt === standing.with.startAt;
    return isBlocked ? [] : [`${openSpaceId} is in conflict with ${rival?.id}, which holds ${held?.room}`];
  });
}

/** Workflows that stand elsewhere than the store, and would not do what people were told. */
function apart(world: World): string[] {
  return [...world.running.values()].flatMap(({ space }) => {
    const stored = world.stored.views.get(space.id)?.space;
    // One that the store knows to have ended finds it out by itself, when it tries to post.
    const isLive = stored !== undefined && decidableUntil(stored) > world.now && !stored.reminders.some(isSettled);
    if (!isLive) return [];
    return statusOf(stored) === statusOf(space) && stored.startAt === space.startAt
      ? []
      : [
          `${space.id} runs as ${statusOf(space)}, r${space.revision}, ` +
            `and is stored as ${statusOf(stored)}, r${stored.revision}`,
        ];
  });
}

/** Those that ended by a start that was past when it was first read: they should have waited for a person. */
function endedUnread({ stored, versions, now }: World): string[] {
  return [...stored.views.values()].flatMap(({ space: { id, startAt, standing, conferenceEndsAt } }) => {
    if (standing.status !== 'over' || startAt === undefined || conferenceEndsAt <= now) return [];
    const gave = [...versions].filter(([tweetId, { plan }]) => tweetId.slice(0, -2) === id && plan.startAt === startAt);
    return gave.some(([, { at }]) => at < startAt) ? [] : [`${id} ended by a start that was past when it was read`];
  });
}

/** Edits that reached the workflow and are not what the open space rests on. */
function unheard(world: World, newest: ReadonlyMap<string, string>): string[] {
  return [...newest].flatMap(([openSpaceId, tweetId]) => {
    const space = world.running.get(openSpaceId)?.space;
    const done = space === undefined || ['cancelled', 'over'].includes(space.standing.status);
    return done || Number(space.source?.tweetId) >= Number(tweetId)
      ? []
      : [`${openSpaceId} does not rest on ${tweetId}`];
  });
}
