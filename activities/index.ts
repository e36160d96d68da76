import { commitOpenSpace, type Commit } from './commit-open-space.ts';
import type { Deps } from './deps.ts';
import { listenToTweets } from './listen-to-tweets.ts';
import { runDesk } from './run-desk.ts';
import { sendReminder, type SendRequest } from './send-reminder.ts';
import { withHeartbeats } from './with-heartbeats.ts';

/** The activities that workflows call. Workflows import only these types. */
export type Activities = ReturnType<typeof createActivities>;

export function createActivities(deps: Deps) {
  return {
    commitOpenSpace: (commit: Commit) => commitOpenSpace(deps, commit),
    sendReminder: (request: SendRequest) => sendReminder(deps, request),
    listenToTweets: (conferenceId: string) =>
      withHeartbeats(deps, conferenceId, (...turn) => listenToTweets(deps, ...turn)),
    runDesk: (conferenceId: string) => withHeartbeats(deps, conferenceId, (...turn) => runDesk(deps, ...turn)),
  };
}
