import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';

/**
 * `__Host-` keeps a subdomain or a plain http page from setting the cookie. Browsers then require Secure, so the
 * loopback address, which `npm start` serves without TLS, uses a name without the prefix.
 */
function nameAndOptions(publicUrl: string, name: string): [string, CookieOptions] {
  const secure = publicUrl.startsWith('https:');
  return [`${secure ? '__Host-' : ''}${name}`, { httpOnly: true, sameSite: 'Lax', path: '/', secure }];
}

export function readCookie(c: Context, publicUrl: string, name: string): string | undefined {
  return getCookie(c, nameAndOptions(publicUrl, name)[0]);
}

/** @param maxAge seconds */
export function writeCookie(c: Context, publicUrl: string, name: string, value: string, maxAge: number): void {
  const [fullName, options] = nameAndOptions(publicUrl, name);
  setCookie(c, fullName, value, { ...options, maxAge });
}

export function dropCookie(c: Context, publicUrl: string, name: string): void {
  const [fullName, options] = nameAndOptions(publicUrl, name);
  deleteCookie(c, fullName, options);
}
