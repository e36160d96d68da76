import { randomInt } from 'node:crypto';
import { findFreePort } from '../../standalone/servers/free-port.ts';

/** A free port below those that the system gives out by itself, so that nobody is given it before a server takes it. */
export async function quietPort(variable: string): Promise<number> {
  for (;;) {
    const port = await findFreePort(randomInt(20_000, 30_000), variable).catch(() => undefined);
    if (port !== undefined) return port;
  }
}
