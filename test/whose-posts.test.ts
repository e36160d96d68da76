import assert from 'node:assert/strict';
import { createOwnAccount } from '../x/own-account.ts';
import { listenByPolling } from '../x/polling.ts';
import { forEachTest } from './support/for-tests.ts';
import { isConnected, KEYWORDS, listen } from './support/listening.ts';
import { hearFromX, hearingBench, soon } from './support/tweets-heard.ts';
import { eventually, startTestX } from './support/x-sandbox.ts';

describe('the bot’s own posts', () => {
  const x = forEachTest(() => startTestX());

  it('are not heard after the account got another handle, neither from the stream nor from a search', async () => {
    const own = createOwnAccount(x.client);
    const listening = listen(x.client, { own });
    await eventually('connected', () => isConnected(listening));
    await x.control(`PATCH /sandbox/users/${x.botUsername}`, { username: 'openspaces2' });
    await x.tweet('openspaces2', 'Coming up: tea #pyconopenspaces');
    await x.tweet('openspaces2', 'Without its time #pyconopenspaces', { without: ['created_at'] });
    await x.tweet('ada', 'Tea #pyconopenspaces');
    await eventually('the stream’s', () => listening.heard.length > 0);
    await listening.stop();
    const stop = new AbortController();
    const found: string[] = [];
    await listenByPolling(x.client, {
      keywords: KEYWORDS,
      own: await own(),
      onTweet: async ({ author }) => void found.push(author.username ?? author.id),
      onUnreadable: async ({ authorId }) => void found.push(authorId ?? 'nobody'),
      onState: () => {},
      heardThrough: async () => Date.now() - 60_000,
      onHeardThrough: async () => stop.abort(),
      signal: stop.signal,
    });
    assert.deepEqual([listening.heard.map(({ author }) => author.username), found], [['ada'], ['ada']]);
    assert.deepEqual(listening.unreadable, []);
  });
});

describe('a post that quotes another one', () => {
  const { bench, view } = hearingBench();

  it('announces nothing if only the quoted post has the keyword, but is stored and keeps its session', async () => {
    const listening = listen(bench.x.client);
    await eventually('connected', () => isConnected(listening));
    const quoted = await bench.x.tweet('ada', 'Who has a room? #pyconopenspaces');
    const text = `Chess @ ${soon(120)} in A104`;
    const without = await bench.x.tweet('bo', text, { quoteOf: quoted });
    const withIt = await bench.x.tweet('cy', `Felt @ ${soon(120)} in A105 #PyConOpenSpaces`, { quoteOf: quoted });
    await eventually('X sends all', () => listening.heard.length === 3);
    await listening.stop();
    for (const id of [quoted, without, withIt]) await hearFromX(bench, id);
    assert.equal(
      (await bench.store.tweets.find(without))?.ignoredBecause,
      'only the post that it quotes has a keyword',
    );
    assert.deepEqual([(await view(without))?.room, (await view(withIt))?.room], [undefined, 'A105']);

    // What was posted with a keyword of that time counts.
    await bench.config({ keywords: ['pyconopenspaces', 'oldkeyword'] });
    const old = await bench.x.tweet('di', `Yarn @ ${soon(120)} in A103 #oldkeyword`, { quoteOf: quoted });
    await bench.config({ keywords: ['pyconopenspaces'] });
    await hearFromX(bench, old);
    assert.equal((await view(old))?.room, 'A103');

    // The host of a session may leave the keyword out of an edit.
    const edit = await bench.x.tweet('cy', `Felt @ ${soon(120)} in A106`, { editOf: withIt, quoteOf: quoted });
    await hearFromX(bench, edit);
    await eventually('the edit counts', async () => (await view(withIt))?.room === 'A106');
  });
});
