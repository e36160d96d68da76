import assert from 'node:assert/strict';
import { ensureCollections } from '../store/connect.ts';
import { forSuite } from './support/for-tests.ts';
import { eventually } from './support/running-bot.ts';
import { inMinutes, startTestApi } from './support/api-server.ts';

describe('the API: reminders', () => {
  const api = forSuite(() => startTestApi({ bench: { config: { reminderMinutes: [30, 15] } } }));
  let next = 600;

  /** Undecided: entering would approve it. */
  const enter = async () => {
    const startsAt = inMinutes((next += 60));
    const body = { room: 'B114', startsAt, title: 'Acro yoga', approval: 'needs_action' };
    const entered = await api.call('POST /open-spaces', { body });
    assert.equal(entered.status, 201, entered.text);
    return entered.body;
  };
  const idsOf = async (query: string) => {
    const found = await api.call(`GET /reminders?limit=200&${query}`);
    assert.equal(found.status, 200, found.text);
    return found.body.items.map((item: { id: string }) => item.id);
  };

  /** Moves it to five seconds from now; tries again if a busy machine is too slow. @returns epoch milliseconds */
  const moveToSoon = (reminder: string, more = {}): Promise<number> =>
    eventually(`${reminder} goes out soon`, async () => {
      const sendAt = Date.now() + 5_000;
      const body = { sendAt: new Date(sendAt).toISOString(), ...more };
      return (await api.call(`PATCH /reminders/${reminder}`, { body })).status === 200 && sendAt;
    });

  it('lists the outgoing tweets by approval and by whether they are still to go out', async () => {
    const { id } = await enter();
    assert.deepEqual(await idsOf('pending=true'), [`${id}-30`, `${id}-15`]);
    assert.deepEqual(await idsOf('approval=approved'), []);
    await api.call(`POST /open-spaces/${id}/approve`);
    assert.deepEqual(await idsOf('approval=approved&pending=true'), [`${id}-30`, `${id}-15`]);
    // The earlier one is left undecided until its time has passed, so it goes out no more once the other one has.
    const sendAt = await moveToSoon(`${id}-30`, { approval: 'needs_action' });
    await eventually('its time has passed', () => Date.now() > sendAt);
    await moveToSoon(`${id}-15`);
    await api.bench.client.workflow.getHandle(api.bench.workflowId(id)).result();
    assert.deepEqual(await idsOf('pending=true'), []);
    assert.deepEqual((await idsOf('pending=false')).toSorted(), [`${id}-15`, `${id}-30`]);
    const sent = await api.call(`GET /reminders/${id}-15`);
    assert.equal(sent.body.status, 'sent');
    assert.match(sent.body.text, /^Coming up in/u);
    const other = await api.call(`GET /reminders/${id}-30`);
    assert.deepEqual([other.body.status, other.body.approval], ['superseded', 'needs_action']);
    assert.match(other.body.why, /went out in its place/u);
  });

  it('lists as pending only reminders that may still go out, also in rows of an earlier version', async () => {
    const { db, store } = api.bench;
    const [live, off] = [await enter(), await enter()];
    for (const { id } of [live, off]) await api.call(`POST /open-spaces/${id}/approve`);
    const later = new Date(Date.now() + 1e10);
    const overdue = () => store.reminders.countOverdue('testconf', later, later);
    const before = await overdue();
    assert.equal((await api.call(`POST /open-spaces/${off.id}/cancel`)).status, 200);
    assert.equal(await overdue(), before - 2);
    const listed = async () =>
      (await idsOf('pending=true')).filter((id: string) => id.startsWith(live.id) || id.startsWith(off.id));
    const both = [`${live.id}-30`, `${live.id}-15`];
    assert.deepEqual(await listed(), both);

    const waiting = () => store.openSpaces.count('testconf', { undecided: true });
    const undecided = await waiting();
    await db.collection('reminders').updateMany({}, { $unset: { dueAt: '' } });
    await db.collection('openSpaces').updateMany({}, { $unset: { undecided: '' } });
    assert.deepEqual([await listed(), await waiting()], [[], 0]);
    await ensureCollections(db);
    assert.deepEqual([await listed(), await waiting()], [both, undecided]);
    assert.equal(await overdue(), before - 2);
  });

  it('sends the next one now, and the other one still at its own time', async () => {
    const { id, startsAt } = await enter();
    await api.call(`POST /open-spaces/${id}/approve`);
    assert.equal((await api.call(`POST /open-spaces/${id}/send-now`)).status, 200);
    await eventually('sent', async () => (await api.call(`GET /reminders/${id}-30`)).body.status === 'sent');
    const other = (await api.call(`GET /reminders/${id}-15`)).body;
    assert.deepEqual([other.status, other.approval], ['approved', 'approved']);
    assert.equal(Date.parse(other.sendAt), Date.parse(startsAt) - 15 * 60_000);
  });

  it('decides on one of two reminders only', async () => {
    const { id } = await enter();
    const approved = await api.call(`PATCH /reminders/${id}-30`, { body: { approval: 'approved' } });
    assert.equal(approved.status, 200, approved.text);
    assert.deepEqual([approved.body.approval, approved.body.decision.by.name], ['approved', 'API_TOKEN']);
    assert.equal((await api.call(`GET /reminders/${id}-15`)).body.approval, 'needs_action');
    const back = await api.call(`PATCH /reminders/${id}-30`, { body: { approval: 'needs_action' } });
    assert.equal(back.body.approval, 'needs_action');
    const twice = await api.call(`PATCH /reminders/${id}-30`, { body: { approval: 'needs_action' } });
    assert.equal(twice.status, 409);
    assert.match(twice.body.detail, /undecided already/u);
  });

  it('accepts a reminder’s ETag as If-Match until the next decision', async () => {
    const { id } = await enter();
    const etagOf = ({ headers }: Awaited<ReturnType<typeof api.call>>) => headers.get('ETag') ?? '';
    const first = etagOf(await api.call(`GET /reminders/${id}-15`));
    assert.equal(first, etagOf(await api.call(`GET /open-spaces/${id}`)));
    const patch = (etag: string, body: object) =>
      api.call(`PATCH /reminders/${id}-15`, { body, headers: { 'If-Match': etag } });
    const changed = await patch(first, { text: 'Soon: {title}' });
    assert.equal(changed.status, 200, changed.text);
    const second = etagOf(changed);
    assert.equal(second, etagOf(await api.call(`GET /reminders/${id}-15`)));
    assert.equal((await patch(first, { approval: 'approved' })).status, 412);
    const third = etagOf(await api.call(`GET /reminders/${id}-15`));
    assert.equal((await patch(third, { approval: 'approved' })).status, 200);
    assert.equal((await patch(second, { approval: 'denied' })).status, 412);
  });

  it('changes time, text and approval of one in one request', async () => {
    const { id, startsAt } = await enter();
    const sendAt = new Date(Date.parse(startsAt) - 45 * 60_000).toISOString();
    const body = { approval: 'approved', sendAt, text: '{title} in {room}, {minutes} minutes from now' };
    const changed = await api.call(`PATCH /reminders/${id}-30`, { body });
    assert.equal(changed.status, 200, changed.text);
    assert.equal(Date.parse(changed.body.sendAt), Date.parse(sendAt));
    assert.deepEqual([changed.body.text, changed.body.approval], [body.text, 'approved']);
    const again = await api.call(`PATCH /reminders/${id}-30`, { body: { ...body, approval: 'denied' } });
    assert.equal(again.status, 200, again.text);
    assert.deepEqual([again.body.text, again.body.approval], [body.text, 'denied']);
  });

  it('refuses a text that X would not take, counted as X counts', async () => {
    const { id } = await enter();
    const patch = (text: string) => api.call(`PATCH /reminders/${id}-15`, { body: { text } });
    assert.equal((await patch('x'.repeat(280))).status, 200);
    for (const text of ['x'.repeat(281), '木'.repeat(141), `${'x'.repeat(277)}{time}`]) {
      const refused = await patch(text);
      assert.deepEqual([refused.status, refused.body.errors[0].path], [422, 'text']);
      assert.match(refused.body.errors[0].message, /over 280 characters, as X counts them/u);
    }
    // A link counts 23 however long it is, and a long title or room is cut to fit.
    assert.equal((await patch(`${'x'.repeat(250)} https://example.org/${'y'.repeat(100)}`)).status, 200);
    assert.equal((await patch(`${'x'.repeat(275)}{title}`)).status, 200);
    assert.equal((await patch(`${'x'.repeat(277)}{room}`)).status, 200);
    assert.equal((await patch('a\u0007bell')).status, 422);
    // As in the config: a typing error would be posted as it is.
    assert.match(
      (await patch('Now in {rom}')).body.errors[0].message,
      /\{rom\} is not a placeholder; the placeholders are .*\{room\}/u,
    );
  });

  it('says why a time is impossible, and that there is no such reminder', async () => {
    const { id, startsAt } = await enter();
    const after = await api.call(`PATCH /reminders/${id}-15`, { body: { sendAt: startsAt } });
    assert.equal(after.status, 409);
    assert.match(after.body.detail, /goes out before the start/u);
    const past = await api.call(`PATCH /reminders/${id}-15`, { body: { sendAt: inMinutes(-5) } });
    assert.match(past.body.detail, /has passed/u);
    const local = await api.call(`PATCH /reminders/${id}-15`, { body: { sendAt: '2026-05-19T17:00' } });
    assert.deepEqual([local.status, local.body.errors[0].path], [422, 'sendAt']);
    assert.equal((await api.call(`PATCH /reminders/${id}-99`, { body: { approval: 'denied' } })).status, 404);
    assert.equal((await api.call(`GET /reminders/${id}-99`)).status, 404);
  });

  it('retries or confirms the named reminder, and asks which one if several could be meant', async () => {
    const { id } = await enter();
    const { store } = api.bench;
    const found = await store.openSpaces.find(id);
    assert(found);
    const state = { status: 'unconfirmed', why: 'X did not say' } as const;
    const unclear = { ...found.space, reminders: found.space.reminders.map((one) => ({ ...one, state })), revision: 5 };
    await store.openSpaces.write(unclear, 'test', new Date());
    for (const verb of ['confirm-sent', 'retry']) {
      const asked = await api.call(`POST /open-spaces/${id}/${verb}`);
      assert.equal(asked.status, 409, asked.text);
      assert.ok(asked.body.detail.includes(`Give \`reminder\`: ${id}-30 or ${id}-15.`), asked.body.detail);
    }
    const other = await api.call(`POST /open-spaces/${id}/confirm-sent`, { body: { reminder: 'x-30' } });
    assert.equal(other.status, 422, other.text);
    const told = await api.call(`POST /open-spaces/${id}/confirm-sent`, { body: { reminder: `${id}-30` } });
    assert.equal(told.status, 200, told.text);
    const status = async (key: string) => (await api.call(`GET /reminders/${id}-${key}`)).body.status;
    assert.deepEqual([await status('30'), await status('15')], ['sent', 'unconfirmed']);
    // The only one that is left.
    assert.equal((await api.call(`POST /open-spaces/${id}/confirm-sent`)).status, 200);
    assert.equal(await status('15'), 'sent');
  });

  it('retries the only one that can be retried: a failed and outdated correction does not count', async () => {
    const { id } = await enter();
    const { store } = api.bench;
    const found = await store.openSpaces.find(id);
    const [first] = found?.space.reminders ?? [];
    assert(found !== null && first !== undefined && found.space.startAt !== undefined);
    const state = { status: 'failed', why: 'X refused it' } as const;
    const outdated = { ...first, key: 'correction3', minutes: 0, corrects: 'moved', state } as const;
    const told = { where: 'B114', startAt: found.space.startAt };
    const reminders = [{ ...first, state }, outdated];
    await store.openSpaces.write({ ...found.space, told, reminders, revision: 5 }, 'test', new Date());
    const retried = await api.call(`POST /open-spaces/${id}/retry`);
    assert.equal(retried.status, 200, retried.text);
    const [again, other] = (await store.openSpaces.find(id))?.space.reminders ?? [];
    assert.notEqual(again?.state.status, 'failed');
    assert.equal(other?.state.status, 'failed');
  });

  it('shifts sessions in a room from a given start on, after a preview, and says how to undo it', async () => {
    const first = next + 60;
    const ids = [(await enter()).id, (await enter()).id, (await enter()).id];
    const starts = async (): Promise<number[]> =>
      Promise.all(ids.map(async (id) => Date.parse((await api.call(`GET /open-spaces/${id}`)).body.startsAt) / 60_000));
    const before = await starts();
    const minutes = 70;
    // From the second on; the first stays.
    const wish = { room: 'b114', from: inMinutes(first + 30), minutes };
    const preview = await api.call('POST /open-spaces/shift', { body: { ...wish, preview: true } });
    assert.deepEqual(
      preview.body.moved.map((one: { id: string }) => one.id),
      ids.slice(1),
    );
    assert.equal(preview.body.undo, null);
    // Slack shifts up to a moment: the room is late today, not tomorrow.
    const last = (before[2] ?? 0) * 60_000;
    const ofToday = await api.context.openSpaces.listShiftable('B114', Date.parse(wish.from), last);
    assert.deepEqual(
      ofToday.map(({ _id }) => _id),
      [ids[1]],
    );
    assert.deepEqual(await starts(), before);

    const { status, body } = await api.call('POST /open-spaces/shift', { body: wish });
    assert.equal(status, 200);
    assert.deepEqual(body.refused, []);
    assert.deepEqual(
      (await starts()).map((start, index) => start - (before[index] ?? 0)),
      [0, minutes, minutes],
    );
    // What was changed by hand since then is left where it is.
    await api.call(`PATCH /open-spaces/${ids[2]}`, { body: { title: 'Mine now' } });
    const { undo } = body;
    const undone = await api.call(`${undo.method} ${undo.path.replace('/api/v1', '')}`, { body: undo.body });
    assert.deepEqual(
      undone.body.moved.map((one: { id: string }) => one.id),
      [ids[1]],
    );
    assert.match(undone.body.refused[0].reason, /was faster/u);
    const unknown = await api.call('POST /open-spaces/shift', { body: { openSpaces: [{ id: 'nope' }], minutes: 5 } });
    assert.deepEqual([unknown.body.moved, unknown.body.refused[0].id], [[], 'nope']);
    const wouldMove = { openSpaces: [{ id: 'nope' }], minutes: 5, preview: true };
    assert.deepEqual(
      (await api.call('POST /open-spaces/shift', { body: wouldMove })).body.refused,
      unknown.body.refused,
    );
    // The same again moves nothing twice.
    await api.call('POST /open-spaces/shift', { body: undo.body });
    assert.deepEqual(
      (await starts()).map((start, index) => start - (before[index] ?? 0)),
      [0, 0, minutes],
    );
  });

  it('names the session that holds the room in which another one was to be shifted', async () => {
    next += 180;
    const { id, startsAt } = await enter();
    const later = new Date(Date.parse(startsAt) + 60 * 60_000).toISOString();
    const rival = await api.call('POST /open-spaces', { body: { room: 'B114', startsAt: later } });
    const { body } = await api.call('POST /open-spaces/shift', { body: { openSpaces: [{ id }], minutes: 60 } });
    const [{ reason, conflictWith, ...rest }] = body.refused;
    assert.match(reason, /^B114 is taken at that time/u);
    assert.deepEqual(rest, { id });
    const { startsAt: at, ...named } = conflictWith;
    assert.equal(Date.parse(at), Date.parse(later));
    assert.deepEqual(named, { id: rival.body.id, room: 'B114', relation: 'repeats' });
  });

  it('leaves out of Undo the sessions that no worker has moved yet: a later refusal is not undone', async () => {
    // Beyond what the case before has shifted.
    next += 180;
    const { id, startsAt } = await enter();
    const minutes = 30;
    const later = new Date(Date.parse(startsAt) + minutes * 60_000).toISOString();
    await api.bench.stopWorker();
    const { body } = await api.call('POST /open-spaces/shift', { body: { openSpaces: [{ id }], minutes } });
    const rival = await api.call('POST /open-spaces', { body: { room: 'B114', startsAt: later } });
    await api.bench.startWorker();
    assert.equal(rival.status, 201, rival.text);
    assert.deepEqual([body.moved, body.kept, body.undo], [[], [{ id }], null]);
    const refusals = async () => (await api.bench.store.openSpaces.find(id))?.space.refusals ?? [];
    await eventually('the request is refused', async () => (await refusals()).length === 1);
    assert.equal((await api.call(`GET /open-spaces/${id}`)).body.startsAt, startsAt);
  });

  it('refuses a shift with too few or too many fields, or an unknown room', async () => {
    const from = inMinutes(600);
    for (const [body, path] of [
      [{ room: 'B114', minutes: 15 }, 'from'],
      [{ from, minutes: 0 }, 'minutes'],
      [{ from, minutes: 1.5 }, 'minutes'],
      [{ from, minutes: 721 }, 'minutes'],
      [{ room: 'Z9', from, minutes: 15 }, 'room'],
      [{ from, openSpaces: [{ id: 'x' }], minutes: 15 }, 'openSpaces'],
    ] as const) {
      const refused = await api.call('POST /open-spaces/shift', { body });
      assert.equal(refused.status, 422, JSON.stringify(body));
      assert.equal(refused.body.errors[0].path, path, refused.text);
    }
  });
});
