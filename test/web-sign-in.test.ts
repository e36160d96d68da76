import assert from 'node:assert/strict';
import { ServiceError } from '@temporalio/client';
import { WebClient as SlackClient } from '@slack/web-api';
import { createUsers } from '../slack/who-may-act.ts';
import { clientOptions } from '../slack/slack-answers.ts';
import { control, startSandbox } from './support/sandbox-app.ts';
import { createPages } from '../api/pages/app.ts';
import { StoreTimeout } from '../store/patience.ts';
import { createSignInLink } from '../api/auth/sign-in-link.ts';
import { forSuite } from './support/for-tests.ts';
import { signedIn, webClient, type WebClient } from './support/web-client.ts';
import { startWebPages } from './support/web-pages.ts';

const hour = 3_600_000;

describe('Signing in', () => {
  let team = 'T0001';
  let now = Date.now();
  const slackClient = { id: 'client-1', secret: 'canary-secret' };
  const slack = forSuite(() => startSandbox({ botToken: 'b', client: slackClient }));
  const web = forSuite(() =>
    startWebPages({
      context: () => ({
        slackSignIn: {
          clientId: slackClient.id,
          clientSecret: slackClient.secret,
          issuer: slack.url,
          teamId: () => Promise.resolve(team),
          membershipOf: createUsers(new SlackClient('b', clientOptions(slack.apiUrl)), () => now).membershipOf,
        },
      }),
    }),
  );

  it('works once by the printed link, and only by its button', async () => {
    const link = await createSignInLink(web.context);
    const token = new URL(link).searchParams.get('token') ?? '';
    const preview = webClient(web.url);
    for (let look = 0; look < 3; look += 1) assert.match(await (await preview.get(link)).text(), /<button/u);
    assert.equal((await preview.get('/admin')).headers.get('location'), '/admin/sign-in');
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => webClient(web.url).post('/admin/sign-in', { token })),
    );
    assert.deepEqual(
      outcomes.map(({ status }) => status).toSorted((a, b) => a - b),
      [303, ...Array.from({ length: 9 }, () => 401)],
    );
  });

  it('signs in a browser that presses twice, or gets no answer to its press, but no other one', async () => {
    const link = await createSignInLink(web.context, 'Ana');
    const token = new URL(link).searchParams.get('token') ?? '';
    const press = (client: WebClient) => client.post('/admin/sign-in', { token });
    const client = webClient(web.url);
    await client.get(link);
    const beforePress = new Map(client.cookies);
    const pressedTwice = await Promise.all([press(client), press(client)]);
    assert.deepEqual(
      pressedTwice.map(({ status }) => status),
      [303, 303],
    );
    // The browser got neither answer, so it has no cookie of them.
    client.cookies.clear();
    for (const [name, value] of beforePress) client.cookies.set(name, value);
    await client.get(link);
    assert.equal((await press(client)).status, 303);
    assert.equal((await client.get('/admin')).status, 200);

    const other = webClient(web.url);
    await other.get(link);
    assert.equal((await press(other)).status, 401);
    await client.post('/admin/sign-out', {});
    assert.equal((await press(client)).status, 401, 'the link signs nobody in again after a sign-out');
  });

  it('leads to the page that was asked for, also from a press that came too late', async () => {
    const client = webClient(web.url);
    const late = await (await client.post('/admin/open-spaces/1', { verb: 'approve' })).text();
    assert.match(late, /Signed out[^]*<a href="\/admin\/sign-in">Sign in/u);
    const signIn = async (): Promise<string | null> => {
      const token = new URL(await createSignInLink(web.context)).searchParams.get('token') ?? '';
      return (await client.post('/admin/sign-in', { token })).headers.get('location');
    };
    await client.get('/admin/open-spaces/123?x=é');
    assert.equal(await signIn(), '/admin/open-spaces/123?x=%C3%A9');
    assert.equal(await signIn(), '/admin');
    client.cookies.set('next', encodeURIComponent('https://example.org/admin'));
    assert.equal(await signIn(), '/admin');
  });

  it('stores only hashes of sign-in secrets', async () => {
    const client = await signedIn(web);
    const secret = client.cookies.get('session') ?? '';
    assert.match(secret, /^[\w-]{43}$/u);
    const session = await web.context.store.sessions.find(secret, new Date());
    assert.equal(session, null);
  });

  it('lets nobody in with a forged, a stale or a foreign cookie', async () => {
    for (const forged of ['', 'x', 'A'.repeat(43), '{"$ne":1}', '%00', '../../etc']) {
      const client = webClient(web.url);
      client.cookies.set('session', encodeURIComponent(forged));
      assert.equal((await client.get('/admin')).status, 302, forged);
      assert.equal((await client.get('/admin/events', { accept: 'text/event-stream' })).status, 401, forged);
      assert.equal((await client.post('/admin/enter', { title: 'x' })).status, 401, forged);
    }
    const client = await signedIn(web);
    const kept = new Map(client.cookies);
    await client.post('/admin/sign-out', {});
    for (const [name, value] of kept) client.cookies.set(name, value);
    assert.equal((await client.get('/admin')).status, 302);
  });

  it('gives a new secret at every sign-in, whatever cookie the browser sends', async () => {
    const client = await signedIn(web);
    const planted = client.cookies.get('session') ?? '';
    const token = new URL(await createSignInLink(web.context)).searchParams.get('token') ?? '';
    await client.post('/admin/sign-in', { token });
    assert.notEqual(client.cookies.get('session'), planted);
    client.cookies.set('session', planted);
    assert.equal((await client.get('/admin')).status, 302);
  });

  it('ends after twelve idle hours, and after seven days however busy', async () => {
    let now = Date.now();
    const app = createPages({ ...web.context, clock: () => now });
    const client = await signedIn(web);
    const cookie = `session=${client.cookies.get('session')}`;
    const isIn = async (): Promise<boolean> =>
      (await app.request('/admin/audit', { headers: { cookie } })).status === 200;
    for (let elapsed = 0; elapsed < 6 * 24; elapsed += 11) {
      assert(await isIn(), `after ${elapsed} hours`);
      now += 11 * hour;
    }
    now += 3 * 24 * hour;
    assert(!(await isIn()));
    const idle = `session=${(await signedIn(web)).cookies.get('session')}`;
    now = Date.now() + 12 * hour + 60_000;
    assert.equal((await app.request('/admin/audit', { headers: { cookie: idle } })).status, 401);
  });

  it('marks its cookie for https only if the pages use https', async () => {
    const context = { ...web.context, publicUrl: 'https://open-spaces.example' };
    const app = createPages(context);
    const token = new URL(await createSignInLink(context)).searchParams.get('token') ?? '';
    const response = await app.request('https://open-spaces.example/admin/sign-in', {
      method: 'POST',
      body: new URLSearchParams({ token }),
      headers: { origin: 'https://open-spaces.example' },
    });
    assert.match(
      response.headers.getSetCookie().join('\n'),
      /^__Host-session=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/mu,
    );
  });

  it('refuses requests from another site with an organiser’s cookies', async () => {
    const client = await signedIn(web);
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      for (const path of ['/admin/enter', '/admin/config/save', '/admin/sign-out', '/admin/users/1']) {
        assert.equal(
          (await client.post(path, { title: 'x' }, headers)).status,
          403,
          `${path} ${JSON.stringify(headers)}`,
        );
      }
    }
    assert.equal((await client.get('/admin')).status, 200);
  });

  it('says what is wrong if Temporal refuses the bot’s key, under a fitting heading', async () => {
    const grpc = Object.assign(new Error('no'), { code: 16, details: '', metadata: {} });
    const list = () => Promise.reject(new ServiceError('failed', { cause: grpc }));
    const app = createPages({ ...web.context, openSpaces: { ...web.context.openSpaces, list } });
    const page = await app.request('/');
    assert.equal(page.status, 503);
    assert.match(await page.text(), /<h1>The bot cannot do this now<\/h1><p>Temporal refuses the bot’s key\./u);
  });

  describe('with Slack', () => {
    /** Goes to Slack, chooses who one is, and stops before coming back. */
    const toSlack = async (client: WebClient, user: string): Promise<URL> => {
      const authorize = (await client.get('/admin/sign-in/slack')).headers.get('location') ?? '';
      const response = await fetch(authorize, {
        method: 'POST',
        body: new URLSearchParams({ user }),
        redirect: 'manual',
      });
      return new URL(response.headers.get('location') ?? '');
    };

    it('lets in who is on the list, and decides under their name', async () => {
      const client = webClient(web.url);
      const back = await toSlack(client, 'U0ORG1');
      assert.equal((await client.get(back.href)).headers.get('location'), '/admin');
      assert.match(await (await client.get('/admin')).text(), /Ana \(organiser\)/u);
    });

    it('keeps out who is not, and from the next click on who was taken off', async () => {
      const stranger = webClient(web.url);
      const refused = await stranger.get((await toSlack(stranger, 'U0STR1')).href);
      assert.equal(refused.status, 403);
      assert.equal((await stranger.get('/admin')).status, 302);

      const client = webClient(web.url);
      await client.get((await toSlack(client, 'U0ORG1')).href);
      assert.equal((await client.get('/admin')).status, 200);
      await web.bench.config({ organisers: ['U0ORG2'] });
      assert.equal((await client.get('/admin')).status, 403);
      assert.equal((await client.post('/admin/enter', { title: 'x' })).status, 403);
      await web.bench.config({ organisers: ['U0ORG1'] });
    });

    it('ends every session of a person whom Slack has deactivated, but keeps them while Slack is down', async () => {
      const client = webClient(web.url);
      await client.get((await toSlack(client, 'U0ORG1')).href);
      await control(slack, 'members', { userId: 'U0ORG1', deactivated: true });
      await control(slack, 'faults', { route: 'users.info', then: 'status', status: 503 });
      now += 61_000;
      assert.equal((await client.get('/admin')).status, 200);
      now += 61_000;
      assert.equal((await client.get('/admin')).status, 302);
      await control(slack, 'members', { userId: 'U0ORG1' });
      now += 61_000;
      assert.equal((await client.get('/admin')).status, 302, 'the session is gone, not only asleep');
    });

    it('tells a guest of the workspace that guests may not decide, even if the config lists them', async () => {
      await control(slack, 'members', { userId: 'U0ORG1', guest: 'multi-channel' });
      now += 61_000;
      const client = webClient(web.url);
      await client.get((await toSlack(client, 'U0ORG1')).href);
      const page = await client.get('/admin');
      assert.deepEqual([page.status, /Guests may not decide/u.test(await page.text())], [403, true]);
      assert.equal((await client.post('/admin/enter', { title: 'x' })).status, 403);
      await control(slack, 'members', { userId: 'U0ORG1' });
      now += 61_000;
      assert.equal((await client.get('/admin')).status, 200);
    });

    it('refuses another state, another browser, a code used twice, and another workspace', async () => {
      const client = webClient(web.url);
      const wrongState = await toSlack(client, 'U0ORG1');
      wrongState.searchParams.set('state', 'other');
      assert.equal((await client.get(wrongState.href)).status, 401);

      const back = await toSlack(client, 'U0ORG1');
      assert.equal((await webClient(web.url).get(back.href)).status, 401);

      const cookies = new Map(client.cookies);
      assert.equal((await client.get(back.href)).status, 303);
      const again = webClient(web.url);
      for (const [name, value] of cookies) again.cookies.set(name, value);
      assert.equal((await again.get(back.href)).status, 401);

      team = 'T9999';
      const other = webClient(web.url);
      assert.equal((await other.get((await toSlack(other, 'U0ORG1')).href)).status, 401);
      team = 'T0001';
    });

    it('does not say that Slack refused if the store is down', async () => {
      const away = () => Promise.reject(new StoreTimeout());
      const { sessions, ...store } = web.context.store;
      for (const broken of [{ takePending: away }, { add: away, begin: away }]) {
        const app = createPages({ ...web.context, store: { ...store, sessions: { ...sessions, ...broken } } });
        const client = webClient(web.url);
        const back = await toSlack(client, 'U0ORG1');
        const cookie = `sign-in=${client.cookies.get('sign-in')}`;
        assert.equal((await app.request(back.href, { headers: { cookie } })).status, 503);
        if (!('add' in broken)) continue;
        assert.equal((await app.request('/admin/sign-in/slack')).status, 503, 'nor that Slack is away');
      }
    });

    it('does not say that Slack refused if Slack is down, and names another way to sign in', async () => {
      for (const fault of [{ then: 'status', status: 503 }, { then: 'drop' }]) {
        const client = webClient(web.url);
        const back = await toSlack(client, 'U0ORG1');
        await control(slack, 'faults', { route: 'openid.connect.token', ...fault });
        const page = await client.get(back.href);
        assert.equal(page.status, 503);
        assert.match(await page.text(), /Slack cannot sign you in now[^]*npm run sign-in -- NAME/u);
      }
    });

    it('does not blame the person if Slack refuses the bot’s own secret, and names the variable', async () => {
      const { slackSignIn } = web.context;
      assert(slackSignIn);
      const app = createPages({ ...web.context, slackSignIn: { ...slackSignIn, clientSecret: 'an-old-one' } });
      const client = webClient(web.url);
      const back = await toSlack(client, 'U0ORG1');
      const cookie = `sign-in=${client.cookies.get('sign-in')}`;
      const page = await app.request(back.href, { headers: { cookie } });
      assert.equal(page.status, 503);
      assert.match(await page.text(), /Slack refuses the bot’s keys[^]*bad_client_secret[^]*SLACK_CLIENT_SECRET/u);
      assert.match(web.logged.join('\n'), /nobody can sign in with Slack: check SLACK_CLIENT_ID/u);
    });

    it('logs no secrets', () => {
      assert(web.logged.length > 0);
      assert.doesNotMatch(web.logged.join('\n'), /canary|xoxp|code=/u);
    });
  });
});
