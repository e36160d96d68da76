/** A place that open spaces are announced for. */
export interface Room {
  /** As written on the board; what cards, tweets and pages say. */
  readonly name: string;
  /** Other ways people write it. */
  readonly aliases: readonly string[];
  /** Derived aliases (`core/room-aliases.ts`) that an organiser took away. */
  readonly struckAliases?: readonly string[] | undefined;
}

/** The event that the bot serves. Dates are local to `timeZone` and both included. */
export interface Conference {
  /** Part of workflow ids: lower case letters, digits and hyphens. */
  readonly id: string;
  readonly name: string;
  /** IANA name, such as `America/Los_Angeles`. */
  readonly timeZone: string;
  /** First day, `YYYY-MM-DD`. */
  readonly startDate: string;
  /** Last day, `YYYY-MM-DD`. */
  readonly endDate: string;
  readonly rooms: readonly Room[];
}
