import assert from 'node:assert/strict';
import { raiseAlarm, tellAlarms } from '../activities/alarms.ts';
import { tellNews, warnOfSpending } from '../activities/desk-news.ts';
import type { Deps } from '../activities/deps.ts';
import { theBot } from '../core/actor.ts';
import { createCardDrawer } from '../slack/draw.ts';
import { createStore, type Store } from '../store/store.ts';
import { createConfigService } from '../temporal/config-service.ts';
import { composeDeps } from '../worker/compose.ts';
import { collectedLog } from './support/collected-log.ts';
import { control, startSandbox, tokens } from './support/sandbox-app.ts';
import { freshDatabase } from './support/servers.ts';
import { ana, now, someConfig } from './support/slack-views.ts';

type Fail = () => Promise<never>;

/** What organisers are told, and the write that notes it. */
const kinds: readonly {
  readonly what: string;
  readonly broken: (store: Store, fail: Fail) => Store;
  readonly happen: (deps: Deps) => Promise<unknown>;
  readonly tell: (deps: Deps) => Promise<unknown>;
}[] = [
  {
    what: 'a pause',
    broken: (store, noteTold) => ({ ...store, health: { ...store.health, noteTold } }),
    async happen({ store, clock }) {
      await store.health.noteTold({ paused: false });
      await createConfigService({ store, clock }).setPaused(true, ana);
    },
    tell: tellNews,
  },
  {
    what: 'the spending',
    broken: (store, noteWarning) => ({
      ...store,
      budgets: { ...store.budgets, find: async () => ({ spent: 9 }) as never, noteWarning },
    }),
    happen: async () => {},
    tell: (deps) => warnOfSpending(deps, someConfig({ spendingCap: 10 })),
  },
  {
    what: 'an alarm',
    broken: (store, markTold) => ({ ...store, alarms: { ...store.alarms, markTold } }),
    happen: (deps) => raiseAlarm(deps, { _id: 'disk', words: 'The disk is nearly full.', mendedWords: 'It is not.' }),
    tell: (deps) => tellAlarms(deps, someConfig()),
  },
];

describe('organisers are told once, where that they were told cannot be stored:', () => {
  for (const { what, broken, happen, tell } of kinds) {
    it(what, async () => {
      const { db, drop } = await freshDatabase();
      const slack = await startSandbox({ rateLimit: false });
      const whole = createStore(db);
      let at = now;
      const clock = (): number => at;
      const cards = createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock: Date.now });
      const [client, x, log] = [{} as never, {} as never, collectedLog()];
      const depsWith = (store: Store): Deps => composeDeps({ store, client, x, settleSeconds: 1, log, clock, cards });
      try {
        await whole.configs.begin(someConfig(), theBot, new Date());
        await happen(depsWith(whole));
        const full = broken(whole, () => Promise.reject(new Error('the disk is full')));
        for (let time = 0; time < 3; time += 1) {
          await tell(depsWith(full)).catch(() => {});
          at += 60_000;
        }
        const { body } = await control<{ readonly text: string }[]>(slack, 'messages?channel=need_review');
        assert.equal(body.length, 1, JSON.stringify(body.map(({ text }) => text)));
      } finally {
        await slack.close();
        await drop();
      }
    });
  }
});
