import { LogLevel, type Logger } from '@slack/bolt';
import type { Log } from './open-space-service.ts';

/** Bolt's own warnings and errors in our log. Tokens never reach it: Bolt redacts them. */
export function boltLog(log: Log): Logger {
  const say =
    (level: string) =>
    (...words: unknown[]): void =>
      log(`slack: ${words.map((word) => (word instanceof Error ? word.message : String(word))).join(' ')}`, { level });
  return {
    debug() {},
    info() {},
    warn: say('warn'),
    error: say('error'),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}
