import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenSpace } from '../core/open-space.ts';
import { planRehearsal } from '../core/rehearsal.ts';
import { sandboxSlackKeys, sandboxXKeys } from '../sandbox/keys.ts';
import { eraseTweet, eraseUser, findTweetsToErase, findUsers } from '../store/erase.ts';
import { createStore } from '../store/store.ts';
import { forSuite } from './support/for-tests.ts';
import { everythingKept } from './support/everything-kept.ts';
import { spaceWith } from './support/rule-spaces.ts';
import { runCommand } from './support/run-command.ts';
import { dateAndTime, eventually, startBot } from './support/running-bot.ts';
import { freshDatabase } from './support/servers.ts';

describe('commands on a bot that runs', function () {
  this.timeout(300_000);

  // If X's answer to a post was lost, the result stays unclear for these 20 seconds.
  const bot = forSuite(() => startBot({ LOG_LEVEL: 'debug', X_SETTLE_SECONDS: '20' }));

  const run = async (command: string, argument: string) => {
    const { code, out, err } = await runCommand(command, [argument], { DATA_DIR: bot.dataDir });
    return { code, text: out + err };
  };
  const status = async (id: string) => (await bot.api('GET', `open-spaces/${id}`)).body['status'];
  const messages = async () =>
    JSON.stringify([
      await bot.messages('outgoing_tweets'),
      await bot.messages('need_review'),
      await bot.messages('event_conflict'),
    ]);

  /** Goes wrong at every door. @returns the secrets of this bot, and those that strangers tried, by name */
  async function meetErrors(): Promise<Map<string, string>> {
    const secrets = new Map<string, string>(
      [...Object.entries(sandboxXKeys), ...Object.entries(sandboxSlackKeys)].filter(
        // Both are names, and no secrets: X and Slack show them to everybody.
        ([name]) => name !== 'X_APP_KEY' && name !== 'SLACK_CLIENT_ID',
      ),
    );
    secrets.set('API_TOKEN', bot.apiToken);
    const made = await bot.api('POST', 'tokens', { name: 'board', scope: 'read' });
    secrets.set('a token', String(made.body['token']));
    secrets.set('a guessed token', 'osb_canaryguess');
    secrets.set('a guessed sign-in', 'canarysignin');
    const authorization = { authorization: 'Bearer osb_canaryguess' };
    const refusals = [
      await fetch(`${bot.urls.api}/api/v1/config`, { headers: authorization }),
      await fetch(`${bot.urls.api}/api/v1/config`, { method: 'PUT', headers: authorization, body: '{"keywords":' }),
      await fetch(`${bot.urls.api}/admin/sign-in?secret=canarysignin&token=canarysignin`),
      await fetch(`${bot.urls.api}/slack/events`, { method: 'POST', body: 'xoxb-sandbox' }),
    ];
    assert.ok(refusals.every(({ status: code }) => code !== 500));

    const link = new URL(bot.signInLink());
    for (const value of link.searchParams.values()) secrets.set('the sign-in link', value);
    const signedIn = await fetch(`${bot.urls.api}/admin/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: bot.urls.api },
      body: link.searchParams,
    });
    assert.equal(signedIn.status, 303);
    secrets.set('the session', /=([^;]{16,})/u.exec(signedIn.headers.getSetCookie().join('\n'))?.[1] ?? '');
    assert.notEqual(secrets.get('the session'), '');
    await bot.fault({ route: 'GET /2/tweets/search/stream', accept: false, then: 'status', status: 503, times: 2 });
    await bot.fault({ route: 'GET /2/tweets/search/recent', accept: false, then: 'status', status: 401, times: 2 });
    await bot.fault({ route: 'GET /2/tweets', accept: false, then: 'drop', times: 1 });
    await fetch(`${bot.urls.x}/sandbox/stream/disconnect`, { method: 'POST' });
    await fetch(`${bot.urls.slack}/sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ route: '*', then: 'status', status: 500, times: 3 }),
    });
    return secrets;
  }

  /** What is kept or said of somebody, with where. Answers to repeated requests are kept sealed, for a day at most. */
  async function findWords(words: RegExp): Promise<string | undefined> {
    const near = new RegExp(`[^]{0,80}(?:${words.source})[^]{0,20}`, words.flags);
    const found = [...(await everythingKept(bot))].flatMap(([where, what]) => {
      const kept = where === 'collection idempotency' ? null : near.exec(what);
      return kept === null ? [] : [`${where}: ${kept[0]}`];
    });
    return found[0];
  }

  it('erase a host while X may have a reminder for them: its outcome is found first, and named', async () => {
    const sendUntil = async (known: string, room: string) => {
      const id = await bot.tweet('nightjar', `Zentangle @ ${dateAndTime(90)} in ${room} #pyconopenspaces`);
      await eventually('it is heard', async () => (await status(id)) === 'needs_action', 60);
      await bot.api('POST', `open-spaces/${id}/approve`, {});
      await bot.api('POST', `open-spaces/${id}/send-now`, {});
      await eventually(`it is ${known}`, async () => (await status(id)) === known, 60);
      return id;
    };
    const ids = [await sendUntil('sent', 'A103')];
    await bot.fault({ route: 'POST /2/tweets', accept: true, then: 'drop', times: 1 });
    ids.push(await sendUntil('sending', 'A104'));
    const { code, text } = await run('erase', '@nightjar');
    assert.equal(code, 0, text);
    const posts = await bot.timeline();
    assert.equal(posts.length, ids.length);
    for (const [index, id] of ids.entries()) {
      const post = posts[index];
      assert.match(post?.text ?? '', /nightjar/u);
      const line = `erased ${id}; delete by hand at X, from the bot's account: ${post?.id}\n`;
      assert.ok(text.includes(line), text);
      const { body } = await bot.api('GET', `reminders/${id}-15`);
      assert.deepEqual([body['status'], body['tweetId']], ['sent', post?.id]);
      assert.equal(await status(id), 'cancelled');
    }
    const again = await run('erase', `https://x.com/nightjar/status/${ids[0]}?s=20`);
    assert.match(again.text, new RegExp(`^erased ${ids[0]}; `, 'u'), 'an address counts as its id');
    const words = /zentangle|nightjar/iu;
    await eventually('its cards follow', async () => !words.test(await messages()), 150);
    const left = () => findWords(words);
    await eventually('nothing is left', async () => (await left()) === undefined).catch(() => {});
    assert.equal(await left(), undefined);
  });

  /** A session that an organiser moves by a later post of its host. @returns the ids of both posts */
  async function moveByLaterPost(host: string): Promise<readonly [string, string]> {
    const first = await bot.tweet(host, `Quillwork @ ${dateAndTime(50)} in A105 #pyconopenspaces`);
    await eventually('the first post is heard', async () => (await status(first)) === 'needs_action', 60);
    const later = await bot.tweet(host, 'Quillwork moved to A106, sorry! #pyconopenspaces');
    const findCard = async () =>
      (await bot.messages('need_review')).find((one) => JSON.stringify(one).includes('move_known'));
    const card = await eventually('a card offers to move it', findCard, 60);
    await bot.press(card, 'move_known');
    await eventually('the later post is denied', async () => (await status(later)) === 'dismissed', 60);
    await bot.api('POST', `open-spaces/${first}/approve`, {});
    return [first, later];
  }

  it('erase a host: none of their words, names or ids is kept, and nothing is posted', async () => {
    const moved = await moveByLaterPost('wanderfalke');
    const secrets = await meetErrors();
    const posted = await bot.timeline();
    const start = dateAndTime(60);
    const id = await bot.tweet('wanderfalke', `Quillwork @ ${start} in B114 #pyconopenspaces`);
    await eventually('its card', async () => (await messages()).includes(id), 60);
    const rival = await bot.tweet('chess_chen', `Chess @ ${start} in B114 #pyconopenspaces`);
    const isNamed = async () => /Same room and start as [^"]*wanderfalke/u.test(await messages());
    await eventually('the card of its rival names it', isNamed, 60);
    const refused = await bot.api('POST', `open-spaces/${rival}/approve`, {});
    assert.match(String(refused.body['detail']), /^B114 is taken at that time \(“Quillwork” by @wanderfalke\)/u);
    await bot.fault({ route: 'POST /2/tweets', accept: false, then: 'status', status: 401, times: 100 });
    await bot.api('POST', `open-spaces/${id}/approve`, {});
    await bot.api('POST', `open-spaces/${id}/send-now`, {});
    await eventually(
      'organisers hear that X refuses',
      async () => (await messages()).includes('Posting has stopped'),
      60,
    );
    const isKept = async () => JSON.stringify([...(await everythingKept(bot))]);
    assert.match(await isKept(), /quillwork[^]*wanderfalke/iu, 'what is looked for can be found');

    const { code, text } = await run('erase', '@wanderfalke');
    assert.equal(code, 0, text);
    for (const one of [id, ...moved]) assert.match(text, new RegExp(`erased ${one}\\b`, 'u'));
    for (const one of [id, moved[0]]) assert.equal(await status(one), 'cancelled');

    const left = async () => /.{0,200}(?:quillwork|wanderfalke).{0,60}/iu.exec(await messages())?.[0];
    await eventually('its card says nothing of them', async () => (await left()) === undefined, 150).catch(() => {});
    assert.equal(await left(), undefined);
    for (const [where, what] of await everythingKept(bot)) {
      for (const [name, secret] of secrets) assert.ok(!what.includes(secret), `${where} holds ${name}`);
    }
    assert.equal(await findWords(/quillwork|wanderfalke/iu), undefined);
    assert.deepEqual(await bot.timeline(), posted);

    const unknown = await run('erase', '@nobody');
    assert.equal(unknown.code, 1);
    assert.match(unknown.text, /^error: The bot knows nothing about @nobody/u);
  });

  it('rehearse nothing of a file whose posts are months apart: the config would refuse the later starts', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'open-spaces-test-'));
    const line = (day: string, text: string) => `${JSON.stringify({ postedAt: `${day}T09:00:00Z`, text })}\n`;
    const file = join(directory, 'posts.jsonl');
    writeFileSync(
      file,
      line('2026-03-01', 'Juggling in 30 minutes in B114') + line('2026-05-15', 'Origami in 30 minutes in B115'),
    );
    const { code, text } = await run('rehearse', file);
    rmSync(directory, { recursive: true });
    assert.equal(code, 1, text);
    assert.match(
      text,
      /^error: “Origami in 30 minutes in B115” would start .* more than 30 days after the conference/mu,
    );
    const { body } = await bot.api('GET', 'open-spaces?q=juggling');
    assert.ok(!JSON.stringify(body).includes('Juggling'), JSON.stringify(body));
  });

  it('rehearse a past day: gaps stay, starts are in the future, and conflicts are found', async () => {
    const zone = {
      id: 'c',
      name: 'C',
      timeZone: 'America/Los_Angeles',
      startDate: '2026-05-15',
      endDate: '2026-05-15',
    };
    const rooms = ['A103', 'B114'].map((name) => ({ name, aliases: [] }));
    const now = Date.parse('2030-01-02T03:04:05Z');
    const post = (text: string) => ({ text, postedAt: Date.parse('2017-05-19T18:00:00Z') });
    const texts = ['Acro @ 5pm in B114 #x', 'Chess 5:10pm B114 #x', 'what a day #x', 'Yoga tomorrow 9am in A103 #x'];
    const planned = planRehearsal(texts.map(post), { ...zone, rooms }, now);
    const starts = planned.flatMap(({ plan }) => (plan.startAt === undefined ? [] : [plan.startAt]));
    assert.equal(starts[0], Date.parse('2030-01-02T03:25:00Z'));
    assert.deepEqual(
      starts.map((at) => (at - (starts[0] ?? 0)) / 60_000),
      [0, 10, 16 * 60],
    );
    assert.deepEqual(
      planned.map(({ plan }) => plan.verdict),
      ['schedule', 'schedule', 'ignore', 'schedule'],
    );
  });
});

