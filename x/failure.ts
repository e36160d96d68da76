import { ApiPartialResponseError, ApiRequestError, ApiResponseError } from 'twitter-api-v2';
import { z } from 'zod';

/**
 * A failure between us and X, in plain words. Never contains the library's error, because that has the request's
 * Authorization header.
 */
export type XFailure =
  /** X answered with an error. `detail` is X's own sentence, cut at 300 characters. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly problem: string;
      readonly detail: string;
      /** Epoch milliseconds from X's rate-limit headers, if it sent any. */
      readonly resetAt?: number;
      /** The time by X's clock, epoch milliseconds; whole seconds. */
      readonly saidAt?: number;
    }
  /** There was no connection, so X cannot have seen the request. */
  | { readonly kind: 'unreached'; readonly detail: string }
  /** The connection broke, or no answer came in time, or the answer was cut. X may have acted on the request. */
  | { readonly kind: 'lost'; readonly detail: string };

/** A request to X failed. `message` is fit for people and logs. */
export class XUnavailable extends Error {
  readonly failure: XFailure;

  constructor(failure: XFailure, doing: string) {
    super(`${doing}: ${describeFailure(failure)}`);
    this.name = 'XUnavailable';
    this.failure = failure;
  }
}

/** 4xx bodies come as `{title, detail, type}` or, for bad parameters, with `errors[].message`; proxies send HTML. */
const problemBody = z
  .object({
    title: z.string().catch(''),
    detail: z.string().catch(''),
    type: z.string().catch(''),
    errors: z.array(z.object({ message: z.string() })).catch([]),
  })
  .catch({ title: '', detail: '', type: '', errors: [] });

// Errors before a byte of the request is written: of name look-up, routing and TLS.
const UNREACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const MOST_DETAIL = 300;

/** Classifies an error of the library. */
export function readFailure(error: unknown): XFailure {
  if (error instanceof XUnavailable) return error.failure;
  if (error instanceof ApiResponseError) return answeredFailure(error);
  if (error instanceof ApiPartialResponseError) return { kind: 'lost', detail: 'the answer was cut off' };
  const cause = error instanceof ApiRequestError ? requestCause(error) : fetchCause(error);
  const { code, syscall } = systemError.parse(cause);
  if (UNREACHED.has(code) || (code === 'ETIMEDOUT' && syscall === 'connect')) {
    return { kind: 'unreached', detail: `no connection (${code})` };
  }
  const message = cause instanceof Error ? cause.message : '';
  return {
    kind: 'lost',
    detail: /timeout/iu.test(message) ? 'no answer in time' : `connection broke (${code || 'closed'})`,
  };
}

/**
 * Whether X refuses a request only because its start is too old. X quotes the wrong parameter. If it does not know a
 * parameter, it lists all that it knows, without quotes.
 */
export function isAboutStart(failure: XFailure): boolean {
  return failure.kind === 'answered' && failure.status === 400 && /'(?:since_id|start_time)'/u.test(failure.detail);
}

/** One sentence without secrets. */
export function describeFailure(failure: XFailure): string {
  if (failure.kind !== 'answered') return failure.detail;
  return `X answered ${failure.status}${failure.detail === '' ? '' : `: ${failure.detail}`}`;
}

const systemError = z
  .object({ code: z.string().catch(''), syscall: z.string().catch('') })
  .catch({ code: '', syscall: '' });

/** `requestError` is always undefined in 1.29.1. The cause is in the error's own options. */
function requestCause(error: ApiRequestError): unknown {
  const options: unknown = Reflect.get(error, '_options');
  return typeof options === 'object' && options !== null ? Reflect.get(options, 'error') : undefined;
}

/** `fetch` says "fetch failed"; the reason is in its cause. */
function fetchCause(error: unknown): unknown {
  return error instanceof TypeError && error.cause !== undefined ? error.cause : error;
}

function answeredFailure(error: ApiResponseError): XFailure {
  const failure = answerFailure(error.code, error.data, latestReset(error));
  const saidAt = Date.parse(error.headers.date ?? '');
  return Number.isNaN(saidAt) ? failure : { ...failure, saidAt };
}

/** The failure of an answer with an error status. @param data the parsed body @param resetAt epoch milliseconds */
export function answerFailure(
  status: number,
  data: unknown,
  resetAt: number | undefined,
): XFailure & { readonly kind: 'answered' } {
  const body = problemBody.parse(data);
  const detail = (body.errors[0]?.message ?? (body.detail || body.title)).slice(0, MOST_DETAIL);
  return {
    kind: 'answered',
    status,
    problem: `${body.title} ${body.type}`.trim(),
    detail,
    ...(resetAt === undefined ? {} : { resetAt }),
  };
}

/** Several limits may be used up at once (15 minutes, a day). Requests work again only after the latest reset. */
function latestReset({ rateLimit }: ApiResponseError): number | undefined {
  const limits = [rateLimit, rateLimit?.day, rateLimit?.userDay].filter((limit) => limit !== undefined);
  const usedUp = limits.filter((limit) => limit.remaining === 0);
  const resets = (usedUp.length > 0 ? usedUp : limits).map((limit) => limit.reset).filter((at) => at > 0);
  return resets.length === 0 ? undefined : Math.max(...resets) * 1000;
}
