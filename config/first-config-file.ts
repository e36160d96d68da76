import { readFile } from 'node:fs/promises';
import { firstConfig } from '../core/first-config.ts';
import type { Config } from '../core/config.ts';

/** The first config as `CONFERENCE_FILE` gives it. @throws {Error} where the file cannot be read, or is wrong somewhere */
export async function readConferenceFile(path: string, rules: Partial<Config>): Promise<Config> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`CONFERENCE_FILE ${path} cannot be read (${error.code ?? error.message})`);
  });
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw new Error(`CONFERENCE_FILE ${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  return firstConfig(file, rules);
}
