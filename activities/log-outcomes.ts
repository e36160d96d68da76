import type { Log } from '../core/log.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { withoutUndefined } from '../core/without-undefined.ts';

const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

/** How one that came to nothing is told; anything else happened as it should. */
const lost: readonly string[] = ['failed', 'unconfirmed', 'missed'];

/**
 * Writes into the log what a stored change came to: how the open space stands, what became of each reminder, and who
 * decided. No words of hosts or organisers: these must be gone after an erasure.
 */
export function logOutcomes(log: Log, before: OpenSpace | undefined, now: OpenSpace): void {
  const { id, standing, startAt, reminders, decisions, revision } = now;
  if (standing.status !== before?.standing.status) {
    log.info(`open space ${standing.status}`, withoutUndefined({ openSpaceId: id, revision, startAt: iso(startAt) }));
  }
  for (const { key, state, sendAt } of reminders) {
    const former = before?.reminders.find((one) => one.key === key)?.state.status;
    if (state.status === former) continue;
    const sent = state.status === 'sent' ? { sentAt: iso(state.at), tweetId: state.tweetId } : {};
    const why = 'why' in state ? state.why : undefined;
    const fields = withoutUndefined({ openSpaceId: id, reminder: key, dueAt: iso(sendAt), ...sent, why });
    if (lost.includes(state.status)) log.warn(`reminder ${state.status}`, fields);
    else log.info(`reminder ${state.status}`, fields);
  }
  const known = new Set(before?.decisions.map((one) => one.id));
  for (const { id: decisionId, verb, by, reminder } of decisions) {
    if (known.has(decisionId)) continue;
    log.info('decided', withoutUndefined({ openSpaceId: id, verb, by: by.id, door: by.door, reminder }));
  }
}
