import { appendFileSync, statSync, truncateSync } from 'node:fs';

/**
 * Appends a line to a file, or nothing. A part of it, as a full disk takes it, would make the next line unreadable too.
 *
 * @throws the file system's error
 */
export function appendLine(file: string, line: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  try {
    appendFileSync(file, `${line}\n`);
  } catch (error) {
    if (statSync(file, { throwIfNoEntry: false }) !== undefined) truncateSync(file, size);
    throw error;
  }
}
