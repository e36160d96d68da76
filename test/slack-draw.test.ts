import assert from 'node:assert/strict';
import type { Config } from '../core/config.ts';
import { reduce } from '../core/handle-message.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { createCardDrawer, type Drawn } from '../slack/draw.ts';
import { cardDrawing, type Listed } from './support/card-drawing.ts';
import { clientOf, control, tokens } from './support/sandbox-app.ts';
import { after as decided, fivePm, now, someConfig, someSpace, tweetOf, viewOf, yoga } from './support/slack-views.ts';

describe('Slack card drawer', () => {
  const slack = cardDrawing();
  const { draw, messages } = slack;
  const fault = (fields: object) => control(slack.sandbox, 'faults', fields);
  const hasButtons = (message: Listed | undefined, action = 'approve'): boolean =>
    message?.blocks.some((block) => block.elements?.some((one) => one.action_id === action)) ?? false;

  it("warns again if a host's edit makes a session undecided that was approved after a warning", async () => {
    const plan = { verdict: 'schedule', room: 'B114', startAt: now + 20 * 60_000 } as const;
    const opened = { ...yoga({ startAt: plan.startAt }), openedAt: now - 3_600_000 };
    assert.ok(opened.source);
    const space = { ...opened, source: { ...opened.source, readAs: plan } };
    const { tweetId, url } = space.source;
    const hear = (to: OpenSpace, room: string): OpenSpace => {
      const change = { kind: 'edited', ...plan, tweetId: `${tweetId}1`, url, room } as const;
      return reduce({ space: to, now, rules: someConfig() }, { kind: 'sourceChange', change }).space;
    };
    const warnings = async () => (await messages('outgoing_tweets')).filter(({ text }) => text.startsWith('⚠'));
    await draw(space);
    assert.equal((await warnings()).length, 1);
    const approved = decided(space, { verb: 'decide', approval: 'approved' });
    await draw(approved);
    assert.equal((await warnings()).length, 0, 'it is settled');
    // Of its words alone: what was approved stays approved.
    await draw(hear(approved, plan.room));
    assert.equal((await warnings()).length, 0);
    const before = (await messages('outgoing_tweets')).map(({ ts }) => ts);
    await draw(hear(approved, 'A103'));
    assert.deepEqual(
      (await warnings()).map(({ ts }) => before.includes(ts)),
      [false],
    );
  });

  it('posts a card once, and updates it in place, with only ids in its metadata', async () => {
    const space = yoga();
    assert.deepEqual(await draw(space), { kind: 'drawn' });
    assert.deepEqual(await draw(decided(space, { verb: 'decide', approval: 'approved' })), { kind: 'drawn' });
    const [card, ...others] = await messages('outgoing_tweets');
    assert.equal(others.length, 0);
    assert.match(card?.text ?? '', /^Approved · B114/u);
    assert.deepEqual(card?.metadata?.event_payload, { open_space_id: space.id, revision: 1, role: 'outgoingTweets' });
    assert.deepEqual(slack.cards, [{ channel: 'C_OUTGOING', ts: card?.ts, role: 'outgoingTweets' }]);
    assert.deepEqual((await control<object[]>(slack.sandbox, 'warnings')).body, []);
  });

  it('notifies nobody and breaks nothing, whatever a host wrote', async () => {
    const words = '<!channel> <@U0ORG1> <https://evil.test|here> & \uD83D \u202Ecod.exe \u0000 *x* 👩‍👩‍👧‍👦';
    const space = { ...yoga(), title: words, note: words.repeat(30) };
    const tweet = { ...tweetOf(space, words.repeat(300)), author: { id: '1', username: words, name: words } };
    const drawn = await slack.drawer.draw({
      view: viewOf(space),
      tweet,
      config: someConfig(),
      onPosted: async (card) => void slack.cards.push(card),
    });
    assert.deepEqual(drawn, { kind: 'drawn' });
    assert.ok(hasButtons((await messages('outgoing_tweets'))[0]));
    assert.deepEqual((await control<object[]>(slack.sandbox, 'warnings')).body, []);
  });

  it('takes channels by name as well as by id', async () => {
    const { slackChannels } = someConfig();
    const config = someConfig({ slackChannels: { ...slackChannels, outgoingTweets: 'outgoing_tweets' } });
    await draw(yoga(), config);
    await draw(decided(yoga(), { verb: 'decide', approval: 'denied' }), config);
    assert.match((await messages('outgoing_tweets'))[0]?.text ?? '', /^Denied/u);
  });

  it('moves a staged review to the outgoing channel, and leaves a line without buttons behind', async () => {
    const review = someSpace({ verdict: 'review' });
    await draw(review);
    assert.ok(hasButtons((await messages('need_review'))[0]));
    await draw(decided(review, { verb: 'stage', room: 'B114', startAt: fivePm }));
    const [left] = await messages('need_review');
    assert.match(left?.text ?? '', /scheduled in B114, Fri 19 May 17:00 PDT; approved by ana/u);
    assert.deepEqual(actionsOf(left), []);
    assert.ok(actionsOf((await messages('outgoing_tweets'))[0]).includes('deny'));
  });

  it('moves a scheduled one back to review when its host made it unclear', async () => {
    const space = yoga();
    await draw(space);
    await draw({ ...space, standing: { status: 'needs_review' }, revision: 1 });
    assert.ok(!hasButtons((await messages('outgoing_tweets'))[0]));
    assert.ok(hasButtons((await messages('need_review'))[0]));
  });

  it('posts again if somebody deleted the message', async () => {
    await draw(yoga());
    await clientOf(slack.sandbox).chat.delete({ channel: 'C_OUTGOING', ts: slack.cards[0]?.ts ?? '' });
    await draw(decided(yoga(), { verb: 'decide', approval: 'approved' }));
    assert.equal((await messages('outgoing_tweets')).length, 1);
    assert.equal(slack.cards.length, 2);
    await draw(decided(yoga(), { verb: 'decide', approval: 'denied' }));
    assert.match((await messages('outgoing_tweets'))[0]?.text ?? '', /^Denied/u);
  });

  it('tries again later while Slack is down, and as late as Slack asks', async () => {
    await fault({ route: 'chat.postMessage', then: 'status', status: 503 });
    assert.deepEqual(await draw(yoga()), {
      kind: 'later',
      afterMs: 5_000,
      why: 'Slack answers 503',
      isAmbiguous: true,
    });
    await fault({ route: 'chat.postMessage', then: 'drop' });
    assert.match(JSON.stringify(await draw(yoga())), /"Slack does not answer/u);
    await fault({ route: 'chat.postMessage', then: 'ratelimited', ms: 30_000 });
    const asked = { afterMs: 30_000, why: 'Slack asks to wait 30 s', isAmbiguous: false, isRateLimit: true };
    assert.deepEqual(await draw(yoga()), { kind: 'later', ...asked });
    assert.deepEqual(await draw(yoga()), { kind: 'drawn' });
    await fault({ route: 'chat.update', then: 'ratelimited', ms: 2_000 });
    assert.equal((await draw(yoga())).kind, 'later');
    assert.equal((await messages('outgoing_tweets')).length, 1);
  });

  it('finds a card whose post was never answered, rather than posting a second one', async () => {
    const drawnNow = createCardDrawer({ token: tokens.botToken, apiUrl: slack.sandbox.apiUrl, clock: Date.now });
    slack.drawer = drawnNow;
    await fault({ route: 'chat.postMessage', then: 'drop', accept: true });
    assert.equal((await draw(yoga())).kind, 'later');
    assert.equal(slack.cards.length, 0);
    assert.equal((await draw(decided(yoga(), { verb: 'decide', approval: 'approved' }))).kind, 'drawn');
    const [card, ...others] = await messages('outgoing_tweets');
    assert.equal(others.length, 0);
    assert.match(card?.text ?? '', /^Approved/u);
    assert.equal(slack.cards[0]?.ts, card?.ts);
  });

  it('puts a card into another of its channels if its own is closed to the bot', async () => {
    const { slackChannels } = someConfig();
    const config = someConfig({ slackChannels: { ...slackChannels, outgoingTweets: 'C_ARCHIVED' } });
    assert.deepEqual(await draw(yoga(), config), { kind: 'drawn' });
    assert.ok(hasButtons((await messages('need_review'))[0]));
    const nowhere = { outgoingTweets: 'C_1', needReview: 'C_2', eventConflict: 'C_3' };
    slack.cards = [];
    const drawn = await draw(yoga(), someConfig({ slackChannels: nowhere }));
    assert.match(drawn.kind === 'later' ? drawn.why : '', /channel_not_found; check slackChannels/u);
  });

  it('says once how many wait and how many cards follow, and posts messages for organisers', async () => {
    const views = Array.from({ length: 12 }, (_, index) => viewOf(someSpace({ id: `${index}`, verdict: 'review' })));
    const config = someConfig();
    const digest = { views: [...views, viewOf(yoga())], cards: 240, undecided: 31, config };
    assert.deepEqual(await slack.drawer.drawDigest('digest:0', digest), { kind: 'drawn' });
    assert.deepEqual(await slack.drawer.tell('spending:9', '80% of the <cap> is spent', config), { kind: 'drawn' });
    assert.deepEqual(await slack.drawer.tell('paused:1', { kind: 'paused', by: 'ana' }, config), { kind: 'drawn' });
    const [shown, told, paused, ...others] = await messages('need_review');
    assert.equal(shown?.text, '31 open spaces to decide. 240 cards to come');
    assert.equal(told?.text, '80% of the &lt;cap&gt; is spent');
    assert.match(paused?.text ?? '', /^ana paused posting\./u);
    assert.ok(actionsOf(paused).includes('resume'));
    assert.deepEqual([others, await messages('outgoing_tweets')], [[], []]);
  });

  const { slackChannels } = someConfig();
  const reviewsGone = someConfig({ slackChannels: { ...slackChannels, needReview: 'C_GONE' } });
  const inReview = someSpace({ verdict: 'review' });
  /** Every kind of message that belongs in the review channel. */
  const kinds: Readonly<Record<string, (config: Config, triedAt?: Date) => Promise<Drawn>>> = {
    card: (config) => draw(inReview, config),
    digest: (config, triedAt) =>
      slack.drawer.drawDigest('digest:0', { views: [viewOf(inReview)], cards: 30, undecided: 30, config }, triedAt),
    alarm: (config, triedAt) =>
      slack.drawer.tell('alarm:disk:1:raised', '⚠ The disk is nearly full', config, undefined, triedAt),
    pause: (config, triedAt) =>
      slack.drawer.tell('paused:1', { kind: 'paused', by: 'ana' }, config, undefined, triedAt),
  };
  for (const [kind, post] of Object.entries(kinds)) {
    it(`posts a ${kind} once although Slack’s answers are lost, also where its channel is closed`, async () => {
      // Each try is by another process.
      const tryOnce = async (config: Config, triedAt?: Date) => {
        slack.drawer = createCardDrawer({ token: tokens.botToken, apiUrl: slack.sandbox.apiUrl, clock: Date.now });
        return (await post(config, triedAt)).kind;
      };
      for (const [channel, config] of [
        ['need_review', someConfig()],
        ['event_conflict', reviewsGone],
      ] as const) {
        slack.cards = [];
        // The closed channel still answers.
        if (config === reviewsGone) await fault({ route: 'chat.postMessage', then: 'delay', ms: 0 });
        await fault({ route: 'chat.postMessage', then: 'drop', accept: true });
        const triedAt = new Date();
        assert.equal(await tryOnce(config), 'later');
        // Whether it stands cannot be told while Slack does not answer.
        for (const status of [503, 200]) await fault({ route: 'conversations.history', then: 'status', status });
        assert.deepEqual([await tryOnce(config, triedAt), await tryOnce(config, triedAt)], ['later', 'later']);
        assert.equal(await tryOnce(config, triedAt), 'drawn');
        assert.equal((await messages(channel)).length, 1, channel);
      }
    });

    it(`finds a ${kind} whose answer was lost, also among more messages than Slack shows at once`, async () => {
      const triedAt = new Date();
      await fault({ route: 'chat.postMessage', then: 'drop', accept: true });
      assert.equal((await post(someConfig())).kind, 'later');
      const { chat } = clientOf(slack.sandbox);
      for (let n = 0; n < 201; n++) await chat.postMessage({ channel: 'C_REVIEW', text: `${n}` });
      assert.equal((await post(someConfig(), triedAt)).kind, 'drawn');
      assert.equal((await messages('need_review')).length, 202);
    });

    it(`posts a ${kind} into another of its channels when its own is closed, and knows why`, async () => {
      assert.deepEqual(await post(reviewsGone), { kind: 'drawn' });
      assert.equal((await messages('event_conflict')).length, 1);
      assert.match(slack.drawer.refusals.get('C_GONE') ?? '', /^Slack refuses: channel_not_found/u);
      assert.equal(slack.drawer.refusals.get('C_CONFLICT'), undefined);
    });
  }
});

const actionsOf = (message: Listed | undefined): string[] =>
  message?.blocks.flatMap((block) => block.elements?.flatMap((one) => one.action_id ?? []) ?? []) ?? [];
