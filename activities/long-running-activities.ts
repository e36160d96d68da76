/** Work that never ends by itself: one activity holds it at a time. */
export interface LongRunningActivities {
  /** Hears tweets until its shift is over, and hands each to an open space of its own. */
  listenToTweets(conferenceId: string): Promise<void>;
  /** Draws cards until its shift is over. */
  runDesk(conferenceId: string): Promise<void>;
}
