import { canBeRetried } from './correction.ts';
import { withoutDecision } from './decide-steps.ts';
import { decidableUntil, isDenied, isPosting, whereOf, type OpenSpace, type SourceTweet } from './open-space.ts';
import { isOpen, type Reminder } from './reminder.ts';

export type Action =
  | 'approve'
  | 'deny'
  | 'apply'
  | 'send_now'
  | 'cancel'
  | 'take_back'
  | 'edit'
  | 'add_reason'
  | 'elsewhere'
  | 'move_known'
  | 'cancel_known'
  | 'try_again'
  | 'is_there'
  | 'not_there';

/**
 * The actions that can succeed now, in the order of a card. Where it is not `isReady`, Approve and Apply need another
 * room or time with them, and say so.
 *
 * @param now epoch milliseconds
 */
export function possibleActions(space: OpenSpace, now: number): Action[] {
  if (isClosed(space) || now >= decidableUntil(space)) return [];
  const change = space.about === undefined ? [] : (['move_known', 'cancel_known'] as const);
  // The post may name a place that is not on the list of rooms.
  const isPlaceless = whereOf(space) === undefined && isAhead(space, now);
  switch (space.standing.status) {
    case 'needs_review':
      return [...change, 'approve', 'deny', 'apply', ...onlyIf(isPlaceless, 'elsewhere'), 'edit'];
    case 'conflict':
      return [...change, 'approve', 'deny', 'apply', 'elsewhere', 'edit'];
    case 'dismissed':
    case 'cancelled':
      return ['take_back', 'add_reason', ...onlyIf(isReady(space) && canApprove(space), 'approve')];
    case 'over':
      return [];
    case 'scheduled':
      return scheduledActions(space, now);
  }
}

const onlyIf = <const One>(isPossible: boolean, action: One): One[] => (isPossible ? [action] : []);

export type HostAction = 'not_announcement' | 'ignore' | 'trust';

/** The host actions that are possible now, in the order of a menu, in Slack and on the pages. @param now epoch ms */
export function hostActions(space: OpenSpace, now: number): HostAction[] {
  if (heardHost(space) === undefined) return [];
  return possibleActions(space, now).includes('deny') ? ['not_announcement', 'ignore', 'trust'] : ['ignore', 'trust'];
}

/** Its host; undefined if the bot never heard their post, because then it does not know the host's X user id. */
export const heardHost = ({ source }: OpenSpace): SourceTweet['host'] | undefined =>
  /^\d{1,19}$/u.test(source?.host.id ?? '') ? source?.host : undefined;

/** Whether nothing can be decided: it is over, or one of its reminders is being posted. */
const isClosed = (space: OpenSpace): boolean => space.standing.status === 'over' || isPosting(space);

function scheduledActions(space: OpenSpace, now: number): Action[] {
  const open = space.reminders.filter(isOpen);
  // Its reminders are settled, but until the start it can still move or be cancelled (`docs/decisions/0012`).
  if (open.length === 0) return isAhead(space, now) ? ['apply', 'cancel'] : [];
  if (open.every((reminder) => reminder.state.status === 'denied')) {
    // People were told of it: it still takes place.
    const changes: Action[] = isDenied(space) ? [] : ['apply', 'cancel'];
    return ['take_back', 'add_reason', ...onlyIf(!isApprovedBefore(space), 'approve'), ...changes];
  }
  const isUndecided = open.some((reminder) => reminder.state.status !== 'approved');
  // Approving a due reminder sends it at once, so "Send now" would do the same.
  const isDue = isUndecided && open.every((reminder) => (reminder.sendAt ?? Infinity) <= now);
  const isDecided = open.some((reminder) => reminder.state.status !== 'needs_action');
  return [
    ...onlyIf(isUndecided, 'approve'),
    'deny',
    'apply',
    ...onlyIf(!isDue, 'send_now'),
    'edit',
    'cancel',
    ...onlyIf(isDecided, 'take_back'),
  ];
}

/** What Undo would undo: after one Undo, a second one undoes the decision before. */
export function undoneBy(space: OpenSpace): 'approved' | 'denied' | 'calledOff' {
  if (space.standing.status !== 'scheduled') return 'calledOff';
  const before = withoutDecision(space).reminders;
  const isDenial = space.reminders.some((one, index) => one !== before[index] && one.state.status === 'denied');
  return isDenial ? 'denied' : 'approved';
}

/** Whether to offer Approve in addition to Undo: not if the post is gone, or if Undo brings the approval back. */
const canApprove = (space: OpenSpace): boolean => space.source?.isGone !== true && !isApprovedBefore(space);

export const isAhead = ({ startAt }: OpenSpace, now: number): boolean => startAt !== undefined && startAt > now;

export function troubleActions(space: OpenSpace, reminder: Reminder, now: number): Action[] {
  if (isClosed(space)) return [];
  const canPost = canBeRetried(space, reminder) && now < decidableUntil(space);
  const { status } = reminder.state;
  if (status === 'failed') return onlyIf(canPost, 'try_again');
  return status === 'unconfirmed' ? ['is_there', ...onlyIf(canPost, 'not_there')] : [];
}

/** Whether it can be approved unchanged: it has a room or a place, a start in the future, and no rival. */
export const isReady = (space: OpenSpace): boolean =>
  whereOf(space) !== undefined && decidableUntil(space) === space.startAt && space.standing.status !== 'conflict';

/** The label of Approve: whether one tap is enough (`isReady`), and whether the post may be about another session. */
export function approveLabel(space: OpenSpace): 'approve' | 'approvePicked' | 'separate' {
  if (space.about !== undefined && space.standing.status !== 'scheduled') return 'separate';
  return isReady(space) ? 'approve' : 'approvePicked';
}

/** Whether undoing the denial or the cancellation leaves an approved reminder. A correction may still wait. */
function isApprovedBefore(space: OpenSpace): boolean {
  const { status } = space.standing;
  if (status === 'dismissed') return false;
  const { reminders } = status === 'cancelled' ? space : withoutDecision(space);
  const open = reminders.filter((one) => isOpen(one) && one.corrects !== 'cancelled');
  const states = open.map(({ state }) => state.status);
  return !states.includes('needs_action') && (states.length === 0 || states.includes('approved'));
}
