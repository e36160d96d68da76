import * as oidc from 'openid-client';
import { z } from 'zod';
import type { Actor } from '../../core/actor.ts';
import type { PendingSignIn } from '../../store/sessions.ts';
import type { ApiContext, SlackSignInClient } from '../context.ts';
import { hashOf, newSecret } from './sign-in-link.ts';

/** How long a sign-in on Slack's page may take, milliseconds. */
const pendingLifetime = 10 * 60_000;

/**
 * https://docs.slack.dev/authentication/sign-in-with-slack: a person's identity is the user id within the team, never
 * the e-mail.
 */
const claimsSchema = z.object({
  'https://slack.com/user_id': z.string().regex(/^[A-Z0-9]{2,30}$/u),
  'https://slack.com/team_id': z.string().min(1),
  name: z.string().max(200).optional(),
});

/** Where Slack sends the browser after the sign-in. Slack accepts only addresses of the app's manifest. */
export const redirectUrl = (publicUrl: string): string => `${publicUrl}/admin/sign-in/slack/callback`;

/** Sign in with Slack: OpenID Connect by code, with state, nonce, and PKCE if the issuer supports it. */
export function createSlackSignIn(
  { clock, publicUrl }: Pick<ApiContext, 'clock' | 'publicUrl'>,
  client: SlackSignInClient,
) {
  const redirectUri = redirectUrl(publicUrl);
  let discovered: Promise<oidc.Configuration> | undefined;

  async function configuration(): Promise<oidc.Configuration> {
    discovered ??= discover(client).catch((error: unknown) => {
      // Slack was down: the next sign-in asks again.
      discovered = undefined;
      throw error;
    });
    return discovered;
  }

  return {
    /** The address to which the browser goes, what to store, and the secret for its cookie. @throws if Slack is down */
    async begin(): Promise<{
      readonly location: string;
      readonly pending: PendingSignIn;
      readonly secret: string;
    }> {
      const config = await configuration();
      const [state, nonce, secret] = [oidc.randomState(), oidc.randomNonce(), newSecret()];
      const codeVerifier = config.serverMetadata().supportsPKCE() ? oidc.randomPKCECodeVerifier() : undefined;
      const pending: PendingSignIn = {
        _id: hashOf(secret),
        kind: 'pending',
        state,
        nonce,
        ...(codeVerifier === undefined ? {} : { codeVerifier }),
        expiresAt: new Date(clock() + pendingLifetime),
      };
      const location = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        response_type: 'code',
        state,
        nonce,
        team: await client.teamId(),
        ...(codeVerifier === undefined
          ? {}
          : { code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier), code_challenge_method: 'S256' }),
      });
      return { location: location.href, pending, secret };
    },

    /** The person who came back from Slack. @throws if anything in the answer does not fit */
    async finish(callbackUrl: URL, pending: PendingSignIn | null): Promise<Actor> {
      if (pending === null) throw new Error('no sign-in is under way in this browser');
      // Behind a proxy the request's own address differs, but the code was issued for the public address.
      const answered = new URL(redirectUri);
      answered.search = callbackUrl.search;
      const tokens = await oidc.authorizationCodeGrant(await configuration(), answered, {
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        idTokenExpected: true,
        ...(pending.codeVerifier === undefined ? {} : { pkceCodeVerifier: pending.codeVerifier }),
      });
      const claims = claimsSchema.parse(tokens.claims());
      const teamId = await client.teamId().catch((cause: unknown) => {
        throw new SlackAway('Slack does not say which workspace it is', { cause });
      });
      if (claims['https://slack.com/team_id'] !== teamId) throw new Error('another workspace');
      const id = claims['https://slack.com/user_id'];
      return { id, name: claims.name ?? id, door: 'web' };
    },
  };
}

class SlackAway extends Error {}

/** Answers that say nothing about the person: none in time, an error status, or a page instead of JSON. */
const notAnswered: readonly unknown[] = [
  'OAUTH_TIMEOUT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
];

/** Whether a sign-in failed because Slack is down. */
export const isSlackDown = (error: unknown): boolean =>
  // `fetch` throws a TypeError if it gets no answer.
  error instanceof SlackAway ||
  error instanceof TypeError ||
  (error instanceof oidc.ClientError && notAnswered.includes(error.code));

/** Slack's refusals of the bot itself: nobody can sign in until somebody corrects its keys or its address. */
const refusalsOfTheBot = ['bad_client_secret', 'invalid_client_id', 'bad_redirect_uri'] as const;
const slackRefusal = z.object({
  cause: z.object({ cause: z.object({ body: z.object({ error: z.enum(refusalsOfTheBot) }) }) }),
});

/** Why Slack refused the bot in a sign-in that failed; undefined if it refused the person, or did not answer. */
export const refusalOfTheBot = (error: unknown): string | undefined =>
  slackRefusal.safeParse(error).data?.cause.cause.body.error;

async function discover({ issuer, clientId, clientSecret }: SlackSignInClient) {
  const url = new URL(issuer);
  const isSandbox = url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return oidc.discovery(url, clientId, undefined, oidc.ClientSecretPost(clientSecret), {
    timeout: 10,
    // Checks the signature too, although the token comes directly from the issuer. Plain http is allowed only to the
    // sandbox on this machine.
    execute: [oidc.enableNonRepudiationChecks, ...(isSandbox ? [oidc.allowInsecureRequests] : [])],
  });
}
