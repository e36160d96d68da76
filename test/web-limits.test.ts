import assert from 'node:assert/strict';
import { request } from 'node:http';
import { trustedProxies } from '../config/trusted-proxies.ts';
import { forSuite } from './support/for-tests.ts';
import { signedIn, webClient } from './support/web-client.ts';
import { startWebPages } from './support/web-pages.ts';

describe('Strangers in a hurry', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address });

  // The test's own address is the proxy's.
  const web = forSuite(() =>
    startWebPages({ context: () => ({ isTrustedProxy: trustedProxies('127.0.0.1, 10.0.0.0/8') }) }),
  );

  it('use up nobody’s share but their own, whatever they write into the header', async () => {
    const client = webClient(web.url);
    const statuses = new Set<number>();
    for (let n = 0; n < 80; n += 1) {
      // The proxies append the address that they see; what stands before is the caller's invention.
      statuses.add((await client.get('/admin/sign-in', from(`198.51.100.${n}, 192.0.2.1, 10.1.2.3`))).status);
    }
    assert.deepEqual([...statuses], [200, 429]);
    assert.equal((await client.get('/admin/sign-in', from('192.0.2.2'))).status, 200);
  });

  it('count as one for all addresses of an IPv6 network', async () => {
    const client = webClient(web.url);
    const statuses = new Set<number>();
    for (let n = 0; n < 80; n += 1) statuses.add((await client.get('/admin/sign-in', from(`2001:db8::${n}`))).status);
    assert.deepEqual([...statuses], [200, 429]);
    assert.equal((await client.get('/admin/sign-in', from('2001:db8:0:1::1'))).status, 200);
  });

  it('do not keep an organiser behind the same address from deciding', async () => {
    const organiser = await signedIn(web);
    const stranger = webClient(web.url);
    const forged = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    for (let n = 0; n < 300; n += 1) await stranger.post('/admin/enter', {}, n % 2 === 0 ? {} : forged);
    assert.notEqual((await organiser.post('/admin/users/1', { shouldIgnore: 'true' })).status, 429);
  });

  it('are not read to the end of a body that is too large, also with a session', async () => {
    const client = await signedIn(web);
    const { port } = new URL(web.url);
    const upload = (length: Record<string, string>): Promise<number> =>
      new Promise((resolve, reject) => {
        const headers = {
          cookie: `session=${client.cookies.get('session')}`,
          origin: web.url,
          'content-type': 'application/x-www-form-urlencoded',
          ...length,
        };
        const sent = request({ port, host: '127.0.0.1', path: '/admin/enter', method: 'POST', headers });
        sent.on('error', reject);
        sent.on('response', (response) => {
          resolve(response.statusCode ?? 0);
          sent.destroy();
        });
        let left = 1_600;
        const pour = (): void => {
          left -= 1;
          if (left > 0 && !sent.destroyed) sent.write('x'.repeat(65_536), pour);
        };
        pour();
      });
    assert.equal(await upload({ 'transfer-encoding': 'chunked' }), 413);
    assert.equal(await upload({ 'content-length': '100000000' }), 413);
  });
});
