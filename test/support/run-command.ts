import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { childEnv } from '../../config/env.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs a command to its end as its npm script does: from dist/ where that is current, as in a run of all tests.
 *
 * @param name such as `backup`, `api` or `standalone`
 */
export function runCommand(
  name: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: childEnv(variables) };
    const child = execFile(process.execPath, ['commands/launch.mjs', name, ...args], options, (_, out, err) =>
      resolve({ code: child.exitCode, out, err: withoutBuildNote(err) }),
    );
  });
}

/** What a command said on standard error, without the note of a developer's `dist/` that is older than the sources. */
export function withoutBuildNote(err: string): string {
  return err.replace(/^dist\/ is older .*\n/u, '');
}
