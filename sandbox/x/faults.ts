import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { problemFor } from './problems.ts';

/**
 * A fault for the next `times` requests to `route`: `METHOD /path` or only `/path`, where `:name` stands for any
 * segment. `accept`: whether X carries the request out before the fault hides it.
 * - `status`: answers `status` (429 with headers whose reset is `ms` away, 60 s by default), with X's own body, the one
 * named by `problem` (`DuplicateContent`, `AccountLocked`, `UsageCapExceeded`, `TooManyConnections`), or `body` as
 * HTML;
 * - `hang`: never answers; `drop`: cuts the connection; `truncate`: cuts it in the middle of the normal answer;
 * - `delay`: answers normally after `ms`. With `accept` the effect comes before the wait, else after it.
 */
export const faultSchema = z
  .object({
    route: z
      .string()
      .regex(
        /^(?:[A-Z]+ )?\/\S*$/u,
        'route is a path such as "/2/tweets", or a method and a path such as "POST /2/tweets"',
      ),
    times: z.int().min(1).default(1),
    accept: z.boolean().default(false),
    then: z.enum(['status', 'hang', 'drop', 'delay', 'truncate']),
    status: z.int().min(400).max(599).optional(),
    ms: z.number().min(0).optional(),
    problem: z.string().optional(),
    body: z.string().optional(),
  })
  .refine((fault) => fault.then !== 'status' || fault.status !== undefined, 'then: "status" needs a status')
  .refine((fault) => fault.then !== 'delay' || fault.ms !== undefined, 'then: "delay" needs ms')
  .refine((fault) => fault.then !== 'truncate' || fault.accept, 'then: "truncate" needs accept: true');

export type Fault = z.infer<typeof faultSchema>;

const DEFAULT_RESET_MS = 60_000;

/** Faults that wait for a request, oldest first. They are lost on a restart. */
export class Faults {
  private waiting: Fault[] = [];

  add(fault: Fault): void {
    this.waiting.push({ ...fault });
  }

  list(): readonly Fault[] {
    return this.waiting;
  }

  clear(): void {
    this.waiting = [];
  }

  /** The fault for this request; its count decreases by one. */
  take(method: string, path: string): Fault | undefined {
    const fault = this.waiting.find(({ route }) => matchesRoute(route, method, path));
    if (fault === undefined) return undefined;
    fault.times--;
    this.waiting = this.waiting.filter(({ times }) => times > 0);
    return fault;
  }
}

/** Runs before everything else, so that faults also affect unsigned requests. */
export function applyFaults(faults: Faults, clock: () => number): MiddlewareHandler<{ Bindings: HttpBindings }> {
  return async (c, next) => {
    const fault = faults.take(c.req.method, c.req.path);
    if (fault === undefined) return next();
    const { outgoing } = c.env;
    if (fault.accept) await next();
    if (fault.then === 'delay') {
      await sleep(fault.ms);
      return fault.accept ? undefined : next();
    }
    if (fault.then === 'status') {
      const answer = statusAnswer(fault, clock());
      // Otherwise the headers of the normal answer would be merged into this one.
      c.res = undefined;
      c.res = answer;
      return undefined;
    }
    if (fault.then === 'hang') await new Promise((resolve) => outgoing.once('close', resolve));
    else if (fault.then === 'truncate') await sendHalf(c.res, outgoing);
    else if (outgoing.headersSent) {
      // The stream is open: data must be sent before the connection is cut.
      await sleep(5);
    }
    outgoing.destroy();
    c.res = undefined;
    c.res = RESPONSE_ALREADY_SENT;
    return undefined;
  };
}

function matchesRoute(route: string, method: string, path: string): boolean {
  const [first = '', second] = route.split(' ');
  if (second !== undefined && first !== method) return false;
  const wanted = (second ?? first).replace(/\?.*$/u, '').split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length && wanted.every((segment, at) => segment.startsWith(':') || segment === given[at])
  );
}

function statusAnswer({ status = 500, ms = DEFAULT_RESET_MS, problem, body }: Fault, now: number): Response {
  if (body !== undefined)
    return new Response(body, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
  const headers = new Headers({ 'content-type': 'application/problem+json; charset=utf-8' });
  if (status === 429) {
    headers.set('x-rate-limit-limit', '100');
    headers.set('x-rate-limit-remaining', '0');
    headers.set('x-rate-limit-reset', String(Math.ceil((now + ms) / 1000)));
  }
  return new Response(JSON.stringify(problemFor(status, problem)), { status, headers });
}

async function sendHalf(answer: Response, outgoing: HttpBindings['outgoing']): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  outgoing.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
  });
  await new Promise((resolve) => outgoing.write(body.subarray(0, body.length / 2), resolve));
  await sleep(5);
}
