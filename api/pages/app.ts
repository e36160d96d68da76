import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { createSignInRoutes } from '../auth/sign-in-routes.tsx';
import { ConfigRefused } from '../../temporal/config-service.ts';
import { serverProblem } from '../../temporal/server-problem.ts';
import type { ApiContext } from '../context.ts';
import { limitBodyTo } from '../request-body.ts';
import { createAdminRoutes } from './admin/admin-routes.ts';
import { createAssetRoutes } from './assets.ts';
import { messagePage } from './message-page.tsx';
import { createPulse } from './pulse.ts';
import { createScheduleRoutes } from './schedule/schedule-routes.tsx';
import { pageHeaders } from './page-headers.ts';
import { words } from './words.ts';

/** The largest body of a form, bytes. A config with all its rooms is the largest form. */
const maxBody = 1_000_000;

/** All pages for people: the public schedule at `/`, the organisers' pages at `/admin`. */
export function createPages(context: ApiContext): Hono {
  const app = new Hono();
  const pulse = createPulse(context);
  app.use(pageHeaders(context));
  app.use(limitBodyTo(maxBody, (c) => messagePage(c, 413, words.tooLarge, words.tooLargeHint)));
  app.route('/', createAssetRoutes());
  app.route('/', createScheduleRoutes(context, pulse));
  app.route('/', createSignInRoutes(context));
  app.route('/', createAdminRoutes(context, pulse));
  // A route instead of `notFound`, because `notFound` is ignored in an app that is mounted in another one.
  app.all('*', async (c, next) =>
    c.req.path.startsWith('/api/') ? next() : messagePage(c, 404, words.notFound, words.nothingHere),
  );
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status < 500) {
      return messagePage(c, error.status, words.cannotAnswer, error.message);
    }
    if (error instanceof ConfigRefused) return messagePage(c, 409, words.cannotAnswer, error.message);
    context.log.error('a page failed', {
      path: c.req.path,
      error: error instanceof Error ? (error.stack ?? error.message) : 'unknown',
    });
    const problem = serverProblem(error);
    if (problem !== undefined) c.header('retry-after', '5');
    return problem === undefined
      ? messagePage(c, 500, words.failed, words.failedHint)
      : messagePage(c, 503, words.unavailable, problem);
  });
  return app;
}
