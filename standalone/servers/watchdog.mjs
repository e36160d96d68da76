// Plain JavaScript, so that it starts without a loader: one of these stands between us and each server.
// Its standard input is a pipe from the parent. The kernel closes that pipe however the parent ends, SIGKILL included.
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';

const REPORT_FD = 3;
const [graceMs = '5000', command = '', ...args] = process.argv.slice(2);

// Its own process group: a server that forks, or is a wrapper, ends with all its processes.
const server = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });

/** @param {NodeJS.Signals} signal */
function signalGroup(signal) {
  if (server.pid === undefined) return;
  try {
    process.kill(-server.pid, signal);
  } catch {
    // The group is empty: nothing is left to end.
  }
}

let ending = false;
function endServer() {
  if (ending) return;
  ending = true;
  signalGroup('SIGTERM');
  setTimeout(() => signalGroup('SIGKILL'), Number(graceMs));
}

/** @param {string} line */
function report(line) {
  try {
    writeSync(REPORT_FD, `${line}\n`);
  } catch {
    // The parent is gone; nobody is left to tell.
  }
}

server.once('spawn', () => report(`pid ${server.pid}`));
server.once('error', (error) => {
  report(`error ${error.message}`);
  process.exit(127);
});
server.once('exit', (code, signal) => {
  signalGroup('SIGKILL');
  report(`exit ${code ?? signal}`);
  process.exit(0);
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, endServer);
process.stdin.on('end', endServer).on('close', endServer).on('error', endServer).resume();
