import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { childEnv } from '../config/env.ts';
import { eventually } from './support/running-bot.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

describe('a test run', function () {
  this.timeout(300_000);

  it('leaves no process behind when its runner is killed', async function () {
    if (!existsSync('/proc/self/environ')) this.skip();
    const run = startRun('everything');
    await run.says('everything runs');
    assert.ok(processesOf(run.mark).length > 10, 'the servers, the bot and the browser run');
    // npm test is npm, which starts the runner: killing npm alone must do.
    process.kill(run.pid, 'SIGKILL');
    await eventually('no process is left', () => Promise.resolve(processesOf(run.mark).length === 0), 60);
  });

  it('with a failing hook ends with the reason, and counts', async () => {
    const run = startRun('failing-hook', '--reporter', 'test/support/reporter.cjs');
    assert.equal(await run.ended, 1);
    assert.match(run.lines.join('\n'), /"before all" hook[^]*the sample hook fails/u);
    assert.equal(run.lines.at(-1), '1 passed, 1 failed');
    assert.deepEqual(processesOf(run.mark), []);
  });
});

function startRun(name: string, ...more: string[]) {
  const mark = randomUUID();
  const runner = 'exec "$0" node_modules/mocha/bin/mocha.js "$@"';
  // As npm does it: a process that starts the runner.
  const child = spawn('sh', ['-c', `(${runner}); exit $?`, process.execPath, `test/support/runs/${name}.ts`, ...more], {
    cwd: root,
    env: childEnv({ OPEN_SPACES_RUN: mark }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let hear: () => void = () => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      hear();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const says = (wanted: string): Promise<void> =>
    new Promise((resolve, reject) => {
      hear = () => lines.includes(wanted) && resolve();
      void ended.then(() => reject(new Error(`it ended:\n${lines.join('\n')}`)));
    });
  return { mark, pid: child.pid ?? 0, lines, ended, says };
}

/** Every process that has the mark in its environment, which children inherit. */
function processesOf(mark: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/u.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`OPEN_SPACES_RUN=${mark}`);
    } catch {
      return false; // It ended meanwhile.
    }
  });
}
