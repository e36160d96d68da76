import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from '../config/env.ts';
import { instantsAt } from '../core/conference.ts';
import { sampleConference } from '../core/first-config.ts';
import { localDate } from '../core/local-time.ts';
import { createReader } from '../core/reading/reader.ts';
import { streamRule } from '../core/stream-rule.ts';
import { sandboxXKeys } from '../sandbox/keys.ts';
import { day } from '../sandbox/scenarios/day.ts';
import { startX } from '../standalone/sandboxes.ts';
import { spawnTethered } from '../standalone/servers/tether.ts';
import { createXClient } from '../x/client.ts';
import { lookUpTweet } from '../x/lookup.ts';
import { postTweet } from '../x/post.ts';
import { forEachTest } from './support/for-tests.ts';
import { eventually, startTestX, X_CREDENTIALS } from './support/x-sandbox.ts';

describe('looking a tweet up', () => {
  const x = forEachTest(() => startTestX());

  it('shows it as it now stands, whichever version was asked for', async () => {
    const first = await x.tweet('ada', 'B114 at 5pm, ask @bo #pyconopenspaces', {
      createdAt: '2026-05-15T10:00:00-07:00',
    });
    const second = await x.tweet('ada', 'B114 at 6pm, ask @bo #pyconopenspaces', { editOf: first });
    const found = await lookUpTweet(x.client, first);
    assert.ok(found.kind === 'present', JSON.stringify(found));
    const { id, firstId, text, author, mentionedUsernames, isRetweet } = found.tweet;
    assert.deepEqual([id, firstId, text], [second, first, 'B114 at 6pm, ask @bo #pyconopenspaces']);
    assert.deepEqual([author.username, author.name, mentionedUsernames, isRetweet], ['ada', 'Ada', ['bo'], false]);
  });

  it('is possible in the names that SANDBOX_X_DIALECT gives to the sandbox of npm start', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'open-spaces-test-'));
    const env = readEnv('start', { DATA_DIR: dataDir, SANDBOX_X_PORT: '0', SANDBOX_X_DIALECT: 'post' });
    const sandbox = await startX(env, () => undefined);
    try {
      const authorization = `Bearer ${sandboxXKeys.X_BEARER_TOKEN}`;
      const answer = await fetch(`${sandbox.url}/2/tweets?ids=1&post.fields=text`, { headers: { authorization } });
      assert.equal(answer.status, 200, await answer.text());
    } finally {
      await sandbox.close();
      rmSync(dataDir, { recursive: true });
    }
  });

  it('gives the time of writing that X gives', async () => {
    const id = await x.tweet('ada', 'B114', { createdAt: '2026-05-15T10:00:00-07:00' });
    const found = await lookUpTweet(x.client, id);
    assert.equal(found.kind === 'present' && found.tweet.postedAt, Date.UTC(2026, 4, 15, 17));
  });

  it('tells deleted from protected, and both from a failing X', async () => {
    const id = await x.tweet('ada', 'B114 at 5pm');
    await x.control('PATCH /sandbox/users/ada', { protected: true });
    assert.deepEqual(await lookUpTweet(x.client, id), { kind: 'gone', why: 'protected' });
    await x.control(`DELETE /sandbox/tweets/${id}`);
    assert.deepEqual(await lookUpTweet(x.client, id), { kind: 'gone', why: 'deleted' });
    for (const fault of [
      { then: 'status', status: 404 },
      { then: 'status', status: 503 },
      { then: 'drop' },
      { then: 'truncate', accept: true },
    ]) {
      await x.fault({ route: 'GET /2/tweets/:id', times: 1, ...fault });
      assert.equal((await lookUpTweet(x.client, id)).kind, 'unavailable');
    }
  });

  it('knows a retweet, and takes no reply for one', async () => {
    const id = await x.tweet('ada', 'B114 at 5pm');
    const reply = await lookUpTweet(x.client, await x.tweet('bo', '@ada moved to A103', { replyTo: id }));
    assert.ok(reply.kind === 'present' && !reply.tweet.isRetweet);
    const retweet = await lookUpTweet(x.client, await x.tweet('bo', '', { retweetOf: id }));
    assert.ok(retweet.kind === 'present' && retweet.tweet.isRetweet);
  });
});

