import type { Config } from '../core/config.ts';
import { blocks, claimOf } from '../core/claim.ts';
import type { Conflict } from '../core/conflict.ts';
import { listed } from '../core/cut.ts';
import {
  decidableUntil,
  heldRoom,
  isDenied,
  isOff,
  isPosting,
  isSameHold,
  isToCome,
  needsItsWorkflow,
  type HeldRoom,
  type OpenSpace,
} from '../core/open-space.ts';
import { isErasureCommit } from '../core/erase-host.ts';
import { isLeftToPeople } from '../core/decision.ts';
import { postIdOf, postIdsOf } from '../core/posts-of.ts';
import { inPresentRooms } from '../core/present-room.ts';
import { endedByOperator } from '../core/handle-message.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { TweetDoc } from '../store/tweets.ts';
import type { ShownInTemporal } from '../temporal/workflows.ts';
import { commitOpenSpace, settleCommit } from './commit-open-space.ts';
import { isNews } from '../core/source-change.ts';
import { statusOf } from '../core/status.ts';
import type { Deps } from './deps.ts';
import { bringUp, runAgain, tellSourceChange, tellStoredChanges } from './start-open-space.ts';
import { sentenceOf, whereAndWhenOf } from '../core/words.ts';

/** Temporal lists a workflow some seconds after its start, so younger views are not checked. Milliseconds. */
const settledAfter = 30_000;
/** A claim is abandoned if its change is not stored within this time: no process stops for so long. Milliseconds. */
const abandonedAfter = 10 * 60_000;
/** If a repair fails after this time, a server is down, and the round ends. Milliseconds. */
const longestMs = 30_000;

/**
 * Repairs what crashes, restored copies and operators leave behind. It can be repeated.
 * - Finishes commits that stopped between their writes.
 * - Makes the claims agree with the views.
 * - Lets a conflict ask for its room again if its rival no longer holds the room, or does not clash with it by the
 *   present config, unless only people can say whether it is a session of its own.
 * - Starts the workflow of an open space that can still be decided and has none. The intent records prevent a second
 *   post.
 * - Lets a running workflow compare itself with the store if the two differ: after an operator's reset the workflow
 *   takes the stored state, after a restore it stores its own. Once after a restore, every workflow does this.
 * - Tells an open space again of an edit or a deletion that its workflow forgot by a reset, that was lost with
 *   Temporal's data, or that was stored by a process that died before it told this.
 * - Stores the last state of a workflow that ended, if the store is older.
 * - Counts an open space as cancelled or denied by an operator if its workflow was terminated. The workflow runs again
 *   if a post is on its way, or if people must be told that the session is off.
 * - If a later post has moved a session and is now a session of its own, the moved session follows its earlier post
 *   again.
 *
 * Organisers are told of started and of terminated workflows, except after `npm run erase`. If one open space cannot be
 * repaired, this is logged in each round, and the others are still repaired.
 *
 * @param memory kept between the rounds of one desk: the run and the revision of each workflow that it asked to compare
 *   its state with the store (key: the open space's id), or that it looked up (key: `seen:` and this id)
 */
