import assert from 'node:assert/strict';
import type { Config } from '../../core/config.ts';
import { occupiedRooms } from '../../core/listed-room.ts';
import { heldRoom, isToCome } from '../../core/open-space.ts';
import { reminderId } from '../../core/reminder.ts';
import type { OpenSpaceView } from '../../store/open-spaces.ts';
import type { ReminderView } from '../../store/reminders.ts';
import type { Claim } from '../../core/claim.ts';
import type { Store } from '../../store/store.ts';
import { eventually } from './running-bot.ts';

/** More than any test has. */
const all = 10_000;

/**
 * What must hold of a conference's stored state whenever no commit is under way, as sentences about what does not hold:
 * the rules that the design gives for rooms, revisions, reminders and posts.
 */
export async function brokenInvariants(store: Store): Promise<string[]> {
  const config = await store.configs.current();
  const conferenceId = config.conference.id;
  const [views, claims, rows] = await Promise.all([
    store.openSpaces.list(conferenceId, {}, all),
    store.roomClaims.list(conferenceId),
    store.reminders.list(conferenceId, {}, all),
  ]);
  return [
    ...roomsHeldTwice(views, config),
    ...claimsUnlikeViews(views, claims),
    ...views.flatMap((view) => viewProblems(view)),
    ...views.flatMap((view) => rowProblems(view, rows)),
    ...postsOwnedTwice(rows),
  ];
}

/** Waits for what is under way, and fails with what is broken for good. */
export async function expectInvariants(store: Store): Promise<void> {
  const isWhole = async () => (await brokenInvariants(store)).length === 0;
  await eventually('nothing is left half done', isWhole).catch(async () =>
    assert.deepEqual(await brokenInvariants(store), []),
  );
}

/** Two starts so near to each other clash in whichever order they were booked. */
function roomsHeldTwice(views: readonly OpenSpaceView[], { conference, conflictWindow }: Config): string[] {
  const near = Math.min(conflictWindow.before, conflictWindow.after) * 60_000;
  const held = views.flatMap(({ _id, space }) => {
    const room = heldRoom(space);
    return room === undefined ? [] : [{ _id, ...room, occupied: occupiedRooms(room.room, conference.rooms) }];
  });
  return held.flatMap((one, at) =>
    held
      .slice(at + 1)
      .filter((other) => Math.abs(one.startAt - other.startAt) <= near)
      .filter((other) => one.occupied.some((room) => other.occupied.includes(room)))
      .map((other) => `${one._id} and ${other._id} both hold ${one.room}`),
  );
}

function claimsUnlikeViews(views: readonly OpenSpaceView[], claims: readonly Claim[]): string[] {
  const said = (held: readonly { room: string; startAt: number }[]) =>
    held.map(({ room, startAt }) => `${room} at ${new Date(startAt).toISOString()}`).join(' and ') || 'nothing';
  const known = new Set(views.map(({ _id }) => _id));
  const strangers = claims.filter(({ openSpaceId, room }) => room !== '' && !known.has(openSpaceId));
  return [
    ...strangers.map(({ openSpaceId, room }) => `${openSpaceId} is not stored and holds ${room}`),
    ...views.flatMap(({ _id, space }) => {
      const held = heldRoom(space);
      const own = claims.filter(({ openSpaceId, room }) => openSpaceId === _id && room !== '');
      const [should, does] = [said(held === undefined ? [] : [held]), said(own)];
      return should === does ? [] : [`${_id} should hold ${should}, and its claims say ${does}`];
    }),
    ...views.flatMap(({ _id, revision }) =>
      claims
        .filter((claim) => claim.openSpaceId === _id && claim.revision > revision)
        .map((claim) => `${_id} stands at ${revision} and has a claim of ${claim.revision}`),
    ),
  ];
}

function viewProblems({ _id, revision, space, settled }: OpenSpaceView): string[] {
  const numbers = space.decisions.map((decision) => decision.revision);
  const ids = space.decisions.map(({ id }) => id);
  return [
    ...(settled ? [] : [`${_id} is not settled`]),
    ...(revision === space.revision ? [] : [`${_id} is listed under ${revision} and stands at ${space.revision}`]),
    ...(numbers.every((number, at) => number > (numbers[at - 1] ?? 0) && number <= revision)
      ? []
      : [`${_id} has decisions ${numbers.join(', ')} at ${revision}`]),
    ...(new Set(ids).size === ids.length ? [] : [`${_id} decided one request twice: ${ids.join(', ')}`]),
  ];
}

function rowProblems({ _id, revision, space }: OpenSpaceView, rows: readonly ReminderView[]): string[] {
  return space.reminders.flatMap((reminder) => {
    const { key, state, sendAt } = reminder;
    const dueAt = isToCome(space, reminder) ? sendAt : undefined;
    const id = reminderId(_id, key);
    const row = rows.find((one) => one._id === id);
    if (row === undefined) return [`${id} has no row`];
    const posted = row.intent?.phase === 'sent';
    const sent = state.status === 'sent';
    return [
      ...(row.revision === revision ? [] : [`${id} is at ${row.revision}, its open space at ${revision}`]),
      ...(row.status === state.status ? [] : [`${id} says ${row.status}, its open space ${state.status}`]),
      ...(row.sendAt?.getTime() === sendAt ? [] : [`${id} has another time than its open space`]),
      ...(row.dueAt?.getTime() === dueAt
        ? []
        : [`${id} is due at ${row.dueAt?.toISOString()}, by its open space at ${dueAt}`]),
      ...(posted === sent ? [] : [`${id} is ${state.status}, and its record of the post ${row.intent?.phase}`]),
      ...(sent && state.tweetId === undefined && state.note === undefined ? [`${id} is sent as nothing`] : []),
      ...(sent && state.tweetId !== row.intent?.tweetId ? [`${id} names another post than its record`] : []),
    ];
  });
}

function postsOwnedTwice(rows: readonly ReminderView[]): string[] {
  const owners = new Map<string, string>();
  return rows.flatMap(({ _id, intent }) => {
    const tweetId = intent?.tweetId;
    if (tweetId === undefined) return [];
    const other = owners.get(tweetId);
    owners.set(tweetId, _id);
    return other === undefined ? [] : [`${_id} and ${other} both count ${tweetId} as theirs`];
  });
}