describe('the X sandbox', () => {
  const x = forEachTest(() => startTestX());

  const bearer = { headers: { authorization: `Bearer ${X_CREDENTIALS.bearerToken}` } };

  it('answers 401 to what is not signed, or signed with other keys', async () => {
    assert.equal((await fetch(`${x.url}/2/tweets/1`)).status, 401);
    assert.equal((await fetch(`${x.url}/2/tweets/1`, { headers: { authorization: 'Bearer guess' } })).status, 401);
    for (const key of ['appKey', 'appSecret', 'accessToken', 'accessSecret'] as const) {
      const { user } = createXClient({ apiUrl: x.url, ...X_CREDENTIALS, [key]: 'wrong' });
      await assert.rejects(user.v2.get('users/me'), { code: 401 }, key);
    }
    await x.client.user.v2.get('users/me', { 'user.fields': "a,b c&d!'()*" });
  });

  it('lets the app read and the user post, not the other way round', async () => {
    await assert.rejects(x.client.app.v2.post('tweets', { text: 'hello' }), { code: 403 });
    await assert.rejects(x.client.user.v2.get('tweets/search/stream/rules'), { code: 403 });
  });

  it('lets the bot reply only to those who named it, and quote nobody', async () => {
    const silent = await x.tweet('ada', 'B114 at 5pm');
    const summoning = await x.tweet('ada', 'B114 at 5pm @OpenSpacesBot');
    const reply = (id: string): Promise<unknown> =>
      x.client.user.v2.post('tweets', { text: 'Noted', reply: { in_reply_to_tweet_id: id } });
    await assert.rejects(reply(silent), { code: 403 });
    await reply(summoning);
    await assert.rejects(x.client.user.v2.post('tweets', { text: 'Look', quote_tweet_id: silent }), { code: 403 });
  });

  it('gives only the fields that were asked for', async () => {
    const id = await x.tweet('ada', 'B114 at 5pm');
    assert.deepEqual(await x.client.app.v2.get(`tweets/${id}`), {
      data: { id, text: 'B114 at 5pm', edit_history_tweet_ids: [id] },
    });
    const several = await x.client.app.v2.tweets([id, '1'], { expansions: ['author_id'] });
    assert.equal(several.includes?.users?.[0]?.username, 'ada');
    assert.equal(several.errors?.[0]?.title, 'Not Found Error');
    assert.equal((await x.client.app.v2.userByUsername('ADA')).data.username, 'ada');
  });

  it('deletes what the bot posted, and still refuses the same text', async () => {
    const posted = await postTweet(x.client, 'hello');
    assert.ok(posted.kind === 'posted');
    assert.deepEqual((await x.client.user.v2.deleteTweet(posted.id)).data, { deleted: true });
    assert.equal((await postTweet(x.client, 'hello')).kind, 'duplicate');
  });

  it('streams to one listener, and to none without rules', async () => {
    assert.equal((await fetch(`${x.url}/2/tweets/search/stream`, bearer)).status, 409);
    await x.client.app.v2.updateStreamRules({ add: [{ value: 'yoga' }, { value: '-yoga' }] });
    assert.equal((await fetch(`${x.url}/2/tweets/search/stream`, bearer)).status, 200);
    const second = await fetch(`${x.url}/2/tweets/search/stream`, bearer);
    assert.equal(second.status, 429);
    assert.equal(((await second.json()) as { connection_issue: string }).connection_issue, 'TooManyConnections');
  });

  it('delays an answer, with the effect before or after the wait', async () => {
    await x.fault({ route: 'POST /2/tweets', times: 1, accept: true, then: 'delay', ms: 300 });
    const slow = postTweet(x.client, 'early');
    await eventually('the effect', async () => (await x.timeline()).length === 1);
    assert.equal((await slow).kind, 'posted');
    await x.fault({ route: 'POST /2/tweets', times: 1, accept: false, then: 'delay', ms: 3_000 });
    assert.equal((await postTweet(x.client, 'late', { timeoutMs: 50 })).kind, 'ambiguous');
    assert.equal((await x.timeline()).length, 1);
    await eventually('the late effect', async () => (await x.timeline()).length === 2);
  });

  it('says what is wrong with a request by hand', async () => {
    const refusals = [
      [{ text: 'no name' }, /username/u],
      [{ username: 'a b', text: 'x' }, /handle/u],
      [{ username: 'ada', text: ' ' }, /says something/u],
      [{ username: 'ada', text: 'x', retweetOf: '1' }, /no tweet 1/u],
      [{ username: 'ada', text: 'x', colour: 'red' }, /colour/u],
    ] as const;
    for (const [body, words] of refusals) await assert.rejects(x.control('POST /sandbox/tweets', body), words);
    const id = await x.tweet('ada', 'mine');
    await assert.rejects(x.tweet('bo', 'not mine', { editOf: id }), /own tweets/u);
    await assert.rejects(x.fault({ route: '/2/tweets', then: 'status' }), /needs a status/u);
  });

  it('obeys no other web page, nor a name that points here from elsewhere', async () => {
    const statusFor = (headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request(`${x.url}/sandbox/timeline`, { headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
          .on('error', reject)
          .end();
      });
    assert.equal(await statusFor({ origin: 'http://evil.example' }), 403);
    assert.equal(await statusFor({ 'sec-fetch-site': 'cross-site' }), 403);
    assert.equal(await statusFor({ host: 'evil.example' }), 403);
    assert.equal(await statusFor({ origin: x.url, 'sec-fetch-site': 'same-origin' }), 200);
  });

  it('shows tweets on its page as text, never as markup', async () => {
    await x.tweet('ada', '<img src=x onerror=alert(1)> "B114" & #pyconopenspaces', { name: '<b>Ada</b>' });
    const page = await fetch(x.url);
    const body = await page.text();
    assert.match(body, /&lt;img src=x/u);
    assert.doesNotMatch(body, /<img|<b>Ada<\/b> </u);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/u);
    const state = /data-state="([^"]+)"/u.exec(body)?.[1];
    assert.equal((await fetch(`${x.url}/sandbox/columns?since=${state}`)).status, 204);
  });

  it('offers an example whose start is still to come, with the keyword that the bot listens for', async () => {
    const late = await startTestX({ clock: () => Date.parse('2026-11-26T23:39:00Z') });
    await late.client.app.v2.updateStreamRules({ add: [{ value: streamRule(['conférence'], late.botUsername) }] });
    const page = await (await fetch(late.url)).text();
    assert.match(page, /data-text="Acro yoga @ [\d:]{5}(?: tomorrow)? in B115 #conférence"/u);
    assert.match(page, /data-on="false">the bot is not listening</u);
    await late.close();
  });

  it('writes hours that the bot reads as still to come, also just before midnight', async () => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    const today = localDate(Date.now(), timeZone);
    const [now = 0] = instantsAt(today, '23:50', timeZone);
    const late = await startTestX({ clock: () => now });
    const page = await (await fetch(late.url)).text();
    await late.close();
    const offered = [...page.matchAll(/data-text="(.*? #pyconopenspaces)"/gu)].map(([, text = '']) => text).slice(0, 2);
    const played = day(now, 'pyconopenspaces').flatMap(({ tweet }) => ('text' in tweet ? [tweet.text] : []));
    const inTwoDays = localDate(now + 2 * 86_400_000, timeZone);
    const read = createReader(sampleConference(today, inTwoDays, timeZone));
    for (const [text, minutes] of [
      [offered[0], 20],
      [offered[1], 60],
      [played[0], 16],
      [played[1], 45],
      [played[2], 20],
    ] as const) {
      const { verdict, starts } = read({ text: text ?? '', postedAt: now });
      assert.deepEqual([verdict, starts.map(({ at }) => at)], ['schedule', [now + minutes * 60_000]], text);
    }
  });

  it('starts a scenario when it was given one', async () => {
    await assert.rejects(x.control('POST /sandbox/scenarios/day'), /404/u);
    const played: string[] = [];
    const other = await startTestX({ onScenario: (name) => played.push(name) });
    await other.control('POST /sandbox/scenarios/day');
    assert.deepEqual(played, ['day']);
    await other.close();
  });
});

