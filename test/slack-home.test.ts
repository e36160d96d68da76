import assert from 'node:assert/strict';
import { isDenied, type OpenSpace } from '../core/open-space.ts';
import { control, eventually } from './support/sandbox-app.ts';
import { slackApp, slackModes } from './support/slack-running.ts';
import { ana, fivePm, fresh, now, yoga } from './support/slack-views.ts';

const stranger = 'U0STR1';

for (const mode of slackModes) {
  describe(`Home in Slack over ${mode}`, () => {
    const { bot, sandbox, show, isTold, viewOf, submit } = slackApp(mode);

    const openHome = (userId: string) => control(sandbox, 'home-opened', { userId });
    const homeShows = (words: RegExp, user: string) =>
      eventually(`Home shows ${String(words)}`, async () => {
        const home = await viewOf('home', user);
        return words.test(JSON.stringify(home)) && home;
      });

    it('sends the result of a press on Home as a direct message, if Home cannot be shown', async () => {
      await openHome(ana.id);
      const { id: viewId } = await viewOf('home');
      bot.isAway = true;
      await control(sandbox, 'actions', { viewId, actionId: 'pause' });
      await isTold(/^MongoDB does not answer\./u);
    });

    it('shows organisers what waits, the most urgent first, and explains the bot to others', async () => {
      await show(yoga({ ...fresh(), startAt: fivePm + 3_600_000, username: 'calm_host' }));
      await show(yoga({ ...fresh(), username: 'urgent_host' }));
      await openHome(ana.id);
      await homeShows(/wait for a decision.*@urgent_host.*Open its card.*@calm_host/u, ana.id);
      await openHome(stranger);
      await homeShows(/the bot reminds people shortly before/u, stranger);
    });

    it('says why to somebody who presses a button there and is no organiser any more', async () => {
      await openHome(ana.id);
      const { id: viewId } = await viewOf('home');
      const organisers = bot.config.organisers.filter((id) => id !== ana.id);
      bot.config = { ...bot.config, organisers };
      await control(sandbox, 'actions', { viewId, actionId: 'pause' });
      await homeShows(/Only this conference’s organisers can decide here\. Nothing happened\./u, ana.id);
    });

    it('offers Undo for what was entered there, and shows what came of it', async () => {
      await openHome(ana.id);
      const { id: viewId } = await viewOf('home');
      // The stand-in gives every entry this id.
      bot.spaces.set('manual-1', { ...yoga({ ...fresh(), id: 'manual-1' }), title: 'Acro yoga' });
      await control(sandbox, 'actions', { viewId, actionId: 'enter' });
      assert.equal(await submit({ room: 'B114', date: '2017-05-19', time: '15:00' }), undefined);
      await homeShows(/Entered: “Acro yoga”.* in B114, Fri 19 May 15:00 PDT.*"undo_entry"/u, ana.id);
      await control(sandbox, 'actions', { viewId, actionId: 'undo_entry' });
      await homeShows(/Denied: “Acro yoga”.*Nothing goes out\./u, ana.id);
      assert.ok(isDenied(bot.spaces.get('manual-1') ?? assert.fail()));
    });

    it('asks whether people are told that a session is off, and takes the answer there', async () => {
      const space = yoga(fresh());
      const key = 'correction1';
      const off: OpenSpace = {
        ...space,
        standing: { status: 'cancelled', by: { id: '77001', name: '@host_of_yoga', door: 'x' } },
        told: { where: 'B114', startAt: fivePm },
        reminders: [{ key, minutes: 0, corrects: 'cancelled', sendAt: now, state: { status: 'needs_action' } }],
      };
      bot.spaces.set(off.id, off);
      await openHome(ana.id);
      const { id: viewId } = await homeShows(/whether to tell people/u, ana.id);
      await control(sandbox, 'actions', { viewId, actionId: 'post_correction' });
      await eventually('it is approved', async () => bot.spaces.get(off.id)?.reminders[0]?.state.status === 'approved');
    });
  });
}
