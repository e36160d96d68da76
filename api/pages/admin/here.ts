import type { Context } from 'hono';

/** The longest address that a form may lead back to. */
const longest = 300;

/**
 * The page that was asked for, with its filters, for a form to come back to. Signs that `backSchema` does not take are
 * written as %XX, which means the same.
 */
export function hereOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  const here = `${pathname}${search}`.replaceAll(/[^\w\-/?=&%+:]/gu, (sign) => encoded(sign));
  return here.length <= longest ? here : pathname;
}

const encoded = (sign: string): string =>
  [...new TextEncoder().encode(sign)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
