// Other people's Python tools, each in a private virtual environment of the user's cache, installed on first use.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { userCacheDir } from '../../config/env.ts';

const run = promisify(execFile);

/**
 * The Python that has what a folder's `requirements.txt` names.
 *
 * @param name a folder beside this file
 * @throws where there is no Python 3, or its packages cannot be had
 */
export async function pythonWith(name: 'schemathesis' | 'slack-sdk'): Promise<string> {
  const requirements = fileURLToPath(new URL(`${name}/requirements.txt`, import.meta.url));
  const digest = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const home = join(userCacheDir(), `${name}-${digest.slice(0, 12)}`);
  const python = join(home, 'bin', 'python');
  if (await exists(python)) return python;
  await mkdir(userCacheDir(), { recursive: true });
  const draft = `${home}.${process.pid}`;
  try {
    await run('python3', ['-m', 'venv', draft]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
    await run(join(draft, 'bin', 'python'), [...pip, '--only-binary', ':all:', '-r', requirements]);
    await rename(draft, home).catch(async (error: unknown) => {
      if (!(await exists(python))) throw error; // Else another process was quicker, with the same files.
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return python;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
