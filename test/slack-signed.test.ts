import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { signingSecret, slackApp } from './support/slack-running.ts';
import { yoga } from './support/slack-views.ts';

const pressOf = (id: string, card: { channel: string; ts: string }, url: string) => ({
  type: 'block_actions',
  team: { id: 'T0001', domain: 'sandbox' },
  user: { id: 'U0ORG1', username: 'ana', team_id: 'T0001' },
  channel: { id: card.channel },
  container: { type: 'message', message_ts: card.ts, channel_id: card.channel },
  actions: [{ type: 'button', action_id: 'approve', block_id: 'decide:r0', value: `${id}:0`, action_ts: '1.1' }],
  response_url: `${url}/response/none`,
});

describe('Slack app, asked by signed requests', () => {
  const { bot, sandbox, logged, eventsUrl, show } = slackApp('signed requests');

  /** @param timestamp seconds */
  async function send(body: string, timestamp: number, secret = signingSecret): Promise<number> {
    const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    const response = await fetch(eventsUrl(), {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': `v0=${signature}`,
      },
    });
    return response.status;
  }

  it('answers every request of a stranger, and continues', async () => {
    const url = eventsUrl();
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      assert.equal((await fetch(url, { method })).status, 405, method);
    }
    assert.equal((await fetch(`${url}?x=1`)).status, 405);
    for (const body of ['', 'null', '{', 'payload=%7B', '\u0000'])
      assert.equal((await fetch(url, { method: 'POST', body })).status, 401);
    assert.equal((await fetch(url)).status, 405);
  });

  it('does nothing for people or guests of another workspace, and tells them', async () => {
    const space = yoga({ id: 'foreign' });
    const card = await show(space);
    const seconds = Math.floor(Date.now() / 1000);
    const foreign = [
      { team: { id: 'T9999', domain: 'elsewhere' }, user: { id: 'U0ORG1', username: 'ana', team_id: 'T9999' } },
      { team: { id: 'T0001', domain: 'sandbox' }, user: { id: 'U0ORG1', username: 'ana', team_id: 'T9999' } },
    ];
    for (const sender of foreign) {
      const payload = { ...pressOf(space.id, card, sandbox.url), ...sender };
      assert.equal(await send(`payload=${encodeURIComponent(JSON.stringify(payload))}`, seconds), 200);
    }
    const command = new URLSearchParams({ command: '/openspace', team_id: 'T9999', user_id: 'U0ORG1', text: '' });
    assert.equal(await send(command.toString(), seconds), 200);
    assert.equal(bot.asked.length, 0);
    assert.equal(logged.filter((line) => line.includes('another workspace')).length, 3);
  });

  it('refuses forged, old and future requests, and carries a repeated one out once', async () => {
    const space = yoga();
    const card = await show(space);
    const payload = pressOf(space.id, card, sandbox.url);
    const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
    const seconds = Math.floor(Date.now() / 1000);
    assert.equal(await send(body, seconds, 'guessed'), 401);
    assert.equal(await send(body, seconds - 400), 401);
    assert.equal(await send(body, seconds + 400), 401);
    assert.equal(bot.asked.length, 0);
    assert.equal(await send(body, seconds), 200);
    assert.equal(await send(body, seconds), 200);
    assert.equal(bot.asked.length, 1);
  });
});
