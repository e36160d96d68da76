import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two looks: a tenth of the wait so far. A look takes processor time that the bot needs. */
const pause = { least: 50, most: 200 };

/**
 * Waits until `look` finds something, and returns it. Fails with `what` after the limit, which a busy machine needs.
 *
 * @param seconds the limit
 */
export async function eventually<Found>(
  what: string,
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
  seconds = 40,
): Promise<Found> {
  const began = performance.now();
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    const waited = performance.now() - began;
    if (waited > seconds * 1_000) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await sleep(Math.min(Math.max(waited / 10, pause.least), pause.most));
  }
}
