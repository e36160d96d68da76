import type { Config } from '../core/config.ts';
import type { Log } from '../core/log.ts';
import type { Reading, ReadableTweet } from '../core/reading/reading.ts';
import type { CardDrawer } from '../slack/draw.ts';
import type { Store } from '../store/store.ts';
import type { OpenSpaceWorkflows } from '../temporal/workflows.ts';
import type { createXGateway } from '../x/gateway.ts';
import type { AlarmLimits } from './alarm-causes.ts';
import type { createBell } from './bell.ts';

/** What the activities need of the world; the `main.ts` files fill it in, and nothing else reaches them. */
export interface Deps {
  /** Epoch milliseconds. Under time skipping the workflow's time, which is not the machine's. */
  readonly clock: () => number;
  readonly store: Store;
  readonly x: ReturnType<typeof createXGateway>;
  /** Slack as the desk uses it. Only the desk draws. */
  readonly cards: CardDrawer;
  /** Rings when a commit left something to draw. */
  readonly bell: ReturnType<typeof createBell>;
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
