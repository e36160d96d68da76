import assert from 'node:assert/strict';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import { lookForNames } from '../activities/desk-news.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { createCardDrawer } from '../slack/draw.ts';
import type { Card } from '../store/open-spaces.ts';
import { deskOn } from './support/desk-on.ts';
import { held, standingStill } from './support/held.ts';
import { clientOf, control, eventually, tokens } from './support/sandbox-app.ts';
import { after as decided, fivePm, now, someConfig, someSpace, yoga } from './support/slack-views.ts';

it('a desk that was stopped while another one took over leaves no old card', async () => {
  const { store, slack, cards, deps, begin, stop } = await deskOn(() => 0);
  let wake = (): void => {};
  const waking = new Promise<void>((resolve) => (wake = resolve));
  let isAsleep = false;
  const draw: typeof cards.draw = async (wish) => {
    isAsleep ||= wish.view.revision > 0;
    if (isAsleep) await waking;
    return cards.draw(wish);
  };
  const shown = async () =>
    (await control<{ readonly text: string }[]>(slack, 'messages?channel=outgoing_tweets')).body.map(
      ({ text }) => text,
    );
  const drawn = async () => (await store.openSpaces.find(yoga().id))?.stale === false;
  try {
    await commitOpenSpace(deps, { space: yoga(), commitId: 'heard', mustBeFree: false });
    const endFirst = begin({ ...deps, cards: { ...cards, draw } });
    await eventually('its card', drawn);
    const approved = decided(yoga(), { verb: 'decide', approval: 'approved' });
    await commitOpenSpace(deps, { space: approved, commitId: 'approved', mustBeFree: false });
    await eventually('the desk stands still', async () => isAsleep);
    const denied = decided(approved, { verb: 'decide', approval: 'denied' });
    await commitOpenSpace(deps, { space: denied, commitId: 'denied', mustBeFree: false });
    begin();
    await eventually('the other desk has drawn it', drawn);
    const [card] = await shown();
    const firstEnds = endFirst();
    wake();
    await firstEnds;
    await eventually(
      'all cards show the decision',
      async () => (await drawn()) && (await shown()).every((text) => text === card),
    );
  } finally {
    wake();
    await stop();
  }
});

it('a desk that was stopped before it posted leaves no second card', async () => {
  const { store, slack, cards, deps, begin, stop } = await deskOn(() => 0);
  let wake = (): void => {};
  const waking = new Promise<void>((resolve) => (wake = resolve));
  let [draws, rounds] = [0, 0];
  const draw: typeof cards.draw = async (wish) => {
    draws += 1;
    await waking;
    return cards.draw(wish);
  };
  const wait: typeof deps.bell.wait = async (ms) => {
    if (draws > 0) rounds += 1;
    return deps.bell.wait(ms);
  };
  const spaces = [yoga(), { ...yoga({ id: '865000000000000077' }), room: 'A103' }];
  const views = async () => [...(await store.openSpaces.findMany(spaces.map(({ id }) => id)))];
  const areDrawn = async () => (await views()).every(({ stale }) => !stale);
  try {
    for (const space of spaces) {
      await commitOpenSpace(deps, { space, commitId: space.id, mustBeFree: false });
    }
    begin({ ...deps, cards: { ...cards, draw }, bell: { ...deps.bell, wait } });
    await eventually('the desk stands still', async () => draws > 0);
    begin();
    await eventually('the other desk has drawn both', areDrawn);
    wake();
    await eventually('the desk is through with what it had listed', async () => rounds > 0);
    await eventually('nothing is surplus', async () => {
      const { body } = await control<{ readonly ts: string }[]>(slack, 'messages?channel=outgoing_tweets');
      return (
        body.length === 2 && (await areDrawn()) && (await views()).every(({ surplus = [] }) => surplus.length === 0)
      );
    });
    const listed = (await views()).map((view) => view.cards?.length);
    assert.deepEqual(listed, [1, 1]);
  } finally {
    wake();
    await stop();
  }
});

