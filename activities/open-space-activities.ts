import type { Committed } from '../core/handle-message.ts';
import type { OpenSpace } from '../core/open-space.ts';
import type { SendResult } from '../core/outcomes.ts';

/** The activities that an `openSpace` workflow calls; workflows see only these types. */
export interface OpenSpaceActivities {
  /** Stores one change with everything that follows from it, or says what is in its way. */
  commitOpenSpace(commit: Commit): Promise<Committed>;
  /** Makes one attempt to post a reminder by the protocol of `docs/decisions/0006`: never a second post. */
  sendReminder(request: SendRequest): Promise<SendResult>;
}

export interface Commit {
  /** The next state, under its revision. */
  readonly space: OpenSpace;
  /** The workflow run and a sequence number: repeating a commit under the same id changes nothing. */
  readonly commitId: string;
  /**
   * Whether the change needs a room that the open space did not hold: then somebody else's claim stands in its way.
   * What it held already it keeps, also where a restored database has given the room away.
   */
  readonly takesRoom: boolean;
  /** Reminders that this change calls missed. Absent in what a workflow of an earlier version sends. */
  readonly missed?: readonly string[];
}

export interface SendRequest {
  /** As it is stored. */
  readonly space: OpenSpace;
  readonly key: string;
}
