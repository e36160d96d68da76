import assert from 'node:assert/strict';
import { organisersPages } from './support/web-client.ts';

const by = { id: 'U0ORG2', name: 'Bo', door: 'slack' } as const;

describe('The organisers’ desk pauses and resumes', () => {
  const { web, client, text } = organisersPages();
  const newest = async () => {
    const version = await web.context.store.configs.newest();
    assert(version !== null);
    return version;
  };
  const pause = (paused: 'yes' | 'no', back = '/admin'): Promise<Response> =>
    client.post('/admin/pause', { paused, back });

  it('with one press on every page, and comes back to that page with its filters', async () => {
    const before = await newest();
    for (const path of [
      '',
      '/board',
      '/open-spaces',
      '/reminders',
      '/tweets',
      '/users',
      '/config',
      '/audit',
      '/enter',
    ]) {
      const page = await text(`/admin${path}`);
      assert.match(page, /<form method="post" action="\/admin\/pause"/u, path);
      assert(page.includes(`name="back" value="/admin${path}"`), path);
    }
    const response = await pause('yes', '/admin/tweets?q=a%2Eb&verdict=review');
    assert.equal(response.headers.get('location'), '/admin/tweets?q=a%2Eb&verdict=review');
    const after = await newest();
    assert.deepEqual(after.config, { ...before.config, paused: true });
    const paused = await text('/admin/audit');
    assert.match(paused, /<p id="paused" role="status" class="said paused">Posting is paused\. Nothing goes out\.</u);
    assert.match(paused, /value="no" class="resume">Resume posting</u);
    await pause('no');
    assert.equal(await client.said('/admin'), 'Posting is on again.');
    assert.deepEqual((await newest()).config, before.config);
  });

  it('once, even if many press at once, and without losing what somebody else saves meanwhile', async () => {
    const before = await newest();
    const other = web.context.openSpaces
      .saveConfig({ ...before.config, throttle: 7 }, before._id, by)
      .catch(() => undefined);
    await Promise.all([...Array.from({ length: 5 }, () => pause('yes')), other]);
    const { config, _id } = await newest();
    assert.equal(config.paused, true);
    assert(_id - before._id <= 2, `${_id - before._id} versions`);
    if ((await other) !== undefined) assert.equal(config.throttle, 7);
    await pause('yes');
    assert.equal(await client.said(), 'Posting was paused already.');
    await pause('no');
  });
});
