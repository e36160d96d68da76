import assert from 'node:assert/strict';
import { createXClient } from '../x/client.ts';
import { postTweet } from '../x/post.ts';
import type { RateLimitLeft } from '../x/rate-limits.ts';
import { searchSince } from '../x/search.ts';
import type { HealthStore } from '../store/health.ts';
import { createStore } from '../store/store.ts';
import { noteLimits } from '../worker/note-limits.ts';
import { forSuite } from './support/for-tests.ts';
import { held } from './support/held.ts';
import { freshDatabase } from './support/servers.ts';
import { eventually, startTestX, X_CREDENTIALS } from './support/x-sandbox.ts';
import { collectedLog } from './support/collected-log.ts';

describe('what is left of X’s limits', () => {
  const heard: RateLimitLeft[] = [];
  const x = forSuite(() => startTestX({ rateLimits: { 'POST /2/tweets user': 2 } }));

  it('is heard with posts, refused ones too, and with searches', async () => {
    const client = createXClient({ apiUrl: x.url, ...X_CREDENTIALS, onRateLimit: (left) => heard.push(left) });
    for (const text of ['one', 'two', 'three']) await postTweet(client, text);
    assert.deepEqual(
      heard.map(({ route, limit, remaining }) => ({ route, limit, remaining })),
      [1, 0, 0].map((remaining) => ({ route: 'post', limit: 2, remaining })),
    );
    assert.ok(heard.every(({ resetAt }) => resetAt > Date.now() && resetAt <= Date.now() + 901_000));
    const startTime = Date.now() - 60_000;
    const { signal } = new AbortController();
    assert.deepEqual(await searchSince(client, { query: 'nothing', startTime, signal }), []);
    assert.equal(heard.at(-1)?.route, 'search');
    assert.equal(heard.at(-1)?.remaining, 449);
  });

  it('is noted for the health page, and a database that is away disturbs nobody', async () => {
    const { db, client: mongo } = await freshDatabase();
    const { health } = createStore(db);
    const note = noteLimits(health, collectedLog());
    for (const left of heard) note(left);
    await eventually('the limits are noted', async () => {
      const noted = await health.findLimits();
      return noted?.post?.limit === 2 && noted.search?.remaining === 449;
    });
    await mongo.close();
    const said: string[] = [];
    const lost = noteLimits(health, collectedLog(said));
    for (const left of heard) lost(left);
    await eventually('it is in the log', () => said.length > 0);
  });

  it('is noted at once after each post, the newest last: the next reply depends on it', async () => {
    const noted: number[] = [];
    const [asleep, awake] = [held(), held()];
    const sayLimits: HealthStore['sayLimits'] = async (limits) => {
      const isSlow = noted.length === 0 && limits.some(({ remaining }) => remaining === 1);
      asleep.release();
      if (isSlow) await awake.released;
      noted.push(...limits.map(({ remaining }) => remaining));
    };
    const note = noteLimits({ sayLimits }, collectedLog());
    const [first, ...others] = heard.filter(({ route }) => route === 'post');
    note(first ?? assert.fail());
    await asleep.released;
    for (const left of others) note(left);
    awake.release();
    await eventually('all are noted', () => noted.includes(1) && noted.includes(0));
    assert.equal(noted.at(-1), 0);
  });
});
