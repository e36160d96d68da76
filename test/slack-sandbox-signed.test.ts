import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { cardBlocks, clientOf, control, quiet, startSandbox, tokens } from './support/sandbox-app.ts';

describe('Slack sandbox, delivering by HTTP', () => {
  it('signs what Bolt accepts, and hears when the app refuses', async () => {
    const signingSecret = 'shh';
    const receiver = new HTTPReceiver({ signingSecret, logger: quiet });
    const server = createServer((request, response) => receiver.requestListener(request, response));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const eventsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
    const sandbox = await startSandbox({ eventsUrl, signingSecret, waitsMs: 30_000 });
    const clientOptions = { slackApiUrl: sandbox.apiUrl };
    const app = new App({
      token: tokens.botToken,
      receiver,
      clientOptions,
      convoStore: false,
      logger: quiet,
    });
    const heard: string[] = [];
    app.action('approve', async ({ ack, body }) => {
      heard.push(body.user.id);
      await ack();
    });
    app.command('/openspaces', async ({ ack }) => await ack('All quiet'));
    const { ts = '' } = await clientOf(sandbox).chat.postMessage({
      channel: 'general',
      text: 'x',
      blocks: cardBlocks(1) as never[],
    });
    const action = { channel: 'general', ts, actionId: 'approve' };
    assert.deepEqual((await control(sandbox, 'actions', action)).body, { ok: true, acked: true });
    assert.deepEqual(heard, ['U0ORG1']);
    await control(sandbox, 'commands', { command: '/openspaces' });
    const told = (await control<{ text: string }[]>(sandbox, 'ephemerals?user=ana')).body;
    assert.equal(told.at(-1)?.text, 'All quiet');
    await sandbox.close();
    const forged = createHmac('sha256', 'wrong').update('v0:1:').digest('hex');
    const answer = await fetch(eventsUrl, {
      method: 'POST',
      body: 'payload={}',
      headers: { 'x-slack-signature': `v0=${forged}`, 'x-slack-request-timestamp': '1' },
    });
    assert.equal(answer.status, 401);
    await new Promise((resolve) => server.close(resolve));
  });
});
