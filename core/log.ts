/** Logs a message with its fields. Without tokens, keys and words of a tweet. */
type Say = (message: string, fields?: Record<string, unknown>) => void;

export interface Log {
  /** For finding faults in the bot. */
  readonly debug: Say;
  /** Normal events: decisions, outcomes, the end of an alarm. */
  readonly info: Say;
  /** Something did not work; the bot tries again, or goes on without it. */
  readonly warn: Say;
  /** Something was not done, or a part is down: a person should look. */
  readonly error: Say;
}

/** The messages about alarms; their field `words` is for people. `npm start` prints these words. */
export const alarmMessages = { raised: 'alarm', over: 'alarm mended' } as const;

/** Makes a `catch` handler that logs a warning with the error, for work that continues without the failed part. */
export const warnOf =
  ({ warn }: Pick<Log, 'warn'>, message: string, fields: Record<string, unknown> = {}) =>
  (error: unknown): undefined => {
    warn(message, { ...fields, error: String(error) });
  };
