import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Log } from '../core/log.ts';
import { NoConfig } from '../store/configs.ts';
import { ConfigRefused } from '../temporal/config-service.ts';
import { serverProblem } from '../temporal/server-problem.ts';

/** One problem of a request: where it is, and what to do. */
export interface FieldProblem {
  /** With dots: `conference.rooms.3.name`; empty for the whole request. */
  readonly path: string;
  readonly message: string;
}

export interface ProblemDetails {
  readonly errors?: readonly FieldProblem[];
  /** The open space that holds the room, if that is the reason. */
  readonly conflictWith?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const titles: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood',
  401: 'No valid token',
  403: 'Not allowed with this token',
  404: 'Not found',
  405: 'This cannot be done here',
  406: 'Only JSON is available',
  408: 'The request took too long',
  409: 'It cannot be done now',
  412: 'It has changed meanwhile',
  413: 'The request is too large',
  415: 'Send JSON',
  422: 'Some fields are wrong',
  429: 'Too many requests',
  500: 'Something failed on our side',
  503: 'The bot cannot do this now',
};

/** Ends a request with an error that tells a person what to do. RFC 9457. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: ContentfulStatusCode;
  readonly details: ProblemDetails;

  constructor(status: ContentfulStatusCode, detail: string, details: ProblemDetails = {}) {
    super(detail);
    this.status = status;
    this.details = details;
  }
}

/** @throws {Problem} 404 if it is null */
export function orNotFound<T>(found: T | null, detail: string): T {
  if (found === null) throw new Problem(404, detail);
  return found;
}

export function problemResponse({ status, message, details }: Problem): Response {
  const { headers = {}, ...more } = details;
  const title = titles[status] ?? 'Problem';
  const body = { type: 'about:blank', title, status, detail: message, ...more };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  });
}

/** Answers any error as a problem. An unexpected error is logged, and its answer reveals nothing internal. */
export function answerError(error: unknown, c: Context, log: Log): Response {
  if (error instanceof Problem) return problemResponse(error);
  if (error instanceof ConfigRefused) return problemResponse(new Problem(409, error.message));
  if (error instanceof HTTPException && error.status < 500) {
    return problemResponse(new Problem(error.status, error.message));
  }
  const name = error instanceof Error ? error.name : typeof error;
  log.error('a request failed', { method: c.req.method, path: c.req.path, error: name, reason: String(error) });
  const problem = error instanceof NoConfig ? error.message : serverProblem(error);
  return problemResponse(
    problem === undefined
      ? new Problem(500, 'The fault is ours, and it is in the log. Trying again may not help.')
      : new Problem(503, problem, { headers: { 'Retry-After': '5' } }),
  );
}
