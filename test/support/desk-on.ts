import { drawCards } from '../../activities/run-desk.ts';
import { theBot } from '../../core/actor.ts';
import { createCardDrawer } from '../../slack/draw.ts';
import { createStore } from '../../store/store.ts';
import { composeDeps } from '../../worker/compose.ts';
import { collectedLog } from './collected-log.ts';
import { startSandbox, tokens } from './sandbox-app.ts';
import { freshDatabase } from './servers.ts';
import { now, someConfig } from './slack-views.ts';

/**
 * A store of its own, a sandbox of Slack, and what a desk needs. `begin` begins to draw cards, and returns what ends
 * this. `stop` ends all desks, and then the rest.
 *
 * @param stopwatch for the desk, milliseconds
 */
export async function deskOn(stopwatch: () => number) {
  const { db, drop } = await freshDatabase();
  const slack = await startSandbox({ rateLimit: false });
  const store = createStore(db);
  await store.configs.begin(someConfig(), theBot, new Date());
  const cards = createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock: () => now });
  const [client, x, log] = [{} as never, {} as never, collectedLog()];
  const deps = { ...composeDeps({ store, client, x, settleSeconds: 1, log, clock: () => now, cards }), stopwatch };
  const ends: (() => Promise<void>)[] = [];
  const begin = (desk = deps, turn = 0) => {
    const over = new AbortController();
    const drawing = drawCards(desk, over.signal, turn);
    const end = (): Promise<void> => {
      over.abort();
      return drawing;
    };
    ends.push(end);
    return end;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(ends.map((end) => end()));
    await slack.close();
    await drop();
  };
  return { store, slack, cards, deps, begin, stop };
}
