import type { AlarmCause } from '../../store/alarms.ts';
import type { AlarmedBot } from './alarmed-bot.ts';

/** How a cause of an alarm is made to happen and mended, and what organisers read of it. */
export interface AlarmCase {
  readonly cause: AlarmCause;
  readonly when: string;
  readonly make: (bot: AlarmedBot) => Promise<unknown>;
  /** What organisers read. */
  readonly words: RegExp;
  readonly mend: (bot: AlarmedBot) => Promise<unknown>;
  /** What organisers read then; left out where nothing is left to mend. */
  readonly mendedWords?: RegExp;
  /** What `/readyz` names meanwhile. */
  readonly missing?: readonly string[];
  /** Seen by the api process alone. */
  readonly isWatched?: true;
  /** Slack takes nothing meanwhile. */
  readonly isToldLater?: true;
}

export const always = { accept: false, then: 'status', times: 100_000 } as const;
export const noFaults = ({ bench }: AlarmedBot) => bench.x.control('DELETE /sandbox/faults');
