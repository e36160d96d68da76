import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { problemWithListening } from './end-with-error.ts';
import { StartError } from './start-error.ts';

/** Below the ports of outgoing connections, so no program gets one of these without asking for it. */
const quietPorts = { first: 20_000, end: 30_000 };
/** Taken, or kept by the system: Windows reserves whole ranges. */
const notToBeHad: readonly unknown[] = ['EADDRINUSE', 'EACCES'];

/**
 * A free TCP port: the wanted one, or any if it is undefined or 0. Check it before a server starts: otherwise a program
 * that has the port would answer in the server's place.
 *
 * @param host an address or name of this machine [127.0.0.1]
 * @throws {StartError} if the wanted port is taken or not allowed, naming the variable that sets it, or if `host` is no
 * address of this machine
 */
export async function findFreePort(wanted: number | undefined, variable: string, host = '127.0.0.1'): Promise<number> {
  const isAny = wanted === undefined || wanted === 0;
  for (;;) {
    const port = isAny ? randomInt(quietPorts.first, quietPorts.end) : wanted;
    const server = createServer().listen(port, host);
    try {
      await once(server, 'listening');
    } catch (error) {
      if (isAny && notToBeHad.includes((error as NodeJS.ErrnoException).code)) continue;
      const problem = problemWithListening(error, variable);
      throw problem === undefined ? error : new StartError(problem, { cause: error });
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}
