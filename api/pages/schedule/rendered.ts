import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context } from 'hono';
import type { Programme } from './programme.ts';

const compress = promisify(gzip);

/** A rendered answer, reused for many requests. */
interface Rendered {
  /** Bytes, because a string would be encoded again for every request. */
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  readonly type: string;
}

/** Caches rendered pages until the programme or the minute changes. So many readers cost one rendering a minute. */
export function createRenderedPages() {
  let epoch = '';
  const kept = new Map<string, Promise<Rendered>>();

  /**
   * @param minute epoch milliseconds; a page that shows the time is rendered again each minute
   */
  return async function answer(
    c: Context,
    { version, seenAt }: Pick<Programme, 'version' | 'seenAt'>,
    minute: number,
    wanted: {
      /** Undefined: not cached, because readers can request any number of such pages. */
      readonly key: string | undefined;
      readonly type: string;
      readonly render: () => string;
    },
  ): Promise<Response> {
    const now = `${version} ${seenAt} ${minute}`;
    if (epoch !== now) {
      epoch = now;
      kept.clear();
    }
    let page = wanted.key === undefined ? undefined : kept.get(wanted.key);
    if (page === undefined) {
      page = finish(wanted.render(), wanted.type);
      if (wanted.key !== undefined) kept.set(wanted.key, page);
    }
    const { plain, gzipped, etag, type } = await page;
    c.header('etag', etag);
    // Short, so that a change is seen soon. Long enough that many phones do not all request in the same second.
    c.header('cache-control', 'public, max-age=5, stale-while-revalidate=30');
    c.header('vary', 'accept-encoding');
    if (c.req.header('if-none-match')?.split(/,\s*/u).includes(etag) === true) return c.body(null, 304);
    c.header('content-type', type);
    if (c.req.header('accept-encoding')?.includes('gzip') !== true) return c.body(plain);
    c.header('content-encoding', 'gzip');
    return c.body(gzipped);
  };
}

async function finish(body: string, type: string): Promise<Rendered> {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  // A weak ETag: the gzipped and the plain answer share it.
  const plain = Uint8Array.from(Buffer.from(body));
  return { plain, type, etag: `W/"${hash}"`, gzipped: Uint8Array.from(await compress(plain)) };
}
