import type { StandingActivities } from '../workflows/standing.ts';
import { claimRoom } from './claim-room.ts';
import type { Deps } from './deps.ts';
import { listenToTweets } from './listen-to-tweets.ts';
import type { OpenSpaceActivities } from './open-space-activities.ts';
import { recordOpenSpace } from './record-open-space.ts';
import { runDesk } from './run-desk.ts';
import { sendReminder } from './send-reminder.ts';

/** What the worker registers, with what each needs bound to it. */
export function createActivities(deps: Deps): OpenSpaceActivities & StandingActivities {
  return {
    claimRoom: (request) => claimRoom(deps, request),
    recordOpenSpace: (space) => recordOpenSpace(deps, space),
    sendReminder: (request) => sendReminder(deps, request),
    listenToTweets: () => listenToTweets(deps),
    runDesk: () => runDesk(deps),
  };
}
