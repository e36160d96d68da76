import { z } from 'zod';
import type { Actor } from '../core/actor.ts';
import { namesOfRoom } from '../core/listed-room.ts';
import { isDenied, type OpenSpace } from '../core/open-space.ts';
import type { Store } from '../store/store.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import { refusalWords } from '../core/words.ts';
import { askMany, missingOf, type ManyAsker, type OneOfMany } from './ask-many.ts';
import { createShownViews } from './shown-views.ts';

/** An open space to shift. If `revision` differs from its present one, it is not moved. */
export interface ToShift {
  readonly id: string;
  readonly revision?: number | undefined;
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

/** An open space as a person saw it. */
export type Seen = z.infer<typeof targetsSchema>[number];

export const targetText = ({ id, revision }: Seen): string => `${id}.${revision}`;

export type Shifted = Awaited<ReturnType<ReturnType<typeof createShift>['shift']>>;
export type Moved = Shifted['moved'][number];

/** More than any conference has on one day. A second shift would move the rest. */
const mostShifted = 1_000;

/** Minutes. A longer shift would reach another day. */
export const longestShift = 12 * 60;

export function createShift(store: Store, asker: ManyAsker) {
  const shown = createShownViews(store);

  /**
   * The open spaces that a shift would move: all in the room, or in all rooms, that take place and start at `from` or
   * later.
   *
   * @param before the end of that time, exclusive [no end]; both epoch milliseconds
   * @param repeated the shift, if this may be its second try: then the result also has the open spaces that the first
   *   try has moved to a start before `from`
   */
  async function listShiftable(
    room: string | undefined,
    from: number,
    before?: number,
    repeated?: { readonly minutes: number; readonly seed: string },
  ): Promise<OpenSpaceView[]> {
    const { conference } = await store.configs.current();
    const rooms = room === undefined ? undefined : namesOfRoom(room, conference.rooms);
    const to = before === undefined ? undefined : new Date(before);
    const earliest = new Date(from + Math.min(0, repeated?.minutes ?? 0) * 60_000);
    const filter = withoutUndefined({ status: ['scheduled'] as const, from: earliest, to, rooms });
    const views = await shown.list(conference.id, filter, mostShifted);
    const isMoved = ({ decisions }: OpenSpace) =>
      repeated !== undefined && decisions.some(({ id }) => id.startsWith(`${requestIdOf(repeated.seed)}:r`));
    return views.filter(({ space }) => (!isDenied(space) && (space.startAt ?? 0) >= from) || isMoved(space));
  }

  /**
   * Moves them, each by its own decision: if one is refused, it stays, and the others still move. Repeating the same
   * request moves nothing twice, because the same request at the same revision is one decision.
   *
   * @param minutes later, or earlier if negative
   * @param seed of a request that may be repeated: an open space that it has moved is not moved again
   * @returns `moved`: those that surely were, with the start before, epoch milliseconds. Undo applies only to these
   * @throws if a request failed, and either nothing has moved or the request may be repeated
   */
  async function shift(targets: readonly ToShift[], minutes: number, by: Actor, seed?: string) {
    const revisions = new Map(targets.map(({ id, revision }) => [id, revision]));
    const views = await shown.findMany([...revisions.keys()]);
    const requestId = seed === undefined ? undefined : requestIdOf(seed);
    const toAsk = (view: OpenSpaceView): OneOfMany => {
      const startAt = (view.space.startAt ?? 0) + minutes * 60_000;
      const seen = revisions.get(view._id);
      // A correction goes out right after a shift, and raises the revision. That is no change by a person.
      const isNewest = view.space.decisions.at(-1)?.revision === seen;
      return { view, verb: { verb: 'change', startAt }, revision: isNewest ? view.revision : seen };
    };
    // In this order each session frees its slot before the next one needs it. Sessions with the same start cannot
    // disturb each other.
    const groups = byStart(views).map((together) => together.map(toAsk));
    const { decided, kept, refused } = await askMany(asker, minutes > 0 ? groups.toReversed() : groups, by, requestId);
    const moved = decided.map(({ view, decision: { from, revision } }) => {
      return { view, revision, from: Number(from['startAt'] ?? view.space.startAt) };
    });
    const startless = views.filter(({ space }) => space.startAt === undefined);
    refused.push(...startless.map((view) => ({ view, reason: refusalWords.noStart })));
    return { moved, kept, refused, missing: missingOf([...revisions.keys()], views) };
  }

  return { listShiftable, shift };
}

/** The name of a shift that may be repeated; the ids of its decisions begin with it. */
const requestIdOf = (seed: string): string => `shift:${seed}`;

function byStart(views: readonly OpenSpaceView[]): OpenSpaceView[][] {
  const starts = [...new Set(views.flatMap(({ space }) => space.startAt ?? []))].toSorted((one, other) => one - other);
  return starts.map((start) => views.filter(({ space }) => space.startAt === start));
}
