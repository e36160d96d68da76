import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { SlackSandbox } from '../sandbox/slack/start.ts';
import { forEachTest } from './support/for-tests.ts';
import { cardBlocks, clientOf, control, startSandbox } from './support/sandbox-app.ts';

interface Listed {
  ts: string;
  text: string;
  channel: string;
  channelId: string;
  blocks: object[];
}

const section = (text: string): object => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('Slack sandbox, without an app', () => {
  let now = Date.parse('2026-10-01T12:00:00Z');
  const sandbox = forEachTest(() => startSandbox({ clock: () => now }));

  const post = async (blocks: object[], text = 'Hello'): Promise<string> =>
    (await clientOf(sandbox).chat.postMessage({ channel: 'outgoing_tweets', text, blocks: blocks as never[] })).ts ??
    '';
  const refused = async (call: Promise<unknown>): Promise<{ error: string; messages: readonly string[] }> => {
    try {
      await call;
    } catch (error) {
      assert(error instanceof WebAPIPlatformError);
      return { error: error.data.error, messages: error.data.response_metadata?.messages ?? [] };
    }
    throw new Error('it was accepted');
  };

  it('refuses blocks as Slack does, and says where the error is', async () => {
    const button = { type: 'button', text: { type: 'plain_text', text: 'Go' } };
    const faults: [object[], RegExp][] = [
      [
        Array.from({ length: 60 }, () => ({ type: 'divider' })),
        /no more than 50 items allowed \[json-pointer:\/blocks\]/u,
      ],
      [[section('x'.repeat(3001))], /less than 3001 characters \[json-pointer:\/blocks\/0\/text\/text\]/u],
      [[{ type: 'nonsense' }], /unsupported type: nonsense/u],
      [[{ type: 'alert', text: {} }], /unsupported type: alert/u],
      [[{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }], /less than 151/u],
      [[{ type: 'actions', elements: Array.from({ length: 26 }, () => button) }], /no more than 25/u],
      [
        [
          { ...section('a'), block_id: 'same' },
          { ...section('b'), block_id: 'same' },
        ],
        /block_id must be unique/u,
      ],
      [
        [
          {
            type: 'actions',
            elements: [
              { ...button, action_id: 'x' },
              { ...button, action_id: 'x' },
            ],
          },
        ],
        /already exists/u,
      ],
      [[{ type: 'actions', elements: [{ type: 'static_select', options: [] }] }], /no less than 1 items/u],
      [[{ type: 'actions', elements: [{ type: 'datepicker', initial_date: '1 Oct' }] }], /YYYY-MM-DD/u],
      [[section('')], /more than 0 characters/u],
    ];
    for (const [blocks, problem] of faults) {
      const { error, messages } = await refused(post(blocks));
      assert.equal(error, 'invalid_blocks');
      assert.match(messages.join('\n'), problem);
    }
    assert.deepEqual((await control<object[]>(sandbox, 'messages')).body, []);
    assert.notEqual(await post(cardBlocks(1)), '');
  });

  it('refuses wrong tokens, unknown channels, empty and endless messages', async () => {
    const { chat, auth } = clientOf(sandbox);
    assert.equal((await refused(clientOf(sandbox, 'xoxb-other').auth.test())).error, 'invalid_auth');
    assert.equal((await refused(clientOf(sandbox).apps.connections.open())).error, 'not_allowed_token_type');
    assert.equal((await refused(chat.postMessage({ channel: 'nowhere', text: 'x' }))).error, 'channel_not_found');
    assert.equal((await refused(chat.postMessage({ channel: 'general', text: '' }))).error, 'no_text');
    assert.equal((await refused(post([], 'x'.repeat(40_001)))).error, 'msg_too_long');
    assert.equal(
      (await refused(post(Array.from({ length: 5 }, () => section('x'.repeat(2900)))))).error,
      'msg_blocks_too_long',
    );
    assert.equal((await auth.test()).user_id, 'U0BOT');
  });

  it('lists messages in their present state, by name or id, with history and permalink', async () => {
    const client = clientOf(sandbox);
    const metadata = { event_type: 'card', event_payload: { rev: 1 } };
    const first = await client.chat.postMessage({ channel: '#outgoing_tweets', text: 'one', metadata });
    const ts = first.ts ?? '';
    await client.chat.update({ channel: 'C_OUTGOING', ts, text: 'two' });
    const byName = (await control<Listed[]>(sandbox, 'messages?channel=outgoing_tweets')).body;
    assert.deepEqual(
      byName.map(({ ts, text, channel, channelId, blocks }) => ({ ts, text, channel, channelId, blocks })),
      [{ ts, text: 'two', channel: 'outgoing_tweets', channelId: 'C_OUTGOING', blocks: [] }],
    );
    assert.deepEqual((await control(sandbox, 'messages?channel=C_OUTGOING')).body, byName);
    const history = await client.conversations.history({ channel: 'C_OUTGOING', include_all_metadata: true });
    assert.deepEqual(history.messages?.[0]?.metadata, metadata);
    const { permalink = '' } = await client.chat.getPermalink({ channel: 'C_OUTGOING', message_ts: ts });
    assert.equal((await fetch(permalink)).status, 200);
    await client.chat.delete({ channel: 'C_OUTGOING', ts });
    assert.equal(
      (await refused(client.chat.update({ channel: 'C_OUTGOING', ts, text: 'x' }))).error,
      'message_not_found',
    );
  });

  it('slows down a sender that posts too fast in one channel, until the wait that it names is over', async () => {
    for (let count = 0; count < 30; count += 1) await post([]);
    await assert.rejects(post([]), (error) => error instanceof WebAPIRateLimitedError && error.retryAfter === 1);
    now += 1000;
    await post([]);
  });

  it('records raw mentions, and messages without text', async () => {
    await post([section('by <@U0ORG1> &lt;!here&gt;')], 'wake up <!channel>');
    await post([section('<https://x.com/a|a link>')], '');
    const warnings = (await control<{ kind: string; detail: string }[]>(sandbox, 'warnings')).body;
    assert.deepEqual(
      warnings.map(({ kind }) => kind),
      ['raw_broadcast', 'raw_mention', 'missing_text', 'raw_link'],
    );
  });

  it('can fail: errors, lost answers, dropped and throttled calls', async () => {
    const fault = async (more: object): Promise<void> =>
      void (await control(sandbox, 'faults', { route: '/api/chat.postMessage', times: 1, ...more }));
    await fault({ then: 'status', status: 503 });
    await assert.rejects(post([]));
    await fault({ then: 'drop', accept: true });
    await assert.rejects(post([], 'lost'));
    await fault({ then: 'ratelimited', ms: 7000 });
    await assert.rejects(post([]), (error) => error instanceof WebAPIRateLimitedError && error.retryAfter === 7);
    await fault({ then: 'delay', ms: 5 });
    await post([], 'late');
    const texts = (await control<{ text: string }[]>(sandbox, 'messages')).body.map(({ text }) => text);
    assert.deepEqual(texts, ['lost', 'late']);
  });

  it('says so when a button is pressed and no app is connected', async () => {
    const ts = await post(cardBlocks(1));
    const answer = await control(sandbox, 'actions', { channel: 'outgoing_tweets', ts, actionId: 'approve' });
    assert.equal(answer.status, 503);
    assert.equal(answer.body.error, 'no_app_connected');
  });

  it('lets no other site or name press buttons', async () => {
    const ts = await post(cardBlocks(1));
    const action = { channel: 'outgoing_tweets', ts, actionId: 'approve' };
    assert.equal((await control(sandbox, 'actions', action, { origin: 'https://evil.example' })).status, 403);
    assert.equal((await control(sandbox, 'messages', undefined, { 'sec-fetch-site': 'cross-site' })).status, 403);
  });

  it('has a page that loads nothing from other hosts, and shows each change at once', async () => {
    const page = await fetch(sandbox.url);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'; script-src 'self'/u);
    assert.doesNotMatch(await page.text(), /(?:src|href)="(?:https?:)?\/\//u);
    for (const file of ['app.js', 'block-kit.js', 'mrkdwn.js', 'style.css']) {
      assert.equal((await fetch(`${sandbox.url}/page/${file}`)).status, 200);
    }
    assert.equal((await fetch(`${sandbox.url}/page/..%2Fstart.ts`)).status, 404);
    const changes = await fetch(`${sandbox.url}/sandbox/changes`);
    const reader = changes.body?.getReader();
    await reader?.read();
    await post([]);
    assert.equal(Buffer.from((await reader?.read())?.value ?? []).toString(), 'data: changed\n\n');
    await reader?.cancel();
  });

  it('keeps the hash of a Home tab, and refuses to replace a newer one', async () => {
    const { views } = clientOf(sandbox);
    const view = { type: 'home' as const, blocks: [] };
    const first = await views.publish({ user_id: 'U0ORG1', view });
    const { hash = '' } = first.view ?? {};
    await views.publish({ user_id: 'U0ORG1', view, hash });
    assert.equal((await refused(views.publish({ user_id: 'U0ORG1', view, hash }))).error, 'hash_conflict');
    assert.equal(
      (await refused(views.open({ trigger_id: 'old', view: { ...view, type: 'modal' } as never }))).error,
      'invalid_arguments',
    );
  });
});

describe('Slack sandbox, killed and started again', () => {
  it('has every message, ephemeral and pick, even if its last line is incomplete', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slack-sandbox-'));
    const stateFile = join(folder, 'slack.jsonl');
    const first = await startSandbox({ stateFile });
    const client = clientOf(first);
    const { ts = '' } = await client.chat.postMessage({
      channel: 'general',
      text: 'kept',
      blocks: cardBlocks(1) as never[],
    });
    await client.chat.postEphemeral({ channel: 'general', user: 'U0ORG1', text: 'for you' });
    await control(first, 'actions', { channel: 'general', ts, actionId: 'room', values: { room: 'B114' } });
    const paths = ['messages', 'ephemerals', 'failures', 'page'];
    const seen = async (sandbox: SlackSandbox): Promise<unknown[]> =>
      await Promise.all(paths.map(async (path) => (await control(sandbox, path)).body));
    const before = await seen(first);
    await first.close();
    await appendFile(stateFile, '["messages","C_GEN');
    const second = await startSandbox({ stateFile });
    assert.deepEqual(await seen(second), before);
    const next = await clientOf(second).chat.postMessage({ channel: 'general', text: 'next' });
    assert(Number(next.ts) > Number(ts));
    await second.close();
    await rm(folder, { recursive: true });
  });
});
