import { theBot } from './actor.ts';
import type { Conflict } from './conflict.ts';
import { decide, type Refused } from './decide.ts';
import type { Obstacles, Situation } from './situation.ts';
import { withCorrection } from './correction.ts';
import { withDecision, type Decision } from './decision.ts';
import {
  calledOff,
  decidableUntil,
  findReminder,
  isOff,
  isSameHold,
  isSurelyRead,
  mapReminders,
  moveStanding,
  scheduled,
  takesRoom,
  withNextRevision,
  type OpenSpace,
  type OpeningRules,
} from './open-space.ts';
import { closed, moveReminderOf, onItsWay, withSendResult, type SendResult } from './outcomes.ts';
import { isSettled } from './reminder.ts';
import type { Request, SourceChange } from './request.ts';
import { applySourceChange, hostOf } from './source-change.ts';
import { withoutUndefined } from './without-undefined.ts';
import { mayBePosted, operatorName } from './words.ts';

/** What can reach an open space. Everything that changes it comes as one of these, and one at a time. */
export type Message =
  /** `kept`: nobody waits for the answer any more, so a refusal is written down. */
  | { readonly kind: 'request'; readonly request: Request; readonly kept: boolean }
  | { readonly kind: 'sourceChange'; readonly change: SourceChange }
  /** What became of an attempt to post one reminder. */
  | { readonly kind: 'sendResult'; readonly key: string; readonly result: SendResult }
  /** The room that it is in conflict about may be free by now. */
  | { readonly kind: 'roomFreed' }
  /** The store has another state: a later one, as after a reset of the workflow, or an older one that was restored. */
  | { readonly kind: 'storeDiffers' }
  /** An operator cancelled the workflow. */
  | { readonly kind: 'ended' }
  /** Nothing can be decided any more. */
  | { readonly kind: 'timeUp' };

/** What a request is told. */
export type RequestAnswer = { readonly kind: 'decided'; readonly decision: Decision } | Refused;

/** What storing a state came to. */
export type Committed =
  /** It stands. `stored`: as an earlier try of the same commit has stored it. */
  | { readonly kind: 'committed'; readonly stored?: OpenSpace }
  /** Nothing was stored: somebody else holds the room then. */
  | { readonly kind: 'taken'; readonly by: Conflict }
  /** Nothing was stored: the text of these reminders is frozen, X may have them. */
  | { readonly kind: 'frozen'; readonly keys: readonly string[] }
  /** Nothing was stored: these reminders, which the change calls missed, may have been posted before a restore. */
  | { readonly kind: 'mayBePosted'; readonly keys: readonly string[] }
  /** Nothing was stored: the config does not allow it, such as a room that is not listed any more. */
  | { readonly kind: 'unfit'; readonly reason: string }
  /** Nothing was stored: this stands, no older than the change. `copied`: the revision that a restored copy had. */
  | { readonly kind: 'behind'; readonly stored: OpenSpace; readonly copied?: number };

/** The next state, to be stored. */
export interface Change {
  readonly space: OpenSpace;
  /** `takesRoom`: then others' claims and the config may stand in its way. */
  readonly takesRoom: boolean;
  /** The keys of reminders that it calls missed and the present state does not. */
  readonly missed?: readonly string[];
  /** What it carries out, where somebody asked: the config may not allow it. */
  readonly request?: Request;
}

export type CommitChange = (change: Change) => Promise<Committed>;

/**
 * One message from its rules to its commit. Whatever the store finds in the way, the message is judged again by it; so
 * the answer that it gets is about what really stands.
 *
 * @param now epoch milliseconds at each look: a commit can take time
 */
