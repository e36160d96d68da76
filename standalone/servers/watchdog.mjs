// The process between this one and each server. It is plain JavaScript, so that it starts without a loader. Its
// standard input is a pipe from the parent. The kernel closes this pipe when the parent ends, even by SIGKILL.
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';

const REPORT_FD = 3;
const [graceMs = '5000', command = '', ...args] = process.argv.slice(2);

// In its own process group, so that a server that forks, or is a wrapper, ends with all its processes.
const server = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });

/** @param {NodeJS.Signals} signal */
function signalGroup(signal) {
  if (server.pid === undefined) return;
  try {
    process.kill(-server.pid, signal);
  } catch {
    // The group is empty: there is nothing to end.
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
    // The parent is gone: nobody reads this.
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
