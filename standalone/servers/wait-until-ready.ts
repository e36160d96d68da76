import { setTimeout as delay } from 'node:timers/promises';
import { shortReason, type Say } from './resolve.ts';
import type { Tethered } from './tether.ts';

const PAUSE_MS = 50;
/** How often to print that it is still starting. Milliseconds. */
const SAY_EVERY_MS = 10_000;

export interface ReadyOptions {
  /** For people: "MongoDB at 127.0.0.1:27017". */
  readonly server: string;
  readonly child: Tethered;
  /** Makes a real request to the server; rejects while it is not ready. */
  readonly probe: () => Promise<void>;
  readonly say: Say;
  /** Milliseconds [180000]. A busy machine with a slow disk has needed more than a minute. */
  readonly limitMs?: number;
}

/** @throws with the server's last lines if it ends, or is not ready within the limit; then it is stopped. */
export async function waitUntilReady(options: ReadyOptions): Promise<void> {
  const { server, child, probe, say, limitMs = 180_000 } = options;
  let ended: string | undefined;
  void child.exited.then((outcome) => (ended = outcome));
  let reason = 'no answer';
  const begin = performance.now();
  const deadline = begin + limitMs;
  let said = begin;
  while (performance.now() < deadline) {
    if (ended !== undefined) throw new Error(`${server} ended (${ended}) before it was ready:\n${child.lastLines()}`);
    try {
      await probe();
      return;
    } catch (error) {
      reason = shortReason(error);
    }
    if (performance.now() - said > SAY_EVERY_MS) {
      said = performance.now();
      say(`waiting for ${server}, ${Math.round((said - begin) / 1000)} s so far: ${reason}`);
    }
    await delay(PAUSE_MS);
  }
  await child.stop();
  throw new Error(`${server} was not ready within ${limitMs / 1000} s (${reason}):\n${child.lastLines()}`);
}
