import assert from 'node:assert/strict';
import { entering, inMinutes, startTestApi } from './support/api-server.ts';
import { forSuite } from './support/for-tests.ts';

describe('the API: the list of open spaces', () => {
  const api = forSuite(() => startTestApi());
  const { enter, enterUndecided } = entering(api);

  const idsOf = async (query: string) => {
    const found = await api.call(`GET /open-spaces?${query}`);
    assert.equal(found.status, 200, found.text);
    return found.body.items.map((item: { id: string }) => item.id);
  };

  it('filters by status, approval, room or alias, start, and words', async () => {
    const one = await enterUndecided({ title: 'Knitting in the round (100%)', room: 'A105' });
    const two = await enterUndecided({ title: 'Type theory', room: 'A106' });
    await api.call(`POST /open-spaces/${two.id}/deny`);
    const both = [one.id, two.id];
    const among = async (query: string) =>
      (await idsOf(`limit=200&${query}`)).filter((id: string) => both.includes(id));
    assert.deepEqual(await among('status=denied'), [two.id]);
    assert.deepEqual(await among('status=needs_action,denied'), both);
    assert.deepEqual(await among('approval=needs_action'), [one.id]);
    assert.deepEqual(await among('approval=denied'), [two.id]);
    assert.deepEqual(await among('room=a106'), [two.id]);
    assert.deepEqual(await among(`from=${encodeURIComponent(two.startsAt)}`), [two.id]);
    assert.deepEqual(await among('to=0000-01-01T00:00:00Z'), []);
    const old = { startsAt: '0000-01-01T00:00:00Z' };
    const past = await api.call(`PATCH /open-spaces/${two.id}`, { body: old });
    assert.equal(past.status, 409);
    assert.match(past.body.detail, /has passed: nothing is posted after the start/u);
    assert.deepEqual(await among(`to=${encodeURIComponent(two.startsAt)}`), [one.id]);
    assert.deepEqual(await among(`q=${encodeURIComponent('KNITTING in the round (100%)')}`), [one.id]);
  });

  it('pages without skipping or repeating anything while others are entered', async () => {
    const tag = 'pager';
    const ids = [];
    for (let n = 0; n < 5; n += 1) ids.push((await enter({ place: `${tag} corner`, room: undefined })).id);
    const seen: string[] = [];
    let path = `/api/v1/open-spaces?limit=2&q=${tag}`;
    for (let page = 0; path !== ''; page += 1) {
      const found = await api.call(`GET /${path.slice('/api/v1/'.length)}`);
      seen.push(...found.body.items.map((item: { id: string }) => item.id));
      const link = /^<([^>]+)>; rel="next"$/u.exec(found.headers.get('Link') ?? '')?.[1];
      assert.equal(link === undefined, found.body.nextCursor === null);
      // One comes before the place in the list that was reached, and one after it.
      if (page === 0) {
        await enter({ place: `${tag} early`, room: undefined, startsAt: inMinutes(90) });
        ids.push((await enter({ place: `${tag} late`, room: undefined })).id);
      }
      path = link ?? '';
    }
    assert.deepEqual(seen, ids);
  });
});
