import type { Actor } from './actor.ts';
import type { Conflict } from './conflict.ts';
import { openReminders, type OpenSpace, type OpeningRules, type SourceTweet, type Standing } from './open-space.ts';
import type { Plan } from './plan.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Where an open space begins; pure, so that the first view and the workflow agree without asking each other. */
export interface Opening {
  readonly id: string;
  readonly conferenceId: string;
  readonly timeZone: string;
  readonly conferenceEndsAt: number;
  readonly source?: SourceTweet;
  readonly title?: string;
  readonly note?: string;
  readonly place?: string;
  readonly plan: Plan;
  /** An organiser entered it, which approves its reminders. */
  readonly approvedBy?: Actor;
  /** Who holds the room then. */
  readonly taken?: Conflict;
}

/** @param now epoch milliseconds */
export function newOpenSpace(opening: Opening, now: number, rules: OpeningRules): OpenSpace {
  const { plan, taken } = opening;
  const placed = plan.room !== undefined || opening.place !== undefined;
  const ready = plan.verdict === 'schedule' && placed && plan.startAt !== undefined && plan.startAt > now;
  const placing: Standing = taken === undefined ? { status: 'scheduled' } : { status: 'conflict', with: taken };
  const standing: Standing = ready ? placing : { status: 'needs_review' };
  return withoutUndefined({
    id: opening.id,
    conferenceId: opening.conferenceId,
    timeZone: opening.timeZone,
    openedAt: now,
    conferenceEndsAt: Math.max(opening.conferenceEndsAt, now),
    source: opening.source,
    title: opening.title,
    note: opening.note,
    room: plan.room,
    place: opening.place,
    startAt: plan.startAt,
    standing,
    reminders: openReminders(plan.startAt, now, rules, opening.approvedBy),
    revision: 0,
    decisions: [],
    refusals: [],
  });
}
