import { z } from 'zod';
import type { Actor } from '../core/actor.ts';
import { namesOfRoom } from '../core/listed-room.ts';
import type { Store } from '../store/store.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { Ask, AskOutcome } from './ask-open-space.ts';

/** An open space to shift; where its asker saw another revision than it has now, it is left where it is. */
export interface ToShift {
  readonly id: string;
  readonly revision?: number | undefined;
}

/** As somebody saw it. */
export interface Seen extends ToShift {
  readonly revision: number;
}

/** Those to shift as a form or a button carries them: `id.revision,id.revision`. */
export const targetsSchema = z
  .string()
  .regex(/^[\w-]{1,60}\.\d{1,9}(?:,[\w-]{1,60}\.\d{1,9})*$/u)
  .transform((text) =>
    text.split(',').map((one) => {
      const [id = '', revision] = one.split('.');
      return { id, revision: Number(revision) };
    }),
  );

/** One of them. */
export const targetText = ({ id, revision }: Seen): string => `${id}.${revision}`;

/** What a shift came to, one by one. */
export interface Shifted {
  /** Those that were surely moved: Undo is about these only. */
  readonly moved: readonly Moved[];
  /** No worker has answered yet: each is moved or refused later, and its card shows which. */
  readonly kept: readonly OpenSpaceView[];
  readonly refused: readonly { readonly view: OpenSpaceView; readonly reason: string }[];
}

export interface Moved {
  /** As it was found. */
  readonly view: OpenSpaceView;
  /** The start that it was moved from, epoch milliseconds. */
  readonly from: number;
  /** The one that its move made. */
  readonly revision: number;
}

/** More than any conference has on one day; the rest would be shifted by asking again. */
const mostShifted = 1_000;

/** Minutes: more is another day, and no shift. */
export const longestShift = 12 * 60;

/** Nobody knows whether the request has arrived. */
const unreachable: AskOutcome = {
  kind: 'refused',
  reason: 'The bot cannot reach its own servers. Check the card in a moment.',
};

/** Moves many starts by the same number of minutes, as when a room runs late. */
export function createShift(store: Store, ask: (ask: Ask) => Promise<AskOutcome>) {
  /**
   * What a shift would move: all scheduled ones of the room, or of all rooms, that start at `from` or later.
   *
   * @param before and earlier than this [no end]; both epoch milliseconds
   */
  async function listShiftable(room: string | undefined, from: number, before?: number): Promise<OpenSpaceView[]> {
    const { conference } = await store.configs.current();
    const rooms = room === undefined ? undefined : namesOfRoom(room, conference.rooms);
    const to = before === undefined ? undefined : new Date(before);
    const filter = withoutUndefined({ status: ['scheduled'] as const, from: new Date(from), to, rooms });
    return store.openSpaces.list(conference.id, filter, mostShifted);
  }

  /**
   * Moves them, each by a decision of its own: one that is refused stays where it is, and the others still move. The
   * same request again moves nothing twice, because a decision is one for each revision.
   *
   * @param minutes later, or earlier where negative
   * @param seed of a request that may be repeated: what it moved before is not moved again
   * @throws where the bot's servers are away and nothing has moved, or the request may be repeated
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
    // Those that make room for the next go first; those that start together are not in each other's way.
    const groups = byStart(views);
    for (const together of minutes > 0 ? groups.toReversed() : groups) {
      const answers = await Promise.all(
        together.map(async (view) => {
          const verb = { verb: 'change', startAt: (view.space.startAt ?? 0) + minutes * 60_000 } as const;
          const revision = revisions.get(view._id) ?? view.revision;
          const asked = { openSpaceId: view._id, verb, by, revision, ...requestId };
          // Each that is asked of a server that is away takes seconds; those that have moved are to be told of.
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

/** Those that start together, the earliest first. */
function byStart(views: readonly OpenSpaceView[]): OpenSpaceView[][] {
  const starts = [...new Set(views.flatMap(({ space }) => space.startAt ?? []))].toSorted((one, other) => one - other);
  return starts.map((start) => views.filter(({ space }) => space.startAt === start));
}
