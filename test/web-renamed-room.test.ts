import assert from 'node:assert/strict';
import { localTime } from '../core/local-time.ts';
import { apiToken } from './support/api-server.ts';
import { organisersPages } from './support/web-client.ts';
import { soon, tomorrow, webConference } from './support/web-pages.ts';
import { eventually } from './support/x-sandbox.ts';

const by = { id: 'U0ORG1', name: 'Ana', door: 'slack' } as const;

describe('A room that gets another name', () => {
  const { web, client, text } = organisersPages({ context: () => ({ apiToken }) });
  beforeEach(() => web.bench.config({ conference: webConference }));
  const shows = (path: string, words: RegExp): Promise<void> =>
    eventually(`${path} shows ${words}`, async () => words.test(await text(path)));
  const rename = (): Promise<void> => {
    const rooms = webConference.rooms.map((room) =>
      room.name === 'A106' ? { name: 'Juniper', aliases: ['A106'] } : room,
    );
    return web.bench.config({ conference: { ...webConference, rooms } });
  };

  it('keeps its sessions, if only their time is changed on the board', async () => {
    const filled = { key: 'renamed', title: 'Origami', date: tomorrow, time: '08:00', room: 'A106' };
    const entered = await client.post('/admin/enter', filled);
    const id = entered.headers.get('location')?.split('/').at(-1) ?? '';
    await rename();
    const board = await text(`/admin/board?day=${tomorrow}`);
    assert.doesNotMatch(board, /<th[^>]*>A106</u, 'it is in the column of the new name');
    const slip = board.slice(board.indexOf(`data-key="${id}"`));
    const select = slip.slice(slip.indexOf('<select'), slip.indexOf('</select>'));
    // A browser takes the first option if none is selected.
    const options = [...select.matchAll(/<option value="([^"]*)"( selected)?/gu)];
    const room = (options.find(([, , selected]) => selected !== undefined) ?? options[0])?.[1] ?? '';
    const form = { verb: 'apply', revision: '0', date: tomorrow, time: '09:00', room };
    await client.post(`/admin/open-spaces/${id}`, form);
    const space = (await web.context.store.openSpaces.find(id))?.space;
    assert.deepEqual([space?.room, localTime(space?.startAt ?? 0, webConference.timeZone)], ['A106', '09:00']);
    const card = await text(`/admin/open-spaces/${id}`);
    for (const page of [select, card]) assert.match(page, /<option value="Juniper" selected/u);
    await client.post(`/admin/open-spaces/${id}`, { verb: 'cancel', revision: '1' });
  });

  it('shows earlier bookings under its new name on its screen', async () => {
    const id = await web.hear('dunlin', `Juggling clubs @ ${soon(300)} in A106 #pyconopenspaces`);
    await web.context.openSpaces.ask({ openSpaceId: id, verb: { verb: 'decide', approval: 'approved' }, by });
    await shows('/?screen&room=A106', /Juggling clubs/u);
    await rename();
    await shows('/?screen&room=Juniper', /Juggling clubs/u);
    assert.match(await text(`/open-spaces/${id}`), /Juniper/u);
    assert.match(await text('/schedule.ics'), /LOCATION:Juniper/u);
    for (const page of ['/admin/open-spaces', `/admin/open-spaces/${id}`]) {
      assert.match(await text(page), /Juniper/u, page);
    }
    // Its new name is no move.
    const verb = { verb: 'change', room: 'Juniper' } as const;
    await web.context.openSpaces.ask({ openSpaceId: id, verb, by });
    assert.doesNotMatch(await text(`/open-spaces/${id}`), /Moved, was/u);
  });

  it('has its new name in the answers to a shift, and of the API', async () => {
    const filled = { key: 'shifted', title: 'Kites', date: tomorrow, time: '13:00', room: 'A106' };
    const entered = await client.post('/admin/enter', filled);
    const id = entered.headers.get('location')?.split('/').at(-1) ?? '';
    await rename();
    const query = new URLSearchParams({ room: 'Juniper', date: tomorrow, time: '13:00' }).toString();
    const preview = await text(`/admin/shift?${query}`);
    const late = await client.post('/admin/shift', { targets: `${id}.7`, minutes: '15' });
    for (const page of [preview, await late.text()]) {
      assert.match(page, /Kites/u);
      assert.match(page, /<td[^>]*><div>Juniper</u);
      assert.doesNotMatch(page, />A106</u);
    }
    const { refused } = await web.context.openSpaces.shift([{ id, revision: 7 }], 15, by);
    assert.deepEqual(
      refused.map(({ view }) => view.space.room),
      ['Juniper'],
    );
    const headers = { authorization: `Bearer ${apiToken}` };
    const answer = await fetch(`${web.url}/api/v1/open-spaces/${id}`, { headers });
    assert.equal(((await answer.json()) as { room: string }).room, 'Juniper');
    const { startAt = 0 } = (await web.context.openSpaces.find(id))?.space ?? {};
    const taken = await web.context.openSpaces.enterByHand({ room: 'Juniper', title: 'Chess', startAt }, by, 'taken');
    assert.match(taken.kind === 'refused' ? taken.reason : '', /^Juniper is taken at that time/u);
  });

  it('has its new name in the tweet', async () => {
    const filled = { key: 'told', title: 'Paper cranes', date: tomorrow, time: '11:00', room: 'A106' };
    const entered = await client.post('/admin/enter', filled);
    const id = entered.headers.get('location')?.split('/').at(-1) ?? '';
    await rename();
    await web.context.openSpaces.ask({ openSpaceId: id, verb: { verb: 'sendNow' }, by });
    const posted = async () => (await web.bench.x.timeline()).find(({ text: tweet }) => tweet.includes('Paper cranes'));
    await eventually('it is posted', async () => (await posted()) !== undefined);
    assert.match((await posted())?.text ?? '', /in Juniper: Paper cranes$/u);
  });
});
