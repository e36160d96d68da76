import { claimOf } from '../core/claim.ts';
import { conferenceEnd } from '../core/conference.ts';
import type { Config } from '../core/config.ts';
import type { Change, Committed } from '../core/handle-message.ts';
import type { Log } from '../core/log.ts';
import { decidableUntil, findReminder, heldRoom, isSameHold, takesRoom, type OpenSpace } from '../core/open-space.ts';
import { changesPost, isLeftToPeople } from '../core/decision.ts';
import { openingRules } from '../core/opening-rules.ts';
import { copiedRevision, wasDueBefore } from '../core/restored.ts';
import { reminderId, type Reminder } from '../core/reminder.ts';
import { scheduleProblem, verbProblem } from '../core/verb-problem.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { sentenceOf } from '../core/words.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { Deps } from './deps.ts';

/** The activity's time-out. After it another attempt may run, so nothing may be written any more. Milliseconds. */
const latestWriteMs = 10_000;

/** The process was stopped, or the store was slow, so its claim of a room may be gone. Nothing was stored. */
export class CommitTookTooLong extends Error {
  override readonly name = 'CommitTookTooLong';
}

export interface Commit extends Change {
  /** The workflow run and a sequence number. A second commit with the same id changes nothing. */
  readonly commitId: string;
}

/** The API, which commits entries by hand, has no desk and so no bell. Commands leave out the log. */
export type Committer = Pick<Deps, 'store' | 'clock'> &
  Partial<Pick<Deps, 'bell' | 'log'>> & { readonly openSpaces: Pick<Deps['openSpaces'], 'roomFreed'> };

/**
 * Stores one change of an open space: claims the new room, writes the view under its revision, then releases the old
 * room; reminder rows and audit follow from the view. Every step can be repeated. If a crash stops it halfway, the next
 * try of the same commit or the reconciler finishes it (`settleCommit`).
 *
 * If another commit has stored the same or a higher revision, nothing is stored, and that state is returned.
 *
 * @param known its rooms and conflict window are used for the claim [the newest config]
 */
export async function commitOpenSpace(deps: Committer, commit: Commit, known?: Config): Promise<Committed> {
  const { store, clock } = deps;
  const { space, commitId, mustBeFree = true } = commit;
  const began = clock();
  const config = known ?? (await store.configs.current());
  const refusal = await refusalOf(deps, commit, config);
  if (refusal !== undefined) return refusal;
  const before = await store.openSpaces.find(space.id);
  if (before?.commitId === commitId && before.revision === space.revision) return settled(deps, before);
  if (before !== null && before.revision >= space.revision) {
    return withoutUndefined({ kind: 'behind', stored: before.space, copied: copiedRevision(before) });
  }
  const extended = before === null ? undefined : extendedBy(before.space, space, config, clock());
  if (extended !== undefined) {
    const stored = await commitOpenSpace(deps, {
      space: extended,
      commitId: `${commitId}:extended`,
      mustBeFree: false,
    });
    return stored.kind === 'committed' ? { kind: 'behind', stored: extended } : stored;
  }

  await closeRetriedPosts(deps, before, space);
  const frozen = await withdrawPosts(deps, before, space);
  if (frozen.length > 0) return { kind: 'frozen', keys: frozen };

  // A room that it holds already is not claimed again.
  const claim = takesRoom(before?.space, space) ? claimOf(space) : undefined;
  if (claim !== undefined) {
    const taken = await store.roomClaims.claim(space.conferenceId, claim, config, clock());
    if (taken !== undefined && mustBeFree) return { kind: 'taken', by: taken };
  }
  // The next attempt begins again.
  if (clock() - began > latestWriteMs) throw new CommitTookTooLong('the commit took too long');
  const written = await store.openSpaces.write(space, commitId, new Date(deps.clock()));
  if (written) {
    if (deps.log !== undefined) logOutcomes(deps.log, before?.space, space);
    const isRepeated = before?.settled === false;
    await settleCommit(deps, space, { isRepeated, isOther: before !== null && isNamedOtherwise(before.space, space) });
    return { kind: 'committed' };
  }
  // Another commit was faster between our read and our write: release the room that was claimed for this change.
  const stored = await store.openSpaces.find(space.id);
  if (stored === null) throw new Error(`open space ${space.id} is gone from the store`);
  await releaseRooms(deps, stored.space, false);
  return stored.commitId === commitId ? settled(deps, stored) : { kind: 'behind', stored: stored.space };
}

