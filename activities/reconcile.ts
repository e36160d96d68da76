import type { Config } from '../core/config.ts';
import { claimOf } from '../core/claim.ts';
import {
  decidableUntil,
  heldRoom,
  isDenied,
  isOff,
  isPosting,
  isSameHold,
  isToCome,
  needsItsWorkflow,
  type OpenSpace,
} from '../core/open-space.ts';
import { postIdOf } from '../core/posts-of.ts';
import { endedByOperator } from '../core/handle-message.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { TweetDoc } from '../store/tweets.ts';
import type { ShownInTemporal } from '../temporal/workflows.ts';
import { commitOpenSpace, settleCommit } from './commit-open-space.ts';
import { isNews } from '../core/source-change.ts';
import { statusOf } from '../core/status.ts';
import type { Deps } from './deps.ts';
import { bringUp, runAgain, tellSourceChange, tellStoredEdit } from './start-open-space.ts';
import { sentenceOf } from '../core/words.ts';
import { listed } from '../workflows/search-attributes.ts';

/** A workflow is listed some seconds after it was started; a younger view proves nothing. Milliseconds. */
const settledAfter = 30_000;
/** A claim whose change was not stored for so long was abandoned: no process stands still that long. Milliseconds. */
const abandonedAfter = 10 * 60_000;
/** What fails after so long is no fault of one open space: a server has gone away. Milliseconds. */
const longestMs = 30_000;

/**
 * Repairs what crashes, restored copies and operators leave behind; repeating it changes nothing.
 * - A commit that stopped between its writes is finished.
 * - A room is held exactly by the open spaces whose views hold it, under all names and parts that the config gives it
 *   by now.
 * - A conflict whose rival holds no room any more asks for its room again.
 * - An open space that can still be decided on, and has no workflow, is started again from its view; the intent records
 *   keep a sent reminder from going out again.
 * - One whose workflow runs and is behind the store, as after an operator's reset, goes on from what is stored; one
 *   that is ahead, as after a restore, stores what it has. Once after a restore, each workflow is asked.
 * - One whose workflow forgot an edit, as after an operator's reset without its messages, is told of it again.
 * - One whose workflow ended with a later state than the store has gets that state.
 * - One whose workflow an operator terminated counts as called off by them. It runs again if a post of it is on its
 *   way, or if people must be told that it is off.
 * - One that was moved by a later post of its host does not rest on that once it is a session of its own.
 *
 * What had no workflow and what was terminated is told to organisers. One that cannot be repaired is logged in each
 * round, and keeps none of the others from it.
 *
 * @param caughtUp open spaces by id, with the run and the revision for which it was told to compare: once is enough
 */
export async function reconcile(deps: Deps, config: Config, caughtUp = new Map<string, string>()): Promise<void> {
  const before = new Date(deps.clock() - settledAfter);
  const unsettled = await deps.store.openSpaces.listUnsettled(before);
  await each(deps, byId(unsettled), ({ space }) => settleCommit(deps, space));
  const live = await deps.store.openSpaces.listLive(config.conference.id, before);
  await reconcileRooms(deps, config, before, live);
  await reconcileWorkflows(deps, config, live, caughtUp);
}

const byId = (views: readonly OpenSpaceView[]) => new Map(views.map((view) => [view._id, view]));

/** Repairs each open space by its id, one after the other. @returns whether none of them failed */
async function each<T>(
  { log, stopwatch }: Deps,
  openSpaces: ReadonlyMap<string, T>,
  repair: (one: T, id: string) => Promise<void>,
): Promise<boolean> {
  const began = stopwatch();
  let isDone = true;
  for (const [openSpaceId, one] of openSpaces) {
    try {
      await repair(one, openSpaceId);
    } catch (error) {
      if (stopwatch() - began > longestMs) throw error;
      log.error('an open space could not be repaired', { openSpaceId, error: String(error) });
      isDone = false;
    }
  }
  return isDone;
}

