// schemathesis, a stranger who knows the API from its description alone: in a private virtual environment of the user's
// cache, installed on first use.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export interface SchemathesisRun {
  readonly url: string;
  readonly token: string;
  readonly options: readonly string[];
  /** Ids that exist, by the beginning of the paths that take them. */
  readonly ids?: Readonly<Record<string, string>>;
}

/** What schemathesis found; undefined when it found nothing. */
export async function findFaults(
  python: string,
  { url, token, options, ids = {} }: SchemathesisRun,
): Promise<string | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  const known = Object.entries(ids).map(
    ([path, id]) =>
      `[[operations]]\ninclude-path-regex = '^${path}/\\{'\nparameters = { id = ${JSON.stringify(id)} }\n`,
  );
  await writeFile(join(directory, 'schemathesis.toml'), known.join('\n'));
  const main = 'from schemathesis.cli import schemathesis; schemathesis()';
  const always = ['--checks', 'all', '--exclude-checks', 'positive_data_acceptance', '--seed', '1', '--no-color'];
  const quick = ['--generation-database', 'none', '--continue-on-failure', '--no-shrink', '--request-timeout', '20'];
  const auth = ['-H', `Authorization: Bearer ${token}`];
  try {
    const address = `${url}/api/v1/openapi.json`;
    await run(python, ['-c', main, 'run', address, ...auth, ...always, ...quick, ...options], {
      cwd: directory,
      maxBuffer: 50_000_000,
    });
    return undefined;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return stdout === '' ? String(error) : `${stdout.slice(0, 20_000)}\n${stderr.slice(-2_000)}`;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