/**
 * Why a change must not be stored. It is refused if it
 * - marks a reminder as missed that was due before a restore from an older copy, because it may have been posted;
 * - schedules an open space that `scheduleProblem` refuses;
 * - carries out a request that `verbProblem` refuses;
 * - approves a reminder without a person, although the newest config does not approve this host's posts.
 *
 * The checks are here and not in the rules, because a workflow has no config, and counting characters as X does needs a
 * library that each workflow would have to load.
 */
async function refusalOf(
  { store }: Committer,
  { space, missed = [], byConfig = false, request, mustBeFree = true }: Commit,
  config: Config,
): Promise<Committed | undefined> {
  const asked = request && verbProblem(request, space, config);
  // A first state was just made with the config.
  const reason = asked ?? (mustBeFree && space.revision > 0 ? scheduleProblem(space, config) : undefined);
  if (reason !== undefined) return { kind: 'unfit', reason };
  if (byConfig && !openingRules(config, space.source?.host.id).autoSend) return { kind: 'needsPerson' };
  const restore = missed.length === 0 ? null : await store.restores.latest();
  const wasDue = ({ key, sendAt }: Reminder) =>
    missed.includes(key) && sendAt !== undefined && wasDueBefore(restore, sendAt);
  const keys = space.reminders.filter(wasDue).map(({ key }) => key);
  return keys.length > 0 ? { kind: 'mayBePosted', keys } : undefined;
}

/** The open space with the conference's present end, if only an earlier end makes it over: days were added since. */
function extendedBy(before: OpenSpace, { standing, revision }: OpenSpace, { conference }: Config, now: number) {
  if (standing.status !== 'over' || conference.id !== before.conferenceId) return undefined;
  const conferenceEndsAt = conferenceEnd(conference);
  if (conferenceEndsAt <= before.conferenceEndsAt) return undefined;
  const extended = { ...before, conferenceEndsAt, revision };
  return now < decidableUntil(extended) ? extended : undefined;
}

interface Settling {
  /** Whether an earlier try, for this state or the one before, may have stopped halfway. */
  readonly isRepeated: boolean;
  /** Whether other cards that name the open space are wrong now. */
  readonly isOther: boolean;
}

/** What is not known may be so. */
const anything: Settling = { isRepeated: true, isOther: true };

/** Cards name its title, host, room and start, and say whether it still holds the room. */
const isNamedOtherwise = (before: OpenSpace, now: OpenSpace): boolean =>
  sentenceOf(before) !== sentenceOf(now) || !isSameHold(heldRoom(before), heldRoom(now));

/**
 * Writes what follows from a stored view: reminder rows, audit, released rooms, and which other cards must be drawn.
 * Can be repeated.
 */
export async function settleCommit(deps: Committer, space: OpenSpace, settling = anything): Promise<void> {
  const { store, clock } = deps;
  const { isRepeated, isOther } = settling;
  const releasing = releaseRooms(deps, space, isRepeated);
  const marking = isRepeated || isOther ? store.openSpaces.markNaming(space.id) : undefined;
  await Promise.all([store.reminders.record(space), store.audit.addDecisions(space), releasing, marking]);
  // This is last, because the desk draws settled views.
  await store.openSpaces.markSettled(space.id, space.revision, new Date(clock()));
  deps.bell?.ring();
}

/** The answer if an earlier try of the same commit has stored the view. */
async function settled(deps: Committer, { space, settled: isSettled }: OpenSpaceView): Promise<Committed> {
  if (!isSettled) await settleCommit(deps, space);
  return { kind: 'committed', stored: space };
}

