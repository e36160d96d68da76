import { setTimeout as sleep } from 'node:timers/promises';
import type { Say } from './resolve.ts';

export interface Server {
  /** How it ended, once it has. */
  readonly exited: Promise<string>;
  readonly stop: () => Promise<void>;
}

/** So many deaths within a minute mean that starting again does not help. */
const tooOften = 5;

/**
 * Starts a server again, on the same data and ports, when it dies while others rely on it: their connections find it back
 * by themselves.
 *
 * @param restart starts it where it was
 * @returns what stops it for good
 */
export function keepUp(name: string, first: Server, restart: () => Promise<Server>, say: Say): () => Promise<void> {
  let current = first;
  let stopping = false;
  const watch = async (): Promise<void> => {
    const deaths: number[] = [];
    for (;;) {
      const how = await current.exited;
      if (stopping) return;
      deaths.push(Date.now());
      if (deaths.filter((at) => at > Date.now() - 60_000).length > tooOften) {
        return say(`${name} keeps dying (${how}); look at its data, then start the bot again`);
      }
      say(`${name} ended (${how}); starting it again on the same data`);
      await sleep(500);
      if (stopping) return;
      try {
        current = await restart();
      } catch (error) {
        say(`${name} could not be started again: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  void watch();
  return async () => {
    stopping = true;
    await current.stop();
  };
}
