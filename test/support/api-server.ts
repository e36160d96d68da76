// The machine API on a port of its own, before a real bot: worker, Temporal, MongoDB and the X sandbox.
import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import type { ApiContext } from '../../api/context.ts';
import { createMachineApi } from '../../api/machine-api.ts';
import type { Limits } from '../../api/routes/guards.ts';
import { startWorkbench, type Workbench, type WorkbenchOptions } from './workbench.ts';
import { collectedLog } from './collected-log.ts';

export const apiToken = 'the-first-token-of-this-installation';

/** What nothing in a test comes near, unless the limit is what is tested. */
const generous: Limits = {
  token: { burst: 100_000, perSecond: 1_000 },
  stranger: { burst: 100_000, perSecond: 1_000 },
  bodyWithinMs: 2_000,
};

/** An answer, read. Tests look into the body without its type: what it is, is what they check. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export interface Call {
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, instead of `body`. */
  readonly raw?: string;
}

export type Caller = (request: string, options?: Call) => Promise<Answered>;

export interface TestApi {
  readonly bench: Workbench;
  readonly context: ApiContext;
  readonly url: string;
  readonly logged: string[];
  /** `GET /open-spaces` asks below `/api/v1`; `GET //healthz` asks from the root. */
  readonly call: Caller;
  /** A second server on the same bot, with another context. */
  serveWith(changes: Partial<ApiContext>): Promise<Caller>;
  stop(): Promise<void>;
}

export async function startTestApi(
  options: { limits?: Limits; context?: Partial<ApiContext>; bench?: WorkbenchOptions } = {},
): Promise<TestApi> {
  const bench = await startWorkbench({ realTime: true, ...options.bench });
  const { store, client } = bench;
  const logged: string[] = [];
  const context: ApiContext = {
    store,
    client,
    clock: Date.now,
    openSpaces: bench.service,
    publicUrl: 'http://127.0.0.1',
    apiToken,
    temporalUi: { url: 'http://127.0.0.1:8233', namespace: bench.namespace },
    slackSignIn: undefined,
    // What went wrong; what happened as it should is no news to a test.
    log: { ...collectedLog(logged), info: () => undefined },
    ...options.context,
  };
  const servers: ServerType[] = [];
  const serve = async (changes: Partial<ApiContext>, limits = generous) => {
    const { fetch } = createMachineApi({ ...context, ...changes }, limits);
    const server = createAdaptorServer({ fetch });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const url = await serve({}, options.limits);

  return {
    bench,
    context,
    url,
    logged,
    call: (request, more) => call(url, request, more),
    async serveWith(changes) {
      const other = await serve(changes);
      return (request, more) => call(other, request, more);
    },
    async stop() {
      for (const server of servers) {
        const closed = new Promise((resolve) => server.close(resolve));
        if ('closeAllConnections' in server) server.closeAllConnections();
        await closed;
      }
      await bench.stop();
    },
  };
}

async function call(url: string, request: string, { token = apiToken, body, headers, raw }: Call = {}) {
  const [method = 'GET', path = '/'] = request.split(' ');
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(url + (path.startsWith('//') ? path.slice(1) : `/api/v1${path}`), {
    method,
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(content === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(content === undefined ? {} : { body: content }),
  });
  const text = await response.text();
  const isJson = /json/u.test(response.headers.get('Content-Type') ?? '');
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

/** An instant as the API wants it. */
export const inMinutes = (minutes: number): string =>
  new Date(Math.ceil(Date.now() / 60_000 + minutes) * 60_000).toISOString();

/** Enters open spaces by the API, each at its own time, so that none is in conflict with another one. */
export function entering(api: Pick<TestApi, 'call'>) {
  let next = 600;
  const freeStart = (): string => inMinutes((next += 60));
  const enter = async (more: object = {}) => {
    const body = { room: 'B114', startsAt: freeStart(), title: 'Acro yoga', ...more };
    const entered = await api.call('POST /open-spaces', { body });
    assert.equal(entered.status, 201, entered.text);
    return entered.body;
  };
  /** An entry is approved, unless it says otherwise. */
  return { freeStart, enter, enterUndecided: (more: object = {}) => enter({ approval: 'needs_action', ...more }) };
}
