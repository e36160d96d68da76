import {
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import { rememberFor } from '../core/remember-for.ts';

/** Slack did not answer, or asks to wait. The request itself may be right. */
export interface TryLater {
  /** Milliseconds. */
  readonly afterMs: number;
  readonly why: string;
  /** No answer came, so Slack may have carried out the call. */
  readonly isAmbiguous: boolean;
  /** Slack works, and takes no more for now. */
  readonly isRateLimit?: true;
  /** Slack works, and refuses this message: others need not wait for it. */
  readonly isMessageRefused?: true;
}

/** The pause before the next call after no answer, or after an error that a person must mend. Milliseconds. */
const awayFor = 5_000;
const brokenFor = 60_000;

/**
 * Says when to try a failed call again.
 *
 * @throws the error itself, if it is not from Slack
 */
export function readFailure(error: unknown): TryLater {
  const failure = failureOf(error);
  if (failure === undefined) throw error;
  return failure;
}

function failureOf(error: unknown): TryLater | undefined {
  if (error instanceof WebAPIRateLimitedError) {
    const seconds = Math.max(1, error.retryAfter);
    return { afterMs: seconds * 1000, why: `Slack asks to wait ${seconds} s`, isAmbiguous: false, isRateLimit: true };
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
      ...(isPassing || cure !== undefined ? {} : { isMessageRefused: true as const }),
    };
  }
  return undefined;
}

/** Errors inside Slack, which pass soon. */
const passing: readonly string[] = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];

const cures: Readonly<Record<string, string>> = {
  channel_not_found: 'check slackChannels in the config: use channel ids, and invite the bot',
  not_in_channel: 'invite the bot to the channel: /invite @open-spaces-bot',
  is_archived: 'the channel is archived: name another one in slackChannels',
  invalid_auth: 'check SLACK_BOT_TOKEN',
  account_inactive: 'the app was removed from the workspace: install it again',
  token_revoked: 'check SLACK_BOT_TOKEN',
  not_allowed_token_type: 'SLACK_BOT_TOKEN must be the bot token, which begins with xoxb-',
  missing_scope: 'install the app again with the scopes of slack/manifest.json',
};

/**
 * Whether a message may exist although its post ended in this error. Also true if Slack took it and something else
 * failed.
 */
export const mayExist = (error: unknown): boolean => failureOf(error)?.isAmbiguous ?? true;

/** Whether Slack refused for a reason that does not pass by waiting. */
export const isRefusedForGood = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && !passing.includes(error.data.error);

/** Whether Slack answered with one of these errors. */
export function isRefusedWith(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof WebAPIPlatformError && names.includes(error.data.error);
}

/** Options of every message: nothing in it notifies people, becomes a link, or shows a preview by itself. */
export const quietly = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;

/** The client tries each call once and reports the error at once. The caller decides when to try again. */
export const clientOptions = (apiUrl: string) => ({
  slackApiUrl: apiUrl,
  timeout: 5_000,
  rejectRateLimitedCalls: true,
  retryConfig: { retries: 0 },
});

/** How long an answer is reused. Milliseconds. */
const checkedFor = 30_000;

/**
 * Asks Slack whether the token is valid. It always ends, because the search for alarms waits for it.
 *
 * @returns a check that throws, with the reason for people, if Slack is down or refuses the token. A Slack that asks to
 * wait is not down
 */
export function createSlackCheck(token: string, apiUrl: string): () => Promise<void> {
  const client = new WebClient(token, { ...clientOptions(apiUrl), logLevel: LogLevel.ERROR });
  const ask = async (): Promise<void> => {
    await client.auth.test().catch((error: unknown) => {
      const { isRateLimit, why } = readFailure(error);
      if (isRateLimit !== true) throw new Error(why, { cause: error });
    });
  };
  return rememberFor(checkedFor, ask, Date.now);
}

export type SlackClient = Pick<WebClient, 'chat' | 'conversations' | 'views' | 'users' | 'paginate'>;
