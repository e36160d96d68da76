import pino, { type Logger } from 'pino';
import type { Log } from '../core/log.ts';
import { plainText } from '../core/texts.ts';

/**
 * One line of JSON per message on standard output: other people's words change neither its lines nor the direction
 * that they are read in.
 */
export function createLog(level: string, role: string): Logger {
  return pino({
    level,
    base: { role },
    // Errors of libraries carry requests, and those carry tokens: only name, message and stack are written.
    serializers: { err: pino.stdSerializers.errWithCause },
    // A terminal obeys some characters that JSON leaves as they are.
    hooks: { streamWrite: (line) => `${plainText(line.trimEnd())}\n` },
    redact: {
      paths: ['*.headers', '*.config', '*.token', '*.authorization', 'err.original', 'err.request'],
      remove: true,
    },
  });
}

/** The same for parts that know no logger: a message and its fields. */
export function plainLog(logger: Logger): Log {
  const at =
    (level: keyof Log): Log[keyof Log] =>
    (message, fields = {}) =>
      logger[level](fields, message);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Tells, whatever the log's level, that a process works: `npm start` waits for this line. */
export function announceReady(logger: Logger, role: 'worker' | 'api', fields: Record<string, unknown>): void {
  logger.child({}, { level: 'info' }).info(fields, readyMessage(role));
}

export function readyMessage(role: string): string {
  return `${role} ready`;
}
