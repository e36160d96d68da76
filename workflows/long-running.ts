import type { ActivityOptions } from '@temporalio/workflow';

/** Listening and the desk are one activity each, in shifts of six hours; another worker takes over when theirs dies. */
export interface ConferenceInput {
  readonly conferenceId: string;
}

/**
 * The heartbeat's time-out is how long nobody listens after a worker was killed. Each heartbeat that reaches the server
 * is billed: the SDK sends one each 5 seconds, about 17,000 a day, however often the activity beats. The back-off does
 * not grow, because the SDK never resets it: also the twentieth take-over of an activity comes within a second.
 */
export const longRunning = {
  startToCloseTimeout: '1 day',
  heartbeatTimeout: '6 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 1 },
} as const satisfies ActivityOptions;
