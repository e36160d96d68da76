import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** Two seconds pass between any two signals. */
const program = `
  import { endAtSignal } from './config/end-at-signal.ts';
  let passed = 0;
  performance.now = () => (passed += 2_000);
  endAtSignal(['SIGINT', 'SIGTERM'], () => console.log('it ends'));
  const send = (signal) => process.emit(signal, signal);
  send('SIGTERM');
  send('SIGTERM');
  console.log('its work goes on');
  send('SIGINT');
  console.log('never reached');
`;

describe('A process that was told to end', () => {
  it('finishes its work although a supervisor and npm both say so, but not after Ctrl+C', () => {
    const args = ['--import', 'tsx', '--input-type=module', '-e', program];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.deepEqual([status, stdout], [1, 'it ends\nits work goes on\n']);
  });
});
