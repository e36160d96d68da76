import type { Actor } from './actor.ts';
import type { Config } from './config.ts';
import type { Conflict } from './conflict.ts';
import type { Told } from './correction.ts';
import type { Decision, KeptRefusal } from './decision.ts';
import type { Plan } from './plan.ts';
import { postsOf } from './posts-of.ts';
import { forStart, isOpen, isSettled, isWaiting } from './reminder.ts';
import type { Reminder, ReminderState, ReminderStatus } from './reminder.ts';
import { withoutUndefined } from './without-undefined.ts';

/** The status of an open space without its reminders. */
export type Standing =
  | { readonly status: 'needs_review' }
  | { readonly status: 'conflict'; readonly with: Conflict }
  | { readonly status: 'scheduled' }
  /** `conflict`: its conflict before the denial, which is checked again if the denial is undone. */
  | { readonly status: 'dismissed'; readonly by: Actor; readonly conflict?: Conflict }
  | { readonly status: 'cancelled'; readonly by: Actor; readonly why?: string }
  | { readonly status: 'over'; readonly was: string };

export type StandingStatus = Standing['status'];

/** All allowed moves. Only a host's edit moves a scheduled open space to review, a conflict or a denial. */
const standingMoves: Readonly<Record<StandingStatus, readonly StandingStatus[]>> = {
  needs_review: ['scheduled', 'dismissed', 'conflict', 'over'],
  conflict: ['scheduled', 'dismissed', 'needs_review', 'over'],
  scheduled: ['cancelled', 'needs_review', 'conflict', 'dismissed', 'over'],
  dismissed: ['scheduled', 'needs_review', 'conflict', 'over'],
  cancelled: ['scheduled', 'over'],
  // Only by a host's edit to a future start.
  over: ['scheduled', 'needs_review', 'conflict'],
};

/** A tweet and its host. Without the text: X requires that deletions are honoured, and histories keep everything. */
export interface SourceTweet {
  /** The id of the newest version; an edited tweet has several. */
  readonly tweetId: string;
  /** The id of the first version, under which the tweet is stored [the open space's id]. */
  readonly postId?: string;
  readonly url: string;
  readonly host: { readonly id: string; readonly username: string };
  /** The reading of that version. Edits are compared with it. Absent if the bot has never read the tweet. */
  readonly readAs?: Plan;
  /** The title from the tweet (`core/reading/title.ts`). An organiser's own title replaces it. */
  readonly title?: string;
  /** X has named this version, but has not shown it yet: `readAs` has the room and start of the version before. */
  readonly isHidden?: true;
  /** The host deleted the tweet or hid it, or X has never shown it. */
  readonly isGone?: true;
}

/** One session: the state of its workflow. It is stored as the view. */
export interface OpenSpace {
  /** The id of the tweet's first version; or `manual-` and a fingerprint of the entry, if it has no tweet. */
  readonly id: string;
  readonly conferenceId: string;
  /** IANA zone in which people read its times. */
  readonly timeZone: string;
  /** The tweet that it follows: the one it came from, or a later one by which an organiser moved it. */
  readonly source?: SourceTweet;
  /** Earlier sources, the newest first, as long as they are not deleted. */
  readonly earlier?: readonly SourceTweet[];
  /** A title from an organiser; `titleOf` gives the title that people see. */
  readonly title?: string;
  readonly note?: string;
  /** A listed room; the conflict check knows only these. */
  readonly room?: string;
  /** Free text instead of a room, outside the conflict check. */
  readonly place?: string;
  /** Epoch milliseconds. */
  readonly startAt?: number;
  readonly standing: Standing;
  readonly reminders: readonly Reminder[];
  readonly told?: Told;
  /** The known open space of the same host that this one may be a change of. */
  readonly about?: string;
  /** Grows with every change. Requests name the revision that the person saw, and the store compares it. */
  readonly revision: number;
  /** The newest decisions, oldest first; the audit has all. */
  readonly decisions: readonly Decision[];
  /** The newest kept requests that were refused, oldest first. */
  readonly refusals: readonly KeptRefusal[];
  /** The newest refusal that raised the revision. If its answer came too late, the request comes again by Signal. */
  readonly refused?: Pick<KeptRefusal, 'id' | 'reason'>;
  /** When the bot heard of it or an organiser entered it, epoch milliseconds. */
  readonly openedAt: number;
  readonly enteredBy?: Actor;
  /** The commit by which an organiser entered it: the same entry with the same key makes nothing new. */
  readonly enteredAs?: string;
  /** When an edit gave its start, epoch milliseconds [`openedAt`]. */
  readonly startReadAt?: number;
  /** End of the conference's last day, epoch milliseconds. Without a future start, it can be decided until then. */
  readonly conferenceEndsAt: number;
}

