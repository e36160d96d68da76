import { createWriteStream, renameSync, statSync, type WriteStream } from 'node:fs';
import type { Say } from './servers/resolve.ts';

export interface RotatingLog {
  write(line: string): void;
  end(): void;
}

const mostBytes = 20_000_000;

/**
 * Appends lines to a file. A full file is renamed to `FILE.1` and replaces the one before, so a log takes at most twice
 * the limit. A full disk ends nothing: lines are lost until writing works again, and this is reported once.
 *
 * @param limit bytes [20000000]
 */
export function openLog(file: string, say: Say, limit = mostBytes): RotatingLog {
  let size = sizeOf(file);
  let broken = false;
  let stream = open();

  function open(): WriteStream {
    const opened = createWriteStream(file, { flags: 'a' });
    opened.on('error', (error) => {
      if (!broken) say(`${file} cannot be written, so its lines are lost: ${error.message}`);
      broken = true;
    });
    return opened;
  }
  function rotate(): void {
    stream.end();
    try {
      renameSync(file, `${file}.1`);
    } catch {
      // If the rename fails, the file grows beyond the limit; that is better than no log.
    }
    size = 0;
    stream = open();
  }

  return {
    write(line) {
      // On a full disk every line fails. The content of the files must stay, and lost lines take no space.
      if (stream.errored !== null) {
        stream = open();
        size = sizeOf(file);
      }
      if (size > limit) rotate();
      size += line.length + 1;
      stream.write(`${line}\n`, (error) => {
        if (error === undefined || error === null) broken = false;
      });
    },
    end: () => void stream.end(),
  };
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
