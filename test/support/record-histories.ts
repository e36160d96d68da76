// Records one history of each path through the openSpace workflow into test/histories/. Run by hand, with
// `npm run record-histories`, when a path is new; recorded ones are kept, because they are what a changed workflow must
// still replay.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { readArguments } from '../../config/command-line.ts';
import { decideSignal, sourceChangedSignal } from '../../workflows/messages.ts';
import { eventually } from './eventually.ts';
import type { Workbench } from './workbench.ts';

readArguments('npm run record-histories');
// These are loaded now, because they take some seconds, and a wrong command line is told at once.
const { historyToJSON } = await import('@temporalio/common/lib/proto-utils.js');
const { mochaGlobalTeardown } = await import('./servers.ts');
const { fastForward } = await import('./skip-time.ts');
const { minute, startWorkbench } = await import('./workbench.ts');
const folder = new URL('../histories/', import.meta.url);

const paths: Readonly<Record<string, (bench: Workbench) => Promise<string>>> = {
  async 'approved-and-sent'(bench) {
    const { id } = await bench.announce({ inMinutes: 120, room: 'A103' });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await bench.finish(id);
    return id;
  },
  async 'sent-without-a-hand'(bench) {
    await bench.config({ autoSend: true });
    const { id } = await bench.announce({ inMinutes: 300, room: 'A103' });
    await bench.finish(id);
    await bench.config({ autoSend: false });
    return id;
  },
  async missed(bench) {
    const { id } = await bench.announce({ inMinutes: 45, room: 'A104' });
    await bench.finish(id);
    return id;
  },
  async 'denied-taken-back-moved-and-sent'(bench) {
    const { id, startAt = 0 } = await bench.announce({ inMinutes: 90, room: 'B114' });
    await bench.ask(id, { verb: 'decide', approval: 'denied' });
    await bench.pass(id, 10 * minute);
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await bench.ask(id, { verb: 'change', room: 'B115', startAt: startAt + 30 * minute });
    await bench.finish(id);
    return id;
  },
  async 'review-staged-and-cancelled'(bench) {
    const { id } = await bench.announce({ inMinutes: 200, room: 'A106', verdict: 'review' });
    await bench.ask(id, { verb: 'stage', room: 'A106', startAt: Date.now() + 400 * minute });
    await bench.ask(id, { verb: 'cancel' });
    await bench.finish(id);
    return id;
  },
  async 'answer-lost-then-found'(bench) {
    const { id } = await bench.announce({ inMinutes: 60, room: 'A105' });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await bench.x.fault({ route: 'POST /2/tweets', times: 1, accept: true, then: 'drop' });
    await bench.finish(id);
    return id;
  },
  async 'refused-because-the-room-is-taken'(bench) {
    await bench.announce({ inMinutes: 60, room: 'A105' });
    const { id } = await bench.announce({ inMinutes: 60, room: 'A105+A106' });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await bench.finish(id);
    return id;
  },
  async 'moved-after-the-first-reminder-and-corrected'(bench) {
    await bench.config({ reminderMinutes: [30, 15] });
    const { id } = await bench.announce({ inMinutes: 45, room: 'A104' });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await bench.ask(id, { verb: 'sendNow' });
    for (;;) {
      const [first] = (await bench.state(id)).reminders;
      if (first?.state.status === 'sent') break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await bench.ask(id, { verb: 'change', room: 'A106' });
    await bench.finish(id);
    await bench.config({ reminderMinutes: [15] });
    return id;
  },
  async 'correction-denied-then-cancelled-and-undone'(bench) {
    const id = await movedAfterItsReminder(bench);
    const isHeld = async () => (await bench.state(id)).reminders.some(({ held }) => held !== undefined);
    await eventually('the correction is held', isHeld);
    await bench.ask(id, { verb: 'decide', approval: 'denied' });
    await bench.ask(id, { verb: 'cancel' });
    await eventually('the cancellation is held', isHeld);
    return undoneAndFinished(bench, id);
  },
  async 'correction-reworded-then-cancelled-and-undone'(bench) {
    const id = await movedAfterItsReminder(bench);
    const correction = async () => (await bench.state(id)).reminders.at(-1);
    await eventually('the correction is held', async () => (await correction())?.held !== undefined);
    const { key: reminder = '' } = (await correction()) ?? {};
    const sendAt = ((await bench.state(id)).startAt ?? 0) - 20 * 60_000;
    await bench.ask(id, { verb: 'change', reminder, text: 'Now in {room}: {title}', sendAt });
    await bench.ask(id, { verb: 'cancel' });
    await eventually('the cancellation is held', async () => (await correction())?.held !== undefined);
    return undoneAndFinished(bench, id);
  },
  'approved-a-minute-before-the-next-reminder': (bench) => approvedLate(bench, 529, 'A104'),
  // The two rules by which a late reminder was left out before: within five minutes of the next one, and not before.
  'approved-two-minutes-before-the-next-reminder': (bench) => approvedLate(bench, 528, 'A105'),
  'approved-six-minutes-before-the-next-reminder': (bench) => approvedLate(bench, 524, 'A106'),
  async 'left-open-after-it-was-cancelled'(bench) {
    await bench.config({ reminderMinutes: [40, 15] });
    const { id } = await bench.announce({ inMinutes: 45, room: 'A103' });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    const sent = async (count: number) => {
      for (let minutes = 1; minutes < 20; minutes += 1) {
        const { reminders } = await bench.state(id);
        if (reminders.filter(({ state }) => state.status === 'sent').length === count) return;
        await fastForward(bench.client, bench.workflowId(id), minute);
      }
      throw new Error('it is not sent');
    };
    await sent(1);
    await bench.ask(id, { verb: 'cancel' });
    await sent(2);
    await bench.ask(id, { verb: 'decide', approval: 'needs_action' });
    await bench.finish(id);
    await bench.config({ reminderMinutes: [15] });
    return id;
  },
  async 'edited-by-its-host'(bench) {
    const { id, startAt = 0 } = await bench.announce({ inMinutes: 500, room: 'A103' });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    const edit = { verdict: 'schedule', room: 'A104', startAt, title: 'Knots' } as const;
    const tweetId = String(BigInt(id) + 1n);
    const change = { kind: 'edited', tweetId, url: `https://x.com/host/status/${tweetId}`, ...edit } as const;
    await bench.client.workflow.getHandle(bench.workflowId(id)).signal(sourceChangedSignal, change);
    await bench.finish(id);
    return id;
  },
  async 'kept-and-refused'(bench) {
    const { id, revision } = await bench.announce({ inMinutes: 520, room: 'A105' });
    const handle = bench.client.workflow.getHandle(bench.workflowId(id));
    const by = { id: 'ana', name: 'ana', door: 'slack' };
    await handle.signal(decideSignal, { verb: 'decide', approval: 'approved', by, revision });
    await handle.signal(decideSignal, { verb: 'decide', approval: 'denied', by, revision });
    await bench.finish(id);
    return id;
  },
  async 'kept-and-refused-for-two'(bench) {
    const { id, revision } = await bench.announce({ inMinutes: 900, room: 'B114' });
    const handle = bench.client.workflow.getHandle(bench.workflowId(id));
    for (const [name, approval] of Object.entries({ ana: 'approved', bo: 'denied', cy: 'denied' })) {
      await handle.signal(decideSignal, { verb: 'decide', approval, by: { id: name, name, door: 'slack' }, revision });
    }
    await bench.finish(id);
    return id;
  },
  async 'approved-by-a-signal-with-an-unknown-field'(bench) {
    const { id } = await bench.announce({ inMinutes: 540, room: 'A106' });
    const handle = bench.client.workflow.getHandle(bench.workflowId(id));
    await handle.signal(decideSignal, { approval: 'approved', by: 'ana', rom: 'A105' });
    await bench.finish(id);
    return id;
  },
  async 'conflict-whose-room-was-freed'(bench) {
    const holder = await bench.announce({ inMinutes: 700, room: 'B115' });
    const { id } = await bench.announce({ inMinutes: 710, room: 'B115' });
    await bench.ask(holder.id, { verb: 'cancel' });
    await bench.finish(id);
    return id;
  },
  async 'conflict-approved-by-the-config-when-its-room-was-freed'(bench) {
    await bench.config({ autoSend: true });
    const holder = await bench.announce({ inMinutes: 700, room: 'B115' });
    const { id } = await bench.announce({ inMinutes: 710, room: 'B115' });
    await bench.ask(holder.id, { verb: 'cancel' });
    await bench.finish(id);
    await bench.config({ autoSend: false });
    return id;
  },
  // Earlier, the reminder kept the time of “Send now” after Undo, and an approval sent it at once.
  async 'send-now-undone-and-approved'(bench) {
    await bench.config({ paused: true });
    const { id } = await bench.announce({ inMinutes: 300, room: 'A104' });
    await bench.ask(id, { verb: 'sendNow' });
    await eventually('it is held', async () => (await bench.state(id)).reminders[0]?.held !== undefined);
    await bench.ask(id, { verb: 'undo' });
    await bench.config({ paused: false });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await bench.finish(id);
    return id;
  },
  async 'ended-by-an-operator'(bench) {
    const { id } = await bench.announce({ inMinutes: 800, room: 'A106' });
    const handle = bench.client.workflow.getHandle(bench.workflowId(id));
    await handle.cancel();
    await handle.result().catch(() => undefined);
    return id;
  },
  async 'tweet-deleted'(bench) {
    const { id } = await bench.announce({ inMinutes: 600, room: 'B114' });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await bench.x.control(`DELETE /sandbox/tweets/${id}`);
    await bench.finish(id);
    return id;
  },
};

await mkdir(folder, { recursive: true });
const bench = await startWorkbench();
for (const [name, walk] of Object.entries(paths)) {
  const file = new URL(`${name}.json`, folder);
  if (existsSync(file)) continue;
  const id = await walk(bench);
  const history = await bench.client.workflow.getHandle(bench.workflowId(id)).fetchHistory();
  await writeFile(file, `${withoutMachine(historyToJSON(history))}\n`);
  process.stdout.write(`recorded ${name}\n`);
}
await bench.stop();
await mochaGlobalTeardown();

/** A recorded history is for every machine: no paths in stack traces, no host names. */
function withoutMachine(json: string): string {
  return json.replaceAll(/"stackTrace": ?"[^"]*"/gu, '"stackTrace": ""').replaceAll(/\b\d+@[\w.-]+/gu, 'recorder');
}

/** A session in 560 minutes, with reminders 45 and 30 minutes before it, that is approved after `passed` minutes. */
async function approvedLate(bench: Workbench, passed: number, room: string): Promise<string> {
  await bench.config({ reminderMinutes: [45, 30] });
  const { id } = await bench.announce({ inMinutes: 560, room });
  await bench.config({ reminderMinutes: [15] });
  await bench.pass(id, passed * minute);
  await bench.ask(id, { verb: 'decide', approval: 'approved' });
  await bench.finish(id);
  return id;
}

/** A session that an organiser moved after its first reminder, while posting is paused. @returns its id */
async function movedAfterItsReminder(bench: Workbench): Promise<string> {
  await bench.config({ reminderMinutes: [30, 15] });
  const { id } = await bench.announce({ inMinutes: 45, room: 'A103' });
  await bench.ask(id, { verb: 'decide', approval: 'approved' });
  await bench.ask(id, { verb: 'sendNow' });
  await eventually('it is sent', async () => (await bench.state(id)).reminders[0]?.state.status === 'sent');
  await bench.config({ paused: true });
  await bench.ask(id, { verb: 'change', room: 'A106' });
  return id;
}

/** Undoes the last decision, resumes posting and waits for the end. @returns the session's id */
async function undoneAndFinished(bench: Workbench, id: string): Promise<string> {
  await bench.ask(id, { verb: 'undo' });
  await bench.config({ paused: false, reminderMinutes: [15] });
  await bench.finish(id);
  return id;
}
