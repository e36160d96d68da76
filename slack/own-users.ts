import type { SlackClient } from './slack-answers.ts';
import { isRefusedWith } from './slack-answers.ts';
import { after } from './user-names.ts';

/** A page waits no longer than this for Slack. Milliseconds. */
const patience = 1_500;
/** How long an answer of Slack is believed. Milliseconds. */
const believedFor = 60_000;

/**
 * Whether somebody is still an active member of the workspace: asked of Slack at most once a minute for each. While
 * Slack does not answer, what it said last counts, and somebody it was never asked about counts as active: an outage
 * of Slack must not lock organisers out in the middle of a conference.
 *
 * @param clock epoch milliseconds
 */
export function createMembership(client: Pick<SlackClient, 'users'>, clock: () => number) {
  const known = new Map<string, { isActive: boolean; at: number }>();

  async function ask(user: string): Promise<boolean | undefined> {
    try {
      return (await client.users.info({ user })).user?.deleted !== true;
    } catch (error) {
      return isRefusedWith(error, 'user_not_found', 'users_not_found') ? false : undefined;
    }
  }

  return async (user: string): Promise<boolean> => {
    const now = clock();
    const last = known.get(user);
    if (last !== undefined && now - last.at < believedFor) return last.isActive;
    const isActive = (await Promise.race([ask(user), after(patience)])) ?? last?.isActive ?? true;
    if (known.size >= 1_000) known.clear();
    known.set(user, { isActive, at: now });
    return isActive;
  };
}
