import assert from 'node:assert/strict';
import { createCauseFinder, usualLimits } from '../activities/alarm-causes.ts';
import { commitOpenSpace } from '../activities/commit-open-space.ts';
import type { Deps } from '../activities/deps.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { createCardDrawer } from '../slack/draw.ts';
import { createUsers } from '../slack/who-may-act.ts';
import { cardDrawing } from './support/card-drawing.ts';
import { deskOn } from './support/desk-on.ts';
import { held } from './support/held.ts';
import { clientOf, control, eventually, startSandbox, tokens } from './support/sandbox-app.ts';
import { after as decided, ana, fivePm, now, someConfig, someSpace, yoga } from './support/slack-views.ts';

describe('a message in Slack that the bot believes to be up to date', () => {
  const slack = cardDrawing();

  it('is up to date, even if Slack’s answer to another text was lost', async () => {
    slack.drawer = slack.drawerAt(fivePm - 24 * 60_000);
    const warning = async () => (await slack.messages('outgoing_tweets'))[1]?.text ?? '';
    const approved = decided(yoga(), { verb: 'decide', approval: 'approved' });
    const moved = decided(approved, { verb: 'change', room: 'A105' });
    for (const space of [yoga(), approved]) await slack.draw(space);
    const settled = await warning();
    assert.match(settled, /^Done: .*B114/u);
    // The card is drawn, then the warning, whose answer is lost.
    await control(slack.sandbox, 'faults', { route: 'chat.update', then: 'delay', ms: 0, accept: true });
    await control(slack.sandbox, 'faults', { route: 'chat.update', then: 'drop', accept: true });
    assert.equal((await slack.draw(moved)).kind, 'later');
    assert.match(await warning(), /A105/u);
    await slack.draw(decided(moved, { verb: 'change', room: 'B114' }));
    assert.equal(await warning(), settled);
  });

  it('is up to date, even if a desk that stood still has written an older text last', async () => {
    const { store, slack: sandbox, cards, deps, begin, stop } = await deskOn(() => 0);
    const other = createCardDrawer({ token: tokens.botToken, apiUrl: sandbox.apiUrl, clock: () => now });
    const { released, release } = held();
    let isAsleep = false;
    const draw: typeof cards.draw = async (wish) => {
      isAsleep ||= wish.view.revision > 1;
      if (isAsleep) await released;
      return cards.draw(wish);
    };
    const commit = async (space: OpenSpace) => {
      await commitOpenSpace(deps, { space, commitId: `r${space.revision}`, mustBeFree: false });
    };
    const isDrawn = async () => (await store.openSpaces.find(someSpace().id))?.stale === false;
    const pointer = async () =>
      (await control<{ readonly text: string }[]>(sandbox, 'messages?channel=need_review')).body[0]?.text ?? '';
    try {
      const review = someSpace({ verdict: 'review', startAt: fivePm });
      await commit(review);
      const endFirst = begin({ ...deps, cards: { ...cards, draw } });
      await eventually('its card', isDrawn);
      const staged = decided(review, { verb: 'stage', room: 'B114', startAt: fivePm });
      await commit(staged);
      await eventually('its card elsewhere', isDrawn);
      const moved = decided(staged, { verb: 'change', room: 'A105' });
      await commit(moved);
      await eventually('the desk stands still', () => isAsleep);
      await commit(decided(moved, { verb: 'change', room: 'A103' }));
      begin({ ...deps, cards: other });
      await eventually('the other desk has drawn it', isDrawn);
      const ended = endFirst();
      release();
      await ended;
      await eventually('it is drawn again', isDrawn);
      assert.match(await pointer(), /A103/u);
    } finally {
      release();
      await stop();
    }
  });

  it('does not keep an alarm about a channel that takes messages since another worker had the desk', async () => {
    const { cards, deps, begin, stop } = await deskOn(() => 0);
    const closed = someConfig({ slackChannels: { ...someConfig().slackChannels, needReview: 'C_GONE' } });
    const away = () => Promise.reject(new Error('no Temporal here'));
    const openSpaces = { listProblems: away, deskHeartbeatAt: away } as unknown as Deps['openSpaces'];
    const isAlarm = async () => {
      const causes = await createCauseFinder({ ...deps, openSpaces }, usualLimits)(closed);
      return causes.some(({ _id }) => _id === 'slack:C_GONE');
    };
    try {
      await cards.tell('one', 'One.', closed);
      assert.equal(await isAlarm(), true);
      begin();
      assert.equal(await isAlarm(), false);
    } finally {
      await stop();
    }
  });
});

it('a guest stays a guest if Slack answers the second press and not the first', async () => {
  const slack = await startSandbox({ rateLimit: false });
  try {
    await control(slack, 'members', { userId: ana.id, guest: 'single-channel' });
    await control(slack, 'faults', { route: 'users.info', then: 'hang' });
    const { membershipOf } = createUsers(clientOf(slack), () => now);
    const first = membershipOf(ana.id);
    const faults = async () => (await fetch(`${slack.url}/sandbox/faults`)).json() as Promise<unknown[]>;
    await eventually('it waits', async () => (await faults()).length === 0);
    assert.equal(await membershipOf(ana.id), 'guest');
    assert.equal(await first, 'guest');
    assert.equal(await membershipOf(ana.id), 'guest');
  } finally {
    await slack.close();
  }
});
