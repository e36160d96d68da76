import type { Log } from '../../core/log.ts';

/** A log for tests: each message with its fields is a line in `lines`, where they are given. */
export function collectedLog(lines: string[] = []): Log {
  const say: Log['info'] = (message, fields = {}) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { debug: () => undefined, info: say, warn: say, error: say };
}
