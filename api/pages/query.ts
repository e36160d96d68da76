import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { bodyOf } from '../request-body.ts';

/**
 * The pairs of a query or form, each key once. @throws {HTTPException} 400 if a key comes twice or is a property of
 * every object
 */
export function pairsOf(pairs: URLSearchParams): Record<string, string> {
  const seen: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [key, value] of pairs) {
    if (key in seen) throw new HTTPException(400, { message: `${key.slice(0, 40)} is given more than once` });
    seen[key] = value;
  }
  return { ...seen };
}

/** Validates untrusted pairs by `schema`. @throws {HTTPException} 400 with the problem of each field */
export function parsePairs<Schema extends z.ZodType>(schema: Schema, pairs: URLSearchParams): z.output<Schema> {
  const parsed = schema.safeParse(pairsOf(pairs));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new HTTPException(400, { message: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'cannot be read'}` });
}

/** A local day in an address or a form. Earlier and later years would not fit into the arithmetic of days. */
export const calendarDay = z.iso.date().regex(/^[12]/u, 'is too long ago, or too far ahead');

/** The body of a form. @throws {HTTPException} 415 if it is anything else, 400 if the connection ends before */
export async function formOf(c: Context): Promise<URLSearchParams> {
  const type = c.req.header('content-type') ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) throw new HTTPException(415, { message: 'send a form' });
  return new URLSearchParams(await bodyOf(c));
}