export async function handleMessage(
  start: OpenSpace,
  message: Message,
  rules: OpeningRules,
  now: () => number,
  commit: CommitChange,
): Promise<Reduced> {
  let space = isAheadOf(start, message) ? await laterOf(start, commit) : start;
  let obstacles: Obstacles = {};
  for (;;) {
    const reduced = reduce({ space, now: now(), rules, ...obstacles }, message);
    const { space: next, answer } = reduced;
    if (next === space || isStored(message, next)) return reduced;
    // A refusal is stored whatever was asked for.
    const isDecided = message.kind === 'request' && answer?.kind === 'decided';
    const request = isDecided ? message.request : undefined;
    // What still takes the room after that answer is a fact, and is stored: X has the post of a denied reminder.
    const isWish = obstacles.taken === undefined && obstacles.unfit === undefined;
    const wants = { takesRoom: isWish && takesRoom(space, next), missed: newlyMissed(space, next) };
    const committed = await commit(withoutUndefined({ space: next, ...wants, request }));
    switch (committed.kind) {
      case 'committed':
        return reduced;
      case 'taken':
        obstacles = { ...obstacles, taken: committed.by };
        break;
      case 'frozen':
        obstacles = { ...obstacles, frozen: [...(obstacles.frozen ?? []), ...committed.keys] };
        break;
      case 'mayBePosted':
        obstacles = { ...obstacles, mayBePosted: committed.keys };
        break;
      case 'unfit':
        obstacles = { ...obstacles, unfit: committed.reason };
        break;
      case 'behind':
        space = committed.stored;
        obstacles = {};
    }
  }
}

/** What is known here or what is stored, the later of the two; where the store knows less, it is told. */
async function laterOf(space: OpenSpace, commit: CommitChange): Promise<OpenSpace> {
  const met = await commit({ space, takesRoom: false });
  if (met.kind !== 'behind') return space;
  const { stored, copied = Infinity } = met;
  // What a restore made of an older copy than this is not later, whatever its revision.
  return space.revision > copied ? laterOf({ ...space, revision: stored.revision + 1 }, commit) : stored;
}

function newlyMissed(space: OpenSpace, next: OpenSpace): string[] {
  const isMissed = (of: OpenSpace, key: string) => findReminder(of, key)?.state.status === 'missed';
  return next.reminders.map(({ key }) => key).filter((key) => isMissed(next, key) && !isMissed(space, key));
}

/** The store may be ahead: an asker has seen a later revision, an attempt to post met one, or we are told so. */
function isAheadOf(space: OpenSpace, message: Message): boolean {
  if (message.kind === 'sendResult') {
    const { result } = message;
    if (result.kind === 'outdated') return result.revision === space.revision;
    return result.kind === 'sent' && (result.recordedAs ?? 0) > space.revision + 1;
  }
  if (message.kind === 'storeDiffers') return true;
  return message.kind === 'request' && (message.request.revision ?? 0) > space.revision;
}

/** The posting activity has stored this very state. */
function isStored(message: Message, next: OpenSpace): boolean {
  return message.kind === 'sendResult' && message.result.kind === 'sent' && message.result.recordedAs === next.revision;
}

interface Reduced {
  /** What stands now: the very same space where nothing changed. */
  readonly space: OpenSpace;
  /** Only for a request. */
  readonly answer?: RequestAnswer;
}

/** The state after one message: the whole of what an open space does, pure. */
export function reduce(situation: Situation, message: Message): Reduced {
  if (message.kind === 'request') return reduceRequest(situation, message);
  const { space, frozen, mayBePosted: doubtful } = situation;
  const before = withFrozen(space, frozen);
  const next = reduceNews({ ...situation, space: withDoubt(before, doubtful) }, message);
  return { space: next === before ? space : next };
}

/** What happened and cannot be refused. */
function reduceNews(situation: Situation, message: Exclude<Message, { kind: 'request' }>): OpenSpace {
  const { space, now } = situation;
  switch (message.kind) {
    case 'sourceChange':
      return reduceSourceChange(situation, message.change);
    case 'sendResult':
      return message.result.kind === 'sourceChanged'
        ? reduceSourceChange(situation, message.result.change)
        : withSendResult(space, message.key, message.result);
    case 'roomFreed':
      return reduceRoomFreed(situation);
    case 'storeDiffers':
      // The commit before this brought the two together.
      return space;
    case 'ended':
      return endedByOperator(space, now);
    case 'timeUp':
      // What is stored may have been given more time than the workflow knew of, as after an operator's reset.
      return now < decidableUntil(space) ? space : closed(space);
  }
}

