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

/** Where an open space stands, its reminders aside. */
export type Standing =
  | { readonly status: 'needs_review' }
  | { readonly status: 'conflict'; readonly with: Conflict }
  | { readonly status: 'scheduled' }
  /** `conflict`: it was in one, and is looked at again when the denial is undone. */
  | { readonly status: 'dismissed'; readonly by: Actor; readonly conflict?: Conflict }
  | { readonly status: 'cancelled'; readonly by: Actor; readonly why?: string }
  | { readonly status: 'over'; readonly was: string };

export type StandingStatus = Standing['status'];

/** Every move it may make. Only its host's edit brings a scheduled one back to review, or to a conflict or denial. */
export const standingMoves: Readonly<Record<StandingStatus, readonly StandingStatus[]>> = {
  needs_review: ['scheduled', 'dismissed', 'conflict', 'over'],
  conflict: ['scheduled', 'dismissed', 'needs_review', 'over'],
  scheduled: ['cancelled', 'needs_review', 'conflict', 'dismissed', 'over'],
  dismissed: ['scheduled', 'needs_review', 'conflict', 'over'],
  cancelled: ['scheduled', 'over'],
  // Only by an edit of its host that gives another start, which is to come.
  over: ['scheduled', 'needs_review', 'conflict'],
};

/** A tweet and its host. No text: X wants deletions honoured, and histories keep everything. */
export interface SourceTweet {
  /** The newest version's id; an edited tweet has several. */
  readonly tweetId: string;
  /** The first version's, under which the tweet is stored [the open space's id]. */
  readonly postId?: string;
  readonly url: string;
  readonly host: { readonly id: string; readonly username: string };
  /** What that version was read as, which an edit is compared with; absent where the bot has never read the tweet. */
  readonly readAs?: Plan;
  /** What it says the session is about (`core/reading/title.ts`); an organiser's own title counts before it. */
  readonly title?: string;
  /** The host deleted the tweet, or hid it. */
  readonly isGone?: true;
}

/** One session: the state that its workflow holds and everybody else sees as its view. */
export interface OpenSpace {
  /** The first version's tweet id, or `manual-` and a fingerprint of what was entered, with its form. */
  readonly id: string;
  readonly conferenceId: string;
  /** IANA zone that people read its times in. */
  readonly timeZone: string;
  /** The tweet that it rests on: the one it came from, or a later one by which an organiser moved it. */
  readonly source?: SourceTweet;
  /** The tweets that it rested on before, the newest first, as long as they stand. */
  readonly earlier?: readonly SourceTweet[];
  /** An organiser's own; `titleOf` has what people see. */
  readonly title?: string;
  /** An organiser's remark. */
  readonly note?: string;
  /** A listed room; the conflict check knows only these. */
  readonly room?: string;
  /** Free text instead of a room, outside the conflict check. */
  readonly place?: string;
  /** Epoch milliseconds. */
  readonly startAt?: number;
  readonly standing: Standing;
  readonly reminders: readonly Reminder[];
  /** What the last post told people. */
  readonly told?: Told;
  /** The known open space of the same host that this one may be a change of. */
  readonly about?: string;
  /** Grows with every change; what a decider has seen, and what stores compare. */
  readonly revision: number;
  /** The newest ones, oldest first; the audit has all. */
  readonly decisions: readonly Decision[];
  /** Kept requests that were refused in the end, the newest few, oldest first. */
  readonly refusals: readonly KeptRefusal[];
  /** When the bot heard of it or an organiser entered it, epoch milliseconds. */
  readonly openedAt: number;
  /** When an edit gave its start, epoch milliseconds [`openedAt`]. */
  readonly startReadAt?: number;
  /** End of the conference's last day, epoch milliseconds: until then one without a coming start can be decided. */
  readonly conferenceEndsAt: number;
}

/** What of the config of the moment rules new open spaces. */
export type OpeningRules = Pick<Config, 'autoSend' | 'approvalLeadMinutes' | 'reminderMinutes'>;

/**
 * Who approves the reminders that are made: a person, nobody yet, or the config, which approves only what was surely
 * read and does not start soon. What is in review or in conflict has no approval: who schedules it gives one.
 */
export type Approver = Actor | 'nobody' | 'config';

/** Where an open space begins. */
export interface Opening extends Pick<
  OpenSpace,
  'id' | 'conferenceId' | 'timeZone' | 'conferenceEndsAt' | 'source' | 'title' | 'note' | 'place'
> {
  readonly plan: Plan;
  readonly approvedBy: Approver;
  /** Who holds the room then. */
  readonly taken?: Conflict;
}

