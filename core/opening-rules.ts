import type { Config } from './config.ts';
import { findReminder, type OpeningRules, type OpenSpace } from './open-space.ts';

/**
 * The rules with which an open space begins. For a trusted host, `autoSend` is on; for an ignored one, it is off. The
 * commit checks this again before the config approves anything, because somebody may have switched it off since.
 */
export function openingRules(config: Config, hostId = ''): OpeningRules {
  const { reminderMinutes, approvalLeadMinutes, trustUsers, ignoreUsers } = config;
  const autoSend = (config.autoSend || trustUsers.includes(hostId)) && !ignoreUsers.includes(hostId);
  return { reminderMinutes, autoSend, approvalLeadMinutes };
}

/** Whether it approves a reminder without a person. `approved` again after `sending` is not a new approval. */
export const isApprovedByConfig = (space: OpenSpace, { reminders }: OpenSpace): boolean =>
  reminders.some(({ key, state }) => {
    const before = findReminder(space, key)?.state;
    const isOfConfig = state.status === 'approved' && state.by === undefined;
    return isOfConfig && before !== state && before?.status !== 'sending';
  });
