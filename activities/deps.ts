import type { Config } from '../core/config.ts';
import type { Log } from '../core/log.ts';
import type { Reading, ReadableTweet } from '../core/reading/reading.ts';
import type { Card, OpenSpaceView } from '../store/open-spaces.ts';
import type { Store } from '../store/store.ts';
import type { TweetDoc } from '../store/tweets.ts';
import type { OpenSpaceWorkflows } from '../temporal/workflows.ts';
import type { createXGateway } from '../x/gateway.ts';
import type { AlarmLimits } from './alarm-causes.ts';
import type { Bell } from './bell.ts';
import type { CardFacts } from './card-facts.ts';
import type { DeskNews } from './desk-news.ts';

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

/** X as the activities use it. */
export type X = ReturnType<typeof createXGateway>;

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
