import { randomInt } from 'node:crypto';
import { findFreePort } from '../../standalone/servers/free-port.ts';

/** A free port below those that the system gives out by itself, so no other program gets it before the server. */
export async function quietPort(variable: string): Promise<number> {
  for (;;) {
    const port = await findFreePort(randomInt(20_000, 30_000), variable).catch(() => undefined);
    if (port !== undefined) return port;
  }
}