/** @param now epoch milliseconds */
export function newOpenSpace(opening: Opening, now: number, rules: OpeningRules): OpenSpace {
  const { plan, approvedBy, taken, ...known } = opening;
  const { verdict, room, startAt } = plan;
  const isPlaced = room !== undefined || opening.place !== undefined;
  const isReady = verdict === 'schedule' && isPlaced && startAt !== undefined && startAt > now;
  const placing: Standing = taken === undefined ? { status: 'scheduled' } : { status: 'conflict', with: taken };
  const standing: Standing = isReady ? placing : { status: 'needs_review' };
  return {
    ...known,
    ...withoutUndefined({ room, startAt }),
    openedAt: now,
    conferenceEndsAt: Math.max(opening.conferenceEndsAt, now),
    standing,
    reminders: openReminders(plan, now, rules, standing.status === 'scheduled' ? approvedBy : 'nobody'),
    revision: 0,
    decisions: [],
    refusals: [],
  };
}

/** The space in its new standing. @throws {Error} where the table does not allow the move. */
export function moveStanding(space: OpenSpace, standing: Standing): OpenSpace {
  if (!standingMoves[space.standing.status].includes(standing.status)) {
    throw new Error(`open space ${space.id} cannot go from ${space.standing.status} to ${standing.status}`);
  }
  return { ...space, standing };
}

/** The space called off: cancelled where it was scheduled, else denied. */
export function calledOff(space: OpenSpace, by: Actor, why?: string): OpenSpace {
  const { standing } = space;
  if (standing.status === 'scheduled') return moveStanding(space, withoutUndefined({ status: 'cancelled', by, why }));
  const conflict = standing.status === 'conflict' ? standing.with : undefined;
  return moveStanding(space, withoutUndefined({ status: 'dismissed', by, conflict }));
}

/** What reminders are made for: without a start they have no times. */
type Start = Pick<Plan, 'startAt' | 'isSure'>;

/** Reminders as the rules want them. */
export function openReminders(start: Start, now: number, rules: OpeningRules, approvedBy: Approver): Reminder[] {
  const state = firstState(start, now, rules, approvedBy);
  return [...new Set(rules.reminderMinutes)]
    .toSorted((a, b) => b - a)
    .map((minutes) => forStart({ key: String(minutes), minutes, state }, start.startAt, now));
}

function firstState(
  { startAt, isSure = false }: Start,
  now: number,
  { autoSend, approvalLeadMinutes }: OpeningRules,
  approvedBy: Approver,
): ReminderState {
  if (startAt === undefined || approvedBy === 'nobody') return { status: 'needs_action' };
  if (approvedBy !== 'config') return { status: 'approved', by: approvedBy };
  const isFarEnough = startAt - now > approvalLeadMinutes * 60_000;
  return { status: autoSend && isSure && isFarEnough ? 'approved' : 'needs_action' };
}

/** Whether its host's newest version was surely read. What an organiser entered was not read. */
export const isSurelyRead = ({ source }: OpenSpace): boolean => source?.readAs?.isSure === true;

/**
 * Its reminders wait anew for its start, also those that were missed at an earlier one. What was posted, or may have
 * been, stays as it is; so does what an organiser denied, until a person approves it.
 */
export function withFreshReminders(
  space: OpenSpace,
  now: number,
  rules: OpeningRules,
  approvedBy: Approver,
): OpenSpace {
  const { startAt } = space;
  const state = firstState(withoutUndefined({ startAt, isSure: isSurelyRead(space) }), now, rules, approvedBy);
  const isByPerson = typeof approvedBy !== 'string';
  return mapReminders(space, (one) => {
    const { status } = one.state;
    const waits = status === 'denied' ? isByPerson : status === 'missed' || isOpen(one);
    if (one.corrects !== undefined || !waits) return one;
    return { ...forStart(one, startAt, now), state };
  });
}

/** Scheduled at its start, where its reminders wait anew. */
export const scheduled = (...renewing: Parameters<typeof withFreshReminders>): OpenSpace =>
  moveStanding(withFreshReminders(...renewing), { status: 'scheduled' });

export function findReminder({ reminders }: OpenSpace, wanted: string): Reminder | undefined {
  return reminders.find(({ key }) => key === wanted);
}

/** The space with its reminders changed; the very same one where none of them is. */
export function mapReminders(space: OpenSpace, change: (reminder: Reminder) => Reminder): OpenSpace {
  const reminders = space.reminders.map(change);
  return reminders.every((one, at) => one === space.reminders[at]) ? space : { ...space, reminders };
}