async function reconcileRooms(deps: Deps, config: Config, before: Date, live: readonly OpenSpaceView[]): Promise<void> {
  const { store, openSpaces } = deps;
  const conferenceId = config.conference.id;
  const claims = await store.roomClaims.list(conferenceId);
  const holding = new Map(claims.flatMap((one) => (one.occupied.length > 0 ? [[one.openSpaceId, one]] : [])));
  const doubled: string[] = [];
  await each(deps, byId(live), async ({ space }) => {
    const wish = claimOf(space, config.conference.rooms);
    const claim = holding.get(space.id);
    const isClaimed =
      wish === undefined ||
      (isSameHold(claim, wish) && wish.occupied.every((name) => claim?.occupied.includes(name) === true));
    if (!isClaimed) {
      // The claim was lost, with an older copy of the database say; or the list of rooms has grown since.
      const { conflictWindow, conference } = config;
      const taken = await store.roomClaims.claim(conferenceId, wish, conflictWindow, conference.rooms, deps.clock());
      if (taken !== undefined) doubled.push(`${space.id} and ${taken.openSpaceId} in ${wish.room}`);
    }
    const { standing } = space;
    if (standing.status === 'conflict' && !isSameHold(holding.get(standing.with.openSpaceId), standing.with)) {
      await openSpaces.roomFreed(conferenceId, space.id);
    }
  });
  if (doubled.length > 0) deps.log.error('two open spaces hold one room', { doubled });
  const abandonedBefore = deps.clock() - abandonedAfter;
  const holders = byId(await store.openSpaces.findMany([...holding.keys()]));
  const settleOne = async (openSpaceId: string): Promise<void> => {
    const view = holders.get(openSpaceId);
    if (view !== undefined && view.updatedAt >= before) return;
    // Without a view it was claimed for a first state that was never stored: who entered it died.
    const settled = { openSpaceId, revision: view?.revision ?? -1, held: view && heldRoom(view.space) };
    await store.roomClaims.settle(conferenceId, { ...settled, abandonedBefore });
  };
  await Promise.all([...holding.keys()].map(settleOne));
}

async function reconcileWorkflows(
  deps: Deps,
  config: Config,
  live: readonly OpenSpaceView[],
  caughtUp: Map<string, string>,
): Promise<void> {
  const conferenceId = config.conference.id;
  const now = deps.clock();
  // What still needs its workflow although its time is over has lost it: one that runs would have closed it.
  const isLasting = ({ space }: OpenSpaceView) =>
    decidableUntil(space) > now || needsItsWorkflow(space) || mustTell(space);
  const lasting = byId(live.filter(isLasting));
  const restore = await deps.store.restores.latest();
  const isRestored = restore !== null && restore.isCaughtUp !== true;
  if (lasting.size === 0 && !isRestored) return;
  const running = await deps.openSpaces.listRunning(conferenceId);
  const isAllTold = await each(deps, running, async (shown, id) => {
    const view = lasting.get(id);
    // Once is enough: Temporal may go on listing the words of an earlier version.
    const asked = `${shown.runId}:${view?.revision}`;
    const isAsked = caughtUp.get(id) === asked;
    const isOther = view !== undefined && !isAsked && (looksOther(view, shown) || isOfOtherRun(view, shown));
    if (!isRestored && !isOther) return;
    await deps.openSpaces.storeDiffers(conferenceId, id);
    caughtUp.set(id, asked);
  });
  if (isRestored && isAllTold) {
    const asked = [...running.keys()];
    const wentOn = 'went on from the later of two states: the workflow’s or the restored copy’s';
    await tellMany(deps, config, asked, wentOn);
    await deps.store.restores.noteCaughtUp(restore);
  }
  const spaces = [...lasting.values()].map(({ space }) => space);
  const tweets = await deps.store.tweets.findMany(spaces.map((space) => postIdOf(space)));
  const others = byId(await deps.store.openSpaces.findMany(spaces.flatMap(({ about }) => about ?? [])));
  const [started, ended, goingOn]: [string[], string[], string[]] = [[], [], []];
  const restart = (space: OpenSpace) => runAgain(deps, space, config, (input) => deps.openSpaces.start(input));
  await each(deps, lasting, async (view, id) => {
    const { space } = view;
    const other = others.get(space.about ?? '')?.space;
    if (other !== undefined) await separate(deps, config, space, other);
    if (running.has(id)) return tellForgottenEdit(deps, space, tweets.get(postIdOf(space)));
    // The list lags, so each one is asked for before anything is done about it.
    const found = await deps.openSpaces.findWorkflow(conferenceId, id);
    if (found.kind === 'none' || (found.kind === 'stopped' && mustTell(space))) {
      await restart(space);
      (found.kind === 'none' ? started : goingOn).push(id);
    } else if (found.kind === 'completed') {
      await bringUp(deps, view, found.space);
    } else if (found.kind === 'stopped' && needsItsWorkflow(space)) {
      const next = endedByOperator(space, now);
      const commitId = `ended:${id}:${next.revision}`;
      const committed = await commitOpenSpace(deps, { space: next, commitId, takesRoom: false });
      if (committed.kind === 'committed') ended.push(id);
      // Its post is on the way: only a workflow finds out what becomes of it.
      if (committed.kind === 'frozen') {
        await restart(space);
        goingOn.push(id);
      }
    }
  });
  await tellMany(deps, config, started, 'had no workflow in Temporal and went on from the store');
  const wasEnded = 'had a workflow that was ended in Temporal';
  await tellMany(deps, config, ended, `${wasEnded}, and counted as called off (Undo ends that)`);
  await tellMany(deps, config, goingOn, `${wasEnded} while X may have its post, or is to get one: it goes on for that`);
}

