import { setTimeout as sleep } from 'node:timers/promises';
import type { Say } from './resolve.ts';

export interface Server {
  /** Resolves when the server has ended, with how it ended. */
  readonly exited: Promise<string>;
  /** Whether it answers, but only with errors. Then a restart helps. */
  readonly isBroken?: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

/** After more deaths than this within a minute, an immediate restart does not help. */
const tooOften = 5;
/** The pause before a restart, milliseconds. */
const restartMs = 500;
const restAfterManyMs = 60_000;
const lookEveryMs = 5_000;
/** How often in a row a check must find a server broken, before it is replaced. */
const brokenLooks = 2;

/**
 * Restarts a server, on the same data and ports, if it dies or breaks while other processes use it. Their connections
 * recover by themselves. While the disk is full, waits for space.
 *
 * @param restart starts it with the same data and ports
 * @returns a function that stops it for good
 */
export function keepUp(
  name: string,
  first: Server,
  options: {
    readonly restart: () => Promise<Server>;
    /** Whether the disk has space for a start; default: always. */
    readonly hasSpace?: () => Promise<boolean>;
    readonly say: Say;
  },
): () => Promise<void> {
  const { restart, hasSpace = () => Promise.resolve(true), say } = options;
  const stopping = new AbortController();
  let current = first;
  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});

  async function waitForSpace(): Promise<void> {
    if (await hasSpace()) return;
    say(`${name} is down because the disk is full; it starts again once there is space`);
    while (!stopping.signal.aborted && !(await hasSpace())) await pause(lookEveryMs);
  }

  async function restartDead(): Promise<void> {
    let deaths: number[] = [];
    for (;;) {
      const how = await current.exited;
      if (stopping.signal.aborted) return;
      await waitForSpace();
      deaths = [...deaths.filter((at) => at > performance.now() - 60_000), performance.now()];
      const isHopeless = deaths.length > tooOften;
      say(
        isHopeless
          ? `${name} keeps dying (${how}): look at its data. It is tried again in a minute`
          : `${name} ended (${how}); starting it again on the same data`,
      );
      await pause(isHopeless ? restAfterManyMs : restartMs);
      if (stopping.signal.aborted) return;
      try {
        current = await restart();
      } catch (error) {
        say(`${name} could not be started again: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  /**
   * A database whose disk was full may answer every request with an error afterwards, even when there is space again.
   */
  async function replaceBroken(): Promise<void> {
    for (let inARow = 0; !stopping.signal.aborted;) {
      await pause(lookEveryMs);
      const server = current;
      inARow = (await server.isBroken?.()) === true ? inARow + 1 : 0;
      if (inARow < brokenLooks || stopping.signal.aborted || !(await hasSpace())) continue;
      say(`${name} answers with errors only; ending it, to start it again`);
      inARow = 0;
      await server.stop();
    }
  }

  void restartDead();
  void replaceBroken();
  return async () => {
    stopping.abort();
    await current.stop();
  };
}
