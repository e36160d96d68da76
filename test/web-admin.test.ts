import assert from 'node:assert/strict';
import { createPages } from '../api/pages/app.ts';
import { localDay, localTime } from '../core/local-time.ts';
import { organisersPages } from './support/web-client.ts';
import { tomorrow, webConference } from './support/web-pages.ts';
import { eventually } from './support/x-sandbox.ts';

const by = { id: 'U0ORG2', name: 'Bo', door: 'slack' } as const;

describe('Organisers’ pages', () => {
  const { web, client, text } = organisersPages();
  const decide = (id: string, form: Record<string, string>): Promise<Response> =>
    client.post(`/admin/open-spaces/${id}`, { revision: '0', ...form });

  it('show HTML in tweets, names and titles as text', async () => {
    const nasty = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
    const id = await web.hear('mallory', `${nasty} tomorrow at 10:00 in A103 #pyconopenspaces`, {
      userId: '66',
      name: nasty,
    });
    await client.post('/admin/enter', {
      title: nasty,
      note: nasty,
      place: nasty,
      date: tomorrow,
      time: '11:00',
    });
    assert.equal(await client.said('/admin/users'), 'Entered. Open');
    const paths = [
      '',
      '/board',
      `/board?day=${tomorrow}`,
      '/open-spaces',
      `/open-spaces/${id}`,
      '/open-spaces/manual-1',
      '/tweets',
      '/users',
      '/reminders',
      '/audit',
      '/health',
    ];
    for (const path of paths) {
      assert.doesNotMatch(await text(`/admin${path}`), /<img|<script>|<script (?!type="module" src="\/assets)/u, path);
    }
    assert.match(await text(`/admin/open-spaces/${id}`), /&lt;script&gt;alert\(2\)/u);
  });

  it('show what a shift moves: only sessions that take place, with the day of a start after midnight', async () => {
    const denied = await web.hear('shift_dee', 'Dominoes tomorrow at 23:00 in B114 #pyconopenspaces');
    await decide(denied, { verb: 'deny' });
    await web.hear('shift_lee', 'Late chess tomorrow at 23:50 in B114 #pyconopenspaces');
    const page = await text(`/admin/shift?room=B114&date=${tomorrow}&time=22:00&minutes=15`);
    assert.match(page, /Late chess/u);
    assert.doesNotMatch(page, /Dominoes<\/a>/u);
    const nextDay = localDay(Date.parse(`${tomorrow}T12:00:00Z`) + 86_400_000, 'UTC');
    assert.match(page, new RegExp(`<b>${nextDay} 00:05 `, 'u'));
    assert.doesNotMatch(page, /is not a day of the conference/u);
    const { config } = (await web.context.store.configs.newest()) ?? assert.fail();
    await web.bench.config({ conference: { ...config.conference, endDate: tomorrow } });
    const last = await text(`/admin/shift?room=B114&date=${tomorrow}&time=22:00&minutes=15`);
    await web.bench.config({ conference: config.conference });
    assert.match(last, new RegExp(`⚠ ${nextDay} is not a day of the conference`, 'u'));
  });

  it('shift the night of a day too, and not the next morning', async () => {
    const dayAfter = new Date(Date.parse(tomorrow) + 86_400_000).toISOString().slice(0, 10);
    for (const [host, at] of Object.entries({ shift_nia: '00:30', shift_mo: '06:00' })) {
      await web.hear(host, `Tea ${dayAfter} at ${at} in A105 #pyconopenspaces`);
    }
    const page = await text(`/admin/shift?room=A105&date=${tomorrow}&time=22:00`);
    assert.match(page, / 00:30 /u);
    assert.doesNotMatch(page, / 06:00 /u);
  });

  it('begin a shift with no room, and shift one day by default, so that a slip moves little', async () => {
    await web.hear('shift_sam', 'Sunset tomorrow at 19:05 in B114 #pyconopenspaces');
    const form = /<button type="submit" class="approve">Shift /u;
    for (const path of ['/admin/shift', `/admin/shift?date=${tomorrow}&time=00:00`, '/admin/shift?room=&days=later']) {
      const page = await text(path);
      assert.doesNotMatch(page, form, path);
      assert.match(page, /Choose a room\./u);
    }
    const today = await text(`/admin/shift?room=B114`);
    assert.doesNotMatch(today, /Sunset/u);
    for (const room of ['B114', '*']) {
      const page = await text(`/admin/shift?room=${room}&days=later`);
      assert.match(page, /Sunset/u, room);
      assert.match(page, form, room);
    }
  });

  it('say that a change is posted at once, if a post has told people of the session', async () => {
    const id = await web.hear('told_toni', 'Tarot tomorrow at 21:30 in B115 #pyconopenspaces');
    const hint = /A change or a cancellation is posted at once\./u;
    assert.doesNotMatch(await text(`/admin/open-spaces/${id}`), hint);
    const { space } = (await web.context.store.openSpaces.find(id)) ?? assert.fail();
    const told = { where: 'B115', startAt: space.startAt ?? 0 };
    await web.context.store.openSpaces.write({ ...space, told, revision: 5 }, 'test', new Date());
    assert.match(await text(`/admin/open-spaces/${id}`), hint);
  });

  it('enter from the paper board in local time, and refuse impossible values', async () => {
    const enter = (form: Record<string, string>): Promise<Response> =>
      client.post('/admin/enter', { title: 'Board games', date: tomorrow, time: '15:00', ...form });
    const entered = await enter({ room: 'A104' });
    const id = entered.headers.get('location')?.split('/').at(-1) ?? '';
    const view = await web.context.store.openSpaces.find(id);
    assert.equal(localTime(view?.space.startAt ?? 0, webConference.timeZone), '15:00');
    const refusals: [Record<string, string>, RegExp][] = [
      [{ room: 'A104', time: '15:10' }, /A104 is taken at that time/u],
      [{ room: 'Z9' }, /Z9 is not on the list of rooms/u],
      [{ room: 'A105', date: '2001-01-01' }, /has passed/u],
      [{ room: 'A105', time: '' }, /Pick a date and a time/u],
      [{ room: 'A105', title: '' }, /Give a title or a post/u],
      [{ room: 'A105', title: '\u200b\u2060' }, /Give a title or a post/u],
      [{ place: '\ufe0f', title: 'Chess' }, /The place has no visible characters/u],
      [{ place: 'https://meet.example/1' }, /The place is only a link, which the bot leaves out of its posts/u],
      [{ room: 'A105', title: 'https://chess.example' }, /The title is only a link/u],
      [{ room: 'A105', tweetUrl: 'https://evil.example/1' }, /address should look like/u],
      [{}, /Give a room or a place/u],
    ];
    for (const [form, words] of refusals) {
      const response = await enter(form);
      assert.equal(response.status, 422);
      assert.match(await response.text(), words);
    }
  });

  it('show who decided through which interface, link to the workflow, and show how it ended', async () => {
    const id = await web.hear('gullfan', 'Acro yoga tomorrow at 12:00 in B114 #pyconopenspaces');
    await web.context.openSpaces.ask({ openSpaceId: id, verb: { verb: 'decide', approval: 'approved' }, by });
    await eventually('the timeline', async () =>
      /<b>approved<\/b><span class="who"> · Bo in Slack/u.test(await text(`/admin/open-spaces/${id}`)),
    );
    const workflow = encodeURIComponent(`open-space:testconf:${id}`);
    assert(
      (await text(`/admin/open-spaces/${id}`)).includes(`/namespaces/${web.bench.namespace}/workflows/${workflow}"`),
    );
    await decide(id, { revision: '1', verb: 'cancel' });
    assert.equal(await client.said(), 'Cancelled “Acro yoga” by @gullfan. Open');
    await decide(id, { revision: '1', verb: 'deny' });
    assert.match(await client.said(), /local organiser was faster: cancelled/u);
    assert.match(await text('/admin/audit'), /<div>Bo<\/div>.*?data-label="Through"><div>Slack<\/div>/u);
  });

  it('change one reminder’s text and time, with its weight, and refuse a text that X would', async () => {
    const id = await web.hear('wren', 'Chess tomorrow at 13:00 in A106 #pyconopenspaces');
    const reword = { verb: 'reword', reminder: '15', date: tomorrow, time: '12:30' };
    await decide(id, { ...reword, text: 'x'.repeat(281) });
    assert.match(await client.said(), /281 characters as X counts them; X takes 280/u);
    await decide(id, { ...reword, text: 'Chess in {minutes} minutes, {room} ♟' });
    assert.match(await client.said(), /reminder at 12:30 .*; new reminder text/u);
    const page = await text(`/admin/open-spaces/${id}`);
    assert.match(page, /Chess in 30 minutes, A106 ♟/u);
    assert.match(page, /28 of 280 characters/u);
    await decide(id, { revision: '1', verb: 'approve', reminder: '15', date: tomorrow, time: '12:30' });
    assert.match(await client.said(), /“Chess” by @wren: approved \(the 15-minute reminder\)\. Open/u);
    const view = await web.context.store.openSpaces.find(id);
    assert.equal(localTime(view?.space.startAt ?? 0, webConference.timeZone), '13:00');
  });

  it('stage a tweet that was ignored', async () => {
    const id = await web.hear('plover', 'What a day #pyconopenspaces');
    assert.equal(await web.context.store.openSpaces.find(id), null);
    const staged = await client.post(`/admin/tweets/${id}/stage`, {
      room: 'B115',
      date: tomorrow,
      time: '17:00',
      title: 'Birdwatching',
    });
    assert.equal(staged.headers.get('location'), '/admin/tweets');
    assert.match(await client.said(), /It is an open space now/u);
    assert.match(await text(`/admin/open-spaces/${id}`), /Birdwatching/u);
    await client.post('/admin/tweets/404404/stage', { room: 'B115', date: tomorrow, time: '18:00' });
    assert.match(await client.said(), /never heard/u);
  });

  it('ignore a host from the next tweet on, and hear them again', async () => {
    const tweet = (): Promise<string> =>
      web.hear('noisy', 'Rock concert tomorrow at 20:00 in A105 #pyconopenspaces', { userId: '4711' });
    await tweet();
    await client.post('/admin/users/4711', { ignore: 'yes' });
    assert.match(await client.said(), /@noisy is ignored/u);
    assert.equal(await web.context.store.openSpaces.find(await tweet()), null);
    assert.match(await text('/admin/users?ignored=yes'), /Stop ignoring/u);
    await client.post('/admin/users/4711', { ignore: 'no' });
    assert.notEqual(await web.context.store.openSpaces.find(await tweet()), null);
  });

  it('trust a host, whose next reminder starts approved, and stop trusting them', async () => {
    // Sessions that have nothing in common, the second one read surely: else a person decides all the same.
    const tweet = async (what: string): Promise<string | undefined> => {
      const id = await web.hear('regular', `${what} #pyconopenspaces`, { userId: '4712' });
      return (await web.context.store.openSpaces.find(id))?.status;
    };
    assert.equal(await tweet('Chess tomorrow at 21:00 in A105'), 'needs_action');
    await client.post('/admin/users/4712', { trust: 'yes' });
    assert.match(await client.said(), /@regular is trusted/u);
    assert.equal(await tweet('Rust for Pythonistas, tomorrow at 19:00, room A106. Bring a laptop!'), 'approved');
    await client.post('/admin/users/4712', { trust: 'no' });
    assert.match(await text('/admin/users'), /Trust</u);
  });

  it('answer bad requests with a 4xx, and do nothing', async () => {
    const paths = [
      '/admin/open-spaces?after=x',
      '/admin/tweets?after=1_x',
      '/admin/audit?after={"$ne":1}',
      '/admin/users?after=%00',
      '/admin/board?day=2026-99-99',
      '/admin/board?day=0000-01-01',
      '/admin/open-spaces?day=9999-12-31',
      '/admin/shift?date=0000-01-01&time=00:00',
      '/admin/open-spaces?q=a&q=b',
      '/admin/open-spaces?status=nope',
      '/admin/reminders?pending=maybe',
      '/admin/open-spaces?__proto__=1&__proto__=2',
    ];
    for (const path of paths) assert.equal((await client.get(path)).status, 400, path);
    for (const path of [
      '/admin/open-spaces/..%2f..%2fetc',
      '/admin/config/versions/0',
      '/admin/config/versions/%7B%7D',
      '/admin/nowhere',
    ]) {
      const response = await client.get(path);
      assert.equal(response.status, 404, path);
      // A person who asked for an organisers' page is led back to these pages, and not to the public schedule.
      assert.match(await response.text(), /<a href="\/admin">To the organisers’ pages<\/a>/u, path);
    }
    assert.match(await text('/nowhere'), /<a href="\/">To the schedule<\/a>/u);
    assert.match(await text('/administration'), /<a href="\/">To the schedule<\/a>/u);
    const id = await web.hear('dunlin', 'Tea tomorrow at 18:00 in A103 #pyconopenspaces');
    const forms = [
      'verb=approve&verb=deny&revision=0',
      'verb[$ne]=x&revision=0',
      'verb=approve&revision={"$ne":1}',
      'revision=0',
      'verb=approve&revision=0&back=https://evil.example',
      'verb=approve&revision=0&back=//evil.example',
      'verb=approve&revision=0&back=/admin/../../x',
    ];
    for (const form of forms) {
      assert.equal((await client.post(`/admin/open-spaces/${id}`, form)).status, 400, form);
    }
    assert.equal((await web.context.store.openSpaces.find(id))?.revision, 0);
    assert.equal(
      (await client.post(`/admin/open-spaces/${id}`, '{}', { 'content-type': 'application/json' })).status,
      415,
    );
    await decide('%7B%22%24ne%22%3A1%7D', { verb: 'approve' });
    assert.match(await client.said(), /There is no such open space/u);
  });

  it('reveal no secrets and nothing internal when something fails', async () => {
    assert.doesNotMatch(web.logged.join('\n'), /session=/u);
    const health = await text('/admin/health');
    // No listener was started here, and the page says the same as /readyz.
    assert.match(health, /X stream<\/dt><dd><span class="status s-failed">check<\/span> no worker listens/u);
    assert.match(health, /Workers<\/dt><dd><span class="status s-sent">fine<\/span> 1 worker polled in the last 75 s/u);
    // No desk was started here, so the cards of all sessions wait.
    assert.match(health, /Cards that wait to be drawn<\/dt><dd>\d+\. Slack takes about one a second/u);
  });

  it('change nothing if a form that shows no marks of direction comes back as it was', async () => {
    const marked = { title: '\u200fשחמט', note: 'at \u202enine', place: 'the \u200fbar' };
    const entered = await client.post('/admin/enter', { ...marked, date: tomorrow, time: '09:00' });
    const path = entered.headers.get('location') ?? '';
    for (const form of [
      { verb: 'rename', title: 'שחמט', note: 'at nine' },
      { verb: 'apply', place: 'the bar', date: tomorrow, time: '09:00' },
    ]) {
      assert.equal((await client.post(path, { ...form, revision: '0' })).status, 303);
      assert.match(await client.said(), /^That changes nothing/u, form.verb);
    }
  });

  it('say on Health why Slack refuses the bot', async () => {
    const why = 'Slack refuses: invalid_auth; check SLACK_BOT_TOKEN';
    await web.context.store.health.sayConnected('slack', why, new Date());
    const app = createPages({ ...web.context, askSlack: () => Promise.reject(new Error(why)) });
    const page = await app.request('/admin/health', {
      headers: { cookie: `session=${client.cookies.get('session')}` },
    });
    assert.match(
      await page.text(),
      /<dt>Slack<\/dt><dd>[^/]*check<\/span> not connected since .*: Slack refuses: invalid/u,
    );
  });

  it('say on Health that cards are drawn, without the time of a connection that may have ended since', async () => {
    const { health } = web.context.store;
    await health.sayConnected('desk', undefined, new Date());
    const desk = () => text('/admin/health').then((page) => /<dt>Cards in Slack<[^]*?<\/dd>/u.exec(page)?.[0] ?? '');
    assert.match(await desk(), /fine<\/span> a worker draws them<|no worker draws them/u);
    assert.doesNotMatch(await desk(), /since/u);
  });

  it('names each read room and time once', async () => {
    const id = await web.hear('once', 'Chess tomorrow at 11:00 in B114 #pyconopenspaces');
    assert.match(await text('/admin/tweets'), /<b>Room:<\/b> B114</u);
    const page = await text(`/admin/open-spaces/${id}`);
    assert.equal(page.split('“B114” (room)').length, 2);
    assert.equal(page.split('>Chess<').length, 2);
  });
});
