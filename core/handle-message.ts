import { theBot } from './actor.ts';
import type { Conflict } from './conflict.ts';
import { decide, type Refused } from './decide.ts';
import type { Obstacles, Rules, Situation } from './situation.ts';
import { withCorrection } from './correction.ts';
import { withDecision, type Decision, type KeptRefusal } from './decision.ts';
import {
  calledOff,
  decidableUntil,
  isOff,
  isSameHold,
  isSurelyRead,
  mapReminders,
  moveStanding,
  scheduled,
  takesRoom,
  withNextRevision,
  type OpenSpace,
} from './open-space.ts';
import { withoutLateBeforeNext } from './left-out.ts';
import { isApprovedByConfig } from './opening-rules.ts';
import { closed, moveReminderOf, withFrozen, withSendResult, type SendResult } from './outcomes.ts';
import { isSettled } from './reminder.ts';
import type { Request, SourceChange } from './request.ts';
import { applySourceChange, hostOf } from './source-change.ts';
import { withoutUndefined } from './without-undefined.ts';
import { mayBePosted, operatorName } from './words.ts';

/** The messages of an open space. Everything that changes it is one of these, handled one at a time. */
export type Message =
  /** `kept`: nobody waits for the answer any more, so a refusal is stored. */
  | { readonly kind: 'request'; readonly request: Request; readonly kept: boolean }
  | { readonly kind: 'sourceChange'; readonly change: SourceChange }
  | { readonly kind: 'sendResult'; readonly key: string; readonly result: SendResult }
  /** The room of this conflict may be free now. */
  | { readonly kind: 'roomFreed' }
  /** The store has another state: a later one after a reset of the workflow, or an older one after a restore. */
  | { readonly kind: 'storeDiffers' }
  /** A late reminder is due, and the next one goes out soon. */
  | { readonly kind: 'nextIsSoon' }
  /** An operator cancelled the workflow. */
  | { readonly kind: 'ended' }
  /** Nothing can be decided any more. */
  | { readonly kind: 'timeUp' };

export type RequestAnswer = { readonly kind: 'decided'; readonly decision: Decision } | Refused;

export type Committed =
  /** Stored. `stored`: the state that an earlier try of the same commit has stored. */
  | { readonly kind: 'committed'; readonly stored?: OpenSpace }
  /** Nothing was stored: another open space holds the room around that time. */
  | { readonly kind: 'taken'; readonly by: Conflict }
  /** Nothing was stored: the text of these reminders is frozen, so X may have them. */
  | { readonly kind: 'frozen'; readonly keys: readonly string[] }
  /** Nothing was stored: the change marks these reminders as missed, but they may have been posted before a restore. */
  | { readonly kind: 'mayBePosted'; readonly keys: readonly string[] }
  /** Nothing was stored: the config does not allow it, for example because the room is not listed any more. */
  | { readonly kind: 'unfit'; readonly reason: string }
  /** Nothing was stored: the newest config does not approve posts of this host by itself. */
  | { readonly kind: 'needsPerson' }
  /** Nothing was stored: `stored` has the same or a higher revision. `copied`: its revision before a restore. */
  | { readonly kind: 'behind'; readonly stored: OpenSpace; readonly copied?: number };

export interface Change {
  readonly space: OpenSpace;
  /** Whether the commit checks the claims of others and the config [true]. A fact is stored whatever they say. */
  readonly mustBeFree?: boolean;
  /**
   * The keys of reminders that this change marks as missed. The commit cannot tell from the stored state, because after
   * a restore it may be older: then what was missed long ago would be refused again and again.
   */
  readonly missed?: readonly string[];
  /** Whether it approves a reminder that no person has approved. The commit asks the newest config. */
  readonly byConfig?: boolean;
  /** The request that it carries out, if there is one. The commit checks it against the config. */
  readonly request?: Request;
}

export type CommitChange = (change: Change) => Promise<Committed>;

