import type { Hono } from 'hono';
import type { ApiContext } from '../context.ts';

/** How long a part may take to say that it is there. Milliseconds. */
const within = 2_000;

/** For whoever keeps the process running: is it up, and does all that it needs answer? */
export function addHealthRoutes(app: Hono, context: ApiContext): void {
  app.get('/healthz', (c) => c.json({ status: 'up' }, 200, { 'Cache-Control': 'no-store' }));

  app.get('/readyz', async (c) => {
    const missing = await findMissing(context);
    const ready = missing.length === 0;
    return c.json(ready ? { status: 'ready' } : { status: 'not ready', missing }, ready ? 200 : 503, {
      'Cache-Control': 'no-store',
    });
  });
}

/** The parts that do not answer, by name. */
export async function findMissing({ store, client }: ApiContext): Promise<string[]> {
  const temporal = () => client.withDeadline(Date.now() + within, () => client.workflowService.getSystemInfo({}));
  const checks = [
    { name: 'MongoDB', check: () => store.ping() },
    { name: 'Temporal', check: temporal },
  ];
  const answers = await Promise.allSettled(checks.map(({ check }) => inTime(check())));
  return checks.filter((_, n) => answers[n]?.status !== 'fulfilled').map(({ name }) => name);
}

/** Drivers wait longer for a server that is gone than a probe does. */
async function inTime(answer: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), within);
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