const looksOther = ({ space }: OpenSpaceView, { sentence, status }: ShownInTemporal): boolean =>
  listed(sentence ?? '') !== listed(sentenceOf(space)) || status !== statusOf(space);

/** Another run wrote what is stored: this one was reset. What it forgot may be a time, which Temporal's list lacks. */
function isOfOtherRun({ commitId }: OpenSpaceView, { runId }: ShownInTemporal): boolean {
  const writer = /^([\da-f-]{36}):\d+$/u.exec(commitId)?.[1];
  return writer !== undefined && writer !== runId;
}

/** One that the listener has still to tell is left to it. */
async function tellForgottenEdit(deps: Deps, space: OpenSpace, tweet: TweetDoc | undefined): Promise<void> {
  if (tweet?.state !== 'handled' || tweet.deletedAt !== undefined || space.source?.isGone === true) return;
  await tellStoredEdit(deps, space, tweet);
}

/**
 * A post by which an organiser had moved another session may become a session of its own: that one rests on the post
 * before it again, so that each ends with its own.
 */
async function separate(deps: Deps, config: Config, own: OpenSpace, moved: OpenSpace): Promise<void> {
  const change = { kind: 'separated', postId: postIdOf(own) } as const;
  const isOwn = own.standing.status === 'scheduled' && !isDenied(own);
  if (isOwn && isNews(moved, change)) await tellSourceChange(deps, moved, change, config);
}

/** A post is on its way, or is to say that it is off: only a workflow sees to that, whoever ended the last one. */
const mustTell = (space: OpenSpace): boolean =>
  isPosting(space) || (isOff(space) && space.reminders.some((one) => isToCome(space, one)));

async function tellMany(deps: Deps, config: Config, ids: readonly string[], what: string): Promise<void> {
  if (ids.length === 0) return;
  deps.log.warn(`open spaces ${what}`, { openSpaceIds: ids });
  const many = ids.length === 1 ? 'One open space' : `${ids.length} open spaces`;
  await deps.cards.tell(`${what}:${ids[0]}`, `${many} ${what}: ${ids.slice(0, 20).join(', ')}`, config);
}
