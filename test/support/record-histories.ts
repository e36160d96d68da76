// Records one history of each path through the openSpace workflow into test/histories/. Run by hand, with
// `npm run record-histories`, when a path is new; recorded ones are kept, because they are what a changed workflow must
// still replay.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { mochaGlobalTeardown } from './servers.ts';
import { minute, startWorkbench, type Workbench } from './workbench.ts';

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
