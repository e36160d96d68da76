import type { Actor } from './actor.ts';
import type { Conflict } from './conflict.ts';
import { firstApproval, isSettled, type ApprovalRules, type Reminder } from './reminder.ts';

/** Where an open space stands, its reminders aside. */
export type Standing =
  | { readonly status: 'needs_review' }
  | { readonly status: 'conflict'; readonly with: Conflict }
  | { readonly status: 'scheduled' }
  | { readonly status: 'dismissed'; readonly by: Actor }
  | { readonly status: 'cancelled'; readonly by: Actor; readonly why?: string }
  | { readonly status: 'over'; readonly was: string };

export type StandingStatus = Standing['status'];

/** Every move an open space may make. A host's edit is what brings a scheduled one back to review or into conflict. */
export const standingMoves: Readonly<Record<StandingStatus, readonly StandingStatus[]>> = {
  needs_review: ['scheduled', 'dismissed', 'conflict', 'over'],
  conflict: ['scheduled', 'dismissed', 'needs_review', 'over'],
  scheduled: ['cancelled', 'needs_review', 'conflict', 'over'],
  dismissed: ['scheduled', 'needs_review', 'over'],
  cancelled: ['scheduled', 'over'],
  over: [],
};

/** The host and the tweet an open space came from. No text: X wants deletions honoured, and histories keep everything. */
export interface SourceTweet {
  /** The newest version's id; an edited tweet has several. */
  readonly tweetId: string;
  readonly url: string;
  readonly host: { readonly id: string; readonly username: string };
}

/** A decision that was taken, for the audit and the card. */
export interface Decision {
  /** The update's id, `<verb>:r<revision>`; the same id is answered once. */
  readonly id: string;
  readonly verb: string;
  readonly by: Actor;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The revision that it made. */
  readonly revision: number;
  /** What it did, in words: `approved`, `room A103 instead of B114`. */
  readonly words: string;
}

/** One session: the state that its workflow holds and everybody else sees as its view. */
export interface OpenSpace {
  /** The first version's tweet id, or `manual-<n>`. */
  readonly id: string;
  readonly conferenceId: string;
  /** IANA zone that people read its times in. */
  readonly timeZone: string;
  readonly source?: SourceTweet;
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
  /** Grows with every change; what a decider has seen, and what stores compare. */
  readonly revision: number;
  readonly decisions: readonly Decision[];
  /** When the bot heard of it or an organiser entered it, epoch milliseconds. */
  readonly openedAt: number;
  /** The end of the conference's last day, epoch milliseconds: how long one without a coming start can be decided on. */
  readonly conferenceEndsAt: number;
  /** Something organisers should know, such as `the tweet could not be looked up`. */
  readonly remark?: string;
}

/** What the rules of the moment say about new open spaces; from the config. */
export interface OpeningRules extends ApprovalRules {
  /** Minutes before the start, one reminder each. */
  readonly reminderMinutes: readonly number[];
}

/** The space in its new standing. @throws {Error} where the table does not allow the move. */
export function moveStanding(space: OpenSpace, standing: Standing): OpenSpace {
  if (!standingMoves[space.standing.status].includes(standing.status)) {
    throw new Error(`open space ${space.id} cannot go from ${space.standing.status} to ${standing.status}`);
  }
  return { ...space, standing };
}

/** Reminders for an open space as the rules want them; without times while it has no start. */
export function openReminders(startAt: number | undefined, now: number, rules: OpeningRules): Reminder[] {
  return [...new Set(rules.reminderMinutes)]
    .toSorted((a, b) => b - a)
    .map((minutes) => ({
      key: String(minutes),
      minutes,
      ...(startAt === undefined ? {} : { sendAt: startAt - minutes * 60_000 }),
      state: { status: startAt === undefined ? 'needs_action' : firstApproval(startAt, now, rules) },
    }));
}

/** The space at another start: every unsettled reminder follows, unless an organiser picked its time. */
export function atStart(space: OpenSpace, startAt: number): OpenSpace {
  const reminders = space.reminders.map((reminder) =>
    isSettled(reminder) || reminder.sendAtPicked === true
      ? reminder
      : { ...reminder, sendAt: startAt - reminder.minutes * 60_000 },
  );
  return { ...space, startAt, reminders };
}

/** Until when decisions can be taken and taken back: the start, or without a coming one the conference's end. */
export function decidableUntil(space: OpenSpace): number {
  return space.startAt !== undefined && space.startAt > space.openedAt ? space.startAt : space.conferenceEndsAt;
}

/** Where it is: the room, or the free text. */
export function whereOf(space: Pick<OpenSpace, 'room' | 'place'>): string | undefined {
  return space.room ?? space.place;
}

/** Whether it keeps its room from others: scheduled, and not every reminder of it denied. */
export function holdsRoom(space: OpenSpace): boolean {
  if (space.standing.status !== 'scheduled' || space.room === undefined) return false;
  return space.reminders.length === 0 || space.reminders.some((reminder) => reminder.state.status !== 'denied');
}
