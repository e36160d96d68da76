import type { Db } from 'mongodb';
import { createAlarms } from './alarms.ts';
import { createApiTokens } from './api-tokens.ts';
import { createAudit } from './audit.ts';
import { createBudgets } from './budgets.ts';
import { createConfigs } from './configs.ts';
import { unlessTaken } from './duplicate-key.ts';
import { createHealth } from './health.ts';
import { createIdempotency } from './idempotency.ts';
import { inBatches } from './in-batches.ts';
import { createOpenSpaces } from './open-spaces.ts';
import { createOutbox } from './outbox.ts';
import { within } from './patience.ts';
import { createReminders } from './reminders.ts';
import { createRestores } from './restores.ts';
import { createRoomClaims } from './room-claims.ts';
import { createSessions } from './sessions.ts';
import { createTweets } from './tweets.ts';
import { createUsers } from './users.ts';

/** A database that takes longer for a single call counts as down. Milliseconds. */
const probeWithinMs = 2_000;

export type Store = ReturnType<typeof createStore>;

export function createStore(db: Db) {
  return {
    alarms: createAlarms(db),
    apiTokens: createApiTokens(db),
    audit: createAudit(db),
    budgets: createBudgets(db),
    configs: createConfigs(db),
    health: createHealth(db),
    idempotency: createIdempotency(db),
    openSpaces: createOpenSpaces(db),
    outbox: createOutbox(db),
    reminders: createReminders(db),
    restores: createRestores(db),
    roomClaims: createRoomClaims(db),
    sessions: createSessions(db),
    tweets: createTweets(db),
    users: createUsers(db),

    /** Writes, because a database with a full disk still answers a ping. @throws if it cannot; see `isOutOfSpace` */
    async probe(): Promise<void> {
      const probes = db.collection<{ _id: string; at: Date }>('health');
      const write = { $set: { at: new Date() } };
      const probe = unlessTaken(() => probes.updateOne({ _id: 'probe' }, write, { upsert: true }));
      await within(probeWithinMs, probe);
    },

    /** The time by the server's clock: epoch milliseconds, read after the call. Calls at once share one question. */
    serverTime: inBatches<void, number>(async (asked) => {
      const { localTime } = await within(probeWithinMs, db.command({ hello: 1 }));
      return asked.map(() => (localTime instanceof Date ? localTime.getTime() : Number.NaN));
    }),
  };
}
