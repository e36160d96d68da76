import type { Log } from '../core/log.ts';
import type { OpenSpace } from '../core/open-space.ts';

/** How one that came to nothing is told; anything else happened as it should. */
const lost: readonly string[] = ['failed', 'unconfirmed', 'missed'];

/**
 * Writes into the log what a stored change came to: how the open space stands, what became of each reminder, and who
 * decided. No words of hosts or organisers: these must be gone after an erasure.
 */
export function logOutcomes(log: Log, before: OpenSpace | undefined, { id, ...now }: OpenSpace): void {
  const { standing, startAt, reminders, decisions, revision } = now;
  if (standing.status !== before?.standing.status) {
    const starts = startAt === undefined ? {} : { startAt: new Date(startAt).toISOString() };
    log.info(`open space ${standing.status}`, { openSpaceId: id, revision, ...starts });
  }
  for (const { key, state, sendAt } of reminders) {
    const former = before?.reminders.find((one) => one.key === key)?.state.status;
    if (state.status === former) continue;
    const fields = {
      openSpaceId: id,
      reminder: key,
      ...(sendAt === undefined ? {} : { dueAt: new Date(sendAt).toISOString() }),
      ...(state.status === 'sent' ? { sentAt: new Date(state.at).toISOString(), tweetId: state.tweetId } : {}),
      ...('why' in state ? { why: state.why } : {}),
    };
    if (lost.includes(state.status)) log.warn(`reminder ${state.status}`, fields);
    else log.info(`reminder ${state.status}`, fields);
  }
  const known = new Set(before?.decisions.map((one) => one.id));
  for (const { id: decisionId, verb, by, reminder } of decisions) {
    if (known.has(decisionId)) continue;
    const one = reminder === undefined ? {} : { reminder };
    log.info('decided', { openSpaceId: id, verb, by: by.id, door: by.door, ...one });
  }
}