export async function reconcile(deps: Deps, config: Config, memory: Map<string, string>): Promise<void> {
  const before = new Date(deps.clock() - settledAfter);
  const unsettled = await deps.store.openSpaces.listUnsettled(before);
  await each(deps, byId(unsettled), ({ space }) => settleCommit(deps, space));
  const live = await deps.store.openSpaces.listLive(config.conference.id, before);
  const ended = await deps.store.openSpaces.listEnded(config.conference.id, new Date(deps.clock()));
  await reconcileRooms(deps, config, before, { live, ended });
  await reconcileWorkflows(deps, config, live, memory);
  // A coming session may have no reminder left, and so no workflow. A host's edit must still reach it.
  const tweets = await finishedTweets(deps, ended);
  await each(deps, byId(ended), ({ space }) => tellStoredChanges(deps, space, tweets, config));
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

async function reconcileRooms(
  deps: Deps,
  config: Config,
  before: Date,
  { live, ended }: Readonly<Record<'live' | 'ended', readonly OpenSpaceView[]>>,
): Promise<void> {
  const { store, openSpaces } = deps;
  const conferenceId = config.conference.id;
  const claims = (await store.roomClaims.list(conferenceId)).filter(({ room }) => room !== '');
  const holding = new Map(claims.map((one) => [one.openSpaceId, one]));
  /** Claims a room whose claim was lost, perhaps by a restore. If another session has it now, an alarm says so. */
  const claimLost = async (space: OpenSpace): Promise<void> => {
    const wish = claimOf(space);
    if (wish === undefined || isSameHold(holding.get(space.id), wish)) return;
    await store.roomClaims.claim(conferenceId, wish, config, deps.clock());
  };
  /** Whether the rival keeps the open space out of the room by the present config. */
  const clash = ({ id, room, startAt }: OpenSpace, rival: Conflict): boolean =>
    room === undefined || startAt === undefined || blocks(rival, { openSpaceId: id, room, startAt }, config);
  await each(deps, byId([...live, ...ended]), ({ space }) => claimLost(space));
  await each(deps, byId(live), async ({ space }) => {
    if (space.standing.status !== 'conflict') return;
    const { with: conflict } = space.standing;
    const isBlockedBy = (hold: HeldRoom | undefined) => isSameHold(hold, conflict) && clash(space, conflict);
    if (isBlockedBy(holding.get(conflict.openSpaceId))) return;
    const rival = (await store.openSpaces.find(conflict.openSpaceId))?.space;
    if (rival !== undefined && isBlockedBy(heldRoom(rival))) await claimLost(rival);
    else if (rival === undefined || !isLeftToPeople(space, rival)) await openSpaces.roomFreed(conferenceId, space.id);
  });
  const abandonedBefore = deps.clock() - abandonedAfter;
  const known = byId(live);
  const others = await store.openSpaces.findMany([...holding.keys()].filter((id) => !known.has(id)));
  const holders = new Map([...known, ...byId(others)]);
  const settleOne = async (openSpaceId: string): Promise<void> => {
    const view = holders.get(openSpaceId);
    if (view !== undefined && view.updatedAt >= before) return;
    // Without a view, the first state was never stored: the process died after its claim.
    const settled = { openSpaceId, revision: view?.revision ?? -1, held: view && heldRoom(view.space) };
    await store.roomClaims.settle(conferenceId, { ...settled, abandonedBefore });
  };
  await Promise.all([...holding.keys()].map(settleOne));
}

async function reconcileWorkflows(
  deps: Deps,
  config: Config,
  live: readonly OpenSpaceView[],
  memory: Map<string, string>,
): Promise<void> {
  const conferenceId = config.conference.id;
  const now = deps.clock();
  // An open space whose time is over and that still needs its workflow has lost it: a workflow would have closed it.
  const isLasting = ({ space }: OpenSpaceView) =>
    decidableUntil(space) > now || needsItsWorkflow(space) || mustTell(space);
  const lasting = byId(live.filter(isLasting));
  const restore = await deps.store.restores.latest();
  const isRestored = restore !== null && restore.isCaughtUp !== true;
  if (lasting.size === 0 && !isRestored) return;
  const note = noteRepairs(deps, config);
  const running = await deps.openSpaces.listRunning(conferenceId);
  const isAllTold = await each(deps, running, async (shown, id) => {
    const view = lasting.get(id);
    // Asked only once: Temporal's list may still show the older state.
    const asked = `${shown.runId}:${view?.revision}`;
    const isAsked = memory.get(id) === asked;
    const isOther = view !== undefined && !isAsked && (looksOther(view, shown) || isOfOtherRun(view, shown));
    if (!isRestored && !isOther) return;
    await deps.openSpaces.storeDiffers(conferenceId, id);
    memory.set(id, asked);
  });
  // The list lags: it may lack a workflow that was started right before the restore.
  if (isRestored && isAllTold && restore.restoredAt < now - settledAfter) {
    if (running.size > 0) await note(repairWords.compared, [...running.keys()], restore.restoredAt);
    await deps.store.restores.noteCaughtUp(restore);
  }
  const views = [...lasting.values()];
  const tweets = await finishedTweets(deps, views);
  const others = byId(await deps.store.openSpaces.findMany(views.flatMap(({ space }) => space.about ?? [])));
  const restart = (space: OpenSpace) => runAgain(deps, space, config, (input) => deps.openSpaces.start(input));
  const repair = async (view: OpenSpaceView, id: string): Promise<void> => {
    const { space } = view;
    const other = others.get(space.about ?? '')?.space;
    if (other !== undefined) await separate(deps, config, space, other);
    // The list lags: a workflow that it lacks may run, and one that it shows may be lost. So a workflow that is not
    // listed is looked up before it is repaired, and a listed one is looked up once after each change.
    const listedAs = `${running.get(id)?.runId}:${view.revision}`;
    const isSeen = running.has(id) && memory.get(`seen:${id}`) === listedAs;
    const found = isSeen ? ({ kind: 'running' } as const) : await deps.openSpaces.findWorkflow(conferenceId, id);
    if (found.kind === 'running') {
      memory.set(`seen:${id}`, listedAs);
      return tellStoredChanges(deps, space, tweets, config);
    }
    // One that completed with an older state did not know the stored start, because an operator had reset it.
    const isMissing = found.kind === 'none' || (found.kind === 'completed' && found.space.revision < view.revision);
    if (isMissing || (found.kind === 'stopped' && mustTell(space))) {
      await restart(space);
      // `npm run erase` deletes the workflow, perhaps only now, so organisers need not look for a fault.
      const { commitId } = (await deps.store.openSpaces.find(id)) ?? view;
      if (!isMissing || !isErasureCommit(commitId)) {
        await note(isMissing ? repairWords.started : repairWords.goingOn, [id]);
      }
    } else if (found.kind === 'completed') {
      await bringUp(deps, view, found.space);
    } else if (found.kind === 'stopped' && needsItsWorkflow(space)) {
      const next = endedByOperator(space, now);
      const commitId = `ended:${id}:${next.revision}`;
      const committed = await commitOpenSpace(deps, { space: next, commitId, mustBeFree: false });
      if (committed.kind === 'committed') await note(repairWords.ended, [id]);
      // Its post is on the way: only a workflow finds out the outcome.
      if (committed.kind === 'frozen') {
        await restart(space);
        await note(repairWords.goingOn, [id]);
      }
    }
  };
  await each(deps, lasting, repair);
}

const looksOther = ({ space }: OpenSpaceView, { sentence, status }: ShownInTemporal): boolean =>
  listed(sentence ?? '') !== listed(sentenceOf(space)) || status !== statusOf(space);

/**
 * Whether another run has written the stored state, so this run was reset. Temporal's list does not show every field.
 */
function isOfOtherRun({ commitId }: OpenSpaceView, { runId }: ShownInTemporal): boolean {
  const writer = /^([\da-f-]{36}):\d+$/u.exec(commitId)?.[1];
  return writer !== undefined && writer !== runId;
}

/** The tweets of these open spaces, by their ids. Without those that the listener will tell itself. */
async function finishedTweets({ store }: Deps, views: readonly OpenSpaceView[]): Promise<Map<string, TweetDoc>> {
  const tweets = await store.tweets.findMany(views.flatMap(({ space }) => postIdsOf(space)));
  return new Map([...tweets].filter(([, { state }]) => state === 'handled'));
}

/**
 * An organiser had moved a session by this post, and now the post is a session of its own. The moved session then
 * follows its earlier post again, so that each session ends with its own post.
 */
async function separate(deps: Deps, config: Config, own: OpenSpace, moved: OpenSpace): Promise<void> {
  const change = { kind: 'separated', postId: postIdOf(own) } as const;
  const isOwn = own.standing.status === 'scheduled' && !isDenied(own);
  if (isOwn && isNews(moved, change)) await tellSourceChange(deps, moved, change, config);
}

/** Whether a post is on its way, or one must say that the session is off. Only a workflow can do that. */
const mustTell = (space: OpenSpace): boolean =>
  isPosting(space) || (isOff(space) && space.reminders.some((one) => isToCome(space, one)));

const wasEnded = 'had a workflow that was ended in Temporal';

const repairWords = {
  started: 'had no workflow in Temporal; a new one was started from the store, so nothing is left to do',
  ended: `${wasEnded}, which counts as a cancellation or denial (Undo reverses it)`,
  goingOn: `${wasEnded} before its last post; it was started again for that`,
  compared: 'compared the workflow’s state with the restored copy, and kept the newer one',
} as const;

/** Notes each repair at once, because the worker may die. Until Slack takes them, equal repairs are one message. */
function noteRepairs({ store, log, clock }: Deps, { conference }: Config) {
  const now = clock();
  const noted = new Map<string, readonly string[]>();
  return async (what: string, more: readonly string[], at = now): Promise<void> => {
    log.warn(`open spaces ${what}`, { openSpaceIds: more });
    const put = async (ids: readonly string[]): Promise<boolean> => {
      noted.set(what, ids);
      const many = ids.length === 1 ? 'One open space' : `${ids.length} open spaces`;
      const named = ids.slice(0, 20);
      const views = inPresentRooms(await store.openSpaces.findMany(named), conference.rooms);
      const spaces = new Map(views.map(({ space }) => [space.id, `${whereAndWhenOf(space)} (${space.id})`]));
      const words = `${many} ${what}: ${named.map((id) => spaces.get(id) ?? id).join('; ')}`;
      return store.outbox.put(`${what}:${ids[0]}:${at}`, words, new Date(at));
    };
    if (!(await put([...(noted.get(what) ?? []), ...more]))) await put(more);
  };
}
