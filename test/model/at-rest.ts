/** What must hold once everything has come to rest, as sentences about what does not. */
import { isLeftToPeople } from '../../core/decision.ts';
import { tellsTheSame, postableUntil, tells } from '../../core/correction.ts';
import type { RequestAnswer } from '../../core/handle-message.ts';
import { occupiedRooms } from '../../core/listed-room.ts';
import {
  decidableUntil,
  findReminder,
  heldRoom,
  isDenied,
  isOff,
  needsItsWorkflow,
  type OpenSpace,
} from '../../core/open-space.ts';
import { postIdOf, postsOf } from '../../core/posts-of.ts';
import { isSettled, isOpen } from '../../core/reminder.ts';
import { wasDueBefore } from '../../core/restored.ts';
import { statusOf } from '../../core/status.ts';
import { postOfVersion } from './simulated-x.ts';
import { minute, type World } from './world.ts';

const dayMs = 24 * 60 * minute;

/** What an organiser asked, and what they were told. */
export interface Asked {
  readonly id: string;
  readonly what: string;
  answer: RequestAnswer | undefined;
}

/**
 * @param isRestored an older copy of the database was restored
 * @param newestEdit the newest version that reached each open space's workflow
 */
export function problemsAtRest(
  world: World,
  isRestored: boolean,
  asked: readonly Asked[],
  newestEdit: ReadonlyMap<string, string>,
): string[] {
  return [
    ...faultsOf(world, isRestored),
    ...unanswered(asked),
    ...unheard(world, newestEdit),
    ...apart(world),
    ...blockedByNobody(world),
    ...endedUnread(world),
    ...sharingAPost(world),
    ...leftAlone(world),
    ...onDeletedPosts(world),
  ];
}

/** What must hold once everything has come to rest. */
function faultsOf(world: World, restored: boolean): string[] {
  const faults: string[] = [];
  const spaces = [...world.stored.views.values()].map(({ space }) => space);
  const listed = world.config().conference.rooms;
  const claims = world.stored.claims.filter(({ room }) => room !== '');
  for (const [at, one] of spaces.entries()) {
    const held = heldRoom(one);
    const own = claims.filter(({ openSpaceId }) => openSpaceId === one.id);
    faults.push(...wrongCorrections(one));
    if (!restored && one.told !== undefined && lacksCorrection(one, world.now))
      faults.push(`${one.id} is not corrected`);
    if (held === undefined && own.length > 0) faults.push(`${one.id} blocks ${own[0]?.room} and does not hold it`);
    if (held === undefined) continue;
    // A claim of yesterday is forgotten.
    const isOfToday = held.startAt > world.now - dayMs;
    if (
      !restored &&
      isOfToday &&
      own.every(({ room: claimed, startAt }) => claimed !== held.room || startAt !== held.startAt)
    ) {
      faults.push(`${one.id} holds ${held.room} without a claim`);
    }
    if (own.length > 1) faults.push(`${one.id} has ${own.length} claims`);
    for (const other of restored ? [] : spaces.slice(at + 1)) {
      const theirs = heldRoom(other);
      if (theirs === undefined) continue;
      const shared = occupiedRooms(held.room, listed).some((name) => occupiedRooms(theirs.room, listed).includes(name));
      const apart = theirs.startAt - held.startAt;
      // What has begun keeps no list of rooms from being saved.
      if (Math.min(held.startAt, theirs.startAt) <= world.roomsSavedAt) continue;
      if (shared && apart >= -15 * minute && apart <= 15 * minute)
        faults.push(`${one.id} and ${other.id} in ${held.room}`);
    }
  }
  for (const { openSpaceId, room } of claims) {
    if (!world.stored.views.has(openSpaceId)) faults.push(`${openSpaceId} is not stored and blocks ${room}`);
  }
  for (const [row, { status, tweetId }] of world.stored.rows) {
    const posts = world.x.ledger.filter(({ owner }) => owner === row);
    if (status === 'sent' && (isSentUnseen(world, row) || (restored && isOfSameSession(world, row, tweetId)))) continue;
    if (status === 'sent' && posts.length === 0) faults.push(`${row} is sent and was not posted`);
    if (status === 'sent' && !posts.some(({ id }) => id === tweetId)) faults.push(`${row} is sent as another's post`);
    if (status === 'missed' && isBlind(world, row)) continue;
    if (['failed', 'missed'].includes(status) && posts.length > 0) faults.push(`${row} ${status} and was posted`);
  }
  return faults;
}

/** A person said that X has it, or it went to Slack only: the bot knows of no post. */
function isSentUnseen({ stored }: World, row: string): boolean {
  const [id = '', key = ''] = row.split('-');
  const space = stored.views.get(id)?.space;
  const state = space && findReminder(space, key)?.state;
  return state?.status === 'sent' && state.tweetId === undefined && state.note !== undefined;
}

/**
 * A restore lost the record of a post, and a person had another reminder of that session tried again: people have their
 * reminder.
 */
