import type { Context } from 'hono';
import { z } from 'zod';
import { dropCookie, readCookie, writeCookie } from '../../auth/session-cookie.ts';
import type { ApiContext } from '../../context.ts';

/** A path of our own pages, so that a form cannot lead to another site. */
export const backSchema = z
  .string()
  .max(300)
  .regex(/^\/admin(?:[/?][\w\-/?=&%+:#]*)?$/u)
  .default('/admin');

/** The longest address that a form may lead back to. */
const longest = 300;

/**
 * The requested page with its filters, for a form to come back to. Characters that `backSchema` refuses are written as
 * %XX, which means the same.
 */
export function hereOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  const here = `${pathname}${search}`.replaceAll(/[^\w\-/?=&%+:]/gu, (sign) => encoded(sign));
  return here.length <= longest ? here : pathname;
}

const encoded = (sign: string): string =>
  [...new TextEncoder().encode(sign)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');

const flashSchema = z.object({
  kind: z.enum(['done', 'refused']),
  words: z.string().max(1000),
  /** The open space that the last press was about. */
  openSpaceId: z.string().max(60).optional(),
  /** A host who is ignored now, and the number of this host's undecided open spaces. */
  waiting: z.object({ hostId: z.string().regex(/^\d{1,19}$/u), count: z.int().min(1) }).optional(),
});

/** The result of the last press, for the next page. */
export type Flash = z.infer<typeof flashSchema>;

/**
 * Goes back to a page of ours, which then shows the result. A cookie keeps the result for one page: so nothing must be
 * cleaned up, and the words are never in an address.
 */
export function backWith(
  c: Context,
  { publicUrl }: Pick<ApiContext, 'publicUrl'>,
  back: string,
  flash: Flash,
): Response {
  const words = flash.words.slice(0, 900);
  writeCookie(c, publicUrl, 'said', Buffer.from(JSON.stringify({ ...flash, words })).toString('base64url'), 60);
  return c.redirect(back, 303);
}

export function takeFlash(c: Context, { publicUrl }: Pick<ApiContext, 'publicUrl'>): Flash | undefined {
  const said = readCookie(c, publicUrl, 'said');
  if (said === undefined) return undefined;
  dropCookie(c, publicUrl, 'said');
  try {
    return flashSchema.parse(JSON.parse(Buffer.from(said, 'base64url').toString()));
  } catch {
    return undefined;
  }
}
