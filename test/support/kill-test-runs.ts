/**
 * `npm run kill-test-runs -- [TIMES] [SEED]`: starts the tests, each time from another file on, kills their runner at a
 * random moment (every second time npm, which started it), and looks whether a process or a port is left. Ends with 1
 * where one is. Linux only.
 */
import { randomInt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readArguments } from '../../config/command-line.ts';
import { endWithError } from '../../config/end-with-error.ts';
import { StartError } from '../../config/start-error.ts';
import { randomBy } from './random.ts';
import { eventually } from './running-bot.ts';
import { descendantsOf, identityOf, listeningSockets, listeningSocketsOf, processesOf, startRun } from './test-run.ts';

/** Seconds into the run. */
const earliest = 3;
const latest = 75;
/** What the runner started is given this long to end. Seconds. */
const patience = 90;

const usage = 'npm run kill-test-runs [-- TIMES [SEED]]';
const [times = 5, seed = randomInt(2 ** 31)] = readArguments(usage, { most: 2 }).positionals.map(Number);
if (![times, seed].every(Number.isSafeInteger)) {
  endWithError(new StartError({ what: 'TIMES and SEED are whole numbers.', remedy: usage }));
}
const random = randomBy(seed);
const write = (line: string): void => void process.stdout.write(`${line}\n`);
const tests = readdirSync('test').filter((file) => file.endsWith('.test.ts'));
write(`${times} runs, seed ${seed}`);

for (let time = 1; time <= times; time++) {
  const first = random.below(tests.length);
  const after = earliest + random.below((latest - earliest) * 10) / 10;
  const run = startRun(
    ...tests
      .slice(first)
      .concat(tests.slice(0, first))
      .map((file) => `test/${file}`),
  );
  const endedEarly = await Promise.race([run.ended.then(() => true), sleep(after * 1_000, false)]);
  if (endedEarly) throw new Error(`the tests ended by themselves:\n${run.lines.slice(-20).join('\n')}`);

  const [runner = ''] = descendantsOf(String(run.pid));
  // By the mark, and by descent: a browser overwrites what it has in its environment.
  const pids = [...new Set([...processesOf(run.mark), ...descendantsOf(String(run.pid))])];
  const identities = new Map(pids.map((pid) => [pid, identityOf(pid)]));
  const sockets = listeningSocketsOf(pids);
  const begin = performance.now();
  process.kill(time % 2 === 1 ? Number(runner) : run.pid, 'SIGKILL');

  const left = (): string[] => {
    const alive = pids.filter((pid) => identities.get(pid) !== undefined && identityOf(pid) === identities.get(pid));
    const open = listeningSockets();
    return [...new Set([...processesOf(run.mark), ...alive]), ...[...sockets].filter((socket) => open.has(socket))];
  };
  await eventually('nothing is left', () => Promise.resolve(left().length === 0), patience).catch(() => {
    write(`left of run ${time}: ${left().join(' ')}`);
    process.exitCode = 1;
  });
  write(
    `run ${time}: from ${tests[first]}, ${time % 2 === 1 ? 'the runner' : 'npm'} killed after ${after} s, while ` +
      `${pids.length} processes ran and listened on ${sockets.size} ports; ${left().length} left after ` +
      `${((performance.now() - begin) / 1_000).toFixed(1)} s`,
  );
}
