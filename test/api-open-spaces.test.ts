import assert from 'node:assert/strict';
import { inMinutes, startTestApi, type TestApi } from './support/api-server.ts';

describe('the API: open spaces', () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi();
  });
  after(() => api.stop());

  const enter = (more: object = {}) =>
    api.call('POST /open-spaces', { body: { room: 'B114', startsAt: inMinutes(120), title: 'Acro yoga', ...more } });

  it('enters one by hand and says where it is', async () => {
    const entered = await enter();
    assert.equal(entered.status, 201, entered.text);
    assert.equal(entered.headers.get('Location'), `/api/v1/open-spaces/${entered.body.id}`);
    const found = await api.call(`GET /open-spaces/${entered.body.id}`);
    assert.equal(found.status, 200);
    assert.equal(found.body.status, 'needs_action');
    assert.equal(found.body.room, 'B114');
  });
});
