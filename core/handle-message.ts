import type { Conflict } from './conflict.ts';
import { heldRoom, type OpenSpace, type OpeningRules } from './open-space.ts';
import { reduce, type Message, type Obstacles, type RequestAnswer } from './reduce.ts';

/** What storing a state came to. */
export type Committed =
  /** It stands. `stored`: as an earlier try of the same commit has stored it. */
  | { readonly kind: 'committed'; readonly stored?: OpenSpace }
  /** Nothing was stored: somebody else holds the room then. */
  | { readonly kind: 'taken'; readonly by: Conflict }
  /** Nothing was stored: the text of these reminders is frozen, X may have them. */
  | { readonly kind: 'frozen'; readonly keys: readonly string[] }
  /**
   * Nothing was stored: these reminders, which the change calls missed, were due before the database was restored from
   * an older copy, so they may have been posted.
   */
  | { readonly kind: 'mayBePosted'; readonly keys: readonly string[] }
  /**
   * Nothing was stored: another change of the same or a higher revision stands. This is it. `copied`: a restore made it
   * of an older copy, which had this revision.
   */
  | { readonly kind: 'behind'; readonly stored: OpenSpace; readonly copied?: number };

/** Stores the next state; see `handleMessage`. */
export type CommitChange = (next: OpenSpace, takesRoom: boolean, missed: readonly string[]) => Promise<Committed>;

export interface Handled {
  /** What stands now. */
  readonly space: OpenSpace;
  /** Only for a request. */
  readonly answer?: RequestAnswer;
}

/**
 * One message from its rules to its commit. Whatever the store finds in the way, the message is judged again by it; so
 * the answer that it gets is about what really stands.
 *
 * @param now epoch milliseconds at each look: a commit can take time
 * @param commit stores the next state; `takesRoom` where that needs a room that the present one does not hold; `missed`
 *   names the reminders that it calls missed and the present one does not
 */
export async function handleMessage(
  start: OpenSpace,
  message: Message,
  rules: OpeningRules,
  now: () => number,
  commit: CommitChange,
): Promise<Handled> {
  let space = isAheadOf(start, message) ? await laterOf(start, commit) : start;
  let obstacles: Obstacles = {};
  for (;;) {
    const { space: next, ...answered } = reduce(space, message, now(), rules, obstacles);
    if (next === space || isStored(message, next)) return { space: next, ...answered };
    const committed = await commit(next, takesRoom(space, next), newlyMissed(space, next));
    switch (committed.kind) {
      case 'committed':
        return { space: next, ...answered };
      case 'taken':
        obstacles = { ...obstacles, taken: committed.by };
        break;
      case 'frozen':
        obstacles = { ...obstacles, frozen: [...(obstacles.frozen ?? []), ...committed.keys] };
        break;
      case 'mayBePosted':
        obstacles = { ...obstacles, mayBePosted: committed.keys };
        break;
      case 'behind':
        space = committed.stored;
        obstacles = {};
    }
  }
}

/** What is known here or what is stored, the later of the two; where the store knows less, it is told. */
async function laterOf(space: OpenSpace, commit: CommitChange): Promise<OpenSpace> {
  const met = await commit(space, false, []);
  if (met.kind !== 'behind') return space;
  const { stored, copied = Infinity } = met;
  // What a restore made of an older copy than this is not later, whatever its revision.
  return space.revision > copied ? laterOf({ ...space, revision: stored.revision + 1 }, commit) : stored;
}

/** Whether the change needs a room that the open space does not hold. What it holds, nobody can take from it. */
function takesRoom(space: OpenSpace, next: OpenSpace): boolean {
  const [held, wanted] = [heldRoom(space), heldRoom(next)];
  return wanted !== undefined && (held?.room !== wanted.room || held.startAt !== wanted.startAt);
}

function newlyMissed(space: OpenSpace, next: OpenSpace): string[] {
  const isMissed = ({ reminders }: OpenSpace, wanted: string) =>
    reminders.some(({ key, state }) => key === wanted && state.status === 'missed');
  return next.reminders.map(({ key }) => key).filter((key) => isMissed(next, key) && !isMissed(space, key));
}

/**
 * The store may be ahead of us: an asker has seen a later revision, an attempt to post found another state, or the
 * reconciler says so.
 */
function isAheadOf(space: OpenSpace, message: Message): boolean {
  if (message.kind === 'sendResult') {
    const { result } = message;
    if (result.kind === 'outdated') return result.revision === space.revision;
    return result.kind === 'sent' && (result.recordedAs ?? 0) > space.revision + 1;
  }
  if (message.kind === 'storeDiffers') return true;
  return message.kind === 'request' && (message.request.revision ?? 0) > space.revision;
}

/** The posting activity has stored this very state. */
function isStored(message: Message, next: OpenSpace): boolean {
  return message.kind === 'sendResult' && message.result.kind === 'sent' && message.result.recordedAs === next.revision;
}
