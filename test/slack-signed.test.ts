import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { runSlackApp, showCard, signingSecret, type RunningSlackApp } from './support/slack-running.ts';
import { yoga } from './support/slack-views.ts';

describe('Slack app, asked by signed requests', () => {
  let running: RunningSlackApp;

  before(async () => {
    running = await runSlackApp('signed requests');
  });

  after(async () => {
    await running.stop();
  });

  /** @param timestamp seconds */
  async function send(body: string, timestamp: number, secret = signingSecret): Promise<number> {
    const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    const response = await fetch(running.eventsUrl ?? '', {
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

  it('refuses forged, old and future requests, and carries a repeated one out once', async () => {
    const { bot, sandbox } = running;
    const space = yoga();
    const card = await showCard(sandbox, bot, space);
    const button = { type: 'button', action_id: 'approve', block_id: 'decide:r0', value: `${space.id}:0` };
    const payload = {
      type: 'block_actions',
      team: { id: 'T0001', domain: 'sandbox' },
      user: { id: 'U0ORG1', username: 'ana', team_id: 'T0001' },
      channel: { id: card.channel },
      container: { type: 'message', message_ts: card.ts, channel_id: card.channel },
      actions: [{ ...button, action_ts: '1.1' }],
      response_url: `${sandbox.url}/response/none`,
    };
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
