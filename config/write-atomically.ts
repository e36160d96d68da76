import { chmod, chown, open, realpath, rename, rm, stat } from 'node:fs/promises';

/**
 * Writes a whole file, or nothing: if the process is killed, or the disk is full, the old file stays. A reader never
 * sees half a file. A link stays a link, and the file keeps its permissions; also its owner and group, if the process
 * may set them.
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
    if (before !== undefined) {
      // A service may read its file only as a member of the group.
      await chown(draft, before.uid, before.gid).catch(() => {});
      await chmod(draft, before.mode);
    }
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}