it('the second card of two desks stays if somebody has deleted the first one', async () => {
  const { store, slack, cards, deps, begin, stop } = await deskOn(() => 0);
  const first = createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock: () => now });
  const space = yoga();
  try {
    await commitOpenSpace(deps, { space, commitId: 'heard', mustBeFree: false });
    const view = (await store.openSpaces.find(space.id)) ?? assert.fail();
    const given = { view, tweet: null, config: someConfig() };
    const add = (card: Card) => store.openSpaces.addCard(space.id, card, []);
    await first.draw({ ...given, onPosted: add });
    // The store keeps the card, but its answer is lost.
    const onPosted = async (card: Card): Promise<void> => {
      await add(card);
      throw new Error('the store is away');
    };
    await assert.rejects(cards.draw({ ...given, onPosted }), /away/u);
    const [card] = (await store.openSpaces.find(space.id))?.cards ?? [];
    await clientOf(slack).chat.delete({ channel: card?.channel ?? '', ts: card?.ts ?? '' });
    begin();
    const drawn = await eventually('it is drawn', async () => {
      const is = await store.openSpaces.find(space.id);
      return is?.stale === false ? is : undefined;
    });
    const { body } = await control<{ readonly ts: string }[]>(slack, 'messages?channel=outgoing_tweets');
    assert.deepEqual([body.map(({ ts }) => ts), drawn.surplus], [[drawn.cards?.at(-1)?.ts], []]);
  } finally {
    await stop();
  }
});

it('a desk that dies when Slack has taken a card leaves none that is never drawn again', async () => {
  const { store, slack, deps, begin, stop } = await deskOn(() => 0);
  const inChannel = async (channel: string) =>
    (await control<{ readonly text: string }[]>(slack, `messages?channel=${channel}`)).body.map(({ text }) => text);
  const cards = createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock: () => now });
  const addCard = () => Promise.reject(new Error('killed'));
  const doomed = { ...deps, store: { ...store, openSpaces: { ...store.openSpaces, addCard } } };
  const commit = (space: OpenSpace) =>
    commitOpenSpace(deps, { space, commitId: `${space.id}:${space.revision}`, mustBeFree: false });
  try {
    const review = someSpace({ verdict: 'review', startAt: fivePm });
    const other = someSpace({ id: '865000000000000077', verdict: 'review', startAt: fivePm });
    for (const space of [review, other]) await commit(space);
    const end = begin(doomed);
    await eventually('Slack has both cards', async () => (await inChannel('need_review')).length === 2);
    await end();
    // One is decided by another door before the next desk begins, so its card belongs in another channel.
    await commit(decided(review, { verb: 'stage', room: 'B114', startAt: fivePm }));
    begin({ ...deps, cards });
    await eventually('the next desk has drawn them', async () => (await store.openSpaces.countStale()) === 0);
    const [left, inReview] = [await inChannel('outgoing_tweets'), await inChannel('need_review')];
    assert.equal(left.length, 1, JSON.stringify(left));
    assert.equal(inReview.length, 2, JSON.stringify(inReview));
    assert.equal(inReview.filter((text) => text.includes('scheduled in B114')).length, 1, JSON.stringify(inReview));
  } finally {
    await stop();
  }
});

it('a desk that stood still before it posted, and then dies, leaves no card that is never drawn again', async () => {
  const { store, slack, deps, begin, stop } = await deskOn(() => 0);
  const addUnplaced = standingStill(store.openSpaces.addUnplaced);
  const addCard = () => Promise.reject(new Error('killed'));
  const doomed = {
    ...deps,
    store: { ...store, openSpaces: { ...store.openSpaces, addUnplaced: addUnplaced.call, addCard } },
  };
  const inChannel = async () => (await control<readonly object[]>(slack, 'messages?channel=need_review')).body.length;
  const isDrawn = async () => (await store.openSpaces.countStale()) === 0;
  try {
    const review = someSpace({ verdict: 'review', startAt: fivePm });
    await commitOpenSpace(deps, { space: review, commitId: 'heard', mustBeFree: false });
    const endFirst = begin(doomed);
    await addUnplaced.reached;
    const staged = decided(review, { verb: 'stage', room: 'B114', startAt: fivePm });
    await commitOpenSpace(deps, { space: staged, commitId: 'staged', mustBeFree: false });
    const endSecond = begin();
    await eventually('the second desk has drawn it', isDrawn);
    await endSecond();
    addUnplaced.goOn();
    await eventually('the first desk has posted its older card', async () => (await inChannel()) === 1);
    await endFirst();
    begin({ ...deps, cards: createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock: () => now }) });
    await eventually('all is drawn', isDrawn);
    const { body } = await control<{ readonly text: string }[]>(slack, 'messages?channel=need_review');
    assert.match(body[0]?.text ?? '', /scheduled in B114/u);
  } finally {
    addUnplaced.goOn();
    await stop();
  }
});

