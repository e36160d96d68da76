import { commitChange } from './commit-open-space.ts';
import type { Deps } from './deps.ts';
import { listenToTweets } from './listen-to-tweets.ts';
import type { LongRunningActivities } from './long-running-activities.ts';
import type { OpenSpaceActivities } from './open-space-activities.ts';
import { runDesk } from './run-desk.ts';
import { sendReminder } from './send-reminder.ts';

/** What the worker registers, with what each needs bound to it. */
export function createActivities(deps: Deps): OpenSpaceActivities & LongRunningActivities {
  return {
    commitOpenSpace: (commit) => commitChange(deps, commit),
    sendReminder: (request) => sendReminder(deps, request),
    listenToTweets: () => listenToTweets(deps),
    runDesk: () => runDesk(deps),
  };
}
