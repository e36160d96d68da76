import assert from 'node:assert/strict';
import { Hono } from 'hono';
import { hearTweet } from '../activities/hear-tweet.ts';
import type { OrganiserEnv } from '../api/auth/guard.ts';
import { eventsRoute } from '../api/pages/admin/events.ts';
import type { Pulse } from '../api/pages/pulse.ts';
import type { Verb } from '../core/request.ts';
import { forSuite } from './support/for-tests.ts';
import { collectedLog } from './support/collected-log.ts';
import { accountOf, soon, startWebPages } from './support/web-pages.ts';
import { eventually } from './support/x-sandbox.ts';

const by = { id: 'U0ORG1', name: 'Ana', door: 'slack' } as const;

describe('The public schedule', () => {
  let ahead = 0;
  let isConfigAway = false;
  const web = forSuite(() =>
    startWebPages({
      context: ({ store }) => ({
        clock: () => Date.now() + ahead,
        store: {
          ...store,
          configs: {
            ...store.configs,
            newest: () => (isConfigAway ? Promise.reject(new Error('connection lost')) : store.configs.newest()),
          },
        },
      }),
    }),
  );

  const text = async (path: string): Promise<string> => (await fetch(web.url + path)).text();
  const shows = (path: string, words: RegExp): Promise<void> =>
    eventually(`${path} shows ${words}`, async () => words.test(await text(path)));

  it('removes sessions that go back to review without an approval, in the calendar too', async () => {
    await web.bench.config({ publicSchedule: 'all' });
    const id = await web.hear('plover', `Bookbinding @ ${soon(340)} in A103 #pyconopenspaces`);
    await shows('/schedule.ics', /Bookbinding/u);
    await hearTweet(web.bench.deps, {
      id: `${id}1`,
      firstId: id,
      text: `Bookbinding @ ${soon(340)} in A103 or A104 #pyconopenspaces`,
      postedAt: Date.now(),
      author: { id: accountOf('plover'), username: 'plover', name: 'plover' },
      isRetweet: false,
      mentionedUsernames: [],
      url: `https://x.com/plover/status/${id}1`,
    });
    await eventually('it is off', async () => !/Bookbinding/u.test(await text('/schedule.ics')));
    assert.match(await text('/schedule.ics'), new RegExp(`UID:${id}@[^]*?STATUS:CANCELLED`, 'u'));
    await web.bench.config({ publicSchedule: 'approved' });
  });

  it('shows changes from ten minutes without readers, and changes that a failed check had seen', async () => {
    const id = await web.hear('skua', `Ukuleles @ ${soon(220)} in A104 #pyconopenspaces`);
    const ask = (verb: Verb) => web.context.openSpaces.ask({ openSpaceId: id, verb, by });
    await ask({ verb: 'decide', approval: 'approved' });
    await shows('/', /Ukuleles/u);
    const isSettled = async (where: string) => {
      const view = await web.context.store.openSpaces.find(id);
      return view?.settled === true && (view.room === where || view.status === where);
    };
    await ask({ verb: 'change', room: 'A105' });
    await eventually('it is moved', () => isSettled('A105'));
    ahead = 10 * 60_000;
    await shows(`/open-spaces/${id}`, /A105/u);

    ahead = 0;
    await ask({ verb: 'cancel' });
    await eventually('it is cancelled', () => isSettled('cancelled'));
    isConfigAway = true;
    await eventually('a look fails', async () => {
      await text('/');
      return web.logged.some((line) => line.includes('shown as it last was'));
    });
    const pages = ['/', '/?screen', '/?print', `/open-spaces/${id}`];
    const note = /<p class="old"[^>]*>This page may be out of date: it is from \w{3} \d+ \w{3} \d\d:\d\d /u;
    for (const path of pages) assert.match(await text(path), note, path);
    isConfigAway = false;
    await shows('/', /Ukuleles<\/a><span class="more"><strong class="word">Cancelled/u);
    for (const path of pages) assert.match(await text(path), /<p class="old"[^>]*><\/p>/u, path);
  });
});

describe('The organisers’ pages', () => {
  const listeners = new Set<(version: number) => void>();
  const pulse: Pulse = {
    version: () => Promise.resolve(1),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const find = () => Promise.reject(new Error('connection lost'));
  const log = collectedLog();
  const context = { clock: Date.now, publicUrl: 'http://127.0.0.1', store: { sessions: { find } }, log };
  const app = new Hono<OrganiserEnv>();
  app.get('/admin/events', (c) => eventsRoute(c, context as never, pulse));

  it('listen to no changes for a HEAD request, which gets no events', async () => {
    assert.equal((await app.request('/admin/events', { method: 'HEAD' })).status, 200);
    assert.equal(listeners.size, 0);
  });

  it('lose their connection if the store fails', async () => {
    const response = await app.request('/admin/events', { headers: { cookie: 'session=of-an-organiser' } });
    await eventually('it listens', () => listeners.size === 1);
    for (const tell of listeners) tell(2);
    const body = response.text();
    // A change wakes it: then it asks who looks.
    await eventually('it hears no more', () => {
      for (const tell of listeners) tell(3);
      return listeners.size === 0;
    });
    assert.match(await body, /^event: changed/u);
  });
});
