import { z } from 'zod';
import type { Actor } from '../core/actor.ts';
import { namesOfRoom } from '../core/listed-room.ts';
import type { Store } from '../store/store.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { Ask, AskOutcome } from './ask-open-space.ts';

/** An open space to shift. If `revision` differs from its present one, it is not moved. */
export interface ToShift {
  readonly id: string;
  readonly revision?: number | undefined;
}

/** An open space as a person saw it. */
export interface Seen extends ToShift {
  readonly revision: number;
}

/** The list in a form or a button: `id.revision,id.revision`. */
export const targetsSchema = z
  .string()
  .regex(/^[\w-]{1,60}\.\d{1,9}(?:,[\w-]{1,60}\.\d{1,9})*$/u)
  .transform((text) =>
    text.split(',').map((one) => {
      const [id = '', revision] = one.split('.');
      return { id, revision: Number(revision) };
    }),
  );

/** One entry of that list. */
export const targetText = ({ id, revision }: Seen): string => `${id}.${revision}`;

/** The result of a shift, per open space. */
export interface Shifted {
  /** Those that were surely moved. Undo applies only to these. */
  readonly moved: readonly Moved[];
  /** No worker has answered yet: each one is moved or refused later, and its card shows which. */
  readonly kept: readonly OpenSpaceView[];
  readonly refused: readonly { readonly view: OpenSpaceView; readonly reason: string }[];
}

export interface Moved {
  /** The view before the shift. */
  readonly view: OpenSpaceView;
  /** The start before the shift, epoch milliseconds. */
  readonly from: number;
  /** The revision that the move made. */
  readonly revision: number;
}

/** More than any conference has on one day. A second shift would move the rest. */
const mostShifted = 1_000;

/** Minutes. A longer shift would reach another day. */
export const longestShift = 12 * 60;

/** The answer if nobody knows whether the request has arrived. */
const unreachable: AskOutcome = {
  kind: 'refused',
  reason: 'The bot cannot reach its own servers. Check the card in a moment.',
};

/** Moves many starts by the same number of minutes, for example if a room runs late. */
export function createShift(store: Store, ask: (ask: Ask) => Promise<AskOutcome>) {
  /**
   * The open spaces that a shift would move: all scheduled ones in the room, or in all rooms, from `from` on.
   *
   * @param before the end of that time, exclusive [no end]; both epoch milliseconds
   */
  async function listShiftable(room: string | undefined, from: number, before?: number): Promise<OpenSpaceView[]> {
    const { conference } = await store.configs.current();
    const rooms = room === undefined ? undefined : namesOfRoom(room, conference.rooms);
    const to = before === undefined ? undefined : new Date(before);
    const filter = withoutUndefined({ status: ['scheduled'] as const, from: new Date(from), to, rooms });
    return store.openSpaces.list(conference.id, filter, mostShifted);
  }

  /**
   * Moves them, each by its own decision: if one is refused, it stays, and the others still move. Repeating the same
   * request moves nothing twice, because the same request at the same revision is one decision.
   *
   * @param minutes later, or earlier if negative
   * @param seed of a request that may be repeated: an open space that it has moved is not moved again
   * @throws if the bot's servers are away, and nothing has moved or the request may be repeated
   */
  async function shift(targets: readonly ToShift[], minutes: number, by: Actor, seed?: string): Promise<Shifted> {
    const revisions = new Map(targets.map(({ id, revision }) => [id, revision]));
    const views = await store.openSpaces.findMany([...revisions.keys()]);
    const requestId = seed === undefined ? {} : { requestId: `shift:${seed}` };
    const moved: Moved[] = [];
    const kept: OpenSpaceView[] = [];
    const refused: { view: OpenSpaceView; reason: string }[] = [];
    let failure: unknown;
    const noteFailure = (error: unknown): AskOutcome => {
      if (seed !== undefined) throw error;
      failure = error;
      return unreachable;
    };
    // In this order each session frees its slot before the next one needs it. Sessions with the same start cannot
    // disturb each other.
    const groups = byStart(views);
    for (const together of minutes > 0 ? groups.toReversed() : groups) {
      const answers = await Promise.all(
        together.map(async (view) => {
          const verb = { verb: 'change', startAt: (view.space.startAt ?? 0) + minutes * 60_000 } as const;
          const revision = revisions.get(view._id) ?? view.revision;
          const asked = { openSpaceId: view._id, verb, by, revision, ...requestId };
          // After a failure nothing more is asked: each request would take seconds, while a person waits.
          const answer = failure === undefined ? await ask(asked).catch(noteFailure) : unreachable;
          return { view, answer };
        }),
      );
      for (const { view, answer } of answers) {
        if (answer.kind === 'decided') {
          const { from, revision } = answer.result.decision;
          moved.push({ view, revision, from: Number(from['startAt'] ?? view.space.startAt) });
        } else if (answer.kind === 'kept') kept.push(view);
        else refused.push({ view, reason: answer.kind === 'refused' ? answer.reason : 'It has ended.' });
      }
    }
    if (failure !== undefined && moved.length + kept.length === 0) throw failure;
    return { moved, kept, refused };
  }

  return { listShiftable, shift };
}

/** Groups by start, the earliest first. */
function byStart(views: readonly OpenSpaceView[]): OpenSpaceView[][] {
  const starts = [...new Set(views.flatMap(({ space }) => space.startAt ?? []))].toSorted((one, other) => one - other);
  return starts.map((start) => views.filter(({ space }) => space.startAt === start));
}
