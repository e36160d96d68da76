import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnv } from '../config/env.ts';
import { bringUpPart } from '../standalone/processes.ts';

describe('The log', () => {
  it('writes one line of JSON for each message, without control sequences for a terminal', () => {
    const program = `
      import { createLog, plainLog } from './config/log.ts';
      const log = createLog('info', 'test');
      log.info({ name: 'a\\u202Eb\\u009Bc\\r\\n{"msg":"forged"}\\u001b[31m' }, 'hello\\u2066');
      plainLog(log).warn('second', { text: 'Füße 🎉' });
    `;
    const args = ['--import', 'tsx', '--input-type=module', '-e', program];
    const output = execFileSync(process.execPath, args, { encoding: 'utf8' });
    const lines = output.trimEnd().split('\n');
    assert.equal(lines.length, 2);
    const [first, second] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(first?.['msg'], 'hello');
    assert.match(String(first?.['name']), /^abc/u);
    assert.equal(second?.['text'], 'Füße 🎉');
    assert.doesNotMatch(output.replaceAll('\n', ''), /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
  });

  it('of a part of npm start is in a file, but the person at the terminal reads its alarms', async () => {
    const program = `
      import { announceReady, createLog, plainLog } from './config/log.ts';
      import { alarmMessages } from './core/log.ts';
      const log = createLog('info', 'worker');
      plainLog(log).error(alarmMessages.raised, { cause: 'slack', words: 'Slack refuses: invalid_auth.' });
      plainLog(log).error('something else', { words: 'not an alarm' });
      plainLog(log).info(alarmMessages.over, { cause: 'slack', words: '✓ Slack takes the cards again.' });
      announceReady(log, 'worker', {});
      process.stdin.resume();
    `;
    const directory = await mkdtemp(join(tmpdir(), 'open-spaces-test-'));
    const said: string[] = [];
    const args = ['--import', 'tsx', '--input-type=module', '-e', program];
    const part = await bringUpPart('worker', childEnv({}), join(directory, 'log'), (line) => said.push(line), args);
    await part.ready;
    await part.stop();
    await rm(directory, { recursive: true });
    assert.deepEqual(
      said.filter((line) => /^[⚠✓]/u.test(line) || line.includes('not an alarm')),
      ['⚠ Slack refuses: invalid_auth.', '✓ Slack takes the cards again.'],
    );
  });
});
