import assert from 'node:assert/strict';
import { hearTweet } from '../activities/hear-tweet.ts';
import { lookForChanges, watchForChanges } from '../activities/look-for-changes.ts';
import { drawCards } from '../activities/run-desk.ts';
import { decisionWords } from '../core/words.ts';
import { noCards } from '../slack/no-cards.ts';
import { createOpenSpaceService } from '../temporal/open-space-service.ts';
import { serverProblem } from '../temporal/server-problem.ts';
import { forSuite } from './support/for-tests.ts';
import { notingCards } from './support/noting-cards.ts';
import { eventually } from './support/running-bot.ts';
import { minute, startWorkbench } from './support/workbench.ts';

const by = { id: 'ana', name: 'ana', door: 'web' } as const;
const unknown = 'https://x.com/somebody/status/865679812999999991';

describe('an open space that an organiser enters with a post that the bot never heard', () => {
  let entered = 0;

  const bench = forSuite(() => startWorkbench({ realTime: true }));

  const enter = async (tweetUrl: string): Promise<string> => {
    entered += 1;
    const startAt = Date.now() + 30 * minute;
    const entry = { tweetUrl, place: `stairs ${entered}`, startAt, title: 'Acro yoga' };
    const outcome = await bench.service.enterByHand(entry, by, `key${entered}`);
    assert.ok(outcome.kind === 'entered', JSON.stringify(outcome));
    return outcome.id;
  };
  const spaceOf = async (id: string) => {
    const view = await bench.store.openSpaces.find(id);
    assert.ok(view);
    return view.space;
  };
  const look = async (id: string) => {
    const config = await bench.store.configs.current();
    for (const version of await lookForChanges(bench.deps, [await spaceOf(id)], config)) {
      await hearTweet(bench.deps, version);
    }
  };
  const isKnownAsGone = async (id: string) =>
    eventually('the card says so', async () => {
      const space = await spaceOf(id);
      return space.source?.isGone === true && space;
    });
  const sendNow = async (id: string): Promise<string> => {
    const before = (await bench.x.timeline()).length;
    const asked = await bench.service.ask({ openSpaceId: id, verb: { verb: 'sendNow' }, by });
    assert.equal(asked.kind, 'decided');
    return eventually('it is posted', async () => (await bench.x.timeline()).slice(before)[0]?.text);
  };

  it('is not stored if the process was stopped after its claim, and is entered when it is sent again', async () => {
    let stoodStillMs = 0;
    const { roomClaims } = bench.store;
    const claim: typeof roomClaims.claim = async (...given) => {
      const taken = await roomClaims.claim(...given);
      stoodStillMs = 11 * minute;
      return taken;
    };
    const clock = () => Date.now() + stoodStillMs;
    const store = { ...bench.store, roomClaims: { ...roomClaims, claim } };
    const service = createOpenSpaceService({ ...bench.deps, clock, store, client: bench.client });
    const entry = { room: 'A105', startAt: Date.now() + 90 * minute, title: 'Chess' };
    const send = () => service.enterByHand(entry, by, 'stood-still');
    await assert.rejects(send(), (error) => serverProblem(error)?.startsWith('The bot took too long') === true);
    assert.equal((await bench.store.openSpaces.list('testconf', { rooms: ['A105'] }, 1)).length, 0);
    assert.equal((await send()).kind, 'entered');
  });

  it('stays if X does not know the post: its reminder has no link to it', async () => {
    const id = await enter(unknown);
    await look(id);
    const space = await isKnownAsGone(id);
    assert.equal(space.standing.status, 'scheduled');
    assert.equal(space.reminders[0]?.state.status, 'approved');
    const [decision] = space.decisions.slice(-1);
    assert.ok(decision);
    assert.equal(decision.by.name, 'the bot');
    assert.match(decisionWords(decision, 'UTC'), /^X does not show the tweet/u);
    const text = await sendNow(id);
    assert.match(text, /in stairs \d: Acro yoga$/u);
    assert.doesNotMatch(text, /status/u);
  });

  it('stays if the post is found missing only when its reminder is due', async () => {
    const text = await sendNow(await enter(unknown.replace(/1$/u, '2')));
    assert.match(text, /Acro yoga$/u);
  });

  it('stays if the host’s account is protected', async () => {
    const tweet = await bench.x.tweet('hidden', 'Acro yoga!');
    await bench.x.control('PATCH /sandbox/users/hidden', { protected: true });
    const id = await enter(`https://x.com/hidden/status/${tweet}`);
    await look(id);
    assert.equal((await isKnownAsGone(id)).standing.status, 'scheduled');
  });

  it('ends the alarm of look-ups if no post is left to look up, even when the cap is reached', async () => {
    const config = await bench.store.configs.current();
    await bench.store.health.sayConnected('look-ups', 'X answered 503', new Date());
    await watchForChanges(bench.deps)({ ...config, spendingCap: 0 });
    assert.equal((await bench.store.health.find('look-ups'))?.connected, true);
  });

  it('raises no alarm if X sends the post without its time', async () => {
    const tweet = await bench.x.tweet('cut', 'Acro yoga!', { without: ['created_at'] });
    const id = await enter(`https://x.com/cut/status/${tweet}`);
    await look(id);
    assert.equal((await bench.store.health.find('look-ups'))?.connected, true);
    assert.equal((await spaceOf(id)).standing.status, 'scheduled');
  });

  it('is refused if it is a reminder that the bot has posted', async () => {
    const text = await sendNow(await enter(unknown.replace(/1$/u, '7')));
    const posted = (await bench.x.timeline()).find((one) => one.text === text) ?? assert.fail();
    await eventually('its id is stored', () => bench.store.reminders.isPost(posted.id));
    for (const address of [`https://x.com/${bench.x.botUsername}/status/`, 'https://x.com/i/web/status/']) {
      const entry = { tweetUrl: `${address}${posted.id}`, place: 'stairs', startAt: Date.now() + 30 * minute };
      assert.deepEqual(await bench.service.enterByHand(entry, by, address), {
        kind: 'refused',
        reason: 'This is the bot’s own post. Give the host’s post, or enter the session without a link.',
        at: 'tweetUrl',
      });
    }
  });

  it('stays without a link if X shows that the post is another one of the bot’s account', async () => {
    const tweet = await bench.x.tweet(bench.x.botUsername, 'Acro yoga at five!');
    const id = await enter(`https://x.com/i/status/${tweet}`);
    await look(id);
    const { standing, source, decisions } = await isKnownAsGone(id);
    assert.deepEqual([standing.status, source?.host.username], ['scheduled', 'i']);
    assert.match(decisionWords(decisions.at(-1) ?? assert.fail(), 'UTC'), /^the post is one of the bot’s own/u);
    assert.equal(await bench.store.tweets.find(tweet), null, 'its account is no host');
    assert.doesNotMatch(await sendNow(id), /status/u);
  });

  it('is looked up when its card is drawn, so that its deletion counts from then on', async () => {
    const tweet = await bench.x.tweet('somebody', 'Acro yoga, soon deleted');
    const over = new AbortController();
    // No time passes, so the desk does nothing but draw.
    const shown: (string | undefined)[] = [];
    const cards: typeof noCards = {
      ...noCards,
      draw: async ({ tweet: post }) => {
        shown.push(post?.text);
        return { kind: 'drawn' };
      },
    };
    const drawing = drawCards({ ...bench.deps, cards, stopwatch: () => 0 }, over.signal);
    try {
      const id = await enter(`https://x.com/somebody/status/${tweet}`);
      await eventually('its card shows it', async () => shown.includes('Acro yoga, soon deleted'));
      await bench.x.control(`DELETE /sandbox/tweets/${tweet}`);
      await look(id);
      assert.equal((await isKnownAsGone(id)).standing.status, 'cancelled');
      // If X does not know the address, it is not asked again and again.
      const other = await enter(unknown.replace(/1$/u, '3'));
      assert.equal((await isKnownAsGone(other)).standing.status, 'scheduled');
    } finally {
      over.abort();
      await drawing;
    }
  });

  it('is drawn even if X has not answered for the one before', async () => {
    const drawn: string[] = [];
    const cards = notingCards(drawn);
    // X answers only once the second card is drawn.
    let answer = (): void => {};
    const isAnswering = new Promise<void>((resolve) => (answer = resolve));
    const asked: string[] = [];
    const x: typeof bench.deps.x = {
      ...bench.deps.x,
      lookUpMany: async (ids) => {
        asked.push(...ids);
        await isAnswering;
        return bench.deps.x.lookUpMany(ids);
      },
    };
    const over = new AbortController();
    const drawing = drawCards({ ...bench.deps, x, cards, stopwatch: () => 0 }, over.signal);
    try {
      const first = await enter(unknown.replace(/1$/u, '4'));
      await eventually('X is asked', async () => asked.includes(first));
      const second = await enter(unknown.replace(/1$/u, '5'));
      await eventually('the second card is drawn', async () => drawn.includes(second));
      answer();
      await isKnownAsGone(first);
      await isKnownAsGone(second);
    } finally {
      answer();
      over.abort();
      await drawing;
    }
  });

  it('is cancelled if X has shown the post, and its host deletes it', async () => {
    const tweet = await bench.x.tweet('somebody', 'Acro yoga, without the hashtag');
    const id = await enter(`https://x.com/somebody/status/${tweet}`);
    await look(id);
    assert.equal((await bench.store.tweets.find(id))?.text, 'Acro yoga, without the hashtag');
    assert.equal((await spaceOf(id)).standing.status, 'scheduled');
    await bench.x.control(`DELETE /sandbox/tweets/${tweet}`);
    await look(id);
    assert.equal((await isKnownAsGone(id)).standing.status, 'cancelled');
    assert.equal((await bench.store.tweets.find(id))?.text, '');
  });
});