/** The rules for a new open space, from the config of that moment. */
export type OpeningRules = Pick<Config, 'autoSend' | 'approvalLeadMinutes' | 'reminderMinutes'>;

/**
 * Who approves new reminders: a person, nobody yet, or the config. The config approves only if the post was surely read
 * and does not start soon. In review and in conflict nothing is approved; the person who schedules it approves it.
 */
export type Approver = Actor | 'nobody' | 'config';

export interface Opening
  extends
    Pick<OpenSpace, 'id' | 'conferenceId' | 'timeZone' | 'conferenceEndsAt' | 'source' | 'title' | 'note' | 'place'>,
    Pick<OpenSpace, 'enteredBy' | 'enteredAs'> {
  readonly plan: Plan;
  readonly approvedBy: Approver;
  readonly taken?: Conflict;
}

/** @param now epoch milliseconds */
export function newOpenSpace(opening: Opening, now: number, rules: OpeningRules): OpenSpace {
  const { plan, approvedBy, taken, ...known } = opening;
  const { verdict, room, startAt, isSure = false } = plan;
  const minutesBefore = [...new Set(rules.reminderMinutes)].toSorted((a, b) => b - a);
  const state = { status: 'needs_action' } as const;
  const review: OpenSpace = {
    ...known,
    ...withoutUndefined({ room, startAt }),
    openedAt: now,
    conferenceEndsAt: Math.max(opening.conferenceEndsAt, now),
    standing: { status: 'needs_review' },
    reminders: minutesBefore.map((minutes) => forStart({ key: String(minutes), minutes, state }, startAt, now)),
    revision: 0,
    decisions: [],
    refusals: [],
  };
  if (verdict !== 'schedule' || whereOf(review) === undefined || startAt === undefined || startAt <= now) return review;
  return taken === undefined
    ? scheduled(review, now, rules, approvedBy, isSure)
    : moveStanding(review, { status: 'conflict', with: taken });
}

/** @throws {Error} if the table does not allow the move */
export function moveStanding(space: OpenSpace, standing: Standing): OpenSpace {
  if (!standingMoves[space.standing.status].includes(standing.status)) {
    throw new Error(`open space ${space.id} cannot go from ${space.standing.status} to ${standing.status}`);
  }
  return { ...space, standing };
}

/** The space called off: cancelled if it was scheduled, otherwise dismissed. */
export function calledOff(space: OpenSpace, by: Actor, why?: string): OpenSpace {
  const { standing } = space;
  if (standing.status === 'scheduled') return moveStanding(space, withoutUndefined({ status: 'cancelled', by, why }));
  const conflict = standing.status === 'conflict' ? standing.with : undefined;
  return moveStanding(space, withoutUndefined({ status: 'dismissed', by, conflict }));
}

/** Whether the newest version of its post was surely read; false without a post. */
export const isSurelyRead = ({ source }: OpenSpace): boolean => source?.readAs?.isSure === true;

/**
 * Resets its reminders for its start, including those that were missed before an earlier start. Reminders that were
 * posted, or may have been, stay as they are. Denied ones stay denied, unless a person approves now.
 */
export function withFreshReminders(
  space: OpenSpace,
  now: number,
  { autoSend, approvalLeadMinutes }: OpeningRules,
  approvedBy: Approver,
  isSure = isSurelyRead(space),
): OpenSpace {
  const { startAt = 0 } = space;
  const isByPerson = typeof approvedBy !== 'string';
  const isByConfig = approvedBy === 'config' && autoSend && isSure && startAt - now > approvalLeadMinutes * 60_000;
  const undecided: ReminderState = { status: isByConfig ? 'approved' : 'needs_action' };
  const state: ReminderState = isByPerson ? { status: 'approved', by: approvedBy } : undecided;
  return mapReminders(space, (one) => {
    const { status } = one.state;
    const waits = status === 'denied' ? isByPerson : status === 'missed' || isOpen(one);
    return one.corrects !== undefined || !waits ? one : { ...forStart(one, startAt, now), state };
  });
}

export const scheduled = (...renewing: Parameters<typeof withFreshReminders>): OpenSpace =>
  moveStanding(withFreshReminders(...renewing), { status: 'scheduled' });

export const findReminder = ({ reminders }: OpenSpace, wanted: string): Reminder | undefined =>
  reminders.find(({ key }) => key === wanted);

/** The space with its reminders changed; the same object if none is changed. */
export function mapReminders(space: OpenSpace, change: (reminder: Reminder) => Reminder): OpenSpace {
  const reminders = space.reminders.map(change);
  return reminders.every((one, at) => one === space.reminders[at]) ? space : { ...space, reminders };
}

