import pino, { type Logger } from 'pino';
import { alarmMessages, type Log } from '../core/log.ts';
import { plainText } from '../core/texts.ts';

/**
 * Writes one line of JSON per message to standard output. Other people's words in it cannot break the line or change
 * the text direction.
 */
export function createLog(level: string, role: string): Logger {
  return pino({
    level,
    base: { role },
    // Errors of libraries contain requests, and requests contain tokens. So only name, message and stack are written.
    serializers: { err: pino.stdSerializers.errWithCause },
    // JSON does not escape some characters that control a terminal.
    hooks: { streamWrite: (line) => `${plainText(line.trimEnd())}\n` },
    redact: {
      paths: ['*.headers', '*.config', '*.token', '*.authorization', 'err.original', 'err.request'],
      remove: true,
    },
  });
}

/** The same for code without a pino logger: a message and its fields. */
export function plainLog(logger: Logger): Log {
  const at =
    (level: keyof Log): Log[keyof Log] =>
    (message, fields = {}) =>
      logger[level](fields, message);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Reports, at any log level, that a process is ready: `npm start` waits for this line. */
export function announceReady(logger: Logger, role: 'worker' | 'api', fields: Record<string, unknown>): void {
  logger.child({}, { level: 'info' }).info(fields, readyMessage(role));
}

/** What a line of the log says for people about an alarm, or about its end; undefined if it is about something else. */
export function alarmWordsIn(line: string): string | undefined {
  // The message is last, so a line that was cut is left out.
  if (!/"msg":"alarm[^"]*"\}$/u.test(line)) return undefined;
  const { msg, words } = JSON.parse(line) as { readonly msg: string; readonly words?: string };
  return msg === alarmMessages.raised ? `⚠ ${words}` : words;
}

export function readyMessage(role: string): string {
  return `${role} ready`;
}
