import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { z } from '@hono/zod-openapi';
import { hashOf } from '../auth/sign-in-link.ts';
import { retiredProblem } from '../auth/tokens.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problem.ts';
import type { ApiEnv } from './guards.ts';

const kept = z.strictObject({
  status: z.int(),
  body: z.string(),
  headers: z.record(z.string(), z.string()),
});
type Kept = z.infer<typeof kept>;

/** Repeated, they would have a second effect; a repeated PUT or DELETE has none. */
const answeredOnce: readonly string[] = ['POST', 'PATCH'];

const keptHeaders = ['content-type', 'location', 'etag'];

/** The `Idempotency-Key` of a POST or PATCH. */
export function keyOf(c: Context): string | undefined {
  const key = c.req.header('Idempotency-Key') ?? '';
  return answeredOnce.includes(c.req.method) && /^[\u0021-\u007e]{1,200}$/u.test(key) ? key : undefined;
}

/**
 * A POST or PATCH with an `Idempotency-Key` is carried out once; a repeated one gets the same answer. This includes a
 * refusal, as in the IETF's draft for this header: a copy of the request that a proxy delivers late must not do
 * what its sender was told is refused. Faults of the bot are not kept. Answers are encrypted with the caller's own
 * secret, because one may contain a new token's secret. The first admin token ends API_TOKEN. If the answer with its
 * secret is lost, nobody could make another one, so a retired API_TOKEN may still repeat its requests.
 */
export function answerOnce({ store, clock }: ApiContext): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const key = keyOf(c);
    if (key === undefined) return next();
    const caller = c.get('caller');
    const id = hashOf(`${caller.id}\n${key}`);
    const { method, url } = c.req;
    const fingerprint = hashOf(`${method} ${url} ${c.req.header('If-Match') ?? ''}\n${await c.req.text()}`);
    const secret = createHash('sha256')
      .update(`${c.req.header('Authorization')}\n${key}`)
      .digest();

    const now = new Date(clock());
    if (caller.isRetired && !(await store.idempotency.isKnown(id, fingerprint, now))) throw retiredProblem();
    const begun = await store.idempotency.begin(id, fingerprint, now);
    if (begun.kind === 'repeated') {
      const { earlier } = begun;
      if (earlier.fingerprint !== fingerprint) {
        throw new Problem(422, 'This Idempotency-Key was used for another request. Use a new one.');
      }
      if (earlier.answer === undefined) {
        throw new Problem(409, 'The first request with this key is still running. Try again in a second.', {
          headers: { 'Retry-After': '1' },
        });
      }
      const { status, body, headers } = unseal(earlier.answer, secret) ?? noAnswer();
      return new Response(body, {
        status,
        headers: { ...headers, 'Cache-Control': 'no-store', 'Idempotency-Replayed': 'true' },
      });
    }
    c.set('seed', begun.seed);
    await next();
    if (c.res.status >= 500) {
      await store.idempotency.giveUp(id);
      return;
    }
    const headers = Object.fromEntries([...c.res.headers].filter(([name]) => keptHeaders.includes(name)));
    const answer: Kept = { status: c.res.status, body: await c.res.clone().text(), headers };
    await store.idempotency.settle(id, seal(answer, secret));
  };
}

/** `API_TOKEN` has got another value since. The request is not done again. */
function noAnswer(): never {
  throw new Problem(422, 'This request was carried out under another value of API_TOKEN. Use a new key.');
}

function seal(answer: Kept, secret: Buffer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Undefined if it was sealed with another secret. */
function unseal(text: string, secret: Buffer): Kept | undefined {
  const bytes = Buffer.from(text, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  const start = decipher.update(bytes.subarray(28));
  try {
    return kept.parse(JSON.parse(Buffer.concat([start, decipher.final()]).toString('utf8')));
  } catch {
    return undefined;
  }
}
