import type { Deps } from '../../activities/deps.ts';
import { theBot } from '../../core/actor.ts';
import { createCardDrawer } from '../../slack/draw.ts';
import { createStore, type Store } from '../../store/store.ts';
import { composeDeps } from '../../worker/compose.ts';
import { collectedLog } from './collected-log.ts';
import { control, startSandbox, tokens } from './sandbox-app.ts';
import { freshDatabase } from './servers.ts';
import { now, someConfig } from './slack-views.ts';

/** A bot with its own store, and with a Slack that can be switched off. */
export async function startTellingDesk() {
  const { db, drop } = await freshDatabase();
  const slack = await startSandbox({ rateLimit: false });
  let at = now;
  const clock = (): number => at;
  const [client, x, log] = [{} as never, {} as never, collectedLog()];
  const depsWith = (store: Store, token: string = tokens.botToken): Deps => {
    const cards = createCardDrawer({ token, apiUrl: slack.apiUrl, clock: Date.now });
    return composeDeps({ store, client, x, settleSeconds: 1, log, clock, cards });
  };
  const store = createStore(db);
  await store.configs.begin(someConfig(), theBot, new Date());
  return {
    db,
    store,
    /** As in a new process: only the database is the same. */
    deps: (token?: string) => depsWith(createStore(db), token),
    depsWith,
    setTime: (time: number): void => void (at = time),
    /** Slack takes the next message, and its answer is lost. */
    loseAnswer: () => control(slack, 'faults', { route: 'chat.postMessage', times: 1, accept: true, then: 'drop' }),
    setAway: (isAway: boolean) =>
      isAway
        ? control(slack, 'faults', { route: '*', then: 'status', status: 503, times: 1_000_000 })
        : fetch(`${slack.url}/sandbox/faults`, { method: 'DELETE' }),
    async told(): Promise<string[]> {
      const { body } = await control<{ readonly text: string }[]>(slack, 'messages?channel=need_review');
      return body.map(({ text }) => text);
    },
    async stop() {
      await slack.close();
      await drop();
    },
  };
}
