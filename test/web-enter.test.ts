import assert from 'node:assert/strict';
import { organisersPages } from './support/web-client.ts';
import { today, tomorrow } from './support/web-pages.ts';

describe('The organisers’ forms take sessions from the paper board', () => {
  const { web, client, text } = organisersPages();

  it('with today picked already, in three fields', async () => {
    const page = await text('/admin/enter');
    assert.match(page, new RegExp(`<option value="${today}" selected`, 'u'));
  });

  it('and shows the problem at each field, and keeps the entered values', async () => {
    const response = await client.post('/admin/enter', {
      title: '',
      date: tomorrow,
      room: 'Z9',
      time: '5pm',
      place: 'Stairs',
      note: 'N',
    });
    assert.equal(response.status, 422);
    const page = await response.text();
    const problem = (field: string): string => {
      const id = `entry-${field}-problem`;
      assert(page.includes(`aria-describedby="${id}"`), field);
      return new RegExp(`id="${id}">([^<]*)<`, 'u').exec(page)?.[1] ?? '';
    };
    assert.equal(problem('title'), 'Give a title or a post.');
    assert.equal(problem('time'), '5pm is not a time: write it as 17:00.');
    assert.equal(problem('room'), 'Z9 is not on the list of rooms.');
    assert.equal(problem('place'), 'Give a room or a place, not both.');
    assert.match(page, /name="place"[^>]* value="Stairs"/u);
    assert.match(page, new RegExp(`<option value="${tomorrow}" selected`, 'u'));
  });

  it('and refuses a day that no browser would send', async () => {
    const entry = { title: 'Chess', place: 'Stairs', time: '25:00' };
    for (const date of ['soon', '2017-13-01', '2017-02-30', '0000-01-01', '9999-12-31']) {
      assert.equal((await client.post('/admin/enter', { ...entry, date })).status, 400, date);
    }
    const answer = await client.post('/admin/enter', { ...entry, date: tomorrow });
    assert.equal(answer.status, 422);
  });

  it('and marks only the field that is wrong', async () => {
    const entry = { title: 'Chess', room: 'A103', place: 'Stairs', date: tomorrow, time: '17:00' };
    const page = await (await client.post('/admin/enter', entry)).text();
    assert.deepEqual(
      [...page.matchAll(/id="entry-(\w+)-problem"/gu)].map(([, field]) => field),
      ['place'],
    );
    assert.match(await (await client.post('/admin/enter', { ...entry, time: '' })).text(), /Pick a date and a time/u);
  });

  it('once for a form that is sent twice, and twice for two forms', async () => {
    const keyOf = async () => /name="key" value="([^"]+)"/u.exec(await text('/admin/enter'))?.[1] ?? '';
    const [first, second] = [await keyOf(), await keyOf()];
    const filled = { title: 'Board games', place: 'the sofas', date: tomorrow, time: '16:00' };
    const send = async (form: Record<string, string>) =>
      (await client.post('/admin/enter', { ...filled, ...form })).headers.get('location');
    const tapped = await Promise.all([send({ key: first }), send({ key: first })]);
    assert.equal(tapped[0], tapped[1]);
    assert.equal(await send({ key: first }), tapped[0]);
    const others = [await send({ key: first, time: '17:00' }), await send({ key: second })];
    assert.equal(new Set([...tapped, ...others]).size, 3);
  });

  it('and says that it is kept if no worker answers', async () => {
    const { openSpaces } = web.context;
    const { enterByHand, stageTweet, ask } = openSpaces;
    const id = await web.hear('keeper', 'Juggling tomorrow at 8:00 in A103 #pyconopenspaces');
    const kept = async () => ({ kind: 'entered', id, isKept: true });
    Object.assign(openSpaces, { enterByHand: kept, stageTweet: kept, ask: async () => ({ kind: 'kept' }) });
    const entry = { title: 'Juggling', date: tomorrow, time: '08:00', place: 'the sofas' };
    const said: string[] = [];
    for (const path of ['/admin/enter', `/admin/tweets/${id}/stage`, '/admin/approve']) {
      await client.post(path, path === '/admin/approve' ? { pick: `${id}:0` } : entry);
      said.push(await client.said());
    }
    Object.assign(openSpaces, { enterByHand, stageTweet, ask });
    for (const words of said)
      assert.match(words, /request is kept and will be decided\. The cards? shows? the result/u);
  });

  it("and shows the bot's refusals at their fields too", async () => {
    const entry = { title: 'Games', date: tomorrow, time: '17:00', room: 'A105' };
    assert.equal((await client.post('/admin/enter', entry)).status, 303);
    const page = await (await client.post('/admin/enter', { ...entry, title: 'More games' })).text();
    assert.match(page, /id="entry-room-problem">A105 is taken at that time/u);
    const address = await (await client.post('/admin/enter', { ...entry, tweetUrl: 'https://x.example/1' })).text();
    assert.match(address, /id="entry-tweetUrl-problem">[^<]*address should look like/u);
    const nextYear = await client.post('/admin/enter', { ...entry, date: `${Number(today.slice(0, 4)) + 1}-06-01` });
    assert.match(await nextYear.text(), /id="entry-time-problem">The start is more than 30 days after the conf/u);
  });
});
