import { OpenAPIHono } from '@hono/zod-openapi';
import { Hono, type MiddlewareHandler } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { secureHeaders } from 'hono/secure-headers';
import { rememberFor } from '../core/remember-for.ts';
import { findMissing } from '../temporal/readiness.ts';
import type { ApiContext } from './context.ts';
import { answerError, Problem, problemResponse } from './problem.ts';
import { addAuditRoutes } from './routes/audit.ts';
import { addConfigRoutes } from './routes/config.ts';
import { addDecisionRoutes } from './routes/decisions.ts';
import { describeApi } from './routes/description.ts';
import { fieldProblems } from './routes/field-problems.ts';
import { checkAccept, createGuards, createTokenCheck, usualLimits } from './routes/guards.ts';
import type { ApiEnv, Limits, TokenCheck } from './routes/guards.ts';
import { addProbeRoutes } from '../temporal/probe-routes.ts';
import { createMetrics } from './routes/metrics.ts';
import { addOpenSpaceRoutes } from './routes/open-spaces.ts';
import { addReferencePage } from './routes/reference-page.ts';
import { addReminderRoutes } from './routes/reminders.ts';
import { addShiftRoute } from './routes/shift.ts';
import { addTokenRoutes } from './routes/tokens.ts';
import { addTweetRoutes } from './routes/tweets.ts';
import { addUserRoutes } from './routes/users.ts';
import { unprocessable } from './routes/where-and-when.ts';

/** Headers for answers to machines: a browser never runs or frames them. */
const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
});

/** `/healthz`, `/readyz`, `/metrics`, and the machine API under `/api/v1`. */
export function createMachineApi(context: ApiContext, limits: Limits = usualLimits): Hono {
  const app = new Hono();
  app.onError((error, c) => answerError(error, c, context.log));
  const tellMethods = methodNotAllowed({
    app,
    onMethodNotAllowed: ({ req }, methods) => {
      // `/open-spaces/shift` also matches the path `/open-spaces/{id}`, whose methods do not exist there.
      const own = app.routes.filter(({ path, method }) => path === req.path && method !== 'ALL');
      const isOwn = (name: string) => own.some(({ method }) => method === (name === 'HEAD' ? 'GET' : name));
      return wrongMethod(own.length === 0 ? methods : methods.filter(isOwn));
    },
  });
  for (const path of ['/healthz', '/readyz', '/metrics', '/api/*']) app.use(path, headers, tellMethods);

  const check = createTokenCheck(context, limits);
  // Metrics show the numbers of open spaces, reminders and dollars.
  if (context.areMetricsPublic !== true) app.use('/metrics', check('read') as MiddlewareHandler);
  // The parts are checked at most every two seconds, however many requests come.
  const missing = rememberFor(2_000, () => findMissing(context), context.clock);
  const metrics = createMetrics(context, missing);
  addProbeRoutes(app, missing);
  metrics.addRoute(app);

  app.use('/api/v1/*', metrics.count);
  const api = createRoutes(context, limits, check);
  const document = describeApi(api);
  app.get('/api/v1/openapi.json', (c) => c.json(document));
  addReferencePage(app, document);
  app.route('/api/v1', api);
  app.all('/api/*', (c) => {
    const detail = `There is nothing at ${c.req.path.slice(0, 200)}. /api/v1/openapi.json says what there is.`;
    return problemResponse(new Problem(404, detail));
  });
  return app;
}

function createRoutes(context: ApiContext, limits: Limits, check: TokenCheck) {
  const api = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const errors = fieldProblems(result.error.issues);
      if (result.target === 'json') throw unprocessable(errors);
      if (result.target === 'param') throw new Problem(404, 'Nothing has this id.', { errors });
      const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
      throw new Problem(400, detail, { errors });
    },
  });
  api.use('*', checkAccept);
  const guards = createGuards(context, limits, check);
  addOpenSpaceRoutes(api, context, guards);
  addShiftRoute(api, context, guards);
  addDecisionRoutes(api, context, guards);
  addReminderRoutes(api, context, guards);
  addTweetRoutes(api, context, guards);
  addUserRoutes(api, context, guards);
  addConfigRoutes(api, context, guards);
  addAuditRoutes(api, context, guards);
  addTokenRoutes(api, context, guards);
  return api;
}

function wrongMethod(methods: readonly string[]): Response {
  const allow = methods.join(', ');
  return problemResponse(new Problem(405, `Use ${allow} here.`, { headers: { Allow: allow } }));
}
