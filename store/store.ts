import type { Db } from 'mongodb';
import { createAudit } from './audit.ts';
import { createBudgets } from './budgets.ts';
import { createConfigs } from './configs.ts';
import { createCounters } from './counters.ts';
import { createHealth } from './health.ts';
import { createOpenSpaces } from './open-spaces.ts';
import { createReminders } from './reminders.ts';
import { createRoomClaims } from './room-claims.ts';
import { createTweets } from './tweets.ts';
import { createUsers } from './users.ts';

/** Everything that is kept, a collection each. */
export type Store = ReturnType<typeof createStore>;

export function createStore(db: Db) {
  return {
    audit: createAudit(db),
    budgets: createBudgets(db),
    configs: createConfigs(db),
    counters: createCounters(db),
    health: createHealth(db),
    openSpaces: createOpenSpaces(db),
    reminders: createReminders(db),
    roomClaims: createRoomClaims(db),
    tweets: createTweets(db),
    users: createUsers(db),
  };
}
