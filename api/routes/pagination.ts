import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { After } from '../../store/queries.ts';
import { Problem } from '../problem.ts';

/** The parameters of every list: the number of entries, and the place to continue from. */
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

/** For routes without parameters: a misspelt one is refused, not ignored. */
export const noQuery = z.strictObject({});

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

/** The content of a cursor, opaque to callers: the list, and the last entry that was shown. */
const placeIn = (list: string) =>
  z.strictObject({
    list: z.literal(list),
    /** The time by which the list is sorted, epoch milliseconds; null if the entry has none. */
    at: z.int().min(-8_640_000_000_000_000).max(8_640_000_000_000_000).nullable(),
    id: z.string().max(200),
  });

/** @throws {Problem} 400 if it is no cursor of that list */
function readCursor(list: string, cursor: string): After {
  try {
    const { at, id } = placeIn(list).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { at: at === null ? null : new Date(at), id };
  } catch {
    const detail = 'This cursor is not one of ours. Send "nextCursor" unchanged, or leave it out to begin again.';
    throw new Problem(400, detail, { errors: [{ path: 'cursor', message: 'not a cursor of this list' }] });
  }
}

interface List<Entry, Item> {
  /** Finds at most `limit` entries after a place. */
  readonly find: (limit: number, after: After | undefined) => Promise<readonly Entry[]>;
  /** The time by which the list is sorted, before the id. If absent, the list is sorted by the id only. */
  readonly timeOf?: (entry: Entry) => Date | undefined;
  readonly toAnswer: (entry: Entry) => Item;
}

/** The requested page of a list, with a `Link` header to the next one. */
export async function answerPage<Entry extends { readonly _id: string | number }, Item>(
  c: Context,
  { limit = 50, cursor }: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  { find, timeOf, toAnswer }: List<Entry, Item>,
): Promise<{ items: Item[]; nextCursor: string | null }> {
  const list = c.req.path;
  // One more than is shown, to know whether there is a next page.
  const found = await find(limit + 1, cursor === undefined ? undefined : readCursor(list, cursor));
  const entries = found.slice(0, limit);
  const items = entries.map(toAnswer);
  const last = entries.at(-1);
  if (found.length <= limit || last === undefined) return { items, nextCursor: null };
  const place = { list, at: timeOf?.(last)?.getTime() ?? null, id: String(last._id) };
  const nextCursor = Buffer.from(JSON.stringify(place)).toString('base64url');
  const next = new URLSearchParams(c.req.query());
  next.set('cursor', nextCursor);
  c.header('Link', `<${list}?${next.toString()}>; rel="next"`);
  return { items, nextCursor };
}
