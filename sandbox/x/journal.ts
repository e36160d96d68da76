import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

/** One event a line, in the file before its effect is answered: kill -9 loses nothing that anybody was told. */
export class Journal<Event> {
  private readonly file: string | undefined;

  /** Without a file nothing outlives the process. */
  constructor(file: string | undefined) {
    this.file = file;
    if (file !== undefined) mkdirSync(dirname(file), { recursive: true });
  }

  /** What was written before. A last line torn by a crash was never answered, so it is cut off. */
  read(parse: (line: unknown) => Event): Event[] {
    if (this.file === undefined || !existsSync(this.file)) return [];
    const bytes = readFileSync(this.file);
    const whole = bytes.lastIndexOf('\n') + 1;
    if (whole < bytes.length) truncateSync(this.file, whole);
    const lines = bytes.subarray(0, whole).toString('utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => parse(JSON.parse(line)));
  }

  append(event: Event): void {
    if (this.file !== undefined) appendFileSync(this.file, `${JSON.stringify(event)}\n`);
  }
}
