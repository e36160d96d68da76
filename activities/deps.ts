import type { Config } from '../core/config.ts';
import type { Log } from '../core/log.ts';
import type { Reading, ReadableTweet } from '../core/reading/reading.ts';
import type { CardDrawer } from '../slack/draw.ts';
import type { Store } from '../store/store.ts';
import type { OpenSpaceWorkflows } from '../temporal/workflows.ts';
import type { createXGateway } from '../x/gateway.ts';
import type { AlarmLimits } from './alarm-causes.ts';
import type { createBell } from './bell.ts';

/** Everything outside that the activities use; `worker/compose.ts` provides it. */
export interface Deps {
  /** Epoch milliseconds. In tests that skip time, the workflow's time and not the machine's. */
  readonly clock: () => number;
  readonly store: Store;
  readonly x: ReturnType<typeof createXGateway>;
  /** Slack as the desk uses it. Only the desk draws. */
  readonly cards: CardDrawer;
  /** Wakes the desk when a commit has changed something that it draws. */
  readonly bell: ReturnType<typeof createBell>;
  readonly openSpaces: OpenSpaceWorkflows;
  readonly read: (tweet: ReadableTweet, config: Config) => Reading;
  /** How long the bot waits after an unclear post before it reads its timeline, in seconds. */
  readonly settleSeconds: number;
  /** A monotonic clock, milliseconds: measures how long an attempt takes, also in tests that skip time. */
  readonly stopwatch: () => number;
  /** Waits until a time, epoch milliseconds; does not wait if it has passed. */
  readonly waitUntil: (at: number) => Promise<void>;
  /** Free space on the disk of `DATA_DIR`, bytes. */
  readonly freeDiskSpace: () => Promise<number>;
  /** Rejects if Slack does not answer; undefined if the bot runs without Slack. */
  readonly askSlack?: (() => Promise<unknown>) | undefined;
  /** When alarms are raised [`usualLimits`]; tests wait less. */
  readonly alarmLimits?: Partial<AlarmLimits> | undefined;
  readonly log: Log;
}
