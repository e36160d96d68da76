import { Client } from '@temporalio/client';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import type { Deps } from '../activities/deps.ts';
import { runDesk } from '../activities/run-desk.ts';
import { theBot } from '../core/actor.ts';
import { createStore } from '../store/store.ts';
import { connectTemporal } from '../temporal/connect.ts';
import { composeDeps } from '../worker/compose.ts';
import { collectedLog } from './support/collected-log.ts';
import { notingCards } from './support/noting-cards.ts';
import { eventually } from './support/running-bot.ts';
import { freshDatabase, temporalServer } from './support/servers.ts';
import { now, someConfig, yoga } from './support/slack-views.ts';
import { startTemporalProxy } from './support/temporal-proxy.ts';
import { freshNamespace } from './support/workbench.ts';

/**
 * Checks that the desk draws a card while it waits for another server's answer.
 *
 * @param change changes the call that gets no answer: it runs `isAsked`; `isDrawn` resolves when the card is drawn
 */
async function drawsMeanwhile(
  isTemporalStill: boolean,
  change: (deps: Deps, isAsked: () => void, isDrawn: Promise<void>) => Deps,
): Promise<void> {
  const { db, drop } = await freshDatabase();
  const store = createStore(db);
  await store.configs.begin(someConfig(), theBot, new Date());
  const proxy = await startTemporalProxy((await temporalServer()).address);
  const connection = await connectTemporal({ address: proxy.address });
  const client = new Client({ connection, namespace: await freshNamespace() });
  if (isTemporalStill) proxy.standStill();
  const drawn: string[] = [];
  const cards = notingCards(drawn);
  let at = now;
  let isAsked = false;
  let end = (): void => {};
  const isDrawn = new Promise<void>((resolve) => (end = resolve));
  const [log, clock] = [collectedLog(), () => at];
  const x = { lookUpMany: async () => new Map() } as never;
  const composed = composeDeps({ store, client, x, settleSeconds: 1, log, clock, cards });
  // It goes ahead by minutes when `at` does.
  const stopwatch = (): number => performance.now() + at - now;
  const deps = change({ ...composed, stopwatch }, () => (isAsked = true), isDrawn);
  const heard = (id: string) =>
    commitOpenSpace(deps, { space: { ...yoga(), id }, commitId: `heard:${id}`, mustBeFree: false });
  const over = new AbortController();
  const working = runDesk(deps, over.signal);
  try {
    await heard('first');
    await eventually('the first card', () => drawn.includes('first'));
    at += 60_000;
    await eventually('the desk asks', () => isAsked);
    await heard('second');
    await eventually('the second card', () => drawn.includes('second'));
  } finally {
    end();
    over.abort();
    await working;
    await connection.close();
    await proxy.close();
    await drop();
  }
}

describe('the desk still draws cards', () => {
  it('while Temporal does not answer, and ends when it is told to', () =>
    drawsMeanwhile(true, (deps, isAsked) => {
      const listRunning: Deps['openSpaces']['listRunning'] = (conferenceId) => {
        isAsked();
        return deps.openSpaces.listRunning(conferenceId);
      };
      return { ...deps, openSpaces: { ...deps.openSpaces, listRunning } };
    }));

  it('while X does not say which posts were deleted', () =>
    drawsMeanwhile(false, (deps, isAsked, isDrawn) => {
      const lookUpMany: Deps['x']['lookUpMany'] = async () => {
        isAsked();
        await isDrawn;
        return new Map();
      };
      return { ...deps, x: { ...deps.x, lookUpMany } };
    }));
});
