import { setTimeout as sleep } from 'node:timers/promises';
import type { Say } from './resolve.ts';

export interface Server {
  /** How it ended, once it has. */
  readonly exited: Promise<string>;
  /** Whether it answers, but with errors only: starting it again helps. */
  readonly isBroken?: () => Promise<boolean>;
  readonly stop: () => Promise<void>;
}

/** So many deaths within a minute mean that starting again at once does not help. */
const tooOften = 5;
/** Milliseconds. */
const restartMs = 500;
const restAfterManyMs = 60_000;
const lookEveryMs = 5_000;
/** So often in a row a server must be broken before it is replaced. */
const brokenLooks = 2;

/**
 * Starts a server again, on the same data and ports, when it dies or breaks while others rely on it: their connections
 * find it back by themselves. While the disk is full it waits for space.
 *
 * @param restart starts it where it was
 * @returns what stops it for good
 */
export function keepUp(
  name: string,
  first: Server,
  options: {
    readonly restart: () => Promise<Server>;
    /** Whether the disk has space for a start; left out, it always has. */
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

  /** A database whose disk was full may answer everything with an error from then on, also when there is space. */
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
