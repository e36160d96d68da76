// What strangers do with an OpenAPI document: lint it, and generate a client. In a folder of the user's cache,
// installed on
// first use: their compiler is another version than ours.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { userCacheDir } from '../../config/env.ts';

const run = promisify(execFile);
const source = fileURLToPath(new URL('description-tools', import.meta.url));

/** Runs one of the tools in its folder. @returns what it printed @throws with that, where it exits with an error */
export type Tool = (name: string, ...args: string[]) => Promise<string>;

/** @throws where the packages cannot be had */
export async function descriptionTools(): Promise<{ readonly folder: string; readonly tool: Tool }> {
  const wanted = await readFile(join(source, 'package.json'), 'utf8');
  const folder = join(
    userCacheDir(),
    `description-tools-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`,
  );
  if (!(await exists(folder))) await install(folder);
  await cp(source, folder, { recursive: true });
  await writeFile(join(folder, '.spectral.yaml'), 'extends: ["spectral:oas"]\n');
  return {
    folder,
    tool: async (name, ...args) => {
      try {
        const { stdout } = await run(join(folder, 'node_modules', '.bin', name), args, { cwd: folder });
        return stdout;
      } catch (error) {
        const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
        throw new Error(`${name}: ${stdout}\n${stderr}`, { cause: error });
      }
    },
  };
}

async function install(folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  try {
    await mkdir(draft, { recursive: true });
    await cp(source, draft, { recursive: true });
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: draft });
    await rename(draft, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error; // Else another process was quicker, with the same files.
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