describe('erasing a user', () => {
  it('who has another name now can be found until the last of their posts is erased', async () => {
    const database = await freshDatabase();
    const { db } = database;
    const findPosts = async (id: string) => findTweetsToErase(db, id, await findUsers(db, id));
    try {
      const store = createStore(db);
      const reading = { verdict: 'ignore', intent: 'other', reasons: [], rooms: [], starts: [] } as const;
      for (const [id, username] of [
        ['1', 'old'],
        ['2', 'new'],
      ] as const) {
        const author = { id: '42', username, name: 'N' };
        const [url, text, at] = [`https://x.com/${username}/status/${id}`, 'Knots', new Date()];
        const post = { _id: id, conferenceId: 'c', tweetId: id, text, url, postedAt: at, receivedAt: at };
        await store.tweets.receive({ ...post, author, isRetweet: false, reading });
        await store.users.see(author, at);
      }
      // A session of the first post that was moved by the second, and has followed the first again.
      const host = { id: '42', username: 'old' };
      const [source, earlier] = ['1', '2'].map((tweetId) => ({ tweetId, postId: tweetId, url: 'u', host }));
      const space = { ...spaceWith([]), id: '1', source, earlier: [earlier] };
      await store.openSpaces.write(space as OpenSpace, 'c', new Date());
      for (const one of ['1', '2']) {
        const ids = (await findPosts(one)).map(({ id }) => id);
        assert.deepEqual(ids.toSorted(), ['1', '2'], `by ${one}`);
      }
      await db.collection('openSpaces').deleteMany({});
      // Cards still show the earlier name.
      const byEarlierName = (await findPosts('@old')).map(({ id }) => id);
      assert.deepEqual(byEarlierName.toSorted(), ['1', '2']);
      const ofNobodyElse = await findTweetsToErase(db, '@old', []);
      assert.deepEqual(ofNobodyElse, [{ id: '1', isAnswered: false }], 'it does not look for users again');
      // A look-up told this name, but no post was heard with it.
      for (const [later, username] of ['between', 'new'].entries())
        await store.users.rename({ id: '42', username, name: 'N' }, new Date(Date.now() + 1_000 * (later + 1)));
      assert.deepEqual(await findUsers(db, '@Between'), ['42']);
      await store.users.see({ id: '77', username: 'Old', name: 'Another' }, new Date());
      assert.deepEqual(await findUsers(db, '@old'), ['77', '42'], 'then the command asks for a number');
      await eraseUser(db, '77');
      await eraseTweet(db, '2', new Date(), 'present');
      // A reminder of the first post is on its way, so the command leaves that post out and is run again.
      assert.equal(await eraseUser(db, '@new'), false);
      assert.deepEqual(await findPosts('@new'), [{ id: '1', isAnswered: false }]);
      await eraseTweet(db, '1', new Date(), 'present');
      assert.equal(await eraseUser(db, '@new'), true);
      assert.equal(await store.users.find('42'), null);
    } finally {
      await database.drop();
    }
  });
});
