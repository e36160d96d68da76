import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface MetricsServerOptions {
  readonly host: string;
  readonly port: number;
  /** Where the Temporal SDK serves its own metrics: it can serve nothing else. */
  readonly sdkUrl: string;
  /** The parts that do not answer or work; undefined while the worker starts. */
  readonly findMissing: () => Promise<readonly string[]> | undefined;
}

/** `/healthz`, `/readyz` and `/metrics` of a worker, as the api has them. @throws where the port is taken */
export async function serveMetrics(options: MetricsServerOptions): Promise<Server> {
  const { host, port, sdkUrl, findMissing } = options;
  const server = createServer((request, response) => {
    void answer(request.url?.split('?')[0] ?? '', response).catch(() => say(response, 503, { status: 'not ready' }));
  });

  async function answer(path: string, response: ServerResponse): Promise<void> {
    switch (path) {
      case '/healthz':
        return say(response, 200, { status: 'up' });
      case '/readyz': {
        const missing = await findMissing();
        if (missing === undefined) return say(response, 503, { status: 'not ready', missing: ['start'] });
        if (missing.length > 0) return say(response, 503, { status: 'not ready', missing });
        return say(response, 200, { status: 'ready' });
      }
      case '/metrics': {
        const metrics = await (await fetch(sdkUrl, { signal: AbortSignal.timeout(5_000) })).text();
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(metrics);
        return;
      }
      default:
        return say(response, 404, { status: 'nothing here' });
    }
  }

  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

/** For what takes an address before it listens, as the SDK does. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function say(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
