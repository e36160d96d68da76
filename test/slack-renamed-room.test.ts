import assert from 'node:assert/strict';
import { control } from './support/sandbox-app.ts';
import { organiserIn, runSlackApp, showCard, type RunningSlackApp, type View } from './support/slack-running.ts';
import { someConfig, yoga } from './support/slack-views.ts';

describe('A card of a session whose room has another name now', () => {
  let running: RunningSlackApp;
  before(async () => {
    running = await runSlackApp('Socket Mode');
    const { conference } = someConfig();
    const rooms = conference.rooms.map((room) =>
      room.name === 'B114' ? { name: 'Juniper', aliases: ['B114'] } : room,
    );
    running.bot.config = someConfig({ conference: { ...conference, rooms } });
  });
  after(() => running.stop());
  const { press, isTold, say } = organiserIn(() => running.sandbox);

  it('shows the new name, and an approval moves nothing', async () => {
    const { sandbox, bot } = running;
    const card = await showCard(sandbox, bot, yoga());
    const { body } = await control<(View & { text: string })[]>(sandbox, 'messages?channel=outgoing_tweets');
    const shown = JSON.stringify(body);
    assert.match(shown, /Juniper · /u);
    assert.doesNotMatch(shown, /B114 · /u);
    assert.match(shown, /"initial_option":\{"text":\{"type":"plain_text","text":"Juniper"/u);
    await say('list');
    assert.match(JSON.stringify((await isTold(/to decide/u)).blocks), /Juniper · /u);
    await press(card, 'approve');
    assert.deepEqual(bot.asked.at(-1)?.verb, { verb: 'decide', approval: 'approved' });
  });
});
