import type { Actor } from './actor.ts';
import { fingerprint } from './fingerprint.ts';
import type { AskedVerb } from './parse-message.ts';

/** What an organiser asks of an open space, the same from Slack, the API, the pages and Temporal. */
export type Verb = Readonly<AskedVerb>;

export type VerbName = Verb['verb'];

/** Where and when, as a picker or a request gives it. `room` is a listed room, `place` free text; never both. */
export type WhereAndWhen = Pick<Verb & { verb: 'stage' }, 'room' | 'place' | 'startAt'>;

/** The verb with who asks, and what they had seen when they asked. */
export type Request = Verb & {
  /** From `requestId`; the same id is answered once. */
  readonly id: string;
  readonly by: Actor;
  /** The revision that the asker had before them. Absent: whatever stands. */
  readonly revision?: number;
};

/**
 * The id under which equal presses share one decision: the verb, everything it asks for, and the revision that the
 * asker saw. Who asks is no part of it. Two requests that ask for different things never have the same id.
 */
export function requestId(request: Verb, revision: number): string {
  const { verb, ...asked } = request;
  const label = 'approval' in request ? `${verb}-${request.approval}` : verb;
  const details = Object.entries(asked)
    .filter(([key, value]) => value !== undefined && !['approval', 'id', 'by', 'revision'].includes(key))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `${label}${details.length === 0 ? '' : `:${fingerprint(JSON.stringify(details))}`}:r${revision}`;
}
