import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { firstConfig } from '../core/first-config.ts';
import type { Config } from '../core/config.ts';
import { StartError } from './start-error.ts';

/** The first config from the file `CONFERENCE_FILE`. @throws {StartError} if the file cannot be read, or is wrong */
export async function readConferenceFile(path: string, rules: Partial<Config>): Promise<Config> {
  const file = await readConferenceJson(path);
  try {
    return firstConfig(file, rules);
  } catch (error) {
    const [, ...fields] = messageOf(error).split('\n- ');
    const remedy = 'Correct it; deploy/conference.example.json shows the form.';
    return giveUp(path, `is wrong in: ${fields.join('; ')}`, remedy, error);
  }
}

/** The file as it is, perhaps with wrong values. @throws {StartError} if it cannot be read, or is not JSON */
export async function readConferenceJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) =>
    giveUp(path, `cannot be read (${error.code ?? error.message}).`, 'Correct the path, or its permissions.', error),
  );
  try {
    // Without the byte order mark that some editors write first.
    return JSON.parse(text.trim());
  } catch (error) {
    return giveUp(path, `is not JSON: ${messageOf(error)}`, 'Compare it with deploy/conference.example.json.', error);
  }
}

function giveUp(path: string, problem: string, remedy: string, cause: unknown): never {
  throw new StartError({ what: `CONFERENCE_FILE ${path} ${problem}`, remedy }, { cause });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * A warning if the file differs from the config. The file is only for the first config, so later changes of it have no
 * effect.
 *
 * @param fit adapts the file to this installation
 * @returns a line for people, or undefined if they are equal
 */
export async function staleConferenceFile(
  path: string,
  ruling: Config,
  version: number,
  fit = (config: Config): Config => config,
): Promise<string | undefined> {
  const file = await readConferenceFile(path, ruling).catch(() => undefined);
  if (file !== undefined && isDeepStrictEqual(fit(file), ruling)) return undefined;
  return (
    `CONFERENCE_FILE ${path} is not used any more: version ${version} of the config is in the store and differs. ` +
    'Change it on the page "Config", or with PUT /api/v1/config.'
  );
}
