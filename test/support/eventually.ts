import { setTimeout as sleep } from 'node:timers/promises';

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
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await sleep(50);
  }
}
