import type { Config } from '../core/config.ts';
import type { Log } from '../core/log.ts';
import type { Reading, ReadableTweet } from '../core/reading/reading.ts';
import type { SourceChange } from '../core/request.ts';
import type { OpenSpace } from '../core/open-space.ts';
import type { Health } from '../store/health.ts';
import type { Card, OpenSpaceView } from '../store/open-spaces.ts';
import type { Store } from '../store/store.ts';
import type { TweetDoc } from '../store/tweets.ts';
import type { OpenSpaceInput } from '../workflows/messages.ts';
import type { AlarmLimits } from './alarm-causes.ts';
import type { Bell } from './bell.ts';
import type { IncomingTweet, UnreadableTweet } from './incoming-tweet.ts';

/** What the activities need of the world; the `main.ts` files fill it in, and nothing else reaches them. */
export interface Deps {
  /** Epoch milliseconds. Under time skipping the workflow's time, which is not the machine's. */
  readonly clock: () => number;
  readonly store: Store;
  readonly x: X;
  readonly cards: CardDrawer;
  /** Rings when a commit left something to draw. */
  readonly bell: Bell;
  readonly openSpaces: OpenSpaceWorkflows;
  /** Reads a tweet by the rules of a config. */
  readonly read: (tweet: ReadableTweet, config: Config) => Reading;
  /** How long an unclear post waits before the bot's timeline tells, in seconds. */
  readonly settleSeconds: number;
  /** A clock that only runs forward, milliseconds: tells how long an attempt has taken, also where time is skipped. */
  readonly stopwatch: () => number;
  /** Waits until a moment, epoch milliseconds; at once where it has passed. */
  readonly waitUntil: (at: number) => Promise<void>;
  /** What is free where this machine keeps its data, bytes. */
  readonly freeDiskSpace: () => Promise<number>;
  /** Rejects where Slack does not answer; undefined where the bot runs without Slack. */
  readonly askSlack?: (() => Promise<unknown>) | undefined;
  /** When alarms are raised [`usualLimits`]; tests wait less. */
  readonly alarmLimits?: Partial<AlarmLimits> | undefined;
  readonly log: Log;
}

/** Starts and reaches `openSpace` workflows. */
export interface OpenSpaceWorkflows {
  /** Idempotent: an open space that was started before, or has ended, is left alone. False where it has ended. */
  start(input: OpenSpaceInput): Promise<boolean>;
  /** Those whose workflows run, by open space id, with what Temporal shows of each; may lag some seconds behind. */
  listRunning(conferenceId: string): Promise<Map<string, ShownInTemporal>>;
  /** The ids of our running workflows whose code fails again and again. Rejects where Temporal keeps no such list. */
  listProblems(): Promise<string[]>;
  /** When Temporal heard of the desk's worker last, by Temporal's clock; epoch milliseconds. */
  deskHeartbeatAt(conferenceId: string): Promise<number | undefined>;
  /** What Temporal knows of one, surely and now. */
  findWorkflow(conferenceId: string, id: string): Promise<FoundWorkflow>;
  /** False where no workflow is there to hear it. */
  sourceChanged(conferenceId: string, id: string, change: SourceChange): Promise<boolean>;
  /** Lets one that is in conflict ask for its room again; false where no workflow is there to hear it. */
  roomFreed(conferenceId: string, id: string): Promise<boolean>;
  /** Lets a workflow compare itself with what is stored: the later state of the two stands. */
  storeDiffers(conferenceId: string, id: string): Promise<boolean>;
}

/** Search attributes of a workflow: `sentenceOf` and `statusOf` its open space. */
export interface ShownInTemporal {
  readonly sentence: string | undefined;
  readonly status: string | undefined;
}

export type FoundWorkflow =
  | { readonly kind: 'none' | 'running' }
  /** It came to its end; this is what it ended with. */
  | { readonly kind: 'completed'; readonly space: OpenSpace }
  /** Somebody ended it in Temporal. */
  | { readonly kind: 'stopped' };

/** What came of a post; only `ambiguous` may or may not stand on X. */
export type PostOutcome =
  | { readonly kind: 'posted'; readonly id: string }
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  | {
      readonly kind: 'later';
      /** Milliseconds. */
      readonly afterMs: number;
      readonly reason: string;
      /** X refuses the account whatever it posts: its keys, its credits, its standing. */
      readonly isAccountRefused?: true;
    }
  | { readonly kind: 'duplicate'; readonly detail: string }
  | { readonly kind: 'ambiguous'; readonly reason: string };

export type TweetLookup =
  | { readonly kind: 'present'; readonly tweet: IncomingTweet }
  | { readonly kind: 'gone'; readonly why: 'deleted' | 'protected' }
  | { readonly kind: 'unavailable'; readonly reason: string };

