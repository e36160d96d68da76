/** Slack's Web API: https://docs.slack.dev/reference/methods. One table of methods. Refusals use Slack's own codes. */
import type { IncomingMessage } from 'node:http';
import { parseArguments, readBody } from './http.ts';
import type { Desk, Method } from './method.ts';
import { chatMethods } from './methods/chat.ts';
import { directoryMethods } from './methods/directory.ts';
import { unfurlMethods } from './methods/unfurls.ts';
import { viewMethods } from './methods/views.ts';
import { SlackError } from './slack-error.ts';
import type { Json } from './state.ts';

const botMethods: Readonly<Record<string, Method>> = {
  ...chatMethods,
  ...directoryMethods,
  ...unfurlMethods,
  ...viewMethods,
};

export interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly headers: Record<string, string>;
}

/** Runs one call. As at Slack, a refusal is HTTP 200 with `ok: false`; only a rate limit has its own status. */
export async function runMethod(
  desk: Desk,
  name: string,
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<Answer> {
  try {
    const args = parseArguments(request.headers['content-type'], await readBody(request), query);
    return { status: 200, body: { ok: true, ...(await call(desk, name, args, request)) }, headers: {} };
  } catch (error) {
    if (error instanceof SyntaxError) return { status: 200, body: { ok: false, error: 'invalid_json' }, headers: {} };
    if (!(error instanceof SlackError)) throw error;
    const body = { ok: false, error: error.code, ...error.more };
    if (error.retryAfter === undefined) return { status: 200, body, headers: {} };
    return { status: 429, body, headers: { 'retry-after': String(error.retryAfter) } };
  }
}

async function call(desk: Desk, name: string, args: Json, request: IncomingMessage): Promise<Json> {
  const { authorization } = request.headers;
  if (name === 'openid.connect.token') return await desk.signIn.exchange(args, authorization);
  const token = authorization?.replace(/^Bearer\s+/iu, '') ?? args['token'];
  if (typeof token !== 'string' || token === '') throw new SlackError('not_authed');
  if (name === 'openid.connect.userInfo') return desk.signIn.userInfo(token);
  if (name === 'apps.connections.open') {
    if (token === desk.tokens.botToken) throw new SlackError('not_allowed_token_type');
    if (token !== desk.tokens.appToken) throw new SlackError('invalid_auth');
    return { url: desk.sockets.openTicket() };
  }
  const method = botMethods[name];
  if (method === undefined) throw new SlackError('unknown_method', { req_method: name });
  if (token === desk.tokens.appToken) throw new SlackError('not_allowed_token_type');
  if (token !== desk.tokens.botToken) throw new SlackError('invalid_auth');
  return method(args, desk);
}
