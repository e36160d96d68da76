import { createSignInLink } from '../../api/auth/sign-in-link.ts';
import { forSuite } from './for-tests.ts';
import { startWebPages, type WebPages } from './web-pages.ts';

/** A browser without a screen: keeps its cookies, sends forms as our own pages do. */
export interface WebClient {
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, form: Record<string, string> | string, headers?: Record<string, string>): Promise<Response>;
  /** What the last click came to, as the page after it says; empty where it says nothing. */
  said(path?: string): Promise<string>;
  readonly cookies: Map<string, string>;
}

export function webClient(url: string): WebClient {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(path.startsWith('http') ? path : url + path, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      if (/max-age=0/iu.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  const client: WebClient = {
    cookies,
    get: (path, headers = {}) => send(path, { headers: { accept: 'text/html', ...headers } }),
    post: (path, form, headers = {}) =>
      send(path, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin', ...headers },
      }),
    async said(path = '/admin/audit') {
      const page = await (await client.get(path)).text();
      return (
        /<p class="said (?:done|refused)">(.*?)<\/p>/u
          .exec(page)?.[1]
          ?.replaceAll(/<[^>]+>/gu, '')
          .trim() ?? ''
      );
    },
  };
  return client;
}

/** Somebody who came by the link that `npm start` prints. */
export async function signedIn(web: Pick<WebPages, 'context' | 'url'>): Promise<WebClient> {
  const client = webClient(web.url);
  const token = new URL(await createSignInLink(web.context)).searchParams.get('token') ?? '';
  const response = await client.post('/admin/sign-in', { token });
  if (response.status !== 303) throw new Error(`the link was refused: ${response.status}`);
  return client;
}

/** The pages for a suite, with an organiser who is signed in, and the HTML that they get. */
export function organisersPages(options?: Parameters<typeof startWebPages>[0]) {
  const web = forSuite(() => startWebPages(options));
  const client = forSuite(() => signedIn(web));
  return { web, client, text: async (path: string): Promise<string> => (await client.get(path)).text() };
}