function reduceRequest(situation: Situation, { request, kept }: Message & { kind: 'request' }): Reduced {
  const { space, now } = situation;
  const decidedBefore = space.decisions.find(({ id }) => id === request.id);
  if (decidedBefore !== undefined) return { space, answer: { kind: 'decided', decision: decidedBefore } };
  const refusedBefore = space.refusals.find(({ id }) => id === request.id);
  if (refusedBefore !== undefined) return { space, answer: { kind: 'refused', reason: refusedBefore.reason } };
  const answer = decide(situation, request);
  if (answer.kind === 'accepted')
    return { space: answer.space, answer: { kind: 'decided', decision: answer.decision } };
  return { space: withRefusal(space, request, answer.reason, kept, now), answer };
}

/** How many refused requests a card still knows. */
const mostRefusals = 10;

/**
 * A refusal raises the revision where the asker had seen the present one: Temporal keeps the answer to an Update id, so
 * only under another revision can the same be asked again. One that was kept is written down.
 */
function withRefusal(space: OpenSpace, request: Request, reason: string, kept: boolean, now: number): OpenSpace {
  const { id, by, revision } = request;
  if (!kept && revision !== undefined && revision !== space.revision) return space;
  const refusals = kept ? [...space.refusals, { id, by, at: now, reason }].slice(-mostRefusals) : space.refusals;
  return withNextRevision({ ...space, refusals });
}

function reduceSourceChange(situation: Situation, change: SourceChange): OpenSpace {
  const { space, now, rules } = situation;
  const applied = applySourceChange(situation, change);
  if (applied === undefined) return space;
  const approval = rules.autoSend && isSurelyRead(applied.space) ? 'approved' : 'needs_action';
  const corrected = withCorrection(space, applied.space, now, approval);
  const by = change.kind === 'separated' ? theBot : hostOf(space);
  return withDecisionBetween(space, corrected, { verb: 'sourceChanged', by, at: now, why: applied.why });
}

/** Posts that are on the way: only their outcome can still change these reminders. */
function withFrozen(space: OpenSpace, keys: readonly string[] = []): OpenSpace {
  return mapReminders(space, (one) =>
    keys.includes(one.key) && one.state.status === 'approved' ? moveReminderOf(space, one, onItsWay(one)) : one,
  );
}

/** What may have been posted before the database was restored is for a person to look at, not missed. */
function withDoubt(space: OpenSpace, keys: readonly string[] = []): OpenSpace {
  const doubted = mapReminders(space, (one) =>
    keys.includes(one.key) && !isSettled(one)
      ? moveReminderOf(space, one, { status: 'unconfirmed', why: mayBePosted })
      : one,
  );
  return doubted === space ? space : withNextRevision(doubted);
}

/** A conflict asks for its room again: it gets it, learns who holds it now, or needs a person to find another. */
function reduceRoomFreed({ space, now, rules, taken, unfit }: Situation): OpenSpace {
  const { standing, startAt } = space;
  if (standing.status !== 'conflict' || startAt === undefined || startAt <= now) return space;
  const made = { verb: 'roomFreed', by: theBot, at: now } as const;
  if (unfit !== undefined) {
    return withDecisionBetween(space, moveStanding(space, { status: 'needs_review' }), { ...made, why: unfit });
  }
  if (taken === undefined) {
    const free = withCorrection(space, scheduled(space, now, rules, 'config'), now, 'needs_action');
    return withDecisionBetween(space, free, made);
  }
  if (taken.openSpaceId === standing.with.openSpaceId && isSameHold(taken, standing.with)) return space;
  return withNextRevision({ ...space, standing: { status: 'conflict', with: taken } });
}

/** An operator ended it in Temporal, which is a decision; the post that tells people so waits for an organiser. */
export function endedByOperator(space: OpenSpace, now: number): OpenSpace {
  const by = { id: 'operator', name: operatorName, door: 'temporal' } as const;
  if (isOff(space) || space.standing.status === 'over') return closed(space);
  const off = withCorrection(space, calledOff(space, by), now, 'needs_action');
  return withDecisionBetween(space, off, { verb: 'ended', by, at: now });
}

function withDecisionBetween(
  before: OpenSpace,
  after: OpenSpace,
  made: Pick<Decision, 'verb' | 'by' | 'at' | 'why'>,
): OpenSpace {
  const id = `${made.verb}:r${before.revision + 1}`;
  return withDecision(before, after, { ...made, id })?.space ?? withNextRevision(after);
}
