/** X in memory, for the model test alone: it takes every post, also a duplicate, and fails as told. */
import type { Deps } from '../../activities/deps.ts';
import type { TweetLookup } from '../../x/lookup.ts';
import type { PostOutcome } from '../../x/post.ts';
import type { OwnPostLookup, TextsLike } from '../../x/timeline.ts';
import type { OpenSpace } from '../../core/open-space.ts';
import type { Plan } from '../../core/plan.ts';

const minute = 60_000;
/** How far the timeline is behind: almost as long as the bot waits before it looks. Milliseconds. */
const lagMs = 59_000;

export type XFault = 'ok' | 'lost before' | 'lost after' | 'refused' | 'refused but taken' | 'later' | 'timeline away';

/** The open spaces as a process has read them last, by id. */
export type Seen = ReadonlyMap<string, OpenSpace>;

export interface Post {
  readonly id: string;
  readonly text: string;
  readonly at: number;
  /** The reminder that was posted. */
  readonly owner: string;
}

export class SimulatedX {
  /** What X took, oldest first. */
  readonly ledger: Post[] = [];
  /** The newest version of each host's post. */
  readonly sources = new Map<string, { tweetId: string; plan: Plan; at: number } | 'deleted'>();
  /** By the first version's id: when its host deleted it, epoch milliseconds. */
  readonly deletedAt = new Map<string, number>();
  fault: XFault | 'duplicate' = 'ok';
  readonly #now: () => number;
  readonly #check: (text: string, seen: Seen) => string;
  readonly #takes: (ms: number) => void;

  /**
   * @param check looks at a post in the moment when X takes it, and tells whose reminder it is
   * @param takes lets the milliseconds pass that a call takes
   */
  constructor(now: () => number, check: (text: string, seen: Seen) => string, takes: (ms: number) => void) {
    this.#now = now;
    this.#check = check;
    this.#takes = takes;
  }

  /** X takes the post at once, and answers a second later. The judge looks at the moment of the request. */
  async post(text: string, seen: Seen): Promise<PostOutcome> {
    const outcome = this.#take(text, seen);
    this.#takes(1_000);
    return outcome;
  }

  #take(text: string, seen: Seen): PostOutcome {
    const fault = this.fault;
    if (fault === 'lost before') return { kind: 'ambiguous', reason: 'lost' };
    if (fault === 'duplicate') return { kind: 'duplicate', detail: 'it has this text' };
    if (fault === 'refused') return { kind: 'refused', status: 403, detail: 'no' };
    if (fault === 'later') return { kind: 'later', afterMs: minute, reason: 'limit' };
    const owner = this.#check(text, seen);
    const id = String(1_000 + this.ledger.length);
    this.ledger.push({ id, text, at: this.#now(), owner });
    if (fault === 'lost after') return { kind: 'ambiguous', reason: 'lost' };
    if (fault === 'refused but taken') return { kind: 'refused', status: 403, detail: 'no' };
    return { kind: 'posted', id };
  }

  async lookUp(tweetId: string): Promise<TweetLookup> {
    this.#takes(3_000);
    const source = this.sources.get(postOfVersion(tweetId));
    if (source === undefined || source === 'deleted') return { kind: 'gone', why: 'deleted' };
    const tweet = {
      id: source.tweetId,
      url: 'u',
      text: JSON.stringify(source.plan),
      postedAt: source.at,
      author: { id: 'h' },
    };
    return { kind: 'present', tweet } as unknown as TweetLookup;
  }

  async findOwnPosts({
    textsLike,
    sinceId = '0',
  }: {
    textsLike: TextsLike;
    sinceId: string | undefined;
  }): Promise<OwnPostLookup> {
    this.#takes(4_000);
    if (this.fault === 'timeline away') return { kind: 'unavailable', reason: 'away' };
    const found = this.#shown().filter(
      ({ id, text }) => textsLike(text).includes(text) && Number(id) > Number(sinceId),
    );
    return found.length === 0 ? { kind: 'absent' } : { kind: 'found', posts: found };
  }

  earlierPostId(): string {
    return '0';
  }

  postIdAt(at: number): string {
    return this.ledger.findLast((post) => post.at <= at)?.id ?? '0';
  }

  async newestOwnPostId(): Promise<string | undefined> {
    return this.#shown().at(-1)?.id;
  }

  /** What the timeline shows. */
  #shown(): Post[] {
    return this.ledger.filter(({ at }) => at <= this.#now() - lagMs);
  }
}

/** The post of which this is a version: `World.nextTweetId` makes the ids. */
export const postOfVersion = (tweetId: string): string => tweetId.slice(-1);

/** The reader of what `lookUp` brings. */
export function readPlan({ verdict, room, startAt, isSure = false }: Plan): ReturnType<Deps['read']> {
  return {
    verdict,
    intent: 'announce',
    rooms: room === undefined ? [] : [{ name: room, span: { from: 0, to: 0 } }],
    starts: startAt === undefined ? [] : [{ at: startAt, approximate: false, time: { from: 0, to: 0 } }],
    reasons: [],
    sure: isSure,
  } as unknown as ReturnType<Deps['read']>;
}
