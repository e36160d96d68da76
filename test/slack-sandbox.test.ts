import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlockAction, ButtonAction } from '@slack/bolt';
import { sandboxOrganisers } from '../sandbox/slack/workspace.ts';
import type { SlackSandbox } from '../sandbox/slack/start.ts';
import { cardBlocks, clientOf, control, eventually, startApp, startSandbox } from './support/sandbox-app.ts';
import type { Answered, Reply, RunningApp } from './support/sandbox-app.ts';

interface Listed {
  ts: string;
  channel: string;
  text: string;
  blocks: { type: string; block_id: string }[];
}

describe('Slack sandbox, with an app on Socket Mode', () => {
  let sandbox: SlackSandbox;
  let running: RunningApp;
  let ts: string;
  const presses: BlockAction<ButtonAction>[] = [];

  before(async () => {
    // A busy machine may need longer than Slack's three seconds.
    sandbox = await startSandbox({ waitsMs: 30_000 });
    let decidedBy: string | undefined;
    running = await startApp(sandbox, (app) => {
      app.action<BlockAction<ButtonAction>>('approve', async ({ ack, body, client, respond }) => {
        presses.push(body);
        const isOrganiser = sandboxOrganisers.some(({ id }) => id === body.user.id);
        const isFirst = isOrganiser && decidedBy === undefined;
        if (isFirst) decidedBy = body.user.id;
        await ack();
        if (!isOrganiser) {
          await respond({ response_type: 'ephemeral', replace_original: false, text: 'Only organisers decide.' });
        } else if (!isFirst) {
          await respond({ response_type: 'ephemeral', replace_original: false, text: `Already by <@${decidedBy}>` });
        } else {
          const channel = body.channel?.id ?? '';
          await client.chat.update({ channel, ts, text: 'Approved', blocks: [] });
        }
      });
      app.action(/^(?:apply|date|time|room)$/u, async ({ ack, body }) => {
        presses.push(body as BlockAction<ButtonAction>);
        await ack();
      });
      app.event('app_home_opened', async ({ event, client }) => {
        const blocks = [{ type: 'section', text: { type: 'plain_text', text: 'Queue' } }] as const;
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [...blocks] } });
      });
      app.shortcut('why', async ({ ack }) => await ack());
      app.command('/openspaces', async ({ ack, body, client }) => {
        await ack();
        await client.views.open({
          trigger_id: body.trigger_id,
          view: {
            type: 'modal',
            callback_id: 'deny',
            title: { type: 'plain_text', text: 'Why not?' },
            submit: { type: 'plain_text', text: 'Deny' },
            blocks: [
              {
                type: 'input',
                block_id: 'why',
                label: { type: 'plain_text', text: 'Reason' },
                element: { type: 'plain_text_input', action_id: 'reason' },
              },
            ],
          },
        });
      });
      app.view('deny', async ({ ack, view }) => {
        const reason = view.state.values['why']?.['reason']?.value ?? '';
        await (reason.length < 5 ? ack({ response_action: 'errors', errors: { why: 'Say more' } }) : ack());
      });
    });
  });

  beforeEach(async () => {
    presses.length = 0;
    const posted = await clientOf(sandbox).chat.postMessage({
      channel: 'need_review',
      text: 'Acro yoga',
      blocks: cardBlocks(1) as never[],
      metadata: { event_type: 'card', event_payload: { workflow_id: 'wf-1' } },
    });
    ts = posted.ts ?? '';
  });

  after(async () => {
    await running.stop();
    await sandbox.close();
  });

  const press = async (actionId: string, more: object = {}): Promise<Answered<Reply>> =>
    await control(sandbox, 'actions', { channel: 'need_review', ts, actionId, ...more });
  const listed = async (): Promise<Listed[]> =>
    (await control<Listed[]>(sandbox, 'messages?channel=need_review')).body.filter((message) => message.ts === ts);
  const ephemeralsOf = async (user: string): Promise<{ text: string }[]> =>
    (await control<{ text: string }[]>(sandbox, `ephemerals?user=${user}`)).body;

  it('tells only the stranger that only organisers decide', async () => {
    assert.equal((await press('approve', { userId: 'U_STRANGER' })).status, 200);
    await eventually(
      'the ephemeral',
      async () => (await ephemeralsOf('U_STRANGER')).at(-1)?.text === 'Only organisers decide.',
    );
    assert.deepEqual(await ephemeralsOf('ana'), []);
    assert.equal((await listed())[0]?.text, 'Acro yoga');
  });

  it('shows the decision on the message once, and tells the person who pressed second', async () => {
    const answers = await Promise.all([press('approve'), press('approve', { userId: 'U0ORG2' })]);
    assert.deepEqual(
      answers.map(({ body }) => body),
      [
        { ok: true, acked: true },
        { ok: true, acked: true },
      ],
    );
    await eventually('the update', async () => (await listed())[0]?.text === 'Approved');
    await eventually('the ephemeral', async () =>
      [...(await ephemeralsOf('U0ORG1')), ...(await ephemeralsOf('U0ORG2'))].some(({ text }) =>
        text.startsWith('Already by'),
      ),
    );
    assert.equal(presses[0]?.message?.['metadata']?.event_payload.workflow_id, 'wf-1');
  });

  it('sends the picked values with the button, without untouched pickers', async () => {
    await press('apply', { values: { room: 'B115', time: '14:30' } });
    const values = presses[0]?.state?.values['when:r1'];
    assert.deepEqual(Object.keys(values ?? {}).toSorted(), ['room', 'time']);
    assert.equal(values?.['room']?.selected_option?.value, 'B115');
    assert.equal(values?.['time']?.selected_time, '14:30');
    assert.equal(presses[0]?.actions[0]?.value, 'wf-1:r1');
  });

  it('tells the app of a pick by itself, and forgets it when the block gets a new id', async () => {
    await press('date', { values: { date: '2026-10-02' } });
    const { type, selected_date: date } = (presses[0]?.actions[0] ?? {}) as { type?: string; selected_date?: string };
    assert.deepEqual([type, date], ['datepicker', '2026-10-02']);
    await clientOf(sandbox).chat.update({
      channel: 'C_REVIEW',
      ts,
      text: 'Acro yoga',
      blocks: cardBlocks(2) as never[],
    });
    await press('apply', { userId: 'U0ORG2' });
    await press('apply');
    assert.deepEqual(
      presses.slice(1).map((body) => body.state?.values),
      [{}, {}],
    );
  });

  it('refuses a press that no person could make', async () => {
    assert.equal((await press('nonsense')).body.error, 'action_not_found');
    assert.equal((await press('room', { values: { room: 'Z9' } })).body.error, 'invalid_value');
    assert.equal((await press('apply', { values: { date: '1 October' } })).status, 400);
    assert.equal(
      (await control(sandbox, 'actions', { channel: 'need_review', ts: '1.2', actionId: 'approve' })).status,
      404,
    );
    assert.equal(presses.length, 0);
  });

  it('hears the next click after Slack asked the app to reconnect, and after it was cut off', async () => {
    for (const reason of ['refresh_requested', 'drop']) {
      assert.equal((await control<{ sockets: number }>(sandbox, 'disconnect', { reason })).body.sockets, 1);
      await eventually('a new socket', async () => (await press('apply')).status === 200);
    }
    assert.equal(presses.length, 2);
  });

  it('opens a modal from a slash command, shows its error, and closes it when it is right', async () => {
    assert.equal((await control(sandbox, 'commands', { command: '/openspaces' })).status, 200);
    const views = async (): Promise<{ id: string; kind: string }[]> =>
      (await control<{ id: string; kind: string }[]>(sandbox, 'views?user=ana')).body.filter(
        ({ kind }) => kind === 'modal',
      );
    const viewId = (await eventually('the modal', async () => (await views())[0])).id;
    const refused = await control<object>(sandbox, 'submissions', { viewId, values: { reason: 'no' } });
    assert.deepEqual(refused.body, { ok: false, acked: true, errors: { why: 'Say more' } });
    await control(sandbox, 'submissions', { viewId, values: { reason: 'the room is closed' } });
    assert.deepEqual(await views(), []);
  });

  it('lets a message shortcut be used', async () => {
    const shortcut = { callbackId: 'why', channel: 'need_review', ts };
    assert.equal((await control(sandbox, 'shortcuts', shortcut)).status, 200);
  });

  it('draws the Home tab when somebody opens it', async () => {
    await control(sandbox, 'home-opened', { userId: 'U0ORG3' });
    await eventually('the home', async () => (await control<object[]>(sandbox, 'views?user=U0ORG3')).body[0]);
  });
});

