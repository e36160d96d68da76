/** What a run did and was told, kept by the one who did it: the bot is judged by it afterwards. */

/** A host's post, by the id of its first version. */
export interface HostPost {
  readonly first: string;
  /** Ids of its versions, oldest first. */
  readonly versions: string[];
  /** Epoch milliseconds. */
  deletedAt?: number;
  /** It announces nothing. */
  readonly isChatter?: boolean;
}

export interface Records {
  readonly posts: HostPost[];
  /** Decisions that the API confirmed, as instants in epoch milliseconds. */
  readonly confirmed: { readonly openSpaceId: string; readonly decidedAt: number; readonly what: string }[];
  /** How many requests were answered how. */
  readonly answers: Record<string, number>;
  /** Open spaces whose workflow was reset without its messages, or lost: its signals may be lost with it. */
  readonly forgetful: Set<string>;
  readonly terminated: Set<string>;
  /** Requests of people, by the open space, as their ids come to be known. */
  readonly paused: { readonly from: number; to?: number }[];
  /** When a process died, stood still or began again, epoch milliseconds. */
  readonly disturbedAt: number[];
  /** When Temporal's data was lost, epoch milliseconds. */
  readonly wipedAt: number[];
  readonly kills: Record<string, number>;
  /** Kept requests that were refused, by the open space: views keep only the newest. */
  readonly refusals: Set<string>;
  /** What was seen to be wrong while it went on. */
  readonly problems: Set<string>;
}

export const newRecords = (): Records => ({
  posts: [],
  confirmed: [],
  answers: {},
  forgetful: new Set(),
  terminated: new Set(),
  paused: [],
  disturbedAt: [],
  wipedAt: [],
  kills: {},
  refusals: new Set(),
  problems: new Set(),
});

export function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

/** How long after a death or a stop an answer may fail: time-outs and starts on a busy machine. Milliseconds. */
const disturbedFor = 20_000;

export function isDisturbed({ disturbedAt }: Records, now: number): boolean {
  return disturbedAt.some((at) => at <= now + 1_000 && now - at < disturbedFor);
}
