import http from 'node:http';
import https from 'node:https';
import { type IClientSettings, type ITwitterApiClientPlugin, TwitterApi } from 'twitter-api-v2';
import { XClock } from './clock.ts';
import { answerFailure, XUnavailable } from './failure.ts';
import { rateLimitPlugin, type RateLimitLeft } from './rate-limits.ts';

/** X's keys for one app and one account. The bot posts as the account and reads as the app. */
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
  /** Epoch milliseconds by X's clock, once X has answered anything; before, by ours. */
  readonly clock: () => number;
  /**
   * Opens the filtered stream. The caller must cancel its body, because `signal` may have no effect by then. @throws
   * {@link XUnavailable} if X answers with an error status, and the error of `fetch` if X does not answer. The
   * library's own stream is not used: it needs `\r\n` between tweets, waits for headers for ever, and breaks characters
   * that are split between chunks.
   */
  readonly openStream: (query: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<StreamBody>;
}

export type StreamBody = ReadableStream<Uint8Array>;

const OFFICIAL_API = 'https://api.x.com';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const READ_TIMEOUT_MS = 15_000;

/** The library has no option for the base URL. */
const baseUrlPlugin = (base: URL): ITwitterApiClientPlugin => ({
  onBeforeRequestConfig({ params }) {
    const url = new URL(params.url);
    url.protocol = base.protocol;
    url.host = base.host;
    params.url = url.toString();
  },
});

/** By default the library waits for ever. */
const timeoutPlugin: ITwitterApiClientPlugin = {
  onBeforeRequestConfig({ params }) {
    params.timeout ??= READ_TIMEOUT_MS;
  },
};

export interface XClientOptions extends XCredentials {
  readonly apiUrl: string;
  /** Called with the rest of a limit, for every answer that states one. It must not throw. */
  readonly onRateLimit?: (left: RateLimitLeft) => void;
}

/**
 * The only client, for production and sandbox; only `apiUrl` differs. Throws if `apiUrl` has a path (the library
 * derives body types from its own paths), or is plain http to a host that is not loopback.
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
  // Without compression: the abrupt end of a gzip stream is noticed late.
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
  // With a stale kept-alive socket, a post that X never saw would look ambiguous.
  const httpAgent = new (base.protocol === 'https:' ? https : http).Agent({ keepAlive: false });
  // Without compression, so that a truncated answer is recognised.
  return { plugins, httpAgent, compression: false };
}
