import type { Hono } from 'hono';
import type { ApiContext } from './context.ts';
import { createMachineApi } from './machine-api.ts';
import { createPages } from './pages/app.ts';

/** All HTTP routes: health, the machine API, and the pages. */
export function createApi(context: ApiContext): Hono {
  const app = createMachineApi(context);
  app.route('/', createPages(context));
  return app;
}