it('a card of which Slack’s answer was lost is found, also if another desk has posted the same one', async () => {
  let time = 0;
  const { store, slack, deps, begin, stop } = await deskOn(() => time);
  const addUnplaced = standingStill(store.openSpaces.addUnplaced);
  try {
    await commitOpenSpace(deps, { space: yoga(), commitId: 'heard', mustBeFree: false });
    begin({ ...deps, store: { ...store, openSpaces: { ...store.openSpaces, addUnplaced: addUnplaced.call } } });
    await addUnplaced.reached;
    await control(slack, 'faults', { route: 'chat.postMessage', then: 'drop', accept: true });
    const cards = createCardDrawer({ token: tokens.botToken, apiUrl: slack.apiUrl, clock: () => now + 1 });
    begin({ ...deps, cards }, 1);
    await eventually('its answer is lost', async () => (await store.health.find('desk'))?.connected === false);
    addUnplaced.goOn();
    await eventually('the first desk has posted', async () => (await store.openSpaces.find(yoga().id))?.cards);
    time += 10_000;
    await eventually('it is drawn', async () => (await store.openSpaces.countStale()) === 0);
    const { body } = await control<readonly object[]>(slack, 'messages?channel=outgoing_tweets');
    assert.equal(body.length, 1);
  } finally {
    addUnplaced.goOn();
    await stop();
  }
});

it('a card that somebody has deleted is posted once again, also if Slack’s answer to that is lost', async () => {
  let time = 0;
  const { store, slack, deps, begin, stop } = await deskOn(() => time);
  const listed = async () =>
    (await control<{ readonly ts: string }[]>(slack, 'messages?channel=outgoing_tweets')).body.map(({ ts }) => ts);
  const isDrawn = async () => (await store.openSpaces.countStale()) === 0;
  try {
    await commitOpenSpace(deps, { space: yoga(), commitId: 'heard', mustBeFree: false });
    begin();
    await eventually('it is drawn', isDrawn);
    const [first = ''] = await listed();
    await clientOf(slack).chat.delete({ channel: 'C_OUTGOING', ts: first });
    await control(slack, 'faults', { route: 'chat.postMessage', then: 'drop', accept: true });
    await store.openSpaces.markStale(yoga().id);
    await eventually('the answer is lost', async () => (await store.health.find('desk'))?.connected === false);
    const posted = await listed();
    time += 10_000;
    await eventually('it is drawn again', isDrawn);
    assert.deepEqual([posted.length, await listed()], [1, posted]);
  } finally {
    await stop();
  }
});

it('a desk that stood still since it has read the names leaves no card with an earlier handle', async () => {
  const { store, slack, deps, begin, stop } = await deskOn(() => 0);
  const { released, release } = held();
  let isAsleep = false;
  const listRenamed: typeof store.users.listRenamed = async () => {
    const found = await store.users.listRenamed();
    isAsleep ||= (await store.openSpaces.countStale()) > 0;
    if (isAsleep) await released;
    return found;
  };
  const first = { ...deps, store: { ...store, users: { ...store.users, listRenamed } } };
  try {
    const space = yoga({ startAt: fivePm });
    const host = { id: space.source?.host.id ?? '', username: 'host_of_yoga', name: 'H' };
    await store.users.see(host, new Date(now));
    begin(first);
    await commitOpenSpace(deps, { space, commitId: 'heard', mustBeFree: false });
    await eventually('the desk stands still', async () => isAsleep);
    await store.users.rename({ ...host, username: 'countess' }, new Date(now + 1_000));
    // The next desk has marked the card before the first one goes on.
    await lookForNames(deps);
    release();
    const shown = async () =>
      (await control<{ readonly text: string }[]>(slack, 'messages?channel=outgoing_tweets')).body[0]?.text ?? '';
    await eventually('it is drawn', async () => (await shown()) !== '' && (await store.openSpaces.countStale()) === 0);
    assert.match(await shown(), /@countess/u);
  } finally {
    release();
    await stop();
  }
});
