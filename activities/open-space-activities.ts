import type { Conflict } from '../core/conflict.ts';
import type { OpenSpace } from '../core/open-space.ts';
import type { SendResult } from '../workflows/messages.ts';

/** The activities that an `openSpace` workflow calls; workflows see only these types. */
export interface OpenSpaceActivities {
  /** Stores the view if its revision is the newest, with the decisions it carries, and frees the room it no longer holds. */
  recordOpenSpace(space: OpenSpace): Promise<void>;
  /** Claims the room at the start for the open space, in place of what it held; the conflict where somebody else holds it. */
  claimRoom(request: ClaimRequest): Promise<Conflict | null>;
  /** Brings one reminder one step further by the protocol of `docs/decisions`: never a second post. */
  sendReminder(request: SendRequest): Promise<SendResult>;
}

export interface ClaimRequest {
  readonly openSpaceId: string;
  readonly conferenceId: string;
  readonly room: string;
  /** Epoch milliseconds. */
  readonly startAt: number;
}

export interface SendRequest {
  /** As it is while the reminder is `sending`. */
  readonly space: OpenSpace;
  readonly key: string;
  readonly settleSeconds: number;
}