/**
 * Releases the rooms that the stored open space does not hold. Conflicts with it then ask for their room again.
 *
 * @param isRepeated as for `settleCommit`: a room that is free already may have been freed by the earlier try
 */
async function releaseRooms({ store, openSpaces }: Committer, space: OpenSpace, isRepeated: boolean): Promise<void> {
  const { id: openSpaceId, conferenceId, revision } = space;
  const isFreed = await store.roomClaims.settle(conferenceId, { openSpaceId, revision, held: heldRoom(space) });
  if (!isFreed && !isRepeated) return;
  for (const blocked of await store.openSpaces.listBlockedBy(openSpaceId)) {
    if (!isLeftToPeople(blocked.space, space)) await openSpaces.roomFreed(conferenceId, blocked._id);
  }
}

/**
 * An organiser asked to try ended reminders again: closes the records of their posts. After a restore, a record may
 * still say `posting` or `refused` and lack later attempts. If the record is closed, the next attempt looks for every
 * text that the reminder can have had.
 */
async function closeRetriedPosts({ store: { reminders } }: Committer, before: OpenSpaceView | null, next: OpenSpace) {
  for (const { key, retried } of next.reminders) {
    const state = before === null ? undefined : findReminder(before.space, key)?.state;
    if (retried !== next.revision || (state?.status !== 'failed' && state?.status !== 'unconfirmed')) continue;
    const id = reminderId(next.id, key);
    const outcome = { kind: state.status, why: state.why };
    await reminders.closeIntent(id, await reminders.findIntent(id), outcome, next.revision - 1, true);
  }
}

/**
 * Withdraws the approved reminders that this change affects: from now on, no attempt for an older revision can freeze
 * their text.
 *
 * @returns the keys of the reminders whose text is frozen already
 */
async function withdrawPosts({ store }: Committer, before: OpenSpaceView | null, next: OpenSpace): Promise<string[]> {
  if (before === null) return [];
  const frozen: string[] = [];
  const unclear = before.space.reminders.filter(({ state }) => state.status === 'sending');
  for (const { key } of unclear) await store.reminders.outdate(next.id, key, next.revision);
  for (const { key } of before.space.reminders.filter((one) => changesPost(before.space, next, one.key))) {
    if (!(await store.reminders.withdraw(next.id, key, next.revision))) frozen.push(key);
  }
  return frozen;
}

const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

/** These outcomes are logged as warnings; the others are normal. */
const lost: readonly string[] = ['failed', 'unconfirmed', 'missed'];

/**
 * Logs a stored change: the new standing, the new state of each reminder, and who decided. Without words of hosts or
 * organisers, because `npm run erase` does not reach the log.
 */
function logOutcomes(log: Log, before: OpenSpace | undefined, now: OpenSpace): void {
  const { id, standing, startAt, reminders, decisions, revision } = now;
  if (standing.status !== before?.standing.status) {
    log.info(`open space ${standing.status}`, withoutUndefined({ openSpaceId: id, revision, startAt: iso(startAt) }));
  }
  for (const { key, state, sendAt } of reminders) {
    const former = before?.reminders.find((one) => one.key === key)?.state.status;
    if (state.status === former) continue;
    const sent = state.status === 'sent' ? { sentAt: iso(state.at), tweetId: state.tweetId } : {};
    const why = 'why' in state ? state.why : undefined;
    const fields = withoutUndefined({ openSpaceId: id, reminder: key, dueAt: iso(sendAt), ...sent, why });
    if (lost.includes(state.status)) log.warn(`reminder ${state.status}`, fields);
    else log.info(`reminder ${state.status}`, fields);
  }
  const known = new Set(before?.decisions.map((one) => one.id));
  for (const { id: decisionId, verb, by, reminder } of decisions) {
    if (known.has(decisionId)) continue;
    log.info('decided', withoutUndefined({ openSpaceId: id, verb, by: by.id, door: by.door, reminder }));
  }
}
