import assert from 'node:assert/strict';
import { createSlackApp } from '../slack/app.ts';
import { createSlackCheck } from '../slack/slack-answers.ts';
import { collectedLog } from './support/collected-log.ts';
import { control, startSandbox, tokens } from './support/sandbox-app.ts';
import { createTestBot } from './support/slack-service.ts';

describe('Slack app at its start', () => {
  it('does not wait for ever for a Slack that does not answer', async () => {
    const sandbox = await startSandbox();
    await control(sandbox, 'faults', { route: 'auth.test', then: 'hang' });
    await assert.rejects(createSlackCheck(tokens.botToken, sandbox.apiUrl)());
    await sandbox.close();
  });

  it('counts a Slack that asks to wait as answering', async () => {
    const sandbox = await startSandbox();
    await control(sandbox, 'faults', { route: 'auth.test', then: 'ratelimited' });
    await createSlackCheck(tokens.botToken, sandbox.apiUrl)();
    assert.deepEqual((await control(sandbox, 'faults')).body, []);
    await assert.rejects(createSlackCheck('xoxb-old', sandbox.apiUrl)(), /invalid_auth; check SLACK_BOT_TOKEN/u);
    await sandbox.close();
  });

  it('knows that no press can reach it: Slack refuses its token, or has closed the socket', async () => {
    const sandbox = await startSandbox();
    const { service: openSpaces } = createTestBot();
    const options = { botToken: tokens.botToken, apiUrl: sandbox.apiUrl, openSpaces, log: collectedLog() };
    const refused = await createSlackApp({ ...options, appToken: 'xapp-old' });
    await assert.rejects(refused.start(), /invalid_auth/u);
    assert.ok(refused.msWithoutSocket() > 0);

    const app = await createSlackApp({ ...options, appToken: tokens.appToken });
    await app.start();
    assert.equal(app.msWithoutSocket(), 0);
    await app.stop();
    assert.ok(app.msWithoutSocket() > 0);
    await sandbox.close();
  });

  it('names what is missing', async () => {
    const { service: openSpaces } = createTestBot();
    const options = { botToken: 'xoxb-1', apiUrl: 'http://127.0.0.1:1/api/', openSpaces, log: collectedLog() };
    await assert.rejects(createSlackApp(options), /SLACK_APP_TOKEN .* or SLACK_SIGNING_SECRET/u);
  });
});
