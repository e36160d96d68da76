import { Hono } from 'hono';
import { organisersLimited, organisersOnly, sameOriginOnly, type OrganiserEnv } from '../../auth/guard.ts';
import type { ApiContext } from '../../context.ts';
import type { Pulse } from '../pulse.ts';
import { auditPage } from './audit-page.tsx';
import { boardPage } from './board.tsx';
import { createConfigRoutes } from './config-routes.tsx';
import { bulkApproveRoute } from './bulk.tsx';
import { decideRoute } from './decisions.ts';
import { enterPage, enterRoute } from './enter-page.tsx';
import { eventsRoute } from './events.ts';
import { healthPage } from './health-page.tsx';
import { openSpacePage } from './open-space-page.tsx';
import { openSpacesPage } from './open-spaces-page.tsx';
import { pauseRoute } from './pause.tsx';
import { queuePage } from './queue.tsx';
import { remindersPage } from './reminders-page.tsx';
import { shiftPage, shiftRoute } from './shift-page.tsx';
import { stageTweetRoute, tweetsPage } from './tweets-page.tsx';
import { changeUserRoute, denyHostRoute, usersPage } from './users-page.tsx';

/** The organisers' pages. A change is always a POST from our own pages, by a person on the config's list. */
export function createAdminRoutes(context: ApiContext, pulse: Pulse): Hono<OrganiserEnv> {
  const app = new Hono<OrganiserEnv>();
  // This matches `/admin` too.
  app.use('/admin/*', sameOriginOnly(context));
  app.use('/admin/*', organisersOnly(context));
  app.use('/admin/*', organisersLimited(context, { burst: 240, perSecond: 4 }));
  app.get('/admin', (c) => queuePage(c, context));
  app.get('/admin/board', (c) => boardPage(c, context));
  app.get('/admin/shift', (c) => shiftPage(c, context));
  app.post('/admin/shift', (c) => shiftRoute(c, context));
  app.post('/admin/approve', (c) => bulkApproveRoute(c, context));
  app.post('/admin/pause', (c) => pauseRoute(c, context));
  app.get('/admin/events', (c) => eventsRoute(c, context, pulse));
  app.get('/admin/open-spaces', (c) => openSpacesPage(c, context));
  app.get('/admin/open-spaces/:id', (c) => openSpacePage(c, context));
  app.post('/admin/open-spaces/:id', (c) => decideRoute(c, context));
  app.get('/admin/enter', (c) => enterPage(c, context));
  app.post('/admin/enter', (c) => enterRoute(c, context));
  app.get('/admin/reminders', (c) => remindersPage(c, context));
  app.get('/admin/tweets', (c) => tweetsPage(c, context));
  app.post('/admin/tweets/:id/stage', (c) => stageTweetRoute(c, context));
  app.get('/admin/users', (c) => usersPage(c, context));
  app.post('/admin/users/:id', (c) => changeUserRoute(c, context));
  app.post('/admin/users/:id/deny', (c) => denyHostRoute(c, context));
  app.get('/admin/audit', (c) => auditPage(c, context));
  app.get('/admin/health', (c) => healthPage(c, context));
  app.route('/', createConfigRoutes(context));
  return app;
}
