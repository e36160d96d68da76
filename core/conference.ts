/** A place that open spaces are announced for. */
export interface Room {
  /** As written on the board; what cards, tweets and pages say. */
  readonly name: string;
  /** Other ways people write it. */
  readonly aliases: readonly string[];
  /** Derived aliases (`core/room-aliases.ts`) that an organiser took away. */
  readonly struckAliases?: readonly string[];
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

/**
 * The rooms that a name stands for: a merged room such as `A105+A106` or `C125/126` occupies its listed parts
 * as well, so an open space in either half clashes with one in both. Sorted, always with the room itself.
 */
export function occupiedRooms(name: string, rooms: readonly Room[]): string[] {
  const parts = name.split(/\s*[+/&]\s*/u);
  const prefix = /^\D*/u.exec(parts[0] ?? '')?.[0] ?? '';
  const spelled = parts.flatMap((part) => [part, /^\d/u.test(part) ? prefix + part : part]);
  const listed = rooms.map((room) => room.name).filter((room) => spelled.includes(room));
  const unlisted = parts.length > 1 ? spelled.filter((part) => !/^\d/u.test(part)) : [];
  return [...new Set([name, ...listed, ...unlisted])].toSorted();
}
