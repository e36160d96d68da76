import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from './servers/make-directory.ts';

/**
 * The words to print for the sign-in link: the link itself. If the output is kept in a service's journal, which others
 * may read, they name a file with the link that only this user can read.
 *
 * @param dataDir the directory of the file
 */
export async function handOutLink(link: string, dataDir: string, isKept: boolean): Promise<string> {
  if (!isKept) return `${link}   (signs in once, within 15 minutes)`;
  const file = join(dataDir, 'sign-in-link');
  await makeDirectory(dataDir);
  await writeFile(file, `${link}\n`, { mode: 0o600 });
  // An older file would keep its mode.
  await chmod(file, 0o600);
  return `the link that signs in once, within 15 minutes, is in ${file}`;
}
