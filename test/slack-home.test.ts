import type { OpenSpace } from '../core/open-space.ts';
import { control, eventually } from './support/sandbox-app.ts';
import { slackApp, slackModes } from './support/slack-running.ts';
import { ana, fivePm, fresh, now, yoga } from './support/slack-views.ts';

const stranger = 'U0STR1';

for (const mode of slackModes) {
  describe(`Home in Slack over ${mode}`, () => {
    const { bot, sandbox, show, isTold, viewOf } = slackApp(mode);

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
