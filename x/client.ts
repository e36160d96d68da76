import http from 'node:http';
import https from 'node:https';
import { type IClientSettings, type ITwitterApiClientPlugin, TwitterApi } from 'twitter-api-v2';
import { XClock } from './clock.ts';
import { answerFailure, XUnavailable } from './failure.ts';
import { rateLimitPlugin, type RateLimitLeft } from './rate-limits.ts';

/** What X hands out for one app and one account; the bot posts as the account, and reads as the app. */
export interface XCredentials {
  readonly appKey: string;
  readonly appSecret: string;
  readonly accessToken: string;
  readonly accessSecret: string;
  readonly bearerToken: string;
}

/** `user` signs with OAuth 1.0a (posts, own timeline), `app` carries the Bearer token (stream, search, lookup). */
export interface XClient {
  readonly user: TwitterApi;
  readonly app: TwitterApi;
  /** Epoch milliseconds, by X's own clock once it has answered anything. */
  readonly clock: () => number;
  /**
   * Opens the filtered stream; the caller cancels its body, because `signal` may be forgotten by then. @throws {@link
   * XUnavailable} where X answers with an error status, and what `fetch` throws where it does not answer. The
   * library's own stream needs `\r\n` between tweets, waits for headers for ever, and breaks characters that are
   * split between chunks.
   */
  readonly openStream: (query: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<StreamBody>;
}

export type StreamBody = ReadableStream<Uint8Array>;

const OFFICIAL_API = 'https://api.x.com';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const READ_TIMEOUT_MS = 15_000;

/** The library knows no base URL. */
const baseUrlPlugin = (base: URL): ITwitterApiClientPlugin => ({
  onBeforeRequestConfig({ params }) {
    const url = new URL(params.url);
    url.protocol = base.protocol;
    url.host = base.host;
    params.url = url.toString();
  },
});

/** The library waits for ever unless told otherwise. */
const timeoutPlugin: ITwitterApiClientPlugin = {
  onBeforeRequestConfig({ params }) {
    params.timeout ??= READ_TIMEOUT_MS;
  },
};

export interface XClientOptions extends XCredentials {
  readonly apiUrl: string;
  /** Told what is left of X's limits with every answer that says so; must not throw. */
  readonly onRateLimit?: (left: RateLimitLeft) => void;
}

/**
 * The one client for production and sandbox: they differ in `apiUrl` only.
 * Throws when `apiUrl` has a path (the library derives body types from its own), or is plain http beyond loopback.
 */
export function createXClient(options: XClientOptions): XClient {
  const clock = new XClock();
  const settings = connectionSettings(options, clock);
  const { appKey, appSecret, accessToken, accessSecret, bearerToken } = options;
  return {
    user: new TwitterApi({ appKey, appSecret, accessToken, accessSecret }, settings),
    app: new TwitterApi(bearerToken, settings),
    clock: clock.now,
    openStream: (query, signal) => openStream(new URL(options.apiUrl), bearerToken, query, signal),
  };
}

async function openStream(
  base: URL,
  bearerToken: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<StreamBody> {
  const url = new URL(`/2/tweets/search/stream?${new URLSearchParams(query).toString()}`, base);
  // Uncompressed: an abrupt end of a gzip stream goes unnoticed for long.
  const headers = { authorization: `Bearer ${bearerToken}`, 'accept-encoding': 'identity' };
  const response = await fetch(url, { headers, signal, redirect: 'error' });
  if (response.ok && response.body !== null) return response.body;
  const data: unknown = await response.json().catch(() => undefined);
  const reset = Number(response.headers.get('x-rate-limit-reset') ?? Number.NaN);
  const resetAt = Number.isFinite(reset) ? reset * 1000 : undefined;
  throw new XUnavailable(answerFailure(response.status, data, resetAt), 'stream');
}

function connectionSettings({ apiUrl, onRateLimit }: XClientOptions, clock: XClock): Partial<IClientSettings> {
  const base = new URL(apiUrl);
  if (base.pathname !== '/' || base.search !== '')
    throw new Error('X_API_URL must have no path: give host and port only');
  const plugins: ITwitterApiClientPlugin[] = [timeoutPlugin, clock];
  if (base.origin !== OFFICIAL_API) plugins.push(baseUrlPlugin(base));
  if (onRateLimit !== undefined) plugins.push(rateLimitPlugin(onRateLimit));
  if (base.protocol !== 'https:' && (base.protocol !== 'http:' || !LOOPBACK.has(base.hostname))) {
    throw new Error('X_API_URL must be https, or plain http to this machine (127.0.0.1, localhost or [::1])');
  }
  // A stale kept-alive socket would make a harmless post look ambiguous.
  const httpAgent = new (base.protocol === 'https:' ? https : http).Agent({ keepAlive: false });
  // Uncompressed, so that an answer that was cut off is known as such.
  return { plugins, httpAgent, compression: false };
}
