import { setTimeout as delay } from 'node:timers/promises';
import { shortReason } from './resolve.ts';
import type { Tethered } from './tether.ts';

const PAUSE_MS = 50;

export interface ReadyOptions {
  /** For people: "MongoDB at 127.0.0.1:27017". */
  readonly server: string;
  readonly child: Tethered;
  /** Really uses the server; rejects while it is not ready. */
  readonly probe: () => Promise<void>;
  /** Milliseconds [30000]. */
  readonly limitMs?: number;
}

/** @throws with the server's last lines when it ends first, or is not ready within the limit; it is stopped then. */
export async function waitUntilReady(options: ReadyOptions): Promise<void> {
  const { server, child, probe, limitMs = 30_000 } = options;
  let ended: string | undefined;
  void child.exited.then((outcome) => (ended = outcome));
  let reason = 'no answer';
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    if (ended !== undefined) throw new Error(`${server} ended (${ended}) before it was ready:\n${child.lastLines()}`);
    try {
      await probe();
      return;
    } catch (error) {
      reason = shortReason(error);
    }
    await delay(PAUSE_MS);
  }
  await child.stop();
  throw new Error(`${server} was not ready within ${limitMs / 1000} s (${reason}):\n${child.lastLines()}`);
}
