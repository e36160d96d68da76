import { existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { appendLine } from '../append-line.ts';

/**
 * One event per line, written before its effect is answered: after kill -9, everything that was answered still exists.
 */
export class Journal<Event> {
  private readonly file: string | undefined;

  /** Without a file, everything is lost at the end of the process. */
  constructor(file: string | undefined) {
    this.file = file;
    if (file !== undefined) mkdirSync(dirname(file), { recursive: true });
  }

  /** The events that were written before. A last line that a crash cut was never answered, so it is removed. */
  read(parse: (line: unknown) => Event): Event[] {
    if (this.file === undefined || !existsSync(this.file)) return [];
    const bytes = readFileSync(this.file);
    const whole = bytes.lastIndexOf('\n') + 1;
    if (whole < bytes.length) truncateSync(this.file, whole);
    const lines = bytes.subarray(0, whole).toString('utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => parse(JSON.parse(line)));
  }

  append(event: Event): void {
    if (this.file !== undefined) appendLine(this.file, JSON.stringify(event));
  }
}
