import { findReminder, titleOf, type OpenSpace } from './open-space.ts';
import type { ReminderStatus } from './reminder.ts';

/** What an attempt itself found out. Missed or superseded is only what is not on its way. */
const outcomes: readonly ReminderStatus[] = ['sending', 'sent', 'unconfirmed', 'failed'];

/** Whether the change takes an approved reminder away, or alters what it says or when. Its outcome does neither. */
export function changesPost(before: OpenSpace, after: OpenSpace, key: string): boolean {
  const [was, is] = [before, after].map((space) => findReminder(space, key));
  if (was?.state.status !== 'approved') return false;
  const isOutcome = is !== undefined && outcomes.includes(is.state.status);
  return !isOutcome && postingFacts(before, key) !== postingFacts(after, key);
}

/** What a post rests on. */
function postingFacts(space: OpenSpace, key: string): string {
  const { standing, room, place, startAt, source } = space;
  const { sendAt, text, state } = findReminder(space, key) ?? {};
  const facts = [standing.status, room, place, startAt, titleOf(space), source?.tweetId, state?.status, sendAt, text];
  return JSON.stringify(facts.map((fact) => fact ?? null));
}
