/** A sandbox of Slack on loopback, at protocol level: Web API, Socket Mode or signed requests, sign-in, and a page. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerControl } from './control.ts';
import type { Controls } from './control.ts';
import { slackWaits } from './delivery.ts';
import { applyFault, createFaults } from './faults.ts';
import { answerJson, readBody, Refusal } from './http.ts';
import type { Desk } from './method.ts';
import { answerFile, answerSignInPage, streamChanges } from './page.ts';
import { createRateLimits } from './rate-limits.ts';
import { answerResponseUrl } from './response-urls.ts';
import { createSignIn } from './sign-in.ts';
import { deliverSigned } from './signed-requests.ts';
import { createSocketMode } from './socket-mode.ts';
import { openState } from './state.ts';
import { createTriggers } from './triggers.ts';
import { runMethod } from './web-api.ts';

export interface SlackSandboxOptions {
  /** 0 for a free one. */
  readonly port: number;
  readonly host?: string;
  /** The file of the workspace; undefined: it is lost at the end. */
  readonly stateFile: string | undefined;
  readonly botToken: string;
  readonly appToken: string;
  /** Needed with `eventsUrl`. */
  readonly signingSecret?: string;
  /** Sends signed requests to this address instead of using Socket Mode. */
  readonly eventsUrl?: string;
  /** The client for Sign in with Slack; without one, any client id and secret are accepted. */
  readonly client?: { readonly id: string; readonly secret: string };
  /** Whether too many posts are refused with 429, as Slack does [true]. */
  readonly rateLimit?: boolean;
  /** Epoch milliseconds [Date.now]. */
  readonly clock?: () => number;
  /** How long an app may take to acknowledge, and a trigger can open a view, milliseconds [3,000, as Slack]. */
  readonly waitsMs?: number;
}

export interface SlackSandbox {
  /** The address of the page, without a slash at the end. */
  readonly url: string;
  /** For `SLACK_API_URL`, with a slash at the end. */
  readonly apiUrl: string;
  readonly port: number;
  close(): Promise<void>;
}

/** @throws Error if the port is taken, the state file is damaged, or HTTP delivery has no secret */
export async function startSlackSandbox(options: SlackSandboxOptions): Promise<SlackSandbox> {
  const { host = '127.0.0.1', clock = Date.now, waitsMs = slackWaits, eventsUrl, signingSecret } = options;
  if (eventsUrl !== undefined && signingSecret === undefined) {
    throw new Error('the Slack sandbox delivers to eventsUrl with signatures: give it a signingSecret');
  }
  const state = openState(options.stateFile, clock);
  let url = '';
  const triggers = createTriggers(clock, waitsMs);
  const sockets = createSocketMode(
    () => url.replace(/^http/u, 'ws'),
    clock,
    waitsMs,
    () => state.journal.touch(),
  );
  const signIn = createSignIn(() => url, clock, options.client);
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => answerError(error, response));
  });
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

  const deliver =
    eventsUrl !== undefined && signingSecret !== undefined
      ? deliverSigned(eventsUrl, signingSecret, clock, waitsMs)
      : sockets.deliver;
  const limits = createRateLimits(clock, options.rateLimit ?? true);
  const desk: Desk = { state, tokens: options, triggers, limits, sockets, signIn, url };
  const controls: Controls = {
    state,
    triggers,
    deliver,
    url,
    faults: createFaults(),
    sockets,
    byRequests: eventsUrl !== undefined,
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', url);
    const [, first = '', ...rest] = pathname.split('/');
    const name = rest.join('/');
    if (first === 'api') await answerCall(name, request, response, searchParams);
    else if (first === 'response') await answerResponseUrl(state, name, request, response);
    else if (pathname === '/openid/connect/keys') answerJson(response, 200, await signIn.keys());
    else if (pathname === '/.well-known/openid-configuration') answerJson(response, 200, signIn.configuration());
    else if (pathname === '/openid/connect/authorize') {
      const asked = signIn.read(searchParams);
      if (request.method === 'POST') {
        refuseStrangers(request, host);
        const user = new URLSearchParams(await readBody(request)).get('user') ?? '';
        response.writeHead(303, { location: signIn.grant(asked, user) }).end();
      } else answerSignInPage(asked, search, response);
    } else if (first === 'sandbox') {
      refuseStrangers(request, host);
      if (name === 'changes') streamChanges(state.journal, response);
      else await answerControl(controls, name, request, response, searchParams);
    } else if (first === 'archives') {
      const [channel = '', permalink = ''] = rest;
      const ts = permalink.replace(/^p(\d+)(\d{6})$/u, '$1.$2');
      response.writeHead(302, { location: `/#${encodeURIComponent(channel)}/${encodeURIComponent(ts)}` }).end();
    } else if (!answerFile(pathname === '/' ? 'index.html' : pathname.replace(/^\/page\//u, ''), response)) {
      throw new Refusal(404, 'not_found', `nothing at ${pathname}`);
    }
  }

  async function answerCall(
    name: string,
    request: IncomingMessage,
    response: ServerResponse,
    query: URLSearchParams,
  ): Promise<void> {
    const fault = controls.faults.take(name);
    const accepted = fault?.accept === true ? await runMethod(desk, name, request, query) : undefined;
    if (fault !== undefined && !(await applyFault(fault, response))) return;
    const { status, body, headers } = accepted ?? (await runMethod(desk, name, request, query));
    answerJson(response, status, body, headers);
  }

  return {
    url,
    apiUrl: `${url}/api/`,
    port,
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Refuses requests from other sites, and under names that point here by DNS rebinding, because they could change the
 * workspace.
 */
function refuseStrangers(request: IncomingMessage, host: string): void {
  const { host: asked = '', origin } = request.headers;
  const name = asked.replace(/:\d+$/u, '').replace(/^\[|\]$/gu, '');
  if (!['127.0.0.1', 'localhost', '::1', host].includes(name)) {
    throw new Refusal(403, 'forbidden_host', `the sandbox answers on loopback, not as ${name}`);
  }
  const site = request.headers['sec-fetch-site'];
  if ((origin !== undefined && origin !== `http://${asked}`) || site === 'cross-site' || site === 'same-site') {
    throw new Refusal(403, 'cross_origin', 'other sites may not move the sandbox');
  }
}

function answerError(error: unknown, response: ServerResponse): void {
  if (error instanceof Refusal) {
    answerJson(response, error.status, { ok: false, error: error.code, message: error.message });
  } else if (response.headersSent) response.destroy();
  else {
    const message = error instanceof Error ? error.message : String(error);
    answerJson(response, 500, { ok: false, error: 'internal_error', message });
  }
}
