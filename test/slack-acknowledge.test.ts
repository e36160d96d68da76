import { slackWaits } from '../sandbox/slack/delivery.ts';
import { control, eventually } from './support/sandbox-app.ts';
import { slackApp, slackModes } from './support/slack-running.ts';
import { fresh, someConfig, yoga } from './support/slack-views.ts';

for (const mode of slackModes) {
  describe(`A press in Slack is acknowledged within three seconds over ${mode},`, () => {
    const { bot, sandbox, show, isTold } = slackApp(mode, slackWaits);
    let people = 0;

    /**
     * Presses until Slack has its acknowledgement in time, because a busy machine may be too late for one press. The
     * bot answers each press only after that. Returns who pressed: somebody whom Slack was never asked about.
     */
    const pressInTime = (beforehand: () => Promise<unknown> = async () => undefined): Promise<string> =>
      eventually(
        'a press is acknowledged',
        async () => {
          const userId = `U0NEW${(people += 1)}`;
          const card = await show(yoga(fresh()));
          bot.config = someConfig({ organisers: [userId] });
          let answer = (): void => undefined;
          const isAcknowledged = new Promise<void>((resolve) => (answer = resolve));
          bot.answer = async () => {
            await isAcknowledged;
            return { kind: 'refused', reason: 'B114 is taken at that time, by <b>.' };
          };
          await beforehand();
          const { status } = await control(sandbox, 'actions', { ...card, actionId: 'approve', userId });
          answer();
          return status === 200 && userId;
        },
        60,
      );

    it('although the answer takes longer, which comes later', async () => {
      await isTold(/: B114 is taken at that time, by &lt;b&gt;\.$/u, await pressInTime());
    });

    it('although Slack is slow to say who pressed', async () => {
      const slowUsers = { route: 'users.info', then: 'delay', ms: 1_300 };
      await isTold(/: B114 is taken at that time/u, await pressInTime(() => control(sandbox, 'faults', slowUsers)));
    });
  });
}
