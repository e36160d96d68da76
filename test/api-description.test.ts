import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { apiToken, inMinutes, startTestApi, type TestApi } from './support/api-server.ts';
import { descriptionTools, type Tool } from './support/description-tools.ts';

describe('the API’s description, in other people’s tools', function () {
  this.timeout(300_000);
  this.slow(60_000);
  let api: TestApi;
  let folder: string;
  let tool: Tool;

  before(async function () {
    try {
      ({ folder, tool } = await descriptionTools());
    } catch (error) {
      process.stderr.write(`  skipped, the tools cannot be installed here: ${String(error).split('\n')[0]}\n`);
      this.skip();
    }
    api = await startTestApi();
    await writeFile(join(folder, 'openapi.json'), (await api.call('GET /openapi.json')).text);
  });
  after(() => api?.stop());

  it('is clean in Spectral and in Redocly', async () => {
    const spectral = await tool(
      'spectral',
      'lint',
      'openapi.json',
      '--format',
      'json',
      '--quiet',
      '--fail-severity',
      'hint',
    );
    assert.deepEqual(JSON.parse(spectral), []);
    const redocly = await tool('redocly', 'lint', 'openapi.json', '--format', 'json', '--max-problems', '100');
    const { totals } = JSON.parse(redocly.slice(redocly.indexOf('{'))) as { totals: object };
    assert.deepEqual(totals, { errors: 0, warnings: 0, ignored: 0 });
  });

  it('makes a client that compiles, lists, reads and approves', async () => {
    const body = { room: 'B114', startsAt: inMinutes(300), title: 'Acro yoga', approval: 'needs_action' };
    const { id } = (await api.call('POST /open-spaces', { body })).body;
    await tool('openapi-typescript', 'openapi.json', '-o', 'schema.d.ts');
    await tool('tsc');
    const client = join(folder, 'built', 'client.js');
    const { stdout } = await promisify(execFile)(process.execPath, [client, `${api.url}/api/v1`, apiToken]);
    assert.deepEqual(JSON.parse(stdout), { id, room: 'B114', before: 'needs_action', after: 'approved' });
  });
});
