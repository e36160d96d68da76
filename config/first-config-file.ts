import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { firstConfig } from '../core/first-config.ts';
import type { Config } from '../core/config.ts';
import { StartError } from './start-error.ts';

/** The first config as `CONFERENCE_FILE` gives it. @throws {StartError} where the file cannot be read, or is wrong */
export async function readConferenceFile(path: string, rules: Partial<Config>): Promise<Config> {
  const giveUp = (problem: string, remedy: string, cause: unknown): never => {
    throw new StartError({ what: `CONFERENCE_FILE ${path} ${problem}`, remedy }, { cause });
  };
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) =>
    giveUp(`cannot be read (${error.code ?? error.message}).`, 'Correct the path, or its permissions.', error),
  );
  let file: unknown;
  try {
    // Some editors put a byte order mark first.
    file = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    return giveUp(`is not JSON: ${messageOf(error)}`, 'Compare it with deploy/conference.example.json.', error);
  }
  try {
    return firstConfig(file, rules);
  } catch (error) {
    const [, ...fields] = messageOf(error).split('\n- ');
    const remedy = 'Correct it; deploy/conference.example.json shows the form.';
    return giveUp(`is wrong in: ${fields.join('; ')}`, remedy, error);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * The file gives only the first config. What somebody changes in it later has no effect, which must be said.
 *
 * @param fit what this installation makes of the file
 * @returns a line for people, or undefined where the config still says what the file says
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
