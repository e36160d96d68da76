import assert from 'node:assert/strict';
import { tellSourceChange } from '../activities/start-open-space.ts';
import { instantsAt } from '../core/conference.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { today, tomorrow, webConference } from './support/web-pages.ts';
import { organisersPages } from './support/web-client.ts';
import { eventually } from './support/x-sandbox.ts';

const by = { id: 'U0ORG2', name: 'Bo', door: 'slack' } as const;
const late = { title: 'Stars', startAt: instantsAt(tomorrow, '23:30', webConference.timeZone)[0] ?? 0 };

describe('The organisers’ desk', () => {
  const { web, client, text } = organisersPages();

  it('takes a place in the queue, if the post names one that is not on the list of rooms', async () => {
    const id = await web.hear('rooftop_rita', 'Pairing session tomorrow at 6pm at the rooftop bar #pyconopenspaces');
    const listed = await web.hear('indoor_ina', 'Pairing tomorrow at 10:00 in A106 #pyconopenspaces');
    const page = await text('/admin');
    const cardOf = (of: string): string => page.split('<article').find((one) => one.includes(`data-key="${of}"`)) ?? '';
    assert.match(cardOf(id), /<input name="place"/u);
    assert.doesNotMatch(cardOf(listed), /<input name="place"/u);
    await client.post(`/admin/open-spaces/${id}`, { verb: 'approve', revision: '0', place: 'the rooftop bar' });
    const view = await web.context.store.openSpaces.find(id);
    assert.deepEqual([view?.status, view?.space.place], ['approved', 'the rooftop bar']);
  });

  it('shows a failed reminder before the queue also after twenty missed ones, which follow the queue', async () => {
    const { store } = web.context;
    const asked = await web.hear('asking_ada', 'Origami tomorrow at 11:00 in A106 #pyconopenspaces');
    const { space } = (await store.openSpaces.find(asked)) ?? assert.fail();
    const startAt = Date.now() - 3_600_000;
    const add = async (id: string, status: 'failed' | 'missed'): Promise<void> => {
      const reminders = space.reminders.map((one) => ({ ...one, state: { status, why: `why ${status}` } }));
      const ended = { ...space, id, startAt, revision: 1, title: `Title of ${id}`, reminders };
      assert(await store.openSpaces.write(ended, `test-${id}`, new Date()));
    };
    for (let index = 0; index < 20; index += 1) await add(`missed-${index}`, 'missed');
    await add('z-failed', 'failed');
    const page = await text('/admin');
    const inOrder = ['why failed', `data-key="${asked}"`, 'why missed'].map((one) => page.indexOf(one));
    assert(!inOrder.includes(-1), inOrder.join());
    assert.deepEqual(
      inOrder,
      inOrder.toSorted((a, b) => a - b),
    );
  });

  it('lists an undecided “Cancelled” with the other undecided ones, and posts it by one press', async () => {
    const { bench, context } = web;
    const { id } = await bench.announce({ inMinutes: 10, room: 'A105', title: 'Mosaics' });
    await bench.ask(id, { verb: 'decide', approval: 'approved' });
    await bench.client.workflow.getHandle(bench.workflowId(id)).result();
    const told = (await context.store.openSpaces.find(id))?.space;
    assert(told?.told !== undefined);
    const counted = async () => (await context.openSpaces.overview()).waiting;
    const before = await counted();
    const isListed = async (): Promise<boolean[]> => [
      (await context.openSpaces.listUndecided()).some(({ _id }) => _id === id),
      (await text('/admin')).includes(`data-key="${id}"`),
      (await text('/admin/reminders?approval=needs_action')).includes(`/admin/open-spaces/${id}`),
    ];
    assert.deepEqual(await isListed(), [false, false, false]);
    const deleted = { kind: 'deleted', why: 'the tweet was deleted' } as const;
    await tellSourceChange(bench.deps, told, deleted, await context.store.configs.current());
    const find = () => context.store.openSpaces.find(id);
    await eventually(
      'it is cancelled',
      async () => (await find())?.status === 'cancelled' && (await isListed())[2] === true,
    );
    const revision = String((await find())?.revision);
    assert.deepEqual([...(await isListed()), await counted()], [true, true, true, before + 1]);
    const card = new RegExp(`data-key="${id}"[^]*?</article>`, 'u').exec(await text('/admin'))?.[0] ?? '';
    assert.match(card, /Decide by [^<]* whether to tell people that it is off\./u);
    const [, reminder = ''] = /name="reminder" value="([^"]+)"[^]*?>Post it</u.exec(card) ?? [];
    await client.post(`/admin/open-spaces/${id}`, { verb: 'approve', revision, reminder });
    await eventually('people are told', async () =>
      (await bench.x.timeline()).some((post) => post.text.startsWith('Cancelled: Mosaics, A105 ')),
    );
    assert.deepEqual([...(await isListed()), await counted()], [false, false, false, before]);
  });

  it('filters the queue by room, kind and deadline', async () => {
    const review = await web.hear('rev', 'Anyone for juggling? B115 #pyconopenspaces');
    const approval = await web.hear('app', 'Packaging tomorrow at 14:00 in B115 #pyconopenspaces');
    const has = async (query: string): Promise<[boolean, boolean]> => {
      const page = await text(`/admin?${query}`);
      return [page.includes(`data-key="${review}"`), page.includes(`data-key="${approval}"`)];
    };
    assert.deepEqual(await has('room=B115'), [true, true]);
    assert.deepEqual(await has('room=A105'), [false, false]);
    assert.deepEqual(await has('kind=needs_review'), [true, false]);
    assert.deepEqual(await has('kind=needs_action&room=B115&deadline='), [false, true]);
    assert.deepEqual(await has('deadline=hour'), [false, false]);
    assert.deepEqual(await has('deadline=later'), [true, true]);
    assert.match(await text('/admin?room=B115'), /<h1>2 of \d+ to decide/u);
    const nothing = await text('/admin?room=&kind=conflict&deadline=');
    assert.match(nothing, /<h1>0 of \d+ to decide[^]*Nothing found\./u);
    assert.doesNotMatch(nothing, /Everything is decided/u);
    assert.equal((await client.get('/admin?deadline=never')).status, 400);
  });

  it('approves twenty at once, each as it was shown, and says which could not be', async () => {
    const rooms = ['A103', 'A104', 'A105', 'A106', 'B114', 'B115'];
    const weekday = new Date(Date.parse(today) + 3 * 86_400_000).toLocaleDateString('en', {
      weekday: 'long',
      timeZone: 'UTC',
    });
    const ids = [];
    for (let index = 0; index < 21; index += 1) {
      const time = `${10 + 2 * Math.floor(index / rooms.length)}:00`;
      const tweet = `Session ${index + 1} on ${weekday} at ${time} in ${rooms[index % rooms.length]} #pyconopenspaces`;
      ids.push(await web.hear(`bulk_${index}`, tweet, { userId: String(9500 + index) }));
    }
    const views = await Promise.all(ids.map((id) => web.context.store.openSpaces.find(id)));
    const ready = views.flatMap((view) => (view?.status === 'needs_action' ? [view] : []));
    assert.equal(ready.length, 21);
    const queue = await text('/admin');
    for (const { _id, revision } of ready) assert(queue.includes(`name="pick" value="${_id}:${revision}"`));
    const [stale, ...others] = ready;
    assert(stale !== undefined);
    await web.context.openSpaces.ask({ openSpaceId: stale._id, verb: { verb: 'decide', approval: 'denied' }, by });
    const form = new URLSearchParams([
      ['back', '/admin?kind=needs_action'],
      ...ready.map(({ _id, revision }): [string, string] => ['pick', `${_id}:${revision}`]),
    ]);
    const response = await client.post('/admin/approve', form.toString());
    assert.equal(response.headers.get('location'), '/admin?kind=needs_action');
    const told = /^Approved 20 open spaces\. 1 could not be approved \([^)]*@bulk_0\): Bo was faster: denied/u;
    assert.match(await client.said(), told);
    const isApproved = async ({ _id }: OpenSpaceView) =>
      (await web.context.store.openSpaces.find(_id))?.status === 'approved';
    await eventually('all others are approved', async () => (await Promise.all(others.map(isApproved))).every(Boolean));
    for (const pick of ['x', '1:-1', '{"$ne":1}:1']) {
      assert.equal((await client.post('/admin/approve', { pick })).status, 400, pick);
    }
    await client.post('/admin/approve', {});
    assert.equal(await client.said(), 'Nothing was selected.');
  });

  it('offers rooms that are free on a conflict, and moves it there with one press, approved', async () => {
    await web.hear('holder_h', 'Jazz tomorrow at 21:00 in A103 #pyconopenspaces');
    const id = await web.hear('rival_r', 'Blues tomorrow at 21:10 in A103 #pyconopenspaces');
    const page = await text(`/admin/open-spaces/${id}`);
    assert.match(page, /Overlaps [^<]*@holder_h, /u);
    assert.match(page, /name="room" value="A104"[^>]*><span class="sr">Approve in <\/span>A104</u);
    const { revision } = (await web.context.store.openSpaces.find(id)) ?? { revision: 0 };
    await client.post(`/admin/open-spaces/${id}`, { verb: 'move', room: 'A104', revision: String(revision) });
    const moved = await web.context.store.openSpaces.find(id);
    assert.deepEqual([moved?.space.room, moved?.status], ['A104', 'approved']);
  });

  it('refuses a move to a room that is taken by now, loses nothing, and offers the rooms that are free', async () => {
    const { store } = web.context;
    await web.hear('holder_i', 'Jazz tomorrow at 23:00 in A103 #pyconopenspaces');
    const id = await web.hear('rival_i', 'Blues tomorrow at 23:10 in A103 #pyconopenspaces');
    assert.match(await text(`/admin/open-spaces/${id}`), /Approve in <\/span>A104</u);
    const shown = (await store.openSpaces.find(id)) ?? assert.fail();
    await store.openSpaces.markDrawn(shown);
    const move = { verb: 'move', room: 'A104', revision: String(shown.revision) };
    await web.hear('faster_f', 'Swing tomorrow at 23:05 in A104 #pyconopenspaces');
    await client.post(`/admin/open-spaces/${id}`, move);
    assert.match(await client.said(), /^A104 is taken at that time \(“Swing” by @faster_f\)\. Pick another/u);
    const kept = (await store.openSpaces.find(id)) ?? assert.fail();
    const { standing, room: asked, startAt } = shown.space;
    assert.deepEqual([kept.space.standing, kept.space.room, kept.space.startAt], [standing, asked, startAt]);
    assert.ok(kept.stale, 'its card in Slack is drawn again, without this room');
    const page = await text(`/admin/open-spaces/${id}`);
    assert.doesNotMatch(page, /Approve in <\/span>A104</u);
    const [, room = ''] = /name="room" value="([^"]+)"[^>]*><span class="sr">Approve in /u.exec(page) ?? [];
    await client.post(`/admin/open-spaces/${id}`, { ...move, room, revision: String(kept.revision) });
    // The first page is still open in another window.
    await client.post(`/admin/open-spaces/${id}`, { ...move, room: 'A106' });
    assert.match(await client.said(), /was faster: scheduled in [^;]*; approved\. Look at it again/u);
    assert.equal((await store.openSpaces.find(id))?.space.room, room);
  });

  it('offers to move or cancel a known session of its host, or to take the post for a session of its own', async () => {
    const { store } = web.context;
    const revisionOf = async (id: string): Promise<string> => String((await store.openSpaces.find(id))?.revision ?? '');
    const host = { userId: '777' };
    const session = await web.hear('juggler_j', 'Juggling tomorrow at 20:00 in A106 #pyconopenspaces', host);
    const move = await web.hear('juggler_j', 'moved to A104, sorry! #pyconopenspaces', host);
    for (const page of [await text('/admin'), await text(`/admin/open-spaces/${move}`)]) {
      const card = new RegExp(`data-key="${move}"[^]*?</article>`, 'u').exec(page)?.[0] ?? '';
      assert.match(card, new RegExp(`May be about <a href="/admin/open-spaces/${session}">A106 · `, 'u'));
      for (const label of ['Move that one here', 'Cancel that one', 'Separate session'])
        assert(card.includes(`>${label}<`), label);
      assert(!card.includes('>Approve<'));
    }
    const shown = await revisionOf(move);
    const press = (verb: string) => client.post(`/admin/open-spaces/${move}`, { verb, revision: shown });
    await press('move-known');
    assert.match(await client.said(), /^Moved: A104 · .* · “Juggling” by @juggler_j\./u);
    assert.equal((await store.openSpaces.find(session))?.room, 'A104');
    assert.equal((await store.openSpaces.find(move))?.status, 'dismissed');
    // Somebody who still has the old card before them cancels nothing.
    await press('cancel-known');
    assert.match(await client.said(), /was faster: denied/u);
    assert.equal((await store.openSpaces.find(session))?.status, 'needs_action');

    // Of a post with two rooms the picker decides; without a pick, nothing is denied that nobody moved.
    const unclear = await web.hear('juggler_j', 'Moved! Juggling is in A105 instead of A104 #pyconopenspaces', host);
    assert.equal((await store.openSpaces.find(unclear))?.space.about, session);
    const moveIt = async (pick: object) =>
      client.post(`/admin/open-spaces/${unclear}`, {
        verb: 'move-known',
        revision: await revisionOf(unclear),
        ...pick,
      });
    await moveIt({});
    assert.match(await client.said(), /gives no other room or start/u);
    assert.equal((await store.openSpaces.find(unclear))?.status, 'needs_review');
    await moveIt({ room: 'A105' });
    assert.equal((await store.openSpaces.find(session))?.room, 'A105');
    assert.equal((await store.openSpaces.find(unclear))?.status, 'dismissed');

    const off = await web.hear('juggler_j', 'Juggling is cancelled, sorry #pyconopenspaces', host);
    await client.post(`/admin/open-spaces/${off}`, { verb: 'cancel-known', revision: await revisionOf(off) });
    assert.match(await client.said(), /^Cancelled: A105 · /u);
    assert.equal((await store.openSpaces.find(session))?.status, 'cancelled');
    assert.equal((await store.openSpaces.find(off))?.status, 'dismissed');
  });

  it('shows on the board that a room is taken until midnight by a session that ends after it', async () => {
    await web.context.openSpaces.enterByHand({ ...late, room: 'B115' }, by, 'late');
    const page = await text(`/admin/board?day=${tomorrow}`);
    const taken = page.matchAll(/data-room="B115" data-time="(23:\d\d)" class="taken"/gu);
    assert.deepEqual(
      [...taken].map(([, time]) => time),
      ['23:45'],
    );
  });

  it('opens the board on the last day after the conference', async () => {
    const { configs } = web.context.store;
    const save = async (days: { startDate: string; endDate: string }) => {
      const { _id: version, config } = (await configs.newest()) ?? assert.fail('no config');
      const conference = { ...config.conference, ...days };
      await configs.save({ ...config, conference }, version, by, new Date());
      return config.conference;
    };
    const before = await save({ startDate: '2017-05-17', endDate: '2017-05-19' });
    assert.match(await text('/admin/board'), /href="\/admin\/board\?day=2017-05-19" aria-current="page"/u);
    await save(before);
  });

  it('says of a card whose decision it showed already that it left the list, not that nobody decided', async () => {
    const id = await web.hear('shown_sam', 'Chalk tomorrow at 7:15 in B115 #pyconopenspaces');
    await web.context.openSpaces.ask({ openSpaceId: id, verb: { verb: 'decide', approval: 'approved' }, by });
    const { revision = 0 } = (await web.context.store.openSpaces.find(id)) ?? {};
    const page = await (await client.get('/admin', { 'x-held': `${id}.${revision}` })).text();
    assert.match(page, new RegExp(`data-gone="${id}">No longer in this list\\.`, 'u'));
  });
});
