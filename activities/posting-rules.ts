import type { Config } from '../core/config.ts';
import type { SendResult } from '../core/outcomes.ts';
import { heldByRefusal } from './account-refusal.ts';
import type { Deps } from './deps.ts';

/** How soon a reminder that organisers hold back is looked at again. Milliseconds. */
export const pausedRetryMs = 15_000;

/** Why nothing may be posted now although it is due; asked of the newest config every time. */
export async function heldBack(deps: Deps, config: Config, reminderId: string): Promise<SendResult | undefined> {
  const now = deps.clock();
  const { conference, paused, spendingCap, throttle } = config;
  if (paused) return { kind: 'held', until: now + pausedRetryMs, why: 'paused by an organiser' };
  if (spendingCap !== null && (await deps.store.budgets.find(conference.id)).spent >= spendingCap) {
    return { kind: 'held', until: now + pausedRetryMs, why: `the spending cap of $${spendingCap} is reached` };
  }
  const refused = config.output === 'live' ? await heldByRefusal(deps, reminderId) : undefined;
  if (refused !== undefined) return refused;
  if (throttle === null || config.output === 'slack_only') return undefined;
  const until = await deps.store.budgets.takePlace(conference.id, reminderId, throttle, now);
  return until === undefined ? undefined : { kind: 'held', until, why: `the limit of ${throttle} reminders an hour` };
}
