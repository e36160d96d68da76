import { continueAsNew, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

/** Listening and the desk are one activity each, in turns of six hours. If a worker dies, another takes over. */
export interface ConferenceInput {
  readonly conferenceId: string;
}

/**
 * After a worker was killed, nobody listens until the heartbeat time-out. Each heartbeat that reaches the server is
 * billed: the SDK sends one every 5 seconds, about 18,000 a day, even if the activity calls it more often. The retry
 * interval does not grow, because attempts are counted for the whole activity: even the 20th comes within a second.
 */
const { listenToTweets, runDesk } = proxyActivities<Pick<Activities, 'listenToTweets' | 'runDesk'>>({
  startToCloseTimeout: '1 day',
  heartbeatTimeout: '6 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 1 },
});

/** Listens for the conference's keywords: exactly one worker of all at a time. */
export async function listen({ conferenceId }: ConferenceInput): Promise<void> {
  setCurrentDetails(`Listens on X for the keywords of **${conferenceId}**. Exactly one worker holds the stream.`);
  const summary = 'hold the stream, fill the gaps, open open spaces';
  const isOtherConference = await listenToTweets.executeWithOptions({ summary }, [conferenceId]);
  // Another workflow listens for the other one.
  if (!isOtherConference) await continueAsNew<typeof listen>({ conferenceId });
}

/** Keeps Slack up to date, repairs and raises alarms: exactly one worker of all at a time. */
export async function desk({ conferenceId }: ConferenceInput): Promise<void> {
  const work = 'draws cards, repairs, looks for deleted posts, raises alarms, sends messages to organisers';
  setCurrentDetails(`The desk of **${conferenceId}**: ${work}. Exactly one worker runs it.`);
  const isOtherConference = await runDesk.executeWithOptions({ summary: work }, [conferenceId]);
  if (!isOtherConference) await continueAsNew<typeof desk>({ conferenceId });
}
