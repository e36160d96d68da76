import assert from 'node:assert/strict';
import { lookForNames } from '../activities/desk-news.ts';
import { hearTweet } from '../activities/hear-tweet.ts';
import { lookForChanges } from '../activities/look-for-changes.ts';
import { noCards } from '../slack/no-cards.ts';
import { startLongRunning } from '../temporal/workflows.ts';
import { createShownTweets, createShownViews } from '../temporal/shown-views.ts';
import { forSuite } from './support/for-tests.ts';
import { incomingTweet } from './support/incoming-tweet.ts';
import { eventually } from './support/sandbox-app.ts';
import { soon } from './support/tweets-heard.ts';
import { soon as soonAtWeb } from './support/web-pages.ts';
import { organisersPages } from './support/web-client.ts';
import { startWorkbench } from './support/workbench.ts';

describe('a host with another handle at X', () => {
  /** The newest card of each open space, as JSON. */
  const cards = new Map<string, string>();
  const draw: typeof noCards.draw = async ({ view, tweet, facts }) => {
    cards.set(view._id, JSON.stringify({ source: view.space.source, author: tweet?.author, facts }));
    return { kind: 'drawn' };
  };
  const bench = forSuite(async () => {
    const started = await startWorkbench({ realTime: true, cards: { ...noCards, draw } });
    await startLongRunning(started.client, 'testconf');
    return started;
  });
  const isOnCard = (id: string, words: RegExp) =>
    eventually(`the card has ${words}`, async () => words.test(cards.get(id) ?? ''));
  const rename = (from: string, to: string) => bench.x.control(`PATCH /sandbox/users/${from}`, { username: to });

  it('is named by it everywhere, once the look-up of a post tells it', async () => {
    const { store, service, deps } = bench;
    const id = await bench.x.tweet('ada', `Acro yoga at ${soon(120)} in B114 #pyconopenspaces`);
    await eventually('heard', async () => (await store.tweets.find(id))?.state === 'handled');
    await isOnCard(id, /"author":\{[^}]*"ada"/u);
    await rename('ada', 'countess');
    const { space } = (await store.openSpaces.find(id)) ?? assert.fail();
    await lookForChanges(deps, [space], await store.configs.current());
    await isOnCard(id, /"host":\{[^}]*"countess".*"author":\{[^}]*"countess".*twitter\.com\/countess\/status/u);
    assert.equal((await service.find(id))?.space.source?.host.username, 'countess');
    assert.equal((await createShownTweets(store).find(id))?.author.username, 'countess');
    // Its card is drawn again once, not at each start of a desk, and not after the start of the session.
    const marks = async () => (await store.openSpaces.find(id))?.staleMarks;
    const drawn = await marks();
    await lookForNames(deps);
    await store.openSpaces.markStaleOf(space.source?.host.id ?? '', new Date(space.startAt ?? 0));
    assert.equal(await marks(), drawn);
    for (const [q, ids] of [
      ['@countess', [id]],
      ['@', []],
    ] as const) {
      for (const list of [store.openSpaces.list, store.tweets.list]) {
        const found = (await list('testconf', { q }, 10)).map(({ _id }) => _id);
        assert.deepEqual(found, ids);
      }
    }
    const held = { openSpaceId: id, room: 'B114', startAt: space.startAt ?? 0, relation: 'repeats' } as const;
    const { reason } = await createShownViews(store).refusalOfTaken(held);
    assert.match(reason, /@countess/u);
  });

  it('is named by it on the card of another host, whose post is in conflict', async () => {
    const hear = async (host: string, title: string) => {
      const id = await bench.x.tweet(host, `${title} at ${soon(150)} in B115 #pyconopenspaces`);
      await eventually('heard', async () => (await bench.store.tweets.find(id))?.state === 'handled');
      return id;
    };
    const rival = await hear('gil', 'Lego');
    const id = await hear('hal', 'Soap');
    await isOnCard(id, /"rival":.*"gil"/u);
    await rename('gil', 'gilbert');
    const { space } = (await bench.store.openSpaces.find(rival)) ?? assert.fail();
    await lookForChanges(bench.deps, [space], await bench.store.configs.current());
    await isOnCard(rival, /"gilbert"/u);
    await isOnCard(id, /"rival":.*"gilbert"/u);
  });

  it('is named by it, even if the answer to an earlier look-up comes later', async () => {
    const { store, deps } = bench;
    const isHeard = (id: string) => eventually('heard', async () => (await store.tweets.find(id))?.state === 'handled');
    const id = await bench.x.tweet('eve', `Go @ ${soon(120)} in A104 #pyconopenspaces`);
    await isHeard(id);
    const { space } = (await store.openSpaces.find(id)) ?? assert.fail();
    const lookUpMany: typeof deps.x.lookUpMany = async (ids) => {
      const found = await deps.x.lookUpMany(ids);
      await rename('eve', 'evelyn');
      await isHeard(await bench.x.tweet('evelyn', 'Tea, anybody? #pyconopenspaces'));
      return found;
    };
    await lookForChanges({ ...deps, x: { ...deps.x, lookUpMany } }, [space], await store.configs.current());
    assert.equal((await store.users.find(space.source?.host.id ?? ''))?.username, 'evelyn');
  });

  it('is named by it in the reminder, if the handle changed after the last look-up', async () => {
    const id = await bench.x.tweet('bo', `Chess @ ${soon(120)} in A103 #pyconopenspaces`);
    await eventually('heard', async () => (await bench.store.tweets.find(id))?.state === 'handled');
    await rename('bo', 'bobby');
    await bench.ask(id, { verb: 'sendNow' });
    const posted = async () => (await bench.x.timeline()).find(({ text }) => text.includes(id))?.text ?? '';
    await eventually('it is posted', async () => (await posted()) !== '');
    assert.match(await posted(), /twitter\.com\/bobby\/status/u);
  });

  it('has the earlier one in a reminder whose approved text would not fit with the new one', async () => {
    const id = await bench.x.tweet('di', `Kites @ ${soon(120)} in A106 #pyconopenspaces`);
    await eventually('heard', async () => (await bench.store.tweets.find(id))?.state === 'handled');
    await bench.ask(id, { verb: 'change', text: `{tweetId} ${'{user} '.repeat(25)}` });
    await rename('di', 'diana_of_themys');
    const { space } = (await bench.store.openSpaces.find(id)) ?? assert.fail();
    await lookForChanges(bench.deps, [space], await bench.store.configs.current());
    await isOnCard(id, /"host":\{[^}]*"diana_of_themys".*"reminderText":"\d+ di di di/u);
    await bench.ask(id, { verb: 'sendNow' });
    const posted = async () => (await bench.x.timeline()).find(({ text }) => text.includes(id))?.text ?? '';
    await eventually('it is posted', async () => (await posted()) !== '');
    assert.match(await posted(), /di di di/u);
  });

  it('keeps it if X leaves out the name in another post', async () => {
    const author = { id: '4711', username: 'cy', name: 'Cy' };
    const { store, deps } = bench;
    await hearTweet(deps, incomingTweet('Tea, anybody? #pyconopenspaces', { author }));
    const nameless = incomingTweet(`Tea @ ${soon(180)} in A104 #pyconopenspaces`, { author: { id: author.id } });
    await hearTweet(deps, nameless);
    assert.equal((await store.users.find(author.id))?.username, 'cy');
    assert.equal((await store.openSpaces.find(nameless.id))?.space.source?.host.username, 'cy');
    // One whom nobody has named yet.
    const unknown = incomingTweet(`Knots @ ${soon(180)} in A105 #pyconopenspaces`, { author: { id: '4712' } });
    await hearTweet(deps, unknown);
    assert.equal((await store.users.find('4712'))?.username, 'user4712');
    await hearTweet(deps, incomingTweet('See you! #pyconopenspaces', { author: { ...author, id: '4712' } }));
    await isOnCard(unknown.id, /"host":\{[^}]*"cy"/u);
  });
});

describe('the schedule', () => {
  const { web, text } = organisersPages();

  it('names the new handle of a host, also if nothing else has changed', async () => {
    const id = await web.hear('dunlin', `Juggling @ ${soonAtWeb(300)} in A106 #pyconopenspaces`);
    const by = { id: 'U0ORG1', name: 'Ana', door: 'slack' } as const;
    await web.context.openSpaces.ask({ openSpaceId: id, verb: { verb: 'decide', approval: 'approved' }, by });
    const shows = (name: string) => eventually(name, async () => (await text('/')).includes(`@${name}<`));
    await shows('dunlin');
    const { store } = web.context;
    const author = (await store.tweets.find(id))?.author ?? assert.fail();
    await store.users.rename({ ...author, username: 'calidris' }, new Date());
    await shows('calidris');
    assert.match(await text(`/admin/open-spaces/${id}`), /@calidris/u);
    assert.match(await text('/admin/tweets?q=Juggling'), /@calidris/u);
  });
});
