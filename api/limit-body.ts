import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/**
 * Refuses bodies of more bytes than this.
 *
 * A body that says its length is refused before anything reads it: then the server throws it away, and the client can
 * use the connection again. Hono's own check begins to read it, and the server cuts the connection half a second later.
 */
export function limitBodyTo(maxSize: number, refuse: (c: Context) => Response | Promise<Response>): MiddlewareHandler {
  const limit = bodyLimit({ maxSize, onError: refuse });
  return async (c, next) => (Number(c.req.header('Content-Length') ?? 0) > maxSize ? refuse(c) : limit(c, next));
}
