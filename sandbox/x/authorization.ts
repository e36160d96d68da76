import { createHmac, timingSafeEqual } from 'node:crypto';
import type { XCredentials } from '../../x/client.ts';

export type Caller = 'user' | 'app' | 'nobody';

const CLOCK_TOLERANCE_S = 300;

/**
 * The caller of a signed request: `user` by OAuth 1.0a HMAC-SHA1 (RFC 5849), `app` by the Bearer token. JSON bodies are
 * not part of the signature. `url` is the address as the client called it.
 */
export function identifyCaller(
  request: { readonly method: string; readonly url: string; readonly authorization: string | undefined },
  credentials: XCredentials,
  now: number,
): Caller {
  const { method, url, authorization = '' } = request;
  const bearer = /^Bearer (.+)$/u.exec(authorization)?.[1];
  if (bearer !== undefined) return sameSecret(bearer, credentials.bearerToken) ? 'app' : 'nobody';
  if (!authorization.startsWith('OAuth ')) return 'nobody';
  const given = oauthParameters(authorization);
  if (given === undefined) return 'nobody';
  const { oauth_signature: signature = '', ...signed } = given;
  const wellFormed =
    signed['oauth_consumer_key'] === credentials.appKey &&
    signed['oauth_token'] === credentials.accessToken &&
    signed['oauth_signature_method'] === 'HMAC-SHA1' &&
    (signed['oauth_nonce'] ?? '') !== '' &&
    Math.abs(now / 1000 - Number(signed['oauth_timestamp'])) <= CLOCK_TOLERANCE_S;
  return wellFormed && sameSecret(signature, signatureOf(method, new URL(url), signed, credentials))
    ? 'user'
    : 'nobody';
}

function signatureOf(method: string, url: URL, oauth: Record<string, string>, credentials: XCredentials): string {
  const parameters = [...url.searchParams, ...Object.entries(oauth)]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&');
  const base = [method.toUpperCase(), encode(url.origin + url.pathname), encode(parameters)].join('&');
  const key = `${encode(credentials.appSecret)}&${encode(credentials.accessSecret)}`;
  return createHmac('sha1', key).update(base).digest('base64');
}

function oauthParameters(header: string): Record<string, string> | undefined {
  try {
    const pairs = [...header.matchAll(/(oauth_\w+)="([^"]*)"/gu)];
    return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, decodeURIComponent(value)]));
  } catch {
    return undefined;
  }
}

/** Percent-encoding of RFC 3986, stricter than encodeURIComponent. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!*'()]/gu,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
