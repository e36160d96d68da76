// A bot with everything that alarms are about: a desk that looks often, X's and Slack's sandboxes, a store that can
// refuse writes, and the API with its metrics.
import { randomUUID } from 'node:crypto';
import { WebClient } from '@slack/web-api';
import type { Verb } from '../../core/request.ts';
import { usualLimits } from '../../activities/alarm-causes.ts';
import { createPartsWatch } from '../../api/watch-parts.ts';
import { sandboxChannels } from '../../sandbox/slack/workspace.ts';
import { createCardDrawer } from '../../slack/draw.ts';
import { clientOptions } from '../../slack/slack-answers.ts';
import type { AlarmCause } from '../../store/alarms.ts';
import { findMissing } from '../../temporal/readiness.ts';
import { startLongRunning } from '../../temporal/workflows.ts';
import { startTestApi } from './api-server.ts';
import { startMongoProxy, type MongoProxy } from './mongo-proxy.ts';
import { control, quiet, startSandbox, tokens } from './sandbox-app.ts';
import { minute, testConfig } from './workbench.ts';
import { eventually } from './x-sandbox.ts';

export const slackChannels = {
  outgoingTweets: sandboxChannels.outgoing_tweets,
  needReview: sandboxChannels.need_review,
  eventConflict: sandboxChannels.event_conflict,
};

/** A stream that is tried again, and given up, within a second or so. Milliseconds. */
const pace = {
  lostStep: 50,
  refusedFirst: 100,
  refusedMost: 300,
  connect: 5_000,
  silence: 1_500,
  checkRules: 200,
  lag: 1_500,
  search: 5_000,
};

export type AlarmedBot = Awaited<ReturnType<typeof startAlarmedBot>>;

export async function startAlarmedBot() {
  const slack = await startSandbox({ rateLimit: false });
  const slackClient = new WebClient(tokens.botToken, { ...clientOptions(slack.apiUrl), logger: quiet });
  const cards = createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock: Date.now });
  let proxy: MongoProxy | undefined;
  let clockAhead = 0;
  let freeDisk = Infinity;
  const clock = (): number => Date.now() + clockAhead;
  const alarmLimits = {
    ...usualLimits,
    lookEveryMs: 500,
    listEveryMs: 1_000,
    graceMs: 800,
    // On a busy machine a silent stream may take five seconds to be lost, connected and lost again.
    oftenLostWithinMs: 20_000,
  };
  const { conference } = testConfig();
  const more = ['B116', 'B117', 'B118', 'B119', 'B120'].map((name) => ({ name, aliases: [] }));
  const askSlack = () => slackClient.auth.test();
  const api = await startTestApi({
    bench: {
      cards,
      // One room for each case: a second session there within the hour would be a conflict.
      config: {
        slackChannels,
        conference: { ...conference, rooms: [...conference.rooms, ...more] },
      },
      settleSeconds: 1,
      pace,
      x: { keepAliveMs: 200 },
      deps: { clock, alarmLimits, askSlack, freeDiskSpace: () => Promise.resolve(freeDisk) },
      storeUri: async (uri) => (proxy = await startMongoProxy(uri)).uri,
    },
    context: { areMetricsPublic: true },
  });
  const { bench, context } = api;
  await startLongRunning(bench.client, 'testconf');
  await eventually('all parts work', async () => (await findMissing(context)).length === 0);
  let isTemporalAway = false;
  const withDeadline: typeof bench.client.withDeadline = (deadline, work) =>
    isTemporalAway ? Promise.reject(new Error('Temporal is away')) : bench.client.withDeadline(deadline, work);
  const client = Object.assign(Object.create(bench.client) as typeof bench.client, { withDeadline });
  const watch = createPartsWatch({ ...bench.deps, client });
  await watch();

  /** Of a tweet without the keyword: the listener runs here, and would open it first, without a start. */
  const announce: typeof bench.announce = async (options) =>
    bench.announce({ ...options, id: await bench.x.tweet('host', `A session ${randomUUID()}`) });

  /** Every message that now stands in a channel of the organisers. */
  async function told(): Promise<string[]> {
    const channels = ['outgoing_tweets', 'need_review', 'event_conflict'];
    const messages = await Promise.all(
      channels.map((name) => control<{ text: string }[]>(slack, `messages?channel=${name}`)),
    );
    return messages.flatMap(({ body }) => body.map(({ text }) => text));
  }

  return {
    bench,
    api,
    /** One look of the api process, which sees what no worker can. */
    watch,
    setClockAhead: (ms: number): void => void (clockAhead = ms),
    setFreeDisk: (bytes: number): void => void (freeDisk = bytes),
    /** For the looks of the api process. */
    setTemporalAway: (isAway: boolean): void => void (isTemporalAway = isAway),
    setStoreFull: (isFull: boolean): void => proxy?.refuseWrites(isFull),
    setSlackAway: (isAway: boolean) =>
      isAway
        ? control(slack, 'faults', { route: '*', then: 'status', status: 503, times: 1_000_000 })
        : fetch(`${slack.url}/sandbox/faults`, { method: 'DELETE' }),
    /** Slack takes the next message, and its answer is lost. */
    loseAnswer: () => control(slack, 'faults', { route: 'chat.postMessage', times: 1, accept: true, then: 'drop' }),
    told,
    /** @returns what organisers were told since this call in such words */
    async sinceNow(words: RegExp): Promise<() => Promise<string[]>> {
      const before = await told();
      return async () => {
        const all = await told();
        for (const text of before) if (all.includes(text)) all.splice(all.indexOf(text), 1);
        return all.filter((text) => words.test(text));
      };
    },
    /** How many alarms of a cause `/metrics` says hold; undefined where it does not say. */
    async metric(cause: AlarmCause): Promise<number | undefined> {
      const { text } = await api.call('GET //metrics');
      const found = new RegExp(`^openspaces_alarms\\{cause="${cause}"\\} (\\d+)$`, 'mu').exec(text)?.[1];
      return found === undefined ? undefined : Number(found);
    },
    /** A reminder that is due at once, approved. */
    dueNow: (room: string, inMinutes = 10) =>
      announce({ room, inMinutes, approvedBy: { id: 'ana', name: 'Ana', door: 'api' } }),
    announce,
    /** Lets its workflow's next minute pass, or what is left of it. */
    nextMinute: (id: string) => bench.pass(id, minute).catch(() => undefined),
    /** Also of one whose workflow has ended. */
    ask: (id: string, verb: Verb) =>
      context.openSpaces.ask({ openSpaceId: id, verb, by: { id: 'ana', name: 'Ana', door: 'api' } }),
    async stop() {
      await api.stop();
      await proxy?.close();
      await slack.close();
    },
  };
}
