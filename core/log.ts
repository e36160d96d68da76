/** Says a message with its fields. No token, no key and no words of a tweet belong here. */
type Say = (message: string, fields?: Record<string, unknown>) => void;

/** What every part says in the log. */
export interface Log {
  /** For who looks for a fault of ours. */
  readonly debug: Say;
  /** What happened, as it should: decisions, outcomes, and that an alarm is over. */
  readonly info: Say;
  /** Something did not work; the bot tries again, or goes on without it. */
  readonly warn: Say;
  /** Something was not done, or a part is away: a person should look. */
  readonly error: Say;
}

/** For what goes on without something that failed: says so, with the error. */
export const warnOf =
  ({ warn }: Pick<Log, 'warn'>, message: string, fields: Record<string, unknown> = {}) =>
  (error: unknown): undefined => {
    warn(message, { ...fields, error: String(error) });
  };
