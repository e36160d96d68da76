/** MongoDB's code `OutOfDiskSpace`. */
const outOfDiskSpace = 14_031;

/** Whether the database says that its disk is full. */
export function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return code === outOfDiskSpace || /ENOSPC|no space left|out of disk space|disk (?:is )?full/iu.test(error.message);
}
