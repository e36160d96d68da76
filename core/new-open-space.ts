import type { Actor } from './actor.ts';
import type { Conflict } from './conflict.ts';
import { openReminders, type OpenSpace, type OpeningRules, type Standing } from './open-space.ts';
import type { Plan } from './plan.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Where an open space begins. */
export interface Opening extends Pick<
  OpenSpace,
  'id' | 'conferenceId' | 'timeZone' | 'conferenceEndsAt' | 'source' | 'title' | 'note' | 'place'
> {
  readonly plan: Plan;
  /** An organiser entered it, which approves its reminders. */
  readonly approvedBy?: Actor;
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
  return {
    ...known,
    ...withoutUndefined({ room, startAt }),
    openedAt: now,
    conferenceEndsAt: Math.max(opening.conferenceEndsAt, now),
    standing: isReady ? placing : { status: 'needs_review' },
    reminders: openReminders(startAt, now, rules, approvedBy),
    revision: 0,
    decisions: [],
    refusals: [],
  };
}
