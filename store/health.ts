import type { Db } from 'mongodb';

/** How one of the standing works is doing, as its worker last said. */
export interface Health {
  readonly _id: 'listener' | 'desk';
  readonly connected: boolean;
  /** Since when it is connected, or not. */
  readonly since: Date;
  readonly lastError?: string;
  /** When the connection was lost of late, at most the last five times. */
  readonly lostAt?: readonly Date[];
  /** Why it was lost last. */
  readonly lostWhy?: string;
  readonly lastTweetAt?: Date;
  /** When the worker last said anything. */
  readonly seenAt: Date;
}

/** What X last said of its limits to any worker: they share one app and one account. */
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
  /** Every limit that X named, the one above among them. */
  readonly windows?: readonly { readonly minutes: number; readonly limit: number }[];
}

/** What organisers were told last in Slack. */
export interface Told {
  readonly _id: 'told';
  readonly paused?: boolean;
  /** The local day, `YYYY-MM-DD`, whose morning message stands. */
  readonly morning?: string;
}

/** How far a conference was heard; kept beside the health of who hears. */
interface HeardThrough {
  /** `heard:<conference>` */
  readonly _id: string;
  /** Everything that X had until then was stored. */
  readonly through: Date;
}

export type HealthStore = ReturnType<typeof createHealth>;

export function createHealth(db: Db) {
  const collection = db.collection<Health>('health');
  const told = db.collection<Told>('health');
  const heard = db.collection<HeardThrough>('health');
  const xLimits = db.collection<XLimits>('health');
  return {
    /** @param limits `resetAt` in epoch milliseconds */
    async sayLimits(
      limits: readonly (Pick<LimitLeft, 'limit' | 'remaining' | 'windows'> & {
        route: 'post' | 'search';
        resetAt: number;
      })[],
      saidAt: Date,
    ): Promise<void> {
      const said = limits.map(({ route, resetAt, ...left }): [string, LimitLeft] => [
        route,
        { ...left, resetAt: new Date(resetAt), saidAt },
      ]);
      await xLimits.updateOne({ _id: 'x' }, { $set: Object.fromEntries(said) }, { upsert: true });
    },
    findLimits: (): Promise<XLimits | null> => xLimits.findOne({ _id: 'x' }),
    /** Moves the mark forward; one that is behind it changes nothing. */
    async sayHeardThrough(conferenceId: string, through: Date): Promise<void> {
      await heard.updateOne({ _id: `heard:${conferenceId}` }, { $max: { through } }, { upsert: true });
    },
    /** Up to when everything was heard; undefined before the first search has succeeded. */
    async heardThrough(conferenceId: string): Promise<Date | undefined> {
      return (await heard.findOne({ _id: `heard:${conferenceId}` }))?.through;
    },
    async say(id: Health['_id'], state: Partial<Omit<Health, '_id' | 'seenAt'>>, seenAt: Date): Promise<void> {
      // An error is over as soon as the state is told without one.
      const isOver = state.connected !== undefined && state.lastError === undefined;
      const update = { $set: { ...state, seenAt }, ...(isOver ? { $unset: { lastError: '' as const } } : {}) };
      await collection.updateOne({ _id: id }, update, { upsert: true });
    },
    /** What the desk told last, so that it is told once. */
    async findTold(): Promise<Told> {
      return (await told.findOne({ _id: 'told' })) ?? { _id: 'told' };
    },
    async noteTold(news: Omit<Told, '_id'>): Promise<void> {
      await told.updateOne({ _id: 'told' }, { $set: news }, { upsert: true });
    },
    find: (id: Health['_id']): Promise<Health | null> => collection.findOne({ _id: id }),
  };
}
