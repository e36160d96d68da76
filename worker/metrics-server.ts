import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { addProbeRoutes } from '../temporal/probe-routes.ts';

export interface MetricsServerOptions {
  readonly host: string;
  readonly port: number;
  /** The address of the Temporal SDK's own metrics server. The SDK can serve only its own metrics. */
  readonly sdkUrl: string;
  /** The parts that do not answer or do not work. */
  readonly findMissing: () => Promise<readonly string[]>;
}

/** `/healthz`, `/readyz` and `/metrics` of a worker, as in the api. @throws if the port is taken */
export async function serveMetrics({ host, port, sdkUrl, findMissing }: MetricsServerOptions): Promise<Server> {
  const app = new Hono();
  addProbeRoutes(app, findMissing);
  app.get('/metrics', async (c) => {
    const metrics = await fetch(sdkUrl, { signal: AbortSignal.timeout(5_000) });
    return c.body(await metrics.text(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
  app.onError((_, c) => c.json({ status: 'not ready' }, 503));
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response)).listen(port, host);
  await once(server, 'listening');
  return server;
}
