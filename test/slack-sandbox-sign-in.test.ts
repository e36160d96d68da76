import assert from 'node:assert/strict';
import { createPublicKey, createVerify, type JsonWebKey } from 'node:crypto';
import { forSuite } from './support/for-tests.ts';
import { clientOf, startSandbox } from './support/sandbox-app.ts';

describe('Slack sandbox, for sign-in', () => {
  const sandbox = forSuite(() => startSandbox());

  it('signs people in by OpenID Connect, with a token whose signature and nonce are valid', async () => {
    const redirect = 'http://127.0.0.1:9/callback';
    const query = new URLSearchParams({
      client_id: 'c1',
      redirect_uri: redirect,
      response_type: 'code',
      scope: 'openid profile',
      state: 's1',
      nonce: 'n1',
    });
    const authorize = `${sandbox.url}/openid/connect/authorize?${query.toString()}`;
    assert.match(await (await fetch(authorize)).text(), /Ana \(organiser\)/u);
    const granted = await fetch(authorize, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ user: 'U0ORG2' }),
    });
    const target = new URL(granted.headers.get('location') ?? '');
    assert.equal(target.searchParams.get('state'), 's1');
    const { openid } = clientOf(sandbox);
    const exchange = {
      client_id: 'c1',
      client_secret: 'x',
      code: target.searchParams.get('code') ?? '',
      redirect_uri: redirect,
    };
    const token = await openid.connect.token(exchange);
    const [head = '', claims = '', signature = ''] = (token.id_token ?? '').split('.');
    const { keys } = (await (await fetch(`${sandbox.url}/openid/connect/keys`)).json()) as { keys: JsonWebKey[] };
    const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' });
    assert(createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(key, signature, 'base64url'));
    const claimed = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
    assert.deepEqual(
      [claimed['iss'], claimed['aud'], claimed['nonce'], claimed['sub']],
      [sandbox.url, 'c1', 'n1', 'U0ORG2'],
    );
    const info = await clientOf(sandbox, token.access_token).openid.connect.userInfo();
    assert.equal(info['https://slack.com/user_id'], 'U0ORG2');
    await assert.rejects(openid.connect.token(exchange), /code_already_used/u);
  });
});
