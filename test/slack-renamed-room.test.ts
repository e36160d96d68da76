import assert from 'node:assert/strict';
import { control } from './support/sandbox-app.ts';
import { slackApp } from './support/slack-running.ts';
import { someConfig, yoga } from './support/slack-views.ts';

describe('A card of a session whose room has another name now', () => {
  const { bot, sandbox, show, press, isTold, say } = slackApp();

  it('shows the new name, and an approval moves nothing', async () => {
    const { conference } = someConfig();
    const rooms = conference.rooms.map((room) =>
      room.name === 'B114' ? { name: 'Juniper', aliases: ['B114'] } : room,
    );
    bot.config = someConfig({ conference: { ...conference, rooms } });
    const card = await show(yoga());
    const shown = JSON.stringify((await control<object>(sandbox, 'messages?channel=outgoing_tweets')).body);
    assert.match(shown, /Juniper · /u);
    assert.doesNotMatch(shown, /B114 · /u);
    assert.match(shown, /"initial_option":\{"text":\{"type":"plain_text","text":"Juniper"/u);
    await say('list');
    assert.match(JSON.stringify((await isTold(/to decide/u)).blocks), /Juniper · /u);
    await press(card, 'approve');
    assert.deepEqual(bot.asked.at(-1)?.verb, { verb: 'decide', approval: 'approved' });
  });
});
