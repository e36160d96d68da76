import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { problemWithListening } from '../../config/end-with-error.ts';
import { StartError } from '../../config/start-error.ts';

/**
 * A free TCP port: the wanted one, or any if it is undefined or 0. Check it before a server starts: otherwise a program
 * that has the port would answer in the server's place.
 *
 * @param host an address or name of this machine [127.0.0.1]
 * @throws {StartError} if the wanted port is taken or not allowed, naming the variable that sets it, or if `host` is no
 * address of this machine
 */
export async function findFreePort(wanted: number | undefined, variable: string, host = '127.0.0.1'): Promise<number> {
  const server = createServer().listen(wanted ?? 0, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const problem = problemWithListening(error, variable);
    throw problem === undefined ? error : new StartError(problem, { cause: error });
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
