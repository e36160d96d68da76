import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DeterminismViolationError } from '@temporalio/workflow';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { workflowBundle } from './support/workbench.ts';

const folder = new URL('histories/', import.meta.url);

async function read(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(name, folder), 'utf8'));
}

describe('a workflow that was started by an earlier version', () => {
  it('continues under this version: every recorded history replays', async () => {
    const names = await readdir(folder);
    assert.ok(names.length >= 7);
    const histories = await Promise.all(
      names.map(async (name) => ({ workflowId: name, history: historyFromJSON(await read(name)) })),
    );
    const failed: unknown[] = [];
    for await (const { workflowId, error } of Worker.runReplayHistories(
      { workflowBundle: await workflowBundle() },
      histories,
    )) {
      if (error !== undefined) failed.push([workflowId, error]);
    }
    assert.deepEqual(failed, []);
  });

  it('fails to replay if the workflow does something else, so this test would notice', async () => {
    const other = await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('support/other-open-space.ts', import.meta.url)),
      logger: new DefaultLogger('ERROR'),
    });
    const history = historyFromJSON(await read('approved-and-sent.json'));
    await assert.rejects(
      Worker.runReplayHistory({ workflowBundle: other }, history, 'other'),
      DeterminismViolationError,
    );
  });

  it('keeps no words of the tweet, and no secret, in its history', async () => {
    for (const name of await readdir(folder)) {
      const text = await readFile(new URL(name, folder), 'utf8');
      const payloads = [...text.matchAll(/"data": ?"([^"]+)"/gu)].map(([, data = '']) =>
        Buffer.from(data, 'base64').toString(),
      );
      const all = `${text} ${payloads.join(' ')}`;
      assert.doesNotMatch(all, /Acro yoga/u, name);
      assert.doesNotMatch(all, /canary/u, name);
    }
  });
});
