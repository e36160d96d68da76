import { continueAsNew, proxyActivities, setCurrentDetails } from '@temporalio/workflow';

/** Work that never ends: one activity holds it, and another worker takes over within seconds when its worker dies. */
export interface StandingActivities {
  /** Hears tweets until its shift is over, and hands each to an open space of its own. */
  listenToTweets(conferenceId: string): Promise<void>;
  /** Draws cards until its shift is over. */
  runDesk(conferenceId: string): Promise<void>;
}

/**
 * The heartbeat's time-out is how long nobody listens after a worker was killed. Each heartbeat that reaches the server
 * is billed: 10 seconds make about 11,000 a day.
 */
const standing = proxyActivities<StandingActivities>({
  startToCloseTimeout: '1 day',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 1.5, maximumInterval: '20 seconds' },
});

export interface StandingInput {
  readonly conferenceId: string;
}

/** Listens for the conference's keywords, one at a time per conference. */
export async function listen({ conferenceId }: StandingInput): Promise<void> {
  setCurrentDetails(`Listens on X for the keywords of **${conferenceId}**. Exactly one worker holds the stream.`);
  const summary = 'hold the stream, fill the gaps, open open spaces';
  await standing.listenToTweets.executeWithOptions({ summary }, [conferenceId]);
  await continueAsNew<typeof listen>({ conferenceId });
}

/** Draws every open space's card in Slack, one at a time per conference. */
export async function desk({ conferenceId }: StandingInput): Promise<void> {
  setCurrentDetails(`Draws the cards of **${conferenceId}** in Slack from the newest views.`);
  await standing.runDesk.executeWithOptions({ summary: 'draw cards from the newest views' }, [conferenceId]);
  await continueAsNew<typeof desk>({ conferenceId });
}