const isOfSameSession = ({ x }: World, row: string, tweetId: string | undefined): boolean =>
  x.ledger.some(({ id, owner }) => id === tweetId && owner.split('-')[0] === row.split('-')[0]);

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
  // One that was called off after the start that people were told needs none, also if its post then gets a later start.
  const until = is?.isOff === true ? space.told?.startAt : postableUntil(space);
  if (is === undefined || (until ?? 0) <= now || space.reminders.some(({ corrects }) => corrects !== undefined))
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
function unanswered(asked: readonly Asked[]): string[] {
  return asked.filter(({ answer }) => answer === undefined).map(({ what }) => `not answered: ${what}`);
}

/** Conflicts with an open space that does not hold the room then. */
function blockedByNobody({ temporal: { running }, stored, now }: World): string[] {
  return [...stored.views.values()].flatMap(({ space }) => {
    const { id: openSpaceId, standing, startAt = 0 } = space;
    if (standing.status !== 'conflict' || startAt <= now || !running.has(openSpaceId)) return [];
    const rival = stored.views.get(standing.with.openSpaceId)?.space;
    const held = rival && heldRoom(rival);
    const isBlocked = held?.room === standing.with.room && held.startAt === standing.with.startAt;
    if (rival !== undefined && isLeftToPeople(space, rival)) return [];
    return isBlocked ? [] : [`${openSpaceId} is in conflict with ${rival?.id}, which holds ${held?.room}`];
  });
}

/** Workflows that stand elsewhere than the store, and would not do what people were told. */
function apart(world: World): string[] {
  return [...world.temporal.running.values()].flatMap(({ space }) => {
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
  return [...stored.views.values()].flatMap(({ space }) => {
    const { id, startAt, standing, conferenceEndsAt, decisions } = space;
    if (standing.status !== 'over' || startAt === undefined || conferenceEndsAt <= now) return [];
    if (decisions.some(({ by, to }) => by.door === 'slack' && to['startAt'] === startAt)) return [];
    // Also those by which an organiser moved it, though they are sessions of their own by now.
    const rested = decisions.flatMap(({ to }) => (typeof to['tweet'] === 'string' ? [postOfVersion(to['tweet'])] : []));
    const posts = new Set([id, ...rested]);
    const gave = [...versions].filter(
      ([tweetId, { plan }]) => posts.has(postOfVersion(tweetId)) && plan.startAt === startAt,
    );
    return gave.some(([, { at }]) => at < startAt) ? [] : [`${id} ended by a start that was past when it was read`];
  });
}

/** Edits that reached the workflow and are not what the open space knows of that post. */
function unheard(world: World, newest: ReadonlyMap<string, string>): string[] {
  return [...newest].flatMap(([openSpaceId, tweetId]) => {
    const running = world.temporal.running.get(openSpaceId)?.space;
    const stored = world.stored.views.get(openSpaceId)?.space;
    // What the store knows better, a workflow that was reset finds there with its next message.
    const space = running !== undefined && (stored?.revision ?? 0) > running.revision ? stored : running;
    const done = space === undefined || ['cancelled', 'over'].includes(space.standing.status);
    const known = space && postsOf(space).find((post) => postIdOf(space, post) === openSpaceId);
    // After a deletion nobody can read it any more. The look-ups find one that a reset has lost.
    const isGone = known?.isGone === true || world.stored.tweets.get(openSpaceId)?.deletedAt !== undefined;
    return done || known === undefined || isGone || Number(known.tweetId) >= Number(tweetId)
      ? []
      : [`${openSpaceId} does not rest on ${tweetId}`];
  });
}

/** Sessions to come with a post of which the store knows that it is deleted. */
function onDeletedPosts({ stored, now }: World): string[] {
  return [...stored.views.values()].flatMap(({ space }) => {
    if (isOff(space) || decidableUntil(space) <= now) return [];
    const isLeft = postsOf(space).some(
      (post) => post.isGone !== true && stored.tweets.get(postIdOf(space, post))?.deletedAt !== undefined,
    );
    return isLeft ? [`${space.id} does not know that its post is deleted`] : [];
  });
}

/** Open spaces that can still be decided, or whose posts wait, and that no workflow looks after. */
function leftAlone({ stored, temporal, now }: World): string[] {
  return [...stored.views.values()].flatMap(({ space }) => {
    const isOver = decidableUntil(space) <= now || temporal.running.has(space.id);
    return isOver || !needsItsWorkflow(space) ? [] : [`${space.id} needs its workflow, and none runs`];
  });
}

/** A post by which an organiser moved another session, and which is a session of its own as well. */
function sharingAPost({ stored, now }: World): string[] {
  const spaces = [...stored.views.values()].map(({ space }) => space);
  const isLive = (one: OpenSpace) => one.standing.status === 'scheduled' && decidableUntil(one) > now && !isDenied(one);
  return spaces.flatMap((own) => {
    const moved = spaces.find(({ id }) => id === own.about);
    if (moved === undefined || !isLive(own) || own.reminders.some(isSettled)) return [];
    // What has no other post to rest on keeps it.
    const posts = postsOf(moved);
    const isShared = posts.length > 1 && posts.some((post) => postIdOf(moved, post) === own.id);
    return isShared && isLive(moved)
      ? [`${moved.id} rests on the post of ${own.id}, which is a session of its own`]
      : [];
  });
}
