import assert from 'node:assert/strict';
import { tomorrow } from './support/web-pages.ts';
import { organisersPages } from './support/web-client.ts';

const by = { id: 'U0ORG2', name: 'Bo', door: 'slack' } as const;

describe('The organisers’ lists', () => {
  const { web, client, text } = organisersPages();

  describe('keeps the filters of a list', () => {
    const backOf = (page: string, action: RegExp): string[] =>
      [...page.matchAll(new RegExp(`action="${action.source}".*?</form>`, 'gsu'))].map(
        ([form]) => /name="back" value="([^"]*)"/u.exec(form)?.[1]?.replaceAll('&amp;', '&') ?? '',
      );

    it('when a reminder is approved, a host ignored, a tweet scheduled, a card in the queue denied', async () => {
      const id = await web.hear('filterer', 'Tea (with *milk*) tomorrow at 9:00 in A103 #pyconopenspaces', {
        userId: '501',
      });
      await web.hear('filterer', 'What a day for (*milk*) #pyconopenspaces', { userId: '501' });
      const reminders = `/admin/reminders?approval=needs_action&pending=yes&day=${tomorrow}`;
      const lists: [string, RegExp][] = [
        [reminders, new RegExp(`/admin/open-spaces/${id}`, 'u')],
        ['/admin/users?q=filter', /\/admin\/users\/501/u],
        ['/admin/tweets?q=%28%2Amilk%2A%29', /\/admin\/tweets\/\d+\/stage/u],
        ['/admin?kind=needs_action&room=A103', new RegExp(`/admin/open-spaces/${id}`, 'u')],
      ];
      for (const [list, action] of lists) {
        const [back] = backOf(await text(list), action);
        assert.equal(decodeURIComponent(back ?? ''), decodeURIComponent(list));
      }
      const [back = ''] = backOf(await text(reminders), new RegExp(`/admin/open-spaces/${id}`, 'u'));
      const decided = await client.post(`/admin/open-spaces/${id}`, { verb: 'approve', revision: '0', back });
      assert.equal(decided.headers.get('location'), reminders);
      const ignored = await client.post('/admin/users/501', { trust: 'yes', back: '/admin/users?q=filter' });
      assert.equal(ignored.headers.get('location'), '/admin/users?q=filter');
    });

    it('but to no other site', async () => {
      for (const [path, form] of [
        ['/admin/pause', { paused: 'yes' }],
        ['/admin/users/501', { trust: 'yes' }],
      ] as const) {
        assert.equal((await client.post(path, { ...form, back: '//evil.example' })).status, 400, path);
      }
    });
  });

  it('finds a host’s tweets by handle, and shows what was read and why nothing was done', async () => {
    await web.hear('quiet_quinn', 'Lovely coffee here #pyconopenspaces');
    await web.hear('someone', 'Thanks for the talk #pyconopenspaces');
    for (const q of ['@quiet_quinn', 'QUIET', 'quiet_quinn']) {
      const page = await text(`/admin/tweets?q=${encodeURIComponent(q)}`);
      assert.match(page, /Lovely coffee/u, q);
      assert.match(page, /<span class="status">no room and no start</u, q);
      assert.doesNotMatch(page, /Thanks for the talk/u, q);
    }
  });

  it('names in the audit the open space or the setting, and the result', async () => {
    const id = await web.hear('audited', 'Origami tomorrow at 10:00 in B114 #pyconopenspaces');
    await client.post(`/admin/open-spaces/${id}`, { verb: 'deny', revision: '0' });
    await client.post('/admin/pause', { paused: 'yes', back: '/admin' });
    await client.post('/admin/pause', { paused: 'no', back: '/admin' });
    const [resumed = '', paused = '', denied = ''] = (await text('/admin/audit')).split('<tr').slice(2);
    assert.match(resumed, /Config, version \d+<\/a>.*Pause posting: no</u);
    assert.match(paused, /Config, version \d+<\/a>.*Pause posting: yes</u);
    assert.match(denied, new RegExp(`/admin/open-spaces/${id}">Origami</a>.*denied<`, 'u'));
  });

  it('never lists a cancelled or started session as due', async () => {
    const { store } = web.context;
    const cancelled = await web.hear('cancelled_c', 'Go tomorrow at 12:00 in A104 #pyconopenspaces');
    const live = await web.hear('live_l', 'Bridge tomorrow at 13:00 in A104 #pyconopenspaces');
    await web.context.openSpaces.ask({ openSpaceId: cancelled, verb: { verb: 'cancel' }, by });
    const space = (await store.openSpaces.find(live))?.space;
    assert(space !== undefined);
    // As an open space stands while no worker runs to end it.
    const startAt = Date.now() - 60_000;
    const reminders = space.reminders.map((reminder) => ({ ...reminder, sendAt: startAt - 900_000 }));
    const started = { ...space, id: '4040', room: 'A106', startAt, reminders };
    await store.openSpaces.write(started, 'written by the test', new Date());
    await store.reminders.record(started);
    // As one stands whose approval is late.
    const late = { ...started, id: '4041', startAt: Date.now() + 600_000 };
    await store.openSpaces.write(late, 'written by the test', new Date());
    await store.reminders.record(late);
    const due = await text('/admin/reminders');
    assert(due.includes(`/admin/open-spaces/${live}`));
    assert.equal(due.split('at once if approved').length, 2);
    assert.match(await text('/admin/health'), /, at once if approved<\/time> <a href="\/admin\/open-spaces\/4041"/u);
    // Another one is approved, and goes out within minutes.
    const [first = assert.fail()] = late.reminders;
    const next = { ...first, key: '8', sendAt: Date.now() + 120_000, state: { status: 'approved' } } as const;
    const both = { ...late, id: '4042', reminders: [first, next] };
    await store.openSpaces.write(both, 'written by the test', new Date());
    await store.reminders.record(both);
    const why = /, left out even if approved, because the 8-minute reminder goes out soon/u;
    for (const page of ['/admin/reminders', '/admin/health']) assert.match(await text(page), why, page);
    for (const page of [due, await text('/admin')]) {
      assert(!page.includes(`/admin/open-spaces/${cancelled}`));
      assert(!page.includes('/admin/open-spaces/4040'));
    }
    assert((await text('/admin/reminders?pending=')).includes('/admin/open-spaces/4040'));
  });
});
