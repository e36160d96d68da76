import { eventually as found } from './eventually.ts';
import { createXClient, type XClient, type XCredentials } from '../../x/client.ts';
import { startXSandbox, type XSandboxOptions } from '../../sandbox/x/server.ts';

export const X_CREDENTIALS: XCredentials = {
  appKey: 'canary-app-key',
  appSecret: 'canary-app-secret',
  accessToken: 'canary-access-token',
  accessSecret: 'canary-access-secret',
  bearerToken: 'canary-bearer-token',
};

export interface TestX {
  readonly url: string;
  readonly client: XClient;
  readonly botUsername: string;
  tweet(username: string, text: string, more?: Record<string, unknown>): Promise<string>;
  fault(fault: Record<string, unknown>): Promise<void>;
  /** A control route by `METHOD /path`; throws when it is refused. */
  control(route: string, body?: unknown): Promise<unknown>;
  /** `arrivedAt`: ISO 8601. */
  timeline(): Promise<{ id: string; text: string; arrivedAt: string }[]>;
  close(): Promise<void>;
}

/** A sandbox of its own for one test, with what tests do to it. */
export async function startTestX(options: Partial<XSandboxOptions> = {}): Promise<TestX> {
  const sandbox = await startXSandbox({ port: 0, stateFile: undefined, credentials: X_CREDENTIALS, ...options });
  const control = async (route: string, body?: unknown): Promise<unknown> => {
    const [method = 'GET', path = '/'] = route.split(' ');
    const answer = await fetch(sandbox.url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    url: sandbox.url,
    client: createXClient({ apiUrl: sandbox.url, ...X_CREDENTIALS }),
    botUsername: sandbox.botUsername,
    control,
    tweet: async (username, text, more = {}) =>
      ((await control('POST /sandbox/tweets', { username, text, ...more })) as { id: string }).id,
    fault: async (fault) => void (await control('POST /sandbox/faults', fault)),
    timeline: async () => (await control('GET /sandbox/timeline')) as Awaited<ReturnType<TestX['timeline']>>,
    close: () => sandbox.close(),
  };
}

/** Waits until `condition` holds. */
export async function eventually(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  await found(what, condition);
}
