import { newOpenSpace } from '../core/open-space.ts';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import autocannon from 'autocannon';
import { Hono } from 'hono';
import { createPages } from '../api/pages/app.ts';
import { defaultRules, type Config } from '../core/config.ts';
import { startMongo } from '../standalone/servers/mongo.ts';
import { connectStore, ensureCollections } from '../store/connect.ts';
import { createStore, type Store } from '../store/store.ts';
import type { TweetDoc } from '../store/tweets.ts';

const openSpaceCount = 2_000;
const rounds = 3;
/** Seconds of load for each round and each side. */
const seconds = 5;
const connections = 50;
const minute = 60_000;

/**
 * The public schedule of a very large conference under load, beside a bare Hono handler that gives the same bytes, turn
 * by turn in one process: what is left of the throughput is what the pages cost.
 */
export async function bench(): Promise<void> {
  const mongo = await startMongo({ say: () => undefined });
  const { client, db } = await connectStore(mongo.uri, 'bench_web');
  try {
    await db.dropDatabase();
    await ensureCollections(db);
    const store = createStore(db);
    await fill(store, (tweets) => db.collection<TweetDoc>('tweets').insertMany(tweets));
    await compare(store);
  } finally {
    await client.close();
    await mongo.stop();
  }
}

async function compare(store: Store): Promise<void> {
  // What the public pages never touch is not there.
  const context = { store, clock: Date.now, publicUrl: 'http://127.0.0.1', slackSignIn: undefined, log: console };
  const pages = createPages(context as unknown as Parameters<typeof createPages>[0]);
  const ratios: number[] = [];
  for (const encoding of ['identity', 'gzip'] as const) {
    const headers = { 'accept-encoding': encoding };
    const answer = await pages.request('/', { headers });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const bare = new Hono().get('/', (c) => c.body(bytes, 200, { 'content-type': 'text/html; charset=utf-8' }));
    console.log(`${encoding}: ${Math.round(bytes.length / 1000)} kB, ${openSpaceCount} open spaces`);
    const sides = { bare: [] as number[], schedule: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      sides.bare.push(await requestsPerSecond(bare, headers));
      sides.schedule.push(await requestsPerSecond(pages, headers));
    }
    const [bareRate, rate] = [median(sides.bare), median(sides.schedule)];
    ratios.push(rate / bareRate);
    console.log(
      `  bare handler ${bareRate.toFixed(0)}/s, schedule ${rate.toFixed(0)}/s, ratio ${(rate / bareRate).toFixed(2)}`,
    );
  }
  // Whatever a cut connection left under way ends before the store does.
  await pages.request('/');
  console.log(`lowest throughput ratio ${Math.min(...ratios).toFixed(2)} (aim: at least 0.5)`);
}

async function requestsPerSecond(app: Hono, headers: Record<string, string>): Promise<number> {
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    // In a thread of its own, so that counting does not take the server's turn.
    const result = await autocannon({ url, headers, connections, duration: seconds, workers: 1 });
    if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed`);
    return result.requests.average;
  } finally {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function fill(store: Store, insertTweets: (tweets: TweetDoc[]) => Promise<unknown>): Promise<void> {
  const now = Date.now();
  const day = new Date(now).toISOString().slice(0, 10);
  const rooms = Array.from({ length: 40 }, (_, index) => ({ name: `R${100 + index}`, aliases: [] }));
  const conference = {
    id: 'bench',
    name: 'Bench Conf',
    timeZone: 'America/Los_Angeles',
    startDate: day,
    endDate: day,
    rooms,
  };
  const config: Config = {
    ...structuredClone(defaultRules),
    conference,
    autoSend: true,
    keywords: [],
    reminderMinutes: [15],
    ignoreUsers: [],
    trustUsers: [],
    organisers: [],
  };
  const by = { id: 'bench', name: 'bench', door: 'api' } as const;
  await store.configs.begin({ ...config, keywords: ['openspaces'] }, by, new Date(now));
  const rules = { reminderMinutes: [15], autoSend: true, approvalLeadMinutes: 0 };
  const tweets: TweetDoc[] = [];
  for (let index = 0; index < openSpaceCount; index += 1) {
    const id = String(1_000_000 + index);
    const room = rooms[index % rooms.length]?.name ?? '';
    const username = `host${index}`;
    const url = `https://x.com/${username}/status/${id}`;
    const author = { id, username, name: username };
    const source = { tweetId: id, url, host: author };
    const startAt = now + (10 + 30 * Math.floor(index / rooms.length)) * minute;
    const opening = { id, conferenceId: 'bench', timeZone: conference.timeZone, conferenceEndsAt: now + 9e8, source };
    const plan = { verdict: 'schedule', room, startAt, isSure: true } as const;
    const space = newOpenSpace({ ...opening, plan, approvedBy: 'config' } as const, now, rules);
    await store.openSpaces.write(space, `bench:${id}`, new Date(now - 60 * minute));
    const text = `Open space number ${index}: what we learnt, with questions and snacks #openspaces`;
    tweets.push({
      _id: id,
      conferenceId: 'bench',
      tweetId: id,
      text,
      url,
      postedAt: new Date(now),
      receivedAt: new Date(now),
      author,
      isRetweet: false,
      state: 'handled',
    });
  }
  await insertTweets(tweets);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
