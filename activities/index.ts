import { commitChange, type Commit } from './commit-open-space.ts';
import type { Deps } from './deps.ts';
import { listenToTweets } from './listen-to-tweets.ts';
import { runDesk } from './run-desk.ts';
import { sendReminder, type SendRequest } from './send-reminder.ts';

/** What workflows call; they see only these types. */
export type Activities = ReturnType<typeof createActivities>;

/** What the worker registers, with what each needs bound to it. */
export function createActivities(deps: Deps) {
  return {
    commitOpenSpace: (commit: Commit) => commitChange(deps, commit),
    sendReminder: (request: SendRequest) => sendReminder(deps, request),
    listenToTweets: (conferenceId: string) => listenToTweets(deps, conferenceId),
    runDesk: (conferenceId: string) => runDesk(deps, conferenceId),
  };
}
