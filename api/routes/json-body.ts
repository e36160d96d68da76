import type { MiddlewareHandler } from 'hono';
import { inTime } from '../../core/in-time.ts';
import { bodyOf, limitBodyTo } from '../request-body.ts';
import { Problem } from '../problem.ts';

/** Much more than any valid request has. Bytes. */
const maxBody = 1_000_000;
/** The config, the deepest valid body, has a depth of 4. */
const maxDepth = 20;

export const limitBody: MiddlewareHandler = limitBodyTo(maxBody, () => {
  throw new Problem(413, `Send at most ${maxBody / 1_000_000} MB.`);
});

/**
 * Refuses bodies that are not JSON, and malicious JSON, before a schema checks them.
 *
 * @param withinMs how long a body may take to arrive, milliseconds
 */
export function checkBody(withinMs: number): MiddlewareHandler {
  return async (c, next) => {
    if (['POST', 'PUT', 'PATCH'].includes(c.req.method)) {
      const text = await inTime(withinMs, bodyOf(c), () => {
        const detail = `The body did not come within ${withinMs / 1000} s.`;
        throw new Problem(408, detail, { headers: { Connection: 'close' } });
      });
      const contentType = c.req.header('Content-Type');
      if (text === '') {
        // Many clients name a content type even without a body; the type of an empty body is ignored.
        c.req.raw.headers.delete('Content-Type');
      } else if (/^application\/json *(?:;|$)/iu.test(contentType ?? '')) {
        refuseOddities(parseJson(text));
      } else {
        throw new Problem(415, 'Send the body as "Content-Type: application/json".');
      }
    }
    await next();
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Problem(400, 'The body is not JSON.');
  }
}

/** Without recursion, because the depth itself is checked. */
function refuseOddities(root: unknown): void {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) throw new Problem(400, `The body is nested more than ${maxDepth} levels deep.`);
    const deeper: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string') refuseOddText(value);
      if (typeof value !== 'object' || value === null) continue;
      for (const [key, inner] of Object.entries(value)) {
        if (key.startsWith('$') || key === '__proto__') {
          throw new Problem(400, `No field is called ${JSON.stringify(key.slice(0, 50))}.`);
        }
        deeper.push(inner);
      }
    }
    level = deeper;
  }
}

function refuseOddText(text: string): void {
  if (/\p{Cs}/u.test(text)) throw new Problem(400, 'A text contains half a character (a lone surrogate).');
}
