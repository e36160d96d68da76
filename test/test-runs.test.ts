import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { eventually } from './support/running-bot.ts';
import { processesOf, startRun } from './support/test-run.ts';

describe('a test run', function () {
  this.timeout(300_000);

  it('leaves no process behind when its runner is killed', async function () {
    if (!existsSync('/proc/self/environ')) this.skip();
    const run = startRun('test/support/runs/everything.ts');
    await run.says('everything runs');
    assert.ok(processesOf(run.mark).length > 10, 'the servers, the bot and the browser run');
    // npm test is npm, which starts the runner: killing npm alone must do.
    process.kill(run.pid, 'SIGKILL');
    await eventually('no process is left', () => Promise.resolve(processesOf(run.mark).length === 0), 60);
  });

  it('with a failing hook ends with the reason, and counts', async () => {
    const run = startRun('test/support/runs/failing-hook.ts', '--reporter', 'test/support/reporter.cjs');
    assert.equal(await run.ended, 1);
    assert.match(run.lines.join('\n'), /"before all" hook[^]*the sample hook fails/u);
    assert.equal(run.lines.at(-1), '1 passed, 1 failed');
    assert.deepEqual(processesOf(run.mark), []);
  });
});
