import { continueAsNew, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { LongRunningActivities } from '../activities/long-running-activities.ts';
import { longRunning, type ConferenceInput } from './long-running.ts';

const { runDesk } = proxyActivities<Pick<LongRunningActivities, 'runDesk'>>(longRunning);

/** Draws every open space's card in Slack: exactly one worker of all at a time. */
export async function desk({ conferenceId }: ConferenceInput): Promise<void> {
  setCurrentDetails(`Draws the cards of **${conferenceId}** in Slack from the newest views.`);
  await runDesk.executeWithOptions({ summary: 'draw cards from the newest views' }, [conferenceId]);
  await continueAsNew<typeof desk>({ conferenceId });
}
