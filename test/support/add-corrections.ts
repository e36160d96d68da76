/** `npm run case -- --corrections`, for tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { childEnv } from '../../config/env.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param folder where the cases go @param variables say where the store is */
export async function addCorrections(
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<{ code: number | null; out: string; err: string }> {
  const args = ['--import', 'tsx', 'commands/case.ts', '--corrections', '--folder', folder];
  const child = spawn(process.execPath, args, { cwd: root, env: childEnv(variables) });
  let out = '';
  let err = '';
  child.stdout.on('data', (piece: Buffer) => void (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => void (err += piece.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}