describe('Slack sandbox, with several sockets and interruptions', () => {
  const blocks = cardBlocks(1) as never[];

  it('tells the person when the app does not answer within three seconds', async () => {
    const sandbox = await startSandbox();
    const app = await startApp(sandbox, (bolt) => bolt.action('approve', async () => {}));
    try {
      const { ts } = await clientOf(sandbox).chat.postMessage({ channel: 'need_review', text: 'Slow', blocks });
      const press = { channel: 'need_review', ts, actionId: 'approve' };
      assert.equal((await control(sandbox, 'actions', press)).status, 504);
      const failures = (await control<{ text: string; ts: string }[]>(sandbox, 'failures')).body;
      assert.match(failures.find((failure) => failure.ts === ts)?.text ?? '', /did not respond/u);
    } finally {
      await app.stop();
      await sandbox.close();
    }
  });

  it('gives each click to one of the connected processes, not to all', async () => {
    const sandbox = await startSandbox({ waitsMs: 30_000 });
    const heard = [0, 0];
    const apps: RunningApp[] = [];
    for (const index of [0, 1]) {
      apps.push(
        await startApp(sandbox, (app) => {
          app.action('approve', async ({ ack }) => {
            heard[index] = (heard[index] ?? 0) + 1;
            await ack();
          });
        }),
      );
    }
    const { ts = '' } = await clientOf(sandbox).chat.postMessage({ channel: 'general', text: 'x', blocks });
    const action = { channel: 'general', ts, actionId: 'approve' };
    for (let count = 0; count < 30; count += 1) assert.equal((await control(sandbox, 'actions', action)).status, 200);
    assert.equal((heard[0] ?? 0) + (heard[1] ?? 0), 30);
    assert(heard.every((count) => count > 0));
    await Promise.all(apps.map(async (running) => await running.stop()));
    await sandbox.close();
  });

  it('is found again by the app after it was killed and started once more', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slack-sandbox-'));
    const stateFile = join(folder, 'slack.jsonl');
    const first = await startSandbox({ stateFile });
    const running = await startApp(first, (app) => app.action('approve', async ({ ack }) => await ack()));
    const { ts = '' } = await clientOf(first).chat.postMessage({ channel: 'general', text: 'x', blocks });
    await first.close();
    const second = await startSandbox({ stateFile, port: first.port });
    const action = { channel: 'general', ts, actionId: 'approve' };
    await eventually(
      'a click that is heard',
      // The first try may meet a connection that the first sandbox took with it.
      async () => (await control(second, 'actions', action).catch(() => undefined))?.status === 200,
    );
    await running.stop();
    await second.close();
    await rm(folder, { recursive: true });
  });
});
