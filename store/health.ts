import type { Db } from 'mongodb';
import { withoutUndefined } from '../core/without-undefined.ts';
import { unlessTaken } from './duplicate-key.ts';

/**
 * The last report of a long-running activity by its worker. `look-ups`: whether X answers when posts are looked up;
 * `slack`: whether Slack answers the desk's worker.
 */
export interface Health {
  readonly _id: 'listener' | 'desk' | 'look-ups' | 'slack';
  readonly connected: boolean;
  /** Since when it is connected, or not connected. */
  readonly since: Date;
  readonly lastError?: string;
  /** When the connection was lost; the last five times at most. */
  readonly lostAt?: readonly Date[];
  readonly lostWhy?: string;
  readonly lastTweetAt?: Date;
  /** When the worker last reported. */
  readonly seenAt: Date;
  /** The number of the report, if it is of the listener or the desk. It grows, also from one worker to the next. */
  readonly turn?: number;
}

/** X's limits, as X last told any worker: all workers share one app and one account. */
export interface XLimits {
  readonly _id: 'x';
  readonly post?: LimitLeft;
  readonly search?: LimitLeft;
}

export interface LimitLeft {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: Date;
  readonly saidAt: Date;
  /** Every limit that X named, with the one above. */
  readonly windows?: readonly { readonly minutes: number; readonly limit: number }[];
}

type Report = Partial<Omit<Health, '_id' | 'seenAt' | 'turn'>>;

interface SaidLimit extends Pick<LimitLeft, 'limit' | 'remaining' | 'windows'> {
  readonly route: 'post' | 'search';
  /** Epoch milliseconds. */
  readonly resetAt: number;
}

export const noteKeysEveryMs = 15_000;
/** Keys are not in use any more if no worker has said so for this long, milliseconds. */
const keysKeptMs = 3 * noteKeysEveryMs;

export type HealthStore = ReturnType<typeof createHealth>;

/** The health of the parts, and other facts about the running processes in the same collection. */
export function createHealth(db: Db) {
  const collection = db.collection<Health>('health');
  /** The newest version of the config that the desk has looked at. */
  const seenConfig = db.collection<{ _id: 'config'; version: number }>('health');
  /** `heard:<conference>`: everything that X had until then was stored. */
  const heard = db.collection<{ _id: string; through: Date }>('health');
  const xLimits = db.collection<XLimits>('health');
  /** `keys:<fingerprint>`: since when workers use these X keys, and when one last said so. */
  const keys = db.collection<{ _id: string; since: Date; seenAt: Date }>('health');
  const find = (id: Health['_id']): Promise<Health | null> => collection.findOne({ _id: id });

  /**
   * Stores a report. An earlier one than the last changes nothing: the store took long to carry it out, or another
   * worker has taken over, because this one stood still or did not reach Temporal.
   *
   * @param turn see {@link Health} [any]
   */
  async function say(id: Health['_id'], state: Report, seenAt: Date, turn?: number): Promise<void> {
    // A report without an error ends the last error.
    const isOver = state.connected !== undefined && state.lastError === undefined;
    const $set = withoutUndefined({ ...state, seenAt, turn });
    const update = { $set, ...(isOver ? { $unset: { lastError: '' as const } } : {}) };
    const filter = { _id: id, ...(turn === undefined ? {} : { turn: { $not: { $gt: turn } } }) };
    await unlessTaken(() => collection.updateOne(filter, update, { upsert: true }));
  }

  return {
    async sayLimits(limits: readonly SaidLimit[], saidAt: Date): Promise<void> {
      const said = limits.map(({ route, resetAt, ...left }): [string, LimitLeft] => [
        route,
        { ...left, resetAt: new Date(resetAt), saidAt },
      ]);
      await xLimits.updateOne({ _id: 'x' }, { $set: Object.fromEntries(said) }, { upsert: true });
    },
    /** @param mark a fingerprint of the keys, never the keys */
    async noteKeys(mark: string, now: Date): Promise<void> {
      await keys.deleteMany({ _id: /^keys:/u, seenAt: { $lt: new Date(now.getTime() - keysKeptMs) } });
      const update = { $max: { seenAt: now }, $setOnInsert: { since: now } };
      await keys.updateOne({ _id: `keys:${mark}` }, update, { upsert: true });
    },
    /** Whether workers with different X keys run at the same time. Not after a worker was started with new keys. */
    async haveDifferentKeys(now: Date): Promise<boolean> {
      const inUse = { _id: /^keys:/u, seenAt: { $gte: new Date(now.getTime() - keysKeptMs) } };
      const [newest, ...earlier] = await keys.find(inUse).sort({ since: -1 }).toArray();
      return earlier.some(({ seenAt }) => newest !== undefined && seenAt > newest.since);
    },
    findLimits: (): Promise<XLimits | null> => xLimits.findOne({ _id: 'x' }),
    /** Moves the mark forward. An earlier time changes nothing. */
    async sayHeardThrough(conferenceId: string, through: Date): Promise<void> {
      await heard.updateOne({ _id: `heard:${conferenceId}` }, { $max: { through } }, { upsert: true });
    },
    /** Up to when everything was heard. Undefined before the first search begins. */
    heardThrough: async (conferenceId: string): Promise<Date | undefined> =>
      (await heard.findOne({ _id: `heard:${conferenceId}` }))?.through,
    say,
    /**
     * A turn has begun, so its reports count from now on, even if their numbers are lower than the last ones:
     * Temporal's clock was set back.
     */
    async beginTurn(id: Health['_id'], turn: number): Promise<void> {
      await collection.updateOne({ _id: id, turn: { $gt: turn } }, { $set: { turn } });
    },
    /** @param lastError why it is not connected; undefined if it is. @param turn as for `say` */
    async sayConnected(id: Health['_id'], lastError: string | undefined, now: Date, turn?: number): Promise<void> {
      const connected = lastError === undefined;
      const before = await find(id);
      const since = before?.connected === connected ? before.since : now;
      await say(id, withoutUndefined({ connected, since, lastError }), now, turn);
    },
    /** Undefined before the desk's first look. */
    seenConfig: async (): Promise<number | undefined> => (await seenConfig.findOne({ _id: 'config' }))?.version,
    async noteSeenConfig(version: number): Promise<void> {
      await seenConfig.updateOne({ _id: 'config' }, { $set: { version } }, { upsert: true });
    },
    find,
  };
}
