import { statfs } from 'node:fs/promises';

/** What is free on the disk of a directory, bytes; of the working directory's where it is not made yet. */
export async function freeDiskSpace(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory).catch(() => statfs('.'));
  return bavail * bsize;
}
