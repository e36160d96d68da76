import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { Problem } from '../problem.ts';

/** What every list takes: how many, and from where. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/u, 'give a whole number from 1 to 200')
    .transform(Number)
    .pipe(z.int().min(1, 'give a whole number from 1 to 200').max(200, 'give a whole number from 1 to 200'))
    .optional()
    .openapi({ type: 'integer', minimum: 1, maximum: 200, default: 50, description: 'How many at most.' } as never),
  cursor: z.string().min(1).max(500).optional().openapi({ description: 'The `nextCursor` of the page before.' }),
};

/** For routes without parameters: a misspelt one is told, not passed over. */
export const noQuery = z.strictObject({});

export const defaultLimit = 50;

/** A list's answer. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .openapi({ description: 'Send it as `cursor` to get the next page; null on the last page.' }),
  });
}

/** A place in a list, opaque to callers. */
export function readCursor<T>(text: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw new Problem(
      400,
      'This cursor is not one of ours. Send "nextCursor" unchanged, or leave it out to begin again.',
      {
        errors: [{ path: 'cursor', message: 'not a cursor of this list' }],
      },
    );
  }
}

/** An epoch millisecond that a Date can hold. */
export const cursorTime = z.int().min(-8_640_000_000_000_000).max(8_640_000_000_000_000);

/**
 * One page of what was asked for with one more than `limit`: that one says whether there is more. Sets the `Link`
 * header.
 *
 * @param place what the cursor remembers of the page's last entry
 */
export function cutPage<Entry>(
  c: Context,
  found: readonly Entry[],
  limit: number,
  place: (last: Entry) => unknown,
): { entries: readonly Entry[]; nextCursor: string | null } {
  const entries = found.slice(0, limit);
  const last = entries.at(-1);
  if (found.length <= limit || last === undefined) return { entries, nextCursor: null };
  const nextCursor = Buffer.from(JSON.stringify(place(last))).toString('base64url');
  const next = new URLSearchParams(c.req.query());
  next.set('cursor', nextCursor);
  c.header('Link', `<${c.req.path}?${next.toString()}>; rel="next"`);
  return { entries, nextCursor };
}
