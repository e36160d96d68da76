/** Sign in with Slack (OpenID Connect): https://docs.slack.dev/authentication/sign-in-with-slack. */
import { createHash, createSign, generateKeyPair, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { Refusal } from './http.ts';
import { SlackError } from './slack-error.ts';
import { textOf } from './state.ts';
import type { Json } from './state.ts';
import { findPerson, sandboxTeam } from './workspace.ts';
import type { Person } from './workspace.ts';

/** How long a code is valid, milliseconds. */
const codeLifetime = 10 * 60_000;
const keyId = 'sandbox-1';

const requestSchema = z.object({
  client_id: z.string().min(1),
  redirect_uri: z.url({ protocol: /^https?$/u }),
  response_type: z.literal('code'),
  scope: z.string().refine((scope) => scope.split(/[ ,]/u).includes('openid'), 'must include openid'),
  state: z.string().default(''),
  nonce: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.literal('S256').optional(),
});

export type SignInRequest = z.infer<typeof requestSchema>;

export interface SignIn {
  /** @throws Refusal that names the problem in the query of an authorize request */
  read(query: URLSearchParams): SignInRequest;
  /** Lets a person in. @returns the address to which the browser goes next */
  grant(request: SignInRequest, userId: string): string;
  exchange(args: Json, authorization: string | undefined): Promise<Json>;
  userInfo(token: string): Json;
  keys(): Promise<Json>;
  configuration(): Json;
}

/** @param client the client that may get tokens; without one, any client id and secret are accepted */
export function createSignIn(
  url: () => string,
  clock: () => number,
  client: { readonly id: string; readonly secret: string } | undefined,
): SignIn {
  const codes = new Map<string, { request: SignInRequest; person: Person; at: number; isUsed: boolean }>();
  const tokens = new Map<string, Person>();
  let keyPair: Promise<{ publicKey: KeyObject; privateKey: KeyObject }> | undefined;
  // Made when first needed: a key of 2048 bits takes a noticeable part of a second.
  const pair = (): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> =>
    (keyPair ??= promisify(generateKeyPair)('rsa', { modulusLength: 2048 }));

  return {
    read(query) {
      const parsed = requestSchema.safeParse(Object.fromEntries(query));
      if (!parsed.success) throw new Refusal(400, 'invalid_request', z.prettifyError(parsed.error));
      if (client !== undefined && parsed.data.client_id !== client.id) {
        throw new Refusal(400, 'invalid_client_id', `no app has the client id ${parsed.data.client_id}`);
      }
      return parsed.data;
    },
    grant(request, userId) {
      const person = findPerson(userId);
      if (person === undefined) throw new Refusal(400, 'user_not_found', `nobody has the id ${userId}`);
      const code = randomUUID();
      codes.set(code, { request, person, at: clock(), isUsed: false });
      const target = new URL(request.redirect_uri);
      target.searchParams.set('code', code);
      target.searchParams.set('state', request.state);
      return target.href;
    },
    async exchange(args, authorization) {
      const [id, secret] = credentials(args, authorization);
      const grant = codes.get(textOf(args['code']));
      if (client !== undefined && id !== client.id) throw new SlackError('invalid_client_id');
      if (client !== undefined && secret !== client.secret) throw new SlackError('bad_client_secret');
      if (grant === undefined || clock() - grant.at > codeLifetime) throw new SlackError('invalid_code');
      if (grant.isUsed) throw new SlackError('code_already_used');
      const { request, person } = grant;
      if (id !== request.client_id) throw new SlackError('invalid_client_id');
      if (args['redirect_uri'] !== request.redirect_uri) throw new SlackError('bad_redirect_uri');
      if (request.code_challenge !== undefined) {
        const challenge = createHash('sha256').update(textOf(args['code_verifier'])).digest('base64url');
        if (challenge !== request.code_challenge) throw new SlackError('invalid_code_verifier');
      }
      grant.isUsed = true;
      const accessToken = `xoxp-${randomUUID()}`;
      tokens.set(accessToken, person);
      const now = Math.floor(clock() / 1000);
      const idToken = await sign({
        iss: url(),
        sub: person.id,
        aud: request.client_id,
        exp: now + 300,
        iat: now,
        auth_time: now,
        ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
        at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
        ...claimsOf(person),
      });
      return { access_token: accessToken, token_type: 'Bearer', id_token: idToken };
    },
    userInfo(token) {
      const person = tokens.get(token);
      if (person === undefined) throw new SlackError('invalid_auth');
      return { sub: person.id, ...claimsOf(person) };
    },
    async keys() {
      const { publicKey } = await pair();
      return { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: keyId, use: 'sig', alg: 'RS256' }] };
    },
    configuration: () => ({
      issuer: url(),
      authorization_endpoint: `${url()}/openid/connect/authorize`,
      token_endpoint: `${url()}/api/openid.connect.token`,
      userinfo_endpoint: `${url()}/api/openid.connect.userInfo`,
      jwks_uri: `${url()}/openid/connect/keys`,
      scopes_supported: ['openid', 'profile', 'email'],
      response_types_supported: ['code'],
      response_modes_supported: ['form_post'],
      grant_types_supported: ['authorization_code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: ['sub', 'auth_time', 'iss'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    }),
  };

  async function sign(claims: Json): Promise<string> {
    const encode = (part: Json): string => Buffer.from(JSON.stringify(part)).toString('base64url');
    const unsigned = `${encode({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${encode(claims)}`;
    const { privateKey } = await pair();
    return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(privateKey, 'base64url')}`;
  }
}

function credentials(args: Json, authorization: string | undefined): [id: string, secret: string] {
  if (authorization?.startsWith('Basic ') !== true) return [textOf(args['client_id']), textOf(args['client_secret'])];
  const [id = '', secret = ''] = Buffer.from(authorization.slice('Basic '.length), 'base64').toString().split(':');
  return [decodeURIComponent(id), decodeURIComponent(secret)];
}

const claimsOf = (person: Person): Json => ({
  'https://slack.com/team_id': sandboxTeam.id,
  'https://slack.com/user_id': person.id,
  'https://slack.com/team_name': sandboxTeam.name,
  'https://slack.com/team_domain': sandboxTeam.domain,
  email: `${person.name}@sandbox.example`,
  email_verified: true,
  name: person.realName,
  given_name: person.name,
  locale: 'en-US',
});