/**
 * Handles one message: applies the rules and commits the result. If the commit is refused, the rules are applied again
 * with the reason, so the answer is always about the stored state.
 *
 * @param now epoch milliseconds, asked again for each try, because a commit can take time
 */
export async function handleMessage(
  start: OpenSpace,
  message: Message,
  rules: Rules,
  now: () => number,
  commit: CommitChange,
): Promise<Reduced> {
  let space = isAheadOf(start, message) ? await laterOf(start, commit) : start;
  let obstacles: Obstacles = {};
  let autoSend = rules.autoSend;
  for (;;) {
    const reduced = reduce({ space, now: now(), rules: { ...rules, autoSend }, ...obstacles }, message);
    const { space: next, answer } = reduced;
    // The posting activity has stored some outcomes already.
    if (next === space || recordedAs(message) === next.revision) return reduced;
    // After such a refusal, a change that still takes the room is a fact and must be stored, for example because X has
    // the post of a denied reminder.
    const isWish = obstacles.taken === undefined && obstacles.unfit === undefined;
    const committed = await commit(
      withoutUndefined({
        space: next,
        mustBeFree: isWish && takesRoom(space, next),
        missed: missedIn(next).filter((key) => !missedIn(space).includes(key)),
        byConfig: isApprovedByConfig(space, next),
        // A refusal is stored for every kind of request.
        request: message.kind === 'request' && answer?.kind === 'decided' ? message.request : undefined,
      }),
    );
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
      case 'needsPerson':
        autoSend = false;
        break;
      case 'behind':
        // Needs no `patched`: in recorded histories, no workflow is ahead of a restored copy here.
        space = space.revision > (committed.copied ?? Infinity) ? await laterOf(space, commit) : committed.stored;
        obstacles = {};
    }
  }
}

/** The later of the workflow's and the stored state. If the store is older, the workflow's state is stored. */
async function laterOf(space: OpenSpace, commit: CommitChange): Promise<OpenSpace> {
  const met = await commit({ space, mustBeFree: false });
  if (met.kind !== 'behind') return space;
  const { stored, copied = Infinity } = met;
  // A restore raises the revision of its copy. If the copy was older than our state, ours is the later one.
  return space.revision > copied ? laterOf({ ...space, revision: stored.revision + 1 }, commit) : stored;
}

const missedIn = ({ reminders }: OpenSpace): string[] =>
  reminders.filter(({ state }) => state.status === 'missed').map(({ key }) => key);

/** Whether the store may have a later state: a person saw one, an attempt to post met one, or a message says so. */
function isAheadOf(space: OpenSpace, message: Message): boolean {
  if (message.kind === 'storeDiffers') return true;
  if (message.kind === 'request') return (message.request.revision ?? 0) > space.revision;
  if (message.kind === 'sendResult' && message.result.kind === 'outdated') {
    return message.result.revision === space.revision;
  }
  return (recordedAs(message) ?? 0) > space.revision + 1;
}

/** The revision under which the posting activity has stored this outcome. */
const recordedAs = (message: Message): number | undefined =>
  message.kind === 'sendResult' && message.result.kind === 'sent' ? message.result.recordedAs : undefined;

interface Reduced {
  /** The state after the message; the same object if nothing changed. */
  readonly space: OpenSpace;
  readonly answer?: RequestAnswer;
}

/** The state after one message. A pure function with all rules of an open space. */
export function reduce(situation: Situation, message: Message): Reduced {
  if (message.kind === 'request') return reduceRequest(situation, message);
  const { space, frozen, mayBePosted: doubtful } = situation;
  const before = withFrozen(space, frozen);
  const next = reduceEvent({ ...situation, space: withDoubt(before, doubtful) }, message);
  if (next !== before) return { space: next };
  // That X may have a reminder is stored also if nothing else follows. Otherwise the loop would ask again and again.
  // Needs no `patched`: no recorded history has such a loop.
  return { space: before === space ? space : withNextRevision(before) };
}