describe('the X sandbox after a crash', () => {
  let directory: string;
  let stateFile: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'x-sandbox-'));
    stateFile = join(directory, 'x.jsonl');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('knows everything again, but for a line that was torn', async () => {
    const before = await startTestX({ stateFile });
    const id = await before.tweet('ada', 'B114 at 5pm #pyconopenspaces 🎉');
    const edited = await before.tweet('ada', 'B114 at 6pm #pyconopenspaces 🎉', { editOf: id });
    const gone = await before.tweet('bo', 'gone');
    await before.control(`DELETE /sandbox/tweets/${gone}`);
    await before.client.app.v2.updateStreamRules({ add: [{ value: 'yoga' }] });
    await postTweet(before.client, 'posted');
    const timeline = await before.timeline();
    await before.close();
    appendFileSync(stateFile, '{"tweet":{"id":"9","te');

    const after = await startTestX({ stateFile });
    assert.deepEqual(await after.timeline(), timeline);
    assert.equal((await postTweet(after.client, 'posted')).kind, 'duplicate');
    const found = await lookUpTweet(after.client, id);
    assert.equal(found.kind === 'present' && found.tweet.id, edited);
    assert.equal((await lookUpTweet(after.client, gone)).kind, 'gone');
    assert.equal((await after.client.app.v2.streamRules()).data.length, 1);
    assert.ok(BigInt(await after.tweet('ada', 'next')) > BigInt(gone));
    await after.close();
    await (await startTestX({ stateFile })).close();
  });

  it('loses nothing that it answered to, killed without warning', async () => {
    const module = new URL('../sandbox/x/server.ts', import.meta.url).href;
    const program = `
      const { startXSandbox } = await import(${JSON.stringify(module)});
      const sandbox = await startXSandbox(${JSON.stringify({ port: 0, stateFile, credentials: X_CREDENTIALS })});
      console.log(sandbox.url);`;
    let say: (url: string) => void;
    const url = new Promise<string>((resolve) => (say = resolve));
    const child = await spawnTethered(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      onLine: (line) => say(line),
    });
    const client = createXClient({ apiUrl: await url, ...X_CREDENTIALS });
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => postTweet(client, `post ${n}`)));
    process.kill(child.pid, 'SIGKILL');
    await child.exited;
    const after = await startTestX({ stateFile });
    const ids = outcomes.map((outcome) => (outcome.kind === 'posted' ? outcome.id : '')).toSorted();
    assert.deepEqual((await after.timeline()).map(({ id }) => id).toSorted(), ids);
    await after.close();
  });
});
