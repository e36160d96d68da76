import { localTimeWithZone } from './local-time.ts';
import { decidableUntil, moveStanding, type OpenSpace } from './open-space.ts';
import { isSettled, isUndecidedOrWaiting, moveReminder, type Reminder, type ReminderState } from './reminder.ts';

/** What an open space's workflow does next. */
export type Step =
  | { readonly kind: 'wait'; readonly until: number; readonly summary: string }
  | { readonly kind: 'send'; readonly key: string }
  | { readonly kind: 'end' };

/**
 * @param now epoch milliseconds
 * @param heldUntil reminders that were held back at sending, by key, with when to try again
 * @param untilStart it was taken up again after its last reminder, so it waits for more until the start
 */
export function nextStep(
  space: OpenSpace,
  now: number,
  heldUntil: ReadonlyMap<string, number> = new Map(),
  untilStart = false,
): Step {
  const end = decidableUntil(space);
  if (now >= end) return { kind: 'end' };
  const zone = space.timeZone;
  if (space.standing.status !== 'scheduled') {
    return { kind: 'wait', until: end, summary: `can be decided until ${localTimeWithZone(end, zone)}` };
  }
  if (space.reminders.length > 0 && space.reminders.every(isSettled)) {
    if (!untilStart) return { kind: 'end' };
    return { kind: 'wait', until: end, summary: `can be changed until the start at ${localTimeWithZone(end, zone)}` };
  }

  const waiting = space.reminders.filter(isUndecidedOrWaiting).filter((one) => one.state.status !== 'denied');
  const sendTime = (reminder: Reminder) => Math.max(reminder.sendAt ?? end, heldUntil.get(reminder.key) ?? 0);
  // Reminders that are due together go as one: the one nearest to the start.
  const due = waiting.findLast((one) => one.state.status === 'approved' && sendTime(one) <= now);
  if (due !== undefined) return { kind: 'send', key: due.key };

  // An unapproved reminder waits on the same timer, so that approving it costs no second one.
  const upcoming = waiting.map(sendTime).filter((at) => at > now);
  const until = Math.min(end, ...upcoming);
  const summary =
    until === end
      ? `${waiting.length === 0 ? 'can be taken back' : 'waits for approval'} until the start at ${localTimeWithZone(end, zone)}`
      : `reminder at ${localTimeWithZone(until, zone)}`;
  return { kind: 'wait', until, summary };
}

/** The space with one reminder in a new state; a change of its own revision. */
export function withReminder(space: OpenSpace, key: string, state: ReminderState): OpenSpace {
  return {
    ...space,
    revision: space.revision + 1,
    reminders: space.reminders.map((one) => (one.key === key ? moveReminder(one, state) : one)),
  };
}

/** The space after a reminder went out: those that were due with it, or before it, are superseded. */
export function withSent(space: OpenSpace, key: string, state: ReminderState): OpenSpace {
  const sent = withReminder(space, key, state);
  const cutoff = space.reminders.find((one) => one.key === key)?.minutes ?? 0;
  const why = `the ${key}-minute reminder went out in its place`;
  return {
    ...sent,
    reminders: sent.reminders.map((one) =>
      one.minutes > cutoff && isUndecidedOrWaiting(one) && one.state.status !== 'denied'
        ? moveReminder(one, { status: 'superseded', why })
        : one,
    ),
  };
}

/** The space once its time is up: what was not sent by the start is missed, and an unanswered review is over. */
export function closed(space: OpenSpace): OpenSpace {
  const { status } = space.standing;
  if (status === 'needs_review' || status === 'conflict') {
    const over = moveStanding(space, { status: 'over', was: status });
    return { ...over, revision: space.revision + 1 };
  }
  // Nothing new, but its card must lose the buttons that would take the decision back.
  const redrawn = { ...space, revision: space.revision + 1 };
  if (status !== 'scheduled') return redrawn;
  if (space.reminders.every(isSettled)) return space;
  const open = space.reminders.filter((one) => isUndecidedOrWaiting(one) && one.state.status !== 'denied');
  if (open.length === 0) return redrawn;
  const missed = (one: Reminder): Reminder =>
    moveReminder(one, {
      status: 'missed',
      wasApproved: one.state.status === 'approved',
      why:
        one.state.status === 'approved'
          ? `it could not be posted before the start${one.held === undefined ? '' : `: ${one.held}`}`
          : 'nobody approved it before the start',
    });
  return {
    ...space,
    revision: space.revision + 1,
    reminders: space.reminders.map((one) => (open.includes(one) ? missed(one) : one)),
  };
}

/** The space after an operator ended its workflow in Temporal: that is a decision, and nobody should wonder who took it. */
export function endedByOperator(space: OpenSpace): OpenSpace {
  const by = { id: 'operator', name: 'an operator in the Temporal UI', door: 'temporal' } as const;
  if (space.standing.status !== 'scheduled') return closed(space);
  return { ...moveStanding(space, { status: 'cancelled', by }), revision: space.revision + 1 };
}
