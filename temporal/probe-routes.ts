import type { Hono } from 'hono';

/** Health checks for the system that runs the process: `/healthz` says that it is up, `/readyz` that all parts work. */
export function addProbeRoutes(app: Hono, findMissing: () => Promise<readonly string[]>): void {
  app.get('/healthz', (c) => c.json({ status: 'up' }, 200, { 'Cache-Control': 'no-store' }));

  app.get('/readyz', async (c) => {
    const missing = await findMissing();
    const ready = missing.length === 0;
    return c.json(ready ? { status: 'ready' } : { status: 'not ready', missing }, ready ? 200 : 503, {
      'Cache-Control': 'no-store',
    });
  });
}
