import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from './servers/make-directory.ts';

/**
 * What is printed of the sign-in link: the link itself, or, where the output is kept in a service's journal that
 * others may read, the file that has it, which only this user may.
 *
 * @param dataDir where the file goes
 */
export async function handOutLink(link: string, dataDir: string, isKept: boolean): Promise<string> {
  if (!isKept) return `${link}   (signs in once)`;
  const file = join(dataDir, 'sign-in-link');
  await makeDirectory(dataDir);
  await writeFile(file, `${link}\n`, { mode: 0o600 });
  // The mode of an older file would stay.
  await chmod(file, 0o600);
  return `the link that signs in once is in ${file}`;
}
