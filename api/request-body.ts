import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';

/**
 * Refuses bodies of more bytes than this.
 *
 * A body that says its length is refused before anything reads it: then the server throws it away, and the client can
 * use the connection again. Hono's own check begins to read it, and the server cuts the connection half a second later.
 *
 * @throws {HTTPException} 400 if the connection ends before the body is complete
 */
export function limitBodyTo(maxSize: number, refuse: (c: Context) => Response | Promise<Response>): MiddlewareHandler {
  const checkLength = bodyLimit({ maxSize, onError: () => new Response() });
  return async (c, next) => {
    if (Number(c.req.header('Content-Length') ?? 0) > maxSize) return refuse(c);
    // This reads a body that does not say its length.
    const tooLarge = await checkLength(c, async () => {}).catch(() => {
      throw cutOff();
    });
    return tooLarge === undefined ? next() : refuse(c);
  };
}

/** The whole body of a request. @throws {HTTPException} 400 if the connection ends before it is complete */
export async function bodyOf({ req, env }: Context): Promise<string> {
  const text = await req.text().catch(() => {
    throw cutOff();
  });
  // If the client is gone before anybody reads its body, the server gives an empty one.
  if ((env as Partial<HttpBindings> | undefined)?.incoming?.complete === false) throw cutOff();
  return text;
}

const cutOff = () => new HTTPException(400, { message: 'The request ended before its body was complete.' });
