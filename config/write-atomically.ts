import { chmod, open, realpath, rename, rm, stat } from 'node:fs/promises';

/**
 * Writes a whole file, or nothing: if the process is killed, or the disk is full, the old file stays. A reader never
 * sees half a file. A link stays a link, and the file keeps its permissions.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const file = await realpath(path).catch(() => path);
  const draft = `${file}.${process.pid}.part`;
  try {
    const written = await open(draft, 'w', 0o600);
    try {
      await written.writeFile(text);
      await written.sync();
    } finally {
      await written.close();
    }
    const before = await stat(file).catch(() => undefined);
    if (before !== undefined) await chmod(draft, before.mode);
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}
