import { statfs } from 'node:fs/promises';

/** Free space on a directory's disk, bytes. If the directory does not exist yet, that of the working directory. */
export async function freeDiskSpace(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory).catch(() => statfs('.'));
  return bavail * bsize;
}
