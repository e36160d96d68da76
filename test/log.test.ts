import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

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
});
