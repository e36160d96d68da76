import assert from 'node:assert/strict';
import { control } from './support/sandbox-app.ts';
import { slackApp, slackModes } from './support/slack-running.ts';
import { ana, fresh, someConfig, yoga } from './support/slack-views.ts';

for (const mode of slackModes) {
  describe(`Dialogs in Slack over ${mode}`, () => {
    const { bot, sandbox, show, press, isTold, say, viewOf, submit } = slackApp(mode);

    it('keep the written values: a long note, a cleared field, and a request that waits', async () => {
      const note = 'Bring a mat. '.repeat(70).trim();
      const card = await show({ ...yoga(fresh()), title: 'Acro', note });
      const edit = async (values: object): Promise<object | undefined> => {
        bot.config = someConfig();
        await press(card, 'edit');
        await viewOf('modal');
        // Somebody else saves another text while the dialog is open: the shown text still counts as untouched.
        bot.config = someConfig({ reminderText: 'Soon: {title}, {room}, {time}' });
        const errors = await submit(values);
        if (errors !== undefined) await control(sandbox, 'dismissals', { userId: ana.id });
        return errors;
      };
      for (const field of ['title', 'text']) {
        const errors = { [field]: `The ${field} cannot be removed. Write another one.` };
        assert.deepEqual(await edit({ [field]: ' ' }), errors);
      }
      assert.equal(bot.asked.length, 0);
      assert.equal(await edit({}), undefined);
      await isTold(/^That changes nothing/u);
      bot.answer = async () => ({ kind: 'kept' });
      assert.equal(await edit({ title: 'Acro yoga' }), undefined);
      assert.deepEqual(bot.asked[0]?.verb, { verb: 'change', title: 'Acro yoga' });
      await isTold(/Your request is kept/u);
      assert.equal(await edit({ note: ' ' }), undefined);
      assert.deepEqual(bot.asked[1]?.verb, { verb: 'change', note: '' });
    });

    it('let an organiser enter an open space from the board, and say what is wrong with an entry', async () => {
      await say('Board games');
      const { id: key } = await viewOf('modal');
      const when = { title: 'Board games', date: '2017-05-20', time: '11:00' };
      assert.deepEqual(await submit(when), { room: 'Pick a room, or write a place.' });
      assert.deepEqual(await submit({ ...when, room: 'C120' }), { room: 'C120 is taken at that time.' });
      assert.equal(await submit({ ...when, room: 'A103' }), undefined);
      const startAt = Date.parse('2017-05-20T11:00:00-07:00');
      // Slack sends a dialog's submission twice if its button is pressed twice.
      assert.deepEqual(bot.entries.at(-1), { room: 'A103', startAt, title: 'Board games', by: ana, key });
      await control(sandbox, 'commands', { command: '/openspace', userId: 'U0STR1', channel: 'general' });
      await isTold(/Only this conference’s organisers/u, 'U0STR1');
    });
  });
}