/** The space with this reminder in the place of the one with its key. */
export const withReminder = (space: OpenSpace, reminder: Reminder): OpenSpace =>
  mapReminders(space, (one) => (one.key === reminder.key ? reminder : one));

/** A change that nobody decided. */
export const withNextRevision = (space: OpenSpace): OpenSpace => ({ ...space, revision: space.revision + 1 });

/** The space at another start, which its reminders follow. @param now epoch milliseconds */
export const atStart = (space: OpenSpace, startAt: number, now: number): OpenSpace =>
  mapReminders({ ...space, startAt }, (one) =>
    isSettled(one) || one.corrects !== undefined ? one : forStart(one, startAt, now),
  );

/** Whether it was called off; what is in review or in conflict may still take place. */
export const isOff = ({ standing }: OpenSpace): boolean =>
  standing.status === 'cancelled' || standing.status === 'dismissed';

/** What becomes of a reminder that tells nobody anything. */
const toldNobody: readonly ReminderStatus[] = ['denied', 'failed', 'missed'];

/**
 * Whether a scheduled one is as good as called off, so that it keeps no room: nobody was told of it, and its last
 * reminder is denied.
 */
export const isDenied = ({ standing, reminders }: OpenSpace): boolean =>
  standing.status === 'scheduled' &&
  reminders.at(-1)?.state.status === 'denied' &&
  reminders.every(({ state }) => toldNobody.includes(state.status));

/** Whether nobody knows yet if X has one of its reminders. */
export function isPosting({ reminders }: OpenSpace): boolean {
  return reminders.some(({ state }) => state.status === 'sending');
}

/** Whether this reminder may be posted as the open space stands: one that was called off only posts that it was. */
export const canGoOut = (space: OpenSpace, { corrects }: Reminder): boolean =>
  corrects === 'cancelled' ? isOff(space) : space.standing.status === 'scheduled';

/** Whether it is still to go out, decided on or not; also while nobody knows whether X has it. */
export const isToCome = (space: OpenSpace, reminder: Reminder): boolean =>
  reminder.state.status === 'sending' || (isWaiting(reminder) && canGoOut(space, reminder));

/** Until when it can be decided: its start, or the conference's end without one that was to come when it was read. */
export function decidableUntil({ startAt, openedAt, startReadAt = openedAt, conferenceEndsAt }: OpenSpace): number {
  return startAt !== undefined && startAt > startReadAt ? startAt : conferenceEndsAt;
}

/** Where it is: the room, or the free text. */
export function whereOf(space: Pick<OpenSpace, 'room' | 'place'>): string | undefined {
  return space.room ?? space.place;
}

/** What it is about: as an organiser named it, else as its tweet says, the first before a later “moved to …”. */
export const titleOf = ({ title, ...posts }: Pick<OpenSpace, 'title' | 'source' | 'earlier'>): string | undefined =>
  title ?? postsOf(posts).findLast((post) => post.title !== undefined)?.title;

export interface HeldRoom {
  /** A listed room. */
  readonly room: string;
  /** Epoch milliseconds. */
  readonly startAt: number;
}

/** The room that it keeps from others, and from when: it is scheduled, and not every reminder of it is denied. */
export function heldRoom(space: OpenSpace): HeldRoom | undefined {
  const { standing, room, startAt } = space;
  if (standing.status !== 'scheduled' || room === undefined || startAt === undefined) return undefined;
  return isDenied(space) ? undefined : { room, startAt };
}

export const isSameHold = (one: HeldRoom | undefined, other: HeldRoom | undefined): boolean =>
  one?.room === other?.room && one?.startAt === other?.startAt;

/**
 * Whether the change schedules it, or needs a room that it does not hold: then others' claims and the config may be in
 * its way. What it holds, nobody can take from it, also where a restored database has given the room away.
 */
export function takesRoom(before: OpenSpace | undefined, next: OpenSpace): boolean {
  if (next.standing.status !== 'scheduled') return false;
  if (before?.standing.status !== 'scheduled') return true;
  const wanted = heldRoom(next);
  return wanted !== undefined && !isSameHold(heldRoom(before), wanted);
}

/** What is denied, cancelled or out is decided: whether a workflow still waits changes nothing that people see. */
export function needsItsWorkflow({ standing, reminders }: OpenSpace): boolean {
  if (standing.status === 'scheduled') return reminders.some(isWaiting);
  return standing.status === 'needs_review' || standing.status === 'conflict';
}