export const withReminder = (space: OpenSpace, reminder: Reminder): OpenSpace =>
  mapReminders(space, (one) => (one.key === reminder.key ? reminder : one));

/** A change that nobody decided. */
export const withNextRevision = (space: OpenSpace): OpenSpace => ({ ...space, revision: space.revision + 1 });

/** The space at another start, with its reminders moved too. @param now epoch milliseconds */
export const atStart = (space: OpenSpace, startAt: number, now: number): OpenSpace =>
  mapReminders({ ...space, startAt }, (one) =>
    isSettled(one) || one.corrects !== undefined ? one : forStart(one, startAt, now),
  );

/** Whether it was called off. In review or in conflict it may still take place. */
export const isOff = ({ standing }: OpenSpace): boolean =>
  standing.status === 'cancelled' || standing.status === 'dismissed';

/** Of these alone, nobody was told: a superseded reminder gave way to another one, which may be denied by now. */
const toldNobody: readonly ReminderStatus[] = ['denied', 'failed', 'missed', 'superseded'];

/** Whether an organiser has denied its reminders, and nobody was told of it: then it does not take place. */
export const areDenied = ({ reminders }: Pick<OpenSpace, 'reminders'>): boolean =>
  reminders.at(-1)?.state.status === 'denied' && reminders.every(({ state }) => toldNobody.includes(state.status));

/** Whether it counts as called off although it is scheduled, so that it holds no room. */
export const isDenied = (space: OpenSpace): boolean => space.standing.status === 'scheduled' && areDenied(space);

/** Whether one of its reminders is being posted, and nobody knows yet whether X has it. */
export const isPosting = ({ reminders }: OpenSpace): boolean =>
  reminders.some(({ state }) => state.status === 'sending');

/** Whether this reminder may be posted in the present standing. If the session is off, only that is posted. */
export const canGoOut = (space: OpenSpace, { corrects }: Reminder): boolean =>
  corrects === 'cancelled' ? isOff(space) : space.standing.status === 'scheduled';

/** Whether it may still go out, approved or not; also while nobody knows whether X has it. */
export const isToCome = (space: OpenSpace, reminder: Reminder): boolean =>
  reminder.state.status === 'sending' || (isWaiting(reminder) && canGoOut(space, reminder));

/** Until when it can be decided: its start; or the conference's end, if the start had passed when it was read. */
export const decidableUntil = ({ startAt, openedAt, startReadAt = openedAt, conferenceEndsAt }: OpenSpace): number =>
  startAt !== undefined && startAt > startReadAt ? startAt : conferenceEndsAt;

export const whereOf = (space: Pick<OpenSpace, 'room' | 'place'>): string | undefined => space.room ?? space.place;

/** Its title: an organiser's own, otherwise from its oldest tweet that has one, because a later one is only a move. */
export const titleOf = ({ title, ...posts }: Pick<OpenSpace, 'title' | 'source' | 'earlier'>): string | undefined =>
  title ?? postsOf(posts).findLast((post) => post.title !== undefined)?.title;

export interface HeldRoom {
  readonly room: string;
  /** Epoch milliseconds. */
  readonly startAt: number;
}

/** The room that it holds, and from when; undefined if it is not scheduled, or counts as denied. */
export function heldRoom(space: OpenSpace): HeldRoom | undefined {
  const { standing, room, startAt } = space;
  if (standing.status !== 'scheduled' || room === undefined || startAt === undefined) return undefined;
  return isDenied(space) ? undefined : { room, startAt };
}

export const isSameHold = (one: HeldRoom | undefined, other: HeldRoom | undefined): boolean =>
  one?.room === other?.room && one?.startAt === other?.startAt;

/**
 * Whether the change schedules it, takes its denial back, or needs a room that it does not hold yet: then the commit
 * checks the claims of others and the config. A room that it holds stays its room, even if a restore gave it away.
 */
export function takesRoom(before: OpenSpace | undefined, next: OpenSpace): boolean {
  if (next.standing.status !== 'scheduled') return false;
  if (before?.standing.status !== 'scheduled' || (isDenied(before) && !isDenied(next))) return true;
  const wanted = heldRoom(next);
  return wanted !== undefined && !isSameHold(heldRoom(before), wanted);
}

/** Whether it still needs a workflow: it is undecided, or a reminder waits. Otherwise nothing more happens to it. */
export function needsItsWorkflow({ standing, reminders }: OpenSpace): boolean {
  if (standing.status === 'scheduled') return reminders.some(isWaiting);
  return standing.status === 'needs_review' || standing.status === 'conflict';
}
