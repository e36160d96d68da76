import { continueAsNew, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { LongRunningActivities } from '../activities/long-running-activities.ts';
import { longRunning, type ConferenceInput } from './long-running.ts';

const { listenToTweets } = proxyActivities<Pick<LongRunningActivities, 'listenToTweets'>>(longRunning);

/** Listens for the conference's keywords: exactly one worker of all at a time. */
export async function listen({ conferenceId }: ConferenceInput): Promise<void> {
  setCurrentDetails(`Listens on X for the keywords of **${conferenceId}**. Exactly one worker holds the stream.`);
  const summary = 'hold the stream, fill the gaps, open open spaces';
  await listenToTweets.executeWithOptions({ summary }, [conferenceId]);
  await continueAsNew<typeof listen>({ conferenceId });
}
