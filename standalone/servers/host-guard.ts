import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';

/** The names of this machine in a browser's Host header. */
const loopbackHost = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/u;

export interface HostGuard {
  close(): Promise<void>;
}

/**
 * A proxy on loopback, in front of another server on loopback, that refuses requests for other hosts. Temporal's Web UI
 * answers for any Host: a web page whose name points to 127.0.0.1 could read and end workflows (DNS rebinding).
 *
 * @param pages HTML pages that the proxy answers itself, by path
 * @throws if the port is taken
 */
export async function guardHost(
  port: number,
  targetPort: number,
  pages: ReadonlyMap<string, string> = new Map(),
): Promise<HostGuard> {
  const server = createServer((request, response) => {
    if (!loopbackHost.test(request.headers.host ?? '')) {
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('This page answers to 127.0.0.1 and localhost only.\n');
      return;
    }
    const page = pages.get(request.url ?? '');
    if (page === undefined) passOn(request, response, targetPort);
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function passOn(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url: path, headers } = request;
  const passed = ask({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  passed.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end('The Temporal UI does not answer.\n');
  });
  response.on('close', () => passed.destroy());
  request.pipe(passed);
}