export type OwnPostLookup =
  | { readonly kind: 'found'; readonly id: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** X as the activities use it; every call ends by itself within the time its activity allows. */
export interface X {
  /** One HTTP attempt. */
  post(text: string): Promise<PostOutcome>;
  /** One attempt; X refuses replies to people who did not mention the account. */
  reply(text: string, inReplyToId: string): Promise<PostOutcome>;
  /** The bot's handle, without the @. */
  ownUsername(): Promise<string>;
  lookUp(tweetId: string): Promise<TweetLookup>;
  /** Each of many, in requests of 100 ids; every id has an entry. */
  lookUpMany(tweetIds: readonly string[]): Promise<Map<string, TweetLookup>>;
  findOwnPost(wanted: { text: string; sinceId: string | undefined }): Promise<OwnPostLookup>;
  /** Undefined when the bot has posted nothing, or X does not say. */
  newestOwnPostId(): Promise<string | undefined>;
  /** Hears tweets until the signal aborts; hands them over one at a time, gaps filled. */
  listen(request: ListenRequest): Promise<void>;
}

export interface ListenRequest {
  readonly keywords: readonly string[];
  /** Everything that X had until then was handed over, epoch milliseconds: searches for what was missed begin here. */
  readonly heardThrough: () => Promise<number>;
  /** Everything until then was handed over now, epoch milliseconds; may come behind what was said before. */
  readonly onHeardThrough: (through: number) => Promise<void>;
  /**
   * Gets the next one when the one before is taken. A rejection ends the listening: a tweet that cannot be kept must
   * not pass as heard.
   */
  readonly onTweet: (tweet: IncomingTweet) => Promise<void>;
  /** Gets what cannot be read in place of `onTweet`. */
  readonly onUnreadable: (tweet: UnreadableTweet) => Promise<void>;
  readonly onState: (state: ListeningState) => void;
  readonly signal: AbortSignal;
}

export interface ListeningState {
  readonly connected: boolean;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly lastError?: string;
}

/** What drawing a card came to. */
export type Drawn =
  | { readonly kind: 'drawn' }
  /** Slack asks to wait, or is away: again at `until`, epoch milliseconds. */
  | { readonly kind: 'later'; readonly until: number; readonly why: string };

/** Slack as the desk uses it. Only the desk draws. */
export interface CardDrawer {
  /**
   * Brings the open space's messages to its newest revision: posts into the channel that its status belongs to, updates
   * those that stand. `onPosted` is awaited as soon as a message was posted, before anything else can fail.
   */
  draw(options: {
    readonly view: OpenSpaceView;
    readonly tweet: TweetDoc | null;
    readonly config: Config;
    readonly facts?: CardFacts;
    readonly onPosted: (card: Card) => Promise<void>;
  }): Promise<Drawn>;
  /** One message before many cards. `cards`: how many are to be drawn, of which `views` are the first. */
  drawDigest(options: {
    readonly views: readonly OpenSpaceView[];
    readonly cards: number;
    /** How many open spaces wait for a decision. */
    readonly undecided: number;
    readonly config: Config;
  }): Promise<Drawn>;
  /** Tells one person what became of a request that was kept; only they see it. */
  tellPerson(userId: string, text: string, view: OpenSpaceView, config: Config): Promise<Drawn>;
  /** Something all organisers should hear of, in the review channel: a sentence, or news that the drawer words. */
  tell(news: string | DeskNews, config: Config): Promise<Drawn>;
}

/** What a card in Slack shows beside its open space, as it stood when the card was drawn. */
export interface CardFacts extends RelatedFacts {
  /** The next reminder's text as it would go out. */
  readonly reminderText?: string;
}

/** What a card shows of other open spaces, in Slack and on the pages. */
export interface RelatedFacts {
  /** Of a conflict: the one that holds the room. */
  readonly rival?: OpenSpace;
  /** Of a conflict: listed rooms that nobody holds around that time, the first few. */
  readonly freeRooms?: readonly string[];
  /** Of a post that nobody has decided on: the known session of the same host that it may be about. */
  readonly about?: OpenSpace;
}

export type DeskNews =
  | { readonly kind: 'paused' | 'resumed'; readonly by: string }
  | ({ readonly kind: 'morning' } & Overview);

/** How the bot is doing, in numbers. */
export interface Overview {
  readonly listening: Health | null;
  /** How many open spaces wait for a decision. */
  readonly waiting: number;
  /** Reminders that are approved and still to go out. */
  readonly approved: number;
  /** Estimated US dollars. */
  readonly spent: number;
}
