import {
  ApplicationFailure,
  condition,
  proxyActivities,
  setCurrentDetails,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { OpenSpaceActivities } from '../activities/open-space-activities.ts';
import type { Conflict } from '../core/conflict.ts';
import { localDayAndTime } from '../core/local-time.ts';
import { holdsRoom, type OpenSpace } from '../core/open-space.ts';
import { applySourceChange, type SourceChange } from '../core/source-change.ts';
import { detailsOf, sentenceOf, statusOf, statusWords } from '../core/status.ts';
import type { DecisionResult, OpenSpaceInput } from './messages.ts';
import { searchAttributeUpdatesOf } from './search-attributes.ts';

const activities = proxyActivities<OpenSpaceActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10 seconds' },
});

/** An open space while its workflow lives: what it is, what was recorded of it, and what waits to be looked at. */
export class OpenSpaceState {
  readonly rules: OpenSpaceInput['rules'];
  readonly settleSeconds: number;
  /** Requests that were answered, by id. */
  readonly answered = new Map<string, DecisionResult>();
  /** When a reminder that was held back may be tried again, by its key. */
  readonly heldUntil = new Map<string, number>();
  space: OpenSpace;
  #recorded: OpenSpace;
  #attributes: string;
  #sourceChanges: SourceChange[] = [];
  #claiming = false;

  constructor(input: OpenSpaceInput) {
    this.space = input.space;
    this.#recorded = input.space;
    this.#attributes = attributeFingerprint(input.space);
    this.rules = input.rules;
    this.settleSeconds = input.settleSeconds;
    for (const decision of input.space.decisions) {
      this.answered.set(decision.id, { ...decision, status: statusOf(input.space) });
    }
    setCurrentDetails(detailsOf(this.space));
  }

  /** Whether something happened that the workflow has not dealt with yet. */
  isDirty(): boolean {
    return this.space.revision > this.#recorded.revision || this.#sourceChanges.length > 0;
  }

  /** Brings what changed to the Temporal UI, and by the activity to everybody else. */
  async record(): Promise<void> {
    while (this.space.revision > this.#recorded.revision) {
      const { space } = this;
      this.show();
      const summary = `${statusWords[statusOf(space)]}: tell the card, the API and the schedule`.slice(0, 200);
      await activities.recordOpenSpace.executeWithOptions({ summary }, [space]);
      this.#recorded = space;
    }
  }

  /** The Temporal UI's part alone: for a change that the sending activity stores itself. */
  show(): void {
    setCurrentDetails(detailsOf(this.space));
    const attributes = attributeFingerprint(this.space);
    if (attributes === this.#attributes) return;
    this.#attributes = attributes;
    upsertSearchAttributes(searchAttributeUpdatesOf(this.space));
  }

  /** The sending activity has stored this very state already. */
  recordedBySending(space: OpenSpace): void {
    this.space = space;
    this.#recorded = space;
    this.show();
  }

  sourceChanged(change: SourceChange): void {
    this.#sourceChanges.push(change);
  }

  /** What the host did to the tweet, one after the other. */
  async applySourceChanges(): Promise<void> {
    for (let change = this.#sourceChanges.shift(); change !== undefined; change = this.#sourceChanges.shift()) {
      const now = Date.now();
      const taken = await this.#claimForEdit(change, now);
      this.space = applySourceChange(this.space, change, taken, now, this.rules);
    }
  }

  /** An edit that schedules itself wants its room, where the open space is one that edits still move. */
  async #claimForEdit(change: SourceChange, now: number): Promise<Conflict | undefined> {
    if (change.kind !== 'edited' || !change.planChanged || change.verdict !== 'schedule') return undefined;
    if (['cancelled', 'dismissed', 'over'].includes(this.space.standing.status)) return undefined;
    const { room, startAt } = change;
    if (room === undefined || startAt === undefined || startAt <= now) return undefined;
    return this.claim({ ...this.space, room, startAt });
  }

  /** Whether a next state needs a room that the present one does not hold at that time. */
  needsClaim(next: OpenSpace): boolean {
    if (!holdsRoom(next)) return false;
    const { room, startAt } = this.space;
    return !holdsRoom(this.space) || next.room !== room || next.startAt !== startAt;
  }

  /** Takes back the room that the open space has, after a claim for something that did not come about. */
  async claimAgain(): Promise<void> {
    if (holdsRoom(this.space)) await this.claim(this.space);
  }

  /** One claim at a time, so that the store's answer is about the state it was asked for. */
  async claim(next: OpenSpace): Promise<Conflict | undefined> {
    const { room, startAt } = next;
    if (room === undefined || startAt === undefined) return undefined;
    await condition(() => !this.#claiming);
    this.#claiming = true;
    try {
      const { id: openSpaceId, conferenceId, timeZone } = this.space;
      const summary = `is ${room} free, ${localDayAndTime(startAt, timeZone)}?`.slice(0, 200);
      const request = { openSpaceId, conferenceId, room, startAt };
      return (await activities.claimRoom.executeWithOptions({ summary }, [request])) ?? undefined;
    } finally {
      this.#claiming = false;
    }
  }
}

/** What of an open space stands in its search attributes: each upsert is billed, so only a difference makes one. */
function attributeFingerprint(space: OpenSpace): string {
  return `${sentenceOf(space)} ${statusOf(space)} ${space.startAt ?? ''}`;
}

/** A reason for people; the doors show it as it stands. */
export function refusal(reason: string): ApplicationFailure {
  return ApplicationFailure.create({ message: reason, type: 'Refused', nonRetryable: true, category: 'BENIGN' });
}