/** Applies a message that cannot be refused. */
function reduceEvent(situation: Situation, message: Exclude<Message, { kind: 'request' }>): OpenSpace {
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
      // `laterOf` has compared the two before this.
      return space;
    case 'nextIsSoon':
      return withoutLateBeforeNext(space, now);
    case 'ended':
      return endedByOperator(space, now);
    case 'timeUp':
      // The stored state may have a later start than the workflow knew, for example after an operator's reset.
      return now < decidableUntil(space) ? space : closed(space);
  }
}

/**
 * How many refused requests the state keeps, at most: more than come before a desk has told their senders, also if they
 * were kept while no worker ran.
 */
const mostRefusals = 50;

const withRefusal = (space: OpenSpace, refusal: KeptRefusal): OpenSpace =>
  withNextRevision({ ...space, refusals: [...space.refusals, refusal].slice(-mostRefusals) });

/** Equal requests of several people have one id, and each person is told: a further one under this id. */
const refusalIdOf = ({ id, by }: Request): string => `${id}:${by.id}`;

/** Whether an equal request of somebody else was kept and refused, and this person is not told yet. */
export const isUntold = ({ refusals }: OpenSpace, request: Request): boolean => {
  const [first, ...others] = refusals.filter(({ id }) => id === request.id || id === refusalIdOf(request));
  return first !== undefined && others.length === 0 && first.by.id !== request.by.id;
};

function reduceRequest(situation: Situation, { request, kept }: Message & { kind: 'request' }): Reduced {
  const { space, now, rules } = situation;
  const decidedBefore = space.decisions.find(({ id }) => id === request.id);
  if (decidedBefore !== undefined) return { space, answer: { kind: 'decided', decision: decidedBefore } };
  const refusedBefore = space.refusals.find(({ id }) => id === request.id);
  if (refusedBefore !== undefined) {
    const { reason } = refusedBefore;
    const isToTell = kept && rules.tellsFirstOnly !== true && isUntold(space, request);
    return {
      space: isToTell
        ? withRefusal(space, { ...refusedBefore, id: refusalIdOf(request), by: request.by, at: now })
        : space,
      answer: { kind: 'refused', reason },
    };
  }
  const isRepeated = space.refused?.id === request.id;
  const answer = isRepeated ? { kind: 'refused' as const, reason: space.refused.reason } : decide(situation, request);
  if (answer.kind === 'accepted')
    return { space: answer.space, answer: { kind: 'decided', decision: answer.decision } };
  const { id, by, revision = space.revision } = request;
  const { reason } = answer;
  if (kept) return { space: withRefusal(space, { id, by, at: now, reason }), answer };
  // Temporal keeps the answer to an Update id. So the person can make this request again only under another revision.
  return {
    space: revision === space.revision ? withNextRevision({ ...space, refused: { id, reason } }) : space,
    answer,
  };
}

function reduceSourceChange(situation: Situation, change: SourceChange): OpenSpace {
  const { space, now, rules } = situation;
  const applied = applySourceChange(situation, change);
  if (applied === undefined) return space;
  const approval = rules.autoSend && isSurelyRead(applied.space) ? 'approved' : 'needs_action';
  const corrected = withCorrection(space, applied.space, now, approval);
  const isOfHost = change.kind === 'edited' || (change.kind === 'deleted' && change.isUnseen !== true);
  const by = isOfHost ? hostOf(space) : theBot;
  return withDecisionBetween(space, corrected, { verb: 'sourceChanged', by, at: now, why: applied.why });
}

/** Marks reminders that may have been posted before a restore as unconfirmed, not as missed: a person must look. */
function withDoubt(space: OpenSpace, keys: readonly string[] = []): OpenSpace {
  const doubted = mapReminders(space, (one) =>
    keys.includes(one.key) && !isSettled(one)
      ? moveReminderOf(space, one, { status: 'unconfirmed', why: mayBePosted })
      : one,
  );
  return doubted === space ? space : withNextRevision(doubted);
}

/** A conflict asks for its room again: it gets it, or has a new rival, or goes to review if the config refuses. */
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

/** An operator's cancellation in Temporal is a decision. The post that tells people so waits for an organiser. */
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
