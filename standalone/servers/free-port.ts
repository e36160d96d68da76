import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { StartError } from '../../config/start-error.ts';

/**
 * A TCP port on loopback that nobody listens on: the wanted one, or any when it is undefined or 0. Asked before a server
 * starts, because else the program that has the port would answer in its place.
 *
 * @throws {StartError} when the wanted port is taken, naming the variable that sets it
 */
export async function findFreePort(wanted: number | undefined, variable: string): Promise<number> {
  const server = createServer().listen(wanted ?? 0, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new StartError(
      { what: `Port ${wanted} is in use.`, remedy: `Set ${variable} to another one, or to 0 for any free one.` },
      { cause: error },
    );
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
