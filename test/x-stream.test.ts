import assert from 'node:assert/strict';
import { streamRule } from '../core/stream-rule.ts';
import { isConnected, KEYWORDS, listen, type Listening } from './support/listening.ts';
import { eventually, startTestX, type TestX, X_CREDENTIALS } from './support/x-sandbox.ts';

describe('listening to the stream', () => {
  let x: TestX;
  let listening: Listening;
  beforeEach(async () => {
    x = await startTestX({ keepAliveMs: 50 });
    listening = listen(x.client);
    await eventually('connected', () => isConnected(listening));
  });
  afterEach(async () => {
    await listening.stop();
    await x.close();
  });

  it('hears what was asked for, in order and whole, with characters cut in half on the way', async () => {
    const texts = [
      'Acro yoga @ 5pm in B114 #pyconopenspaces 🎉',
      'Füße & <Bälle> #PyConOpenSpace',
      'PyConOpenSpaces: ナマケモノ 14:00 A105',
    ];
    for (const text of texts) await x.tweet('ada', text);
    await eventually('three tweets', () => listening.heard.length === 3);
    assert.deepEqual(
      listening.heard.map(({ text }) => text),
      texts,
    );
    assert.deepEqual(listening.heard[0]?.author.username, 'ada');
    assert.equal(listening.heard[0]?.url, `https://twitter.com/ada/status/${listening.heard[0]?.id}`);
  });

  it('does not hear retweets, the bot itself, other hashtags, or longer words', async () => {
    const id = await x.tweet('ada', 'first #pyconopenspaces');
    await x.tweet('bo', '', { retweetOf: id });
    await x.tweet('openspacesbot', 'Coming up #pyconopenspaces');
    await x.tweet('bo', 'nothing #pycon');
    await x.tweet('bo', 'mypyconopenspacesdiary');
    await x.tweet('bo', 'last pyconopenspaces');
    await eventually('the last one', () => listening.heard.at(-1)?.text === 'last pyconopenspaces');
    assert.equal(listening.heard.length, 2);
  });

  it('hears an edit as a new version of the same tweet', async () => {
    const first = await x.tweet('ada', 'B114 at 5pm #pyconopenspaces');
    const second = await x.tweet('ada', 'B114 at 6pm #pyconopenspaces', { editOf: first });
    await eventually('both versions', () => listening.heard.length === 2);
    assert.deepEqual(
      listening.heard.map(({ id, firstId }) => [id, firstId]),
      [
        [first, first],
        [second, first],
      ],
    );
  });

  it('hears everything of a text over 280 characters, with its links as they were written', async () => {
    const text = `${'A long invitation. '.repeat(30)}https://example.org/yoga?a=1&b=2 B114 17:00 #pyconopenspaces`;
    await x.tweet('ada', text);
    await eventually('the tweet', () => listening.heard.length === 1);
    assert.equal(listening.heard[0]?.text, text);
  });

  it('comes back after the connection is cut, and fills the gap before it hands over newer tweets', async () => {
    await x.control('POST /sandbox/stream/disconnect');
    await eventually('a second connection', () => listening.gaps >= 2 && isConnected(listening));
    await x.tweet('ada', 'after the cut #pyconopenspaces');
    await eventually('the tweet', () => listening.heard.length === 1);
    assert.ok(listening.states.some(({ connected, lastError }) => !connected && lastError !== undefined));
  });

  it('comes back after X announces the end within the stream', async () => {
    await x.control('POST /sandbox/stream/announce-end');
    await eventually('a second connection', () => listening.gaps >= 2 && isConnected(listening));
    assert.ok(listening.states.some(({ lastError }) => lastError?.includes('operational-disconnect')));
  });

  it('puts its rule back when X has lost it, and leaves the rules of others alone', async () => {
    await x.client.app.v2.updateStreamRules({ add: [{ value: 'gardening', tag: 'somebody else' }] });
    const { data } = await x.client.app.v2.streamRules();
    const ours = data.filter((rule) => rule.tag === 'open-spaces').map((rule) => rule.id);
    await x.client.app.v2.updateStreamRules({ delete: { ids: ours } });
    await x.control('POST /sandbox/stream/disconnect');
    await eventually('a second connection', () => listening.gaps >= 2 && isConnected(listening));
    await x.tweet('ada', 'gardening only');
    await x.tweet('ada', 'heard #pyconopenspaces');
    await eventually('the tweet', () => listening.heard.length > 0);
    assert.deepEqual(
      listening.heard.map(({ text }) => text),
      ['heard #pyconopenspaces'],
    );
    const rules = (await x.client.app.v2.streamRules()).data.map((rule) => rule.value).toSorted();
    assert.deepEqual(rules, ['gardening', streamRule(KEYWORDS, 'openspacesbot')].toSorted());
  });

  it('takes over from a listener that died without closing its connection', async () => {
    await listening.stop();
    const dead = await fetch(`${x.url}/2/tweets/search/stream`, {
      headers: { authorization: `Bearer ${X_CREDENTIALS.bearerToken}` },
    });
    assert.equal(dead.status, 200);
    const second = listen(x.client, { pace: { limitedFirst: 60_000 } });
    await eventually('the second listens', () => isConnected(second));
    await x.tweet('ada', 'taken over #pyconopenspaces');
    await eventually('the tweet', () => second.heard.length === 1);
    await second.stop();
  });

  it('survives refusals, dropped and silent connection attempts on the way to a connection', async () => {
    for (const fault of [
      { then: 'status', status: 503 },
      { then: 'status', status: 429 },
      { then: 'drop' },
      { then: 'hang' },
      { then: 'drop', accept: true },
    ]) {
      await x.fault({ route: 'GET /2/tweets/search/stream', times: 1, ...fault });
    }
    await x.control('POST /sandbox/stream/disconnect');
    await eventually(
      'all faults met',
      async () => ((await x.control('GET /sandbox/faults')) as unknown[]).length === 0,
    );
    await eventually('connected again', () => isConnected(listening));
    await x.tweet('ada', 'still there #pyconopenspaces');
    await eventually('the tweet', () => listening.heard.length >= 1);
    assert.doesNotMatch(JSON.stringify(listening.states), /canary/u);
  });
});
