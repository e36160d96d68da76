// A run of the tests as a process of its own, to be watched and killed.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { childEnv } from '../../config/env.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface TestRun {
  /** In the environment of every process of the run. */
  readonly mark: string;
  /** Of what stands for npm: it starts the runner and waits for it. */
  readonly pid: number;
  readonly lines: readonly string[];
  readonly ended: Promise<number | null>;
  /** Rejects when the run ends first. */
  says(wanted: string): Promise<void>;
}

/** @param more arguments of mocha, such as files */
export function startRun(...more: string[]): TestRun {
  const mark = randomUUID();
  const runner = 'exec "$0" node_modules/mocha/bin/mocha.js "$@"';
  // As npm does it: a process that starts the runner.
  const child = spawn('sh', ['-c', `(${runner}); exit $?`, process.execPath, ...more], {
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
export function processesOf(mark: string): string[] {
  return allProcesses().filter((pid) => readOf(pid, 'environ').includes(`OPEN_SPACES_RUN=${mark}`));
}

/** Those that these processes listen on, as Linux numbers the sockets: no other socket is given the number again. */
export function listeningSocketsOf(pids: readonly string[]): Set<string> {
  const listening = listeningSockets();
  return new Set(pids.flatMap((pid) => socketsOf(pid)).filter((socket) => listening.has(socket)));
}

/** All sockets of this machine that listen for TCP connections. */
export function listeningSockets(): Set<string> {
  const listens = '0A';
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => readFileSync(table, 'utf8').trim().split('\n'));
  const fields = rows.map((row) => row.trim().split(/\s+/u));
  return new Set(fields.filter(([, , , state]) => state === listens).map((row) => row[9] ?? ''));
}

/** A process, and when it began, by which it is told from a later one with its number; undefined once it is gone. */
export function identityOf(pid: string): string | undefined {
  // The name, in parentheses, may hold spaces and parentheses itself.
  const [state, ...fields] = readOf(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return fields.length < 19 || state === 'Z' ? undefined : `${pid} since ${fields[18]}`;
}

/** A process's children, and theirs. */
export function descendantsOf(pid: string): string[] {
  const children = readOf(pid, `task/${pid}/children`).split(' ').filter(Boolean);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function allProcesses(): string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/u.test(pid));
}

function socketsOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const [, socket] = /^socket:\[(\d+)\]$/u.exec(readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? [];
      return socket === undefined ? [] : [socket];
    });
  } catch {
    return []; // It ended, or closed the file, meanwhile.
  }
}

function readOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // It ended meanwhile.
  }
}
