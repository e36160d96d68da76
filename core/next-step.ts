import { localTimeWithZone } from './local-time.ts';
import { decidableUntil, isToCome, type OpenSpace } from './open-space.ts';
import { isSettled, type Reminder } from './reminder.ts';
import { waitWords } from './words.ts';

/** How long before its time a reminder is prepared: long enough for two requests to X. Milliseconds. */
const prepareMs = 5_000;

type Step =
  | { readonly kind: 'wait'; readonly until: number; readonly summary: string }
  | { readonly kind: 'send'; readonly key: string }
  | { readonly kind: 'end' };

export interface StepOptions {
  /** When a held or unclear reminder may be tried again: epoch milliseconds, by the reminder's key. */
  readonly notBefore?: ReadonlyMap<string, number>;
  /** The workflow runs again after its last reminder, so it waits for messages until the start. */
  readonly again?: boolean;
}

/** @param now epoch milliseconds */
export function nextStep(space: OpenSpace, now: number, { notBefore, again = false }: StepOptions = {}): Step {
  const wait = (until: number, words: (at: string) => string, shown = until): Step => ({
    kind: 'wait',
    until,
    summary: words(localTimeWithZone(shown, space.timeZone)),
  });
  // The outcome of an unclear post is always found out, even after the start or a cancellation.
  const unclear = space.reminders.find((one) => one.state.status === 'sending');
  if (unclear !== undefined) {
    const at = notBefore?.get(unclear.key) ?? now;
    return at <= now ? { kind: 'send', key: unclear.key } : wait(at, waitWords.timeline);
  }
  const end = decidableUntil(space);
  if (now >= end) return { kind: 'end' };
  const waiting = space.reminders.filter((one) => isToCome(space, one));
  if (space.standing.status !== 'scheduled' && waiting.length === 0) return wait(end, waitWords.decidable);
  if (space.reminders.length > 0 && space.reminders.every(isSettled)) {
    return again ? wait(end, waitWords.changeable) : { kind: 'end' };
  }

  const timeOf = ({ sendAt = end }: Reminder) => sendAt - prepareMs;
  const prepareAt = (reminder: Reminder) => Math.max(timeOf(reminder), notBefore?.get(reminder.key) ?? 0);
  // Of several due reminders, only the latest is sent. If its attempt was lost, X may have it, so the others wait too.
  const due = waiting.filter((one) => one.state.status === 'approved' && timeOf(one) <= now);
  const last = due.toSorted((one, other) => timeOf(one) - timeOf(other)).at(-1);
  if (last !== undefined && prepareAt(last) <= now) return { kind: 'send', key: last.key };

  // An unapproved reminder waits on the same timer, so that approving it costs no second one.
  const upcoming = waiting.map(prepareAt).filter((at) => at > now);
  const until = Math.min(end, ...upcoming);
  if (until < end) return wait(until, waitWords.reminder, until + prepareMs);
  return wait(end, waiting.length === 0 ? waitWords.changeable : waitWords.approval);
}
