import assert from 'node:assert/strict';
import { inMinutes, startTestApi, type TestApi } from './support/api-server.ts';
import { pythonWith } from './support/python-with.ts';
import { findFaults } from './support/schemathesis.ts';
import { hear } from './support/tweets-heard.ts';

describe('the API, used by schemathesis from its description alone', function () {
  this.timeout(600_000);
  this.slow(120_000);
  let api: TestApi;
  let python: string;

  before(async function () {
    try {
      python = await pythonWith('schemathesis');
    } catch (error) {
      process.stderr.write(`  skipped, schemathesis cannot be installed here: ${String(error).split('\n')[0]}\n`);
      this.skip();
    }
    api = await startTestApi();
  });
  after(() => api?.stop());

  const adminToken = async (): Promise<string> => {
    const made = await api.call('POST /tokens', { body: { name: 'schemathesis', scope: 'admin' } });
    assert.equal(made.status, 201, made.text);
    return made.body.token;
  };

  it('finds no server error, no answer that breaks the description, and no route without a token', async () => {
    const token = await adminToken();
    const entered = await api.call('POST /open-spaces', {
      token,
      body: { room: 'B114', startsAt: inMinutes(300), title: 'Acro yoga' },
    });
    const tweet = await hear(api.bench, 'Board games tonight? #pyconopenspaces');
    // These two would end the run's own token, and bring in another conference.
    const options = ['--exclude-operation-id', 'revokeToken', '--exclude-operation-id', 'putConfig', '-n', '10'];
    const ids = {
      '/open-spaces': entered.body.id,
      '/reminders': `${entered.body.id}-15`,
      '/tweets': tweet,
      '/users': '1234',
    };
    assert.equal(await findFaults(python, { url: api.url, token, ids, options }), undefined);
    assert.deepEqual(api.logged, []);

    const others = ['--include-operation-id', 'revokeToken', '--include-operation-id', 'putConfig', '-n', '10'];
    const first = await findFaults(python, {
      url: api.url,
      token,
      options: [...others, '--phases', 'examples,coverage,fuzzing'],
    });
    assert.equal(first, undefined);
    assert.deepEqual(api.logged, []);
  });

  it('gets nothing without a valid token', async () => {
    const options = ['-n', '5', '--phases', 'examples,coverage', '--exclude-checks', 'ignored_auth'];
    const before = await api.context.store.audit.list({}, 1);
    const faults = await findFaults(python, { url: api.url, token: 'osb_wrong', options });
    assert.equal(faults, undefined);
    assert.deepEqual(await api.context.store.audit.list({}, 1), before);
  });
});
