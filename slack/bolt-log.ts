import { LogLevel, type Logger } from '@slack/bolt';
import type { Log } from '../core/log.ts';

/** Bolt's own warnings and errors in our log. Tokens never reach it: Bolt redacts them. */
export function boltLog(log: Log): Logger {
  const say =
    (level: 'warn' | 'error') =>
    (...words: unknown[]): void =>
      log[level](`slack: ${words.map((word) => (word instanceof Error ? word.message : String(word))).join(' ')}`);
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
