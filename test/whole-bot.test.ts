import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCases } from '../commands/labelled-cases.ts';
import { forSuite } from './support/for-tests.ts';
import { addCorrections } from './support/add-corrections.ts';
import { runCommand } from './support/run-command.ts';
import { dateAndTime, eventually, startBot, type SlackMessage } from './support/running-bot.ts';

describe('the whole bot, from npm start', function () {
  // One for all: each start of everything costs as much as dozens of other tests.
  this.timeout(240_000);
  const bot = forSuite(() => startBot());

  const cardOf = (channel: string, host: string, has = ''): Promise<SlackMessage> =>
    eventually(`a card of @${host} in ${channel} ${has}`, async () =>
      (await bot.messages(channel)).find(({ text }) => text.includes(`@${host}`) && text.includes(has)),
    );
  const view = async (id: string) => (await bot.api('GET', `open-spaces/${id}`)).body;
  const status = (id: string, wanted: string) =>
    eventually(`open space ${id} is ${wanted}`, async () => (await view(id))['status'] === wanted);

  it('hears a tweet, shows its card, and posts once when an organiser approves', async () => {
    const id = await bot.tweet('yogi', `Acro yoga @ ${dateAndTime(10)} in B114 #pyconopenspaces`);
    const card = await cardOf('outgoing_tweets', 'yogi');
    assert.match(card.text, /B114/u);
    assert.equal((await bot.press(card, 'approve')).status, 200);
    await status(id, 'sent');
    const posts = await bot.timeline();
    assert.equal(posts.length, 1);
    assert.match(
      posts[0]?.text ?? '',
      new RegExp(`^Coming up in (9|10) minutes! https://twitter.com/yogi/status/${id}$`, 'u'),
    );
    await cardOf('outgoing_tweets', 'yogi', 'sent');
  });

  it('refuses a stranger with a reason that only they see', async () => {
    const id = await bot.tweet('stranded', `Knots @ ${dateAndTime(60)} in A103 #pyconopenspaces`);
    const card = await cardOf('outgoing_tweets', 'stranded');
    await bot.press(card, 'approve', { userId: 'U0STR1' });
    const told = await eventually('an ephemeral', async () => {
      const seen = (await (await fetch(`${bot.urls.slack}/sandbox/ephemerals?user=U0STR1`)).json()) as {
        text: string;
      }[];
      return seen.at(-1);
    });
    assert.match(told.text, /organiser/iu);
    assert.equal((await view(id))['status'], 'needs_action');
  });

  it('reports the same room at the same time as a conflict, and a question for review', async () => {
    await bot.tweet('chess', `Chess! A103 at ${dateAndTime(60)} #pyconopenspaces`);
    await cardOf('event_conflict', 'chess');
    await bot.tweet('lost', `is knots at ${dateAndTime(60)} still in A104? #pyconopenspaces`);
    await cardOf('need_review', 'lost');
  });

  it('keeps retweets and chatter, and does nothing about them', async () => {
    const original = await bot.tweet('retold', `Zine making @ ${dateAndTime(80)} in A104 #pyconopenspaces`);
    const retweet = await bot.tweet('fan', '', { retweetOf: original });
    const chatter = await bot.tweet('chatty', 'what a day! #pyconopenspaces');
    await cardOf('outgoing_tweets', 'retold');
    await eventually('the chatter is stored', async () => (await bot.api('GET', `tweets/${chatter}`)).status === 200);
    assert.equal((await bot.api('GET', `open-spaces/${retweet}`)).status, 404);
    assert.equal((await bot.api('GET', `open-spaces/${chatter}`)).status, 404);
  });

  it('follows an edit: the same open space, another room, approval void', async () => {
    const id = await bot.tweet('editor', `Editing @ ${dateAndTime(90)} in B114 #pyconopenspaces`);
    const card = await cardOf('outgoing_tweets', 'editor');
    await bot.press(card, 'approve');
    await status(id, 'approved');
    await bot.tweet('editor', `Editing @ ${dateAndTime(90)} in B115 #pyconopenspaces`, { editOf: id });
    await status(id, 'needs_action');
    assert.equal((await view(id))['room'], 'B115');
  });

  it('stages a review from its card with the picked values, and approves it by the same press', async () => {
    const id = await bot.tweet('vague', 'Board games tonight, room A106, who is in? #pyconopenspaces');
    const card = await cardOf('need_review', 'vague');
    const [date, time] = dateAndTime(45).split(' ');
    await bot.press(card, 'approve', { values: { date, time, room: 'A106' } });
    await status(id, 'approved');
    await cardOf('outgoing_tweets', 'vague');
    // What the organiser chose in Slack teaches the reader.
    const folder = await mkdtemp(join(tmpdir(), 'cases-'));
    const { code, err } = await addCorrections(folder, { DATA_DIR: bot.dataDir });
    assert.equal(code, 0, err);
    const learned = readCases(join(folder, 'added.jsonl')).find(({ text }) => text.startsWith('Board games tonight'));
    assert.deepEqual([learned?.verdict, learned?.intent, learned?.rooms], ['schedule', 'announce', ['A106']]);
    assert.equal(Date.parse(learned?.times[0]?.start ?? ''), Date.parse(String((await view(id))['startsAt'])));
    await rm(folder, { recursive: true });
  });

  it('lets another config rule from the next tweet on, and ignores whom it says', async () => {
    const { body } = await bot.api('GET', 'config');
    const config = (body['config'] ?? body) as Record<string, unknown>;
    const saved = await bot.api('PUT', 'config', { ...config, keywords: ['otherspaces'], autoSend: true });
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    const id = await eventually('the new keyword is heard', async () => {
      const tried = await bot.tweet('newword', `Try ${Math.random()} @ ${dateAndTime(120)} in A105 #otherspaces`);
      const heard = await eventually(
        'a look',
        async () => (await bot.api('GET', `open-spaces/${tried}`)).status === 200,
        3,
      ).catch(() => false);
      return heard ? tried : undefined;
    });
    assert.equal((await view(id))['status'], 'approved');
    const author = (await bot.api('GET', `tweets/${id}`)).body['author'] as { id: string };
    await bot.api('PATCH', `users/${author.id}`, { shouldIgnore: true });
    const ignored = await bot.tweet('newword', `Ignored @ ${dateAndTime(200)} in A106 #otherspaces`);
    await eventually(
      'it is stored as ignored',
      async () => (await bot.api('GET', `tweets/${ignored}`)).body['ignoredBecause'] === 'an ignored user',
    );
    assert.equal((await bot.api('GET', `open-spaces/${ignored}`)).status, 404);
    assert.equal((await bot.api('PUT', 'config', config)).status, 200);
  });

  describe('after a death', () => {
    const approve = async (host: string): Promise<void> => {
      const card = await eventually(`a card of @${host}`, async () =>
        (await bot.messages('outgoing_tweets')).find(({ text }) => text.includes(`@${host}`)),
      );
      await bot.press(card, 'approve');
    };
    const postsOf = async (id: string) => (await bot.timeline()).filter(({ text }) => text.includes(id));
    const isSent = (id: string) => eventually(`${id} is sent`, async () => (await view(id))['status'] === 'sent', 120);

    /** An approved session whose reminder goes out in so many milliseconds. */
    async function asleep(host: string, text: string, ms: number): Promise<string> {
      const id = await bot.tweet(host, text);
      await approve(host);
      await status(id, 'approved');
      const sendAt = new Date(Date.now() + ms).toISOString();
      const { status: code, body } = await bot.api('PATCH', `reminders/${id}-15`, { sendAt });
      assert.deepEqual([code, body['status']], [200, 'approved'], JSON.stringify(body));
      return id;
    }

    async function isRefusedWithRealKeys(): Promise<void> {
      const keys = ['X_APP_KEY', 'X_APP_SECRET', 'X_ACCESS_TOKEN', 'X_ACCESS_SECRET', 'X_BEARER_TOKEN'];
      const variables = { ...Object.fromEntries(keys.map((name) => [name, 'k'])), SLACK: 'off', PORT: '0' };
      const { code, err } = await runCommand('standalone', [], { ...variables, DATA_DIR: bot.dataDir });
      assert.equal(code, 1);
      assert.match(
        err,
        /^error: .*DATA_DIR .* was made with the X sandbox, and the X_\* variables now mean the real X/mu,
      );
      assert.match(err, /to start with empty data, set DATA_DIR to a new directory/u);
    }

    it('of its worker while posting, before and after X took it: one post each', async () => {
      const taken = await bot.tweet('midpost', `Killed @ ${dateAndTime(9)} in Lounge #pyconopenspaces`);
      const untaken = await bot.tweet('prepost', `Killed early @ ${dateAndTime(10)} in B115 #pyconopenspaces`);
      await bot.fault({ route: 'POST /2/tweets', times: 1, accept: true, then: 'hang' });
      await approve('midpost');
      await eventually('X has taken it', async () => (await postsOf(taken)).length === 1);
      await bot.fault({ route: 'POST /2/tweets', times: 1, accept: false, then: 'hang' });
      await approve('prepost');
      await eventually('X was asked', async () => (await bot.faults()).length === 0);
      process.kill(bot.pidOf('worker'), 'SIGKILL');
      await Promise.all([isSent(taken), isSent(untaken)]);
      assert.equal((await postsOf(taken)).length, 1);
      assert.equal((await postsOf(untaken)).length, 1);
    });

    it('of everything, by a power cut: the click before holds, the tweet during it is heard, posted once', async () => {
      const text = `Sleeping @ ${dateAndTime(30)} in A104 #pyconopenspaces`;
      const before = await asleep('sleeper', text, 20_000);
      await bot.kill();
      await isRefusedWithRealKeys();
      // Before, it heard X's stream.
      await bot.start({ X_LISTEN: 'poll' });
      const during = await bot.tweet('afterwards', `Back @ ${dateAndTime(12)} in A103 #pyconopenspaces`);
      await approve('afterwards');
      await Promise.all([isSent(before), isSent(during)]);
      assert.equal((await postsOf(before)).length, 1);
      assert.equal((await postsOf(during)).length, 1);
    });

    it('of its worker and both servers while it sleeps: it goes out once all the same', async () => {
      const text = `Outliving @ ${dateAndTime(25)} in A105 #pyconopenspaces`;
      const id = await asleep('outlived', text, 15_000);
      for (const part of ['worker', 'Temporal', 'MongoDB'] as const) process.kill(bot.pidOf(part), 'SIGKILL');
      await isSent(id);
      assert.equal((await postsOf(id)).length, 1);
    });

    it('of a second start on the same data says so and leaves the first alone', async () => {
      await assert.rejects(bot.start(), /already running on .*: process/u);
      assert.equal((await fetch(`${bot.urls.api}/healthz`)).status, 200);
    });
  });

  describe('at Ctrl+C', () => {
    it('ends in order, though npm passes the terminal’s signal on, so that it comes twice', async () => {
      assert.equal(await bot.interrupt(3), '0');
      const left = await readdir(bot.dataDir);
      assert.ok(!left.includes('lock.json') && !left.includes('servers.json'), left.join());
    });
  });
});
