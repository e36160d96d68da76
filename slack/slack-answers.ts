import {
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import { rememberFor } from '../core/remember-for.ts';

/** Slack could not be asked, or asks to wait; nothing is known to be wrong with what was sent. */
export interface TryLater {
  /** Milliseconds. */
  readonly afterMs: number;
  readonly why: string;
  /** No answer came, so the call may have taken effect. */
  readonly isAmbiguous: boolean;
}

/**
 * How long Slack is left alone after it did not answer, and after an answer that a person has to cure. Milliseconds.
 */
const awayFor = 5_000;
const brokenFor = 60_000;

/**
 * What a failed call means for when to try again.
 *
 * @throws whatever it was, when it did not come from Slack
 */
export function readFailure(error: unknown): TryLater {
  const failure = failureOf(error);
  if (failure === undefined) throw error;
  return failure;
}

function failureOf(error: unknown): TryLater | undefined {
  if (error instanceof WebAPIRateLimitedError) {
    const seconds = Math.max(1, error.retryAfter);
    return { afterMs: seconds * 1000, why: `Slack asks to wait ${seconds} s`, isAmbiguous: false };
  }
  if (error instanceof WebAPIRequestError) {
    return { afterMs: awayFor, why: `Slack does not answer: ${error.original.message}`, isAmbiguous: true };
  }
  if (error instanceof WebAPIHTTPError) {
    return { afterMs: awayFor, why: `Slack answers ${error.statusCode}`, isAmbiguous: error.statusCode >= 500 };
  }
  if (error instanceof WebAPIPlatformError) {
    const { error: name } = error.data;
    const isPassing = passing.includes(name);
    const cure = cures[name];
    return {
      afterMs: isPassing ? awayFor : brokenFor,
      why: `Slack refuses: ${name}${cure === undefined ? '' : `; ${cure}`}`,
      isAmbiguous: isPassing,
    };
  }
  return undefined;
}

/** Errors of Slack's own, which are over soon. */
const passing: readonly string[] = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];

const cures: Readonly<Record<string, string>> = {
  channel_not_found: 'check slackChannels in the config: use channel ids, and invite the bot',
  not_in_channel: 'invite the bot to the channel: /invite @open-spaces-bot',
  is_archived: 'the channel is archived: name another one in slackChannels',
  invalid_auth: 'check SLACK_BOT_TOKEN',
  account_inactive: 'the app was removed from the workspace: install it again',
  token_revoked: 'check SLACK_BOT_TOKEN',
  missing_scope: 'install the app again with the scopes of slack/manifest.json',
};

/** Whether a message may stand whose post ended in this error: also where Slack took it, and something else failed. */
export const mayStand = (error: unknown): boolean => failureOf(error)?.isAmbiguous ?? true;

/** Whether Slack refused for a reason that waiting does not end. */
export const isRefusedForGood = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && !passing.includes(error.data.error);

/** Whether Slack answered with one of these errors. */
export function isRefusedWith(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof WebAPIPlatformError && names.includes(error.data.error);
}

/** What every message of the bot is sent with: nothing in it rings, links or unfolds by itself. */
export const quietly = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;

/** Every call is tried once and says at once what went wrong; who calls decides when to try again. */
export const clientOptions = (apiUrl: string) => ({
  slackApiUrl: apiUrl,
  timeout: 5_000,
  rejectRateLimitedCalls: true,
  retryConfig: { retries: 0 },
});

/** How long an answer counts. Milliseconds. */
const checkedFor = 30_000;

/** Asks Slack whether it takes the token. The question ends in any case: the search for alarms waits for it. */
export function createSlackCheck(token: string, apiUrl: string): () => Promise<unknown> {
  const client = new WebClient(token, { ...clientOptions(apiUrl), logLevel: LogLevel.ERROR });
  return rememberFor(checkedFor, () => client.auth.test(), Date.now);
}

export type SlackClient = Pick<WebClient, 'chat' | 'conversations' | 'views' | 'users'>;
