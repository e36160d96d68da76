/** Alarms because tweets may not be heard. */
import assert from 'node:assert/strict';
import { always, noFaults, type AlarmCase } from './alarm-case.ts';
import type { AlarmedBot } from './alarmed-bot.ts';
import { eventually } from './eventually.ts';

const streamRoute = 'GET /2/tweets/search/stream';
const rulesRoute = 'POST /2/tweets/search/stream/rules';
const disconnect = ({ bench }: AlarmedBot) => bench.x.control('POST /sandbox/stream/disconnect');

async function deleteRule({ bench }: AlarmedBot): Promise<void> {
  const { data } = await bench.x.client.app.v2.streamRules();
  if (data === undefined || data.length === 0) return;
  await bench.x.client.app.v2.updateStreamRules({ delete: { ids: data.map(({ id }) => id) } });
}

const streamRefused = {
  make: async (bot: AlarmedBot): Promise<void> => {
    await bot.bench.x.fault({ ...always, route: streamRoute, status: 503 });
    await disconnect(bot);
  },
  words: /^⚠ Tweets are not heard: X answered 503/u,
} as const;

export const listeningAlarms: readonly AlarmCase[] = [
  {
    cause: 'stream',
    when: 'X refuses the stream',
    ...streamRefused,
    mend: noFaults,
    mendedWords: /^✓ Tweets are heard again/u,
  },
  {
    cause: 'stream',
    when: 'X refuses the stream, and its worker is restarted meanwhile',
    ...streamRefused,
    mend: async (bot) => {
      const { bench } = bot;
      await bench.stopWorker();
      await bench.startWorker();
      // Longer than a new alarm needs: X does not take the next listener either, so nothing is mended and nothing new.
      await eventually('the next listener is refused for a while', async () => {
        const { lastError, since = new Date() } = (await bench.store.health.find('listener')) ?? {};
        return lastError !== undefined && Date.now() - since.getTime() > 3_000;
      });
      await noFaults(bot);
    },
    mendedWords: /^✓ Tweets are heard again/u,
  },
  {
    cause: 'stream',
    when: 'the stream is connected and silent',
    make: ({ bench }) => bench.x.control('POST /sandbox/stream/silence'),
    words: /^⚠ Tweets are not heard: the connection is lost again and again \(nothing heard for 1.5 s\)/u,
    mend: async ({ bench }) => {
      await bench.x.control('DELETE /sandbox/stream/silence');
      // A new listener has lost nothing. The losses of the old one would count for as long as the limit says.
      await bench.stopWorker();
      await bench.startWorker();
    },
    mendedWords: /^✓ Tweets are heard again/u,
  },
  {
    cause: 'stream',
    when: 'a worker starts, and X does not say whose account it is',
    make: async (bot) => {
      await bot.bench.x.fault({ ...always, route: 'GET /2/users/me', status: 503 });
      await bot.bench.stopWorker();
      await bot.bench.startWorker();
    },
    words: /^⚠ Tweets are not heard: own account: X answered 503/u,
    mend: noFaults,
    mendedWords: /^✓ Tweets are heard again/u,
  },
  {
    cause: 'rule',
    when: 'the stream has lost its rule, and X takes none',
    make: async (bot) => {
      // X carries out the first change, which is ours, and none after it: the bot cannot put the rule back.
      const { fault } = bot.bench.x;
      await fault({ route: rulesRoute, times: 1, accept: true, then: 'status', status: 503 });
      await fault({ ...always, route: rulesRoute, status: 503 });
      await assert.rejects(deleteRule(bot), /503/u);
    },
    words: /^⚠ Tweets were not heard: X had lost the rule of the stream/u,
    mend: noFaults,
    mendedWords: /^✓ The stream has its rule again/u,
  },
  {
    cause: 'gap',
    when: 'the search for missed tweets fails',
    make: async (bot) => {
      await bot.bench.x.fault({ ...always, route: 'GET /2/tweets/search/recent', status: 503 });
      await disconnect(bot);
    },
    words: /^⚠ Some tweets may be missing: .*X answered 503/u,
    mend: noFaults,
    mendedWords: /^✓ The search for missing tweets works again/u,
  },
];
