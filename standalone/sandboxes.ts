// The parts of the sandboxes of X and Slack that `npm start` needs. Loaded only if one of them is used.
import { join } from 'node:path';
import type { Env } from '../config/env.ts';
import type { Config } from '../core/config.ts';
import { sandboxSlackKeys, sandboxXCredentials, sandboxXKeys } from '../sandbox/keys.ts';
import { playScenario, scenarioNames } from '../sandbox/scenarios/play.ts';
import { startSlackSandbox } from '../sandbox/slack/start.ts';
import { sandboxChannels, sandboxOrganisers } from '../sandbox/slack/workspace.ts';
import { startXSandbox, type XSandbox } from '../sandbox/x/server.ts';

export { scenarioNames };

/** A running sandbox, and the environment variables with which the worker and the api use it. */
export interface Sandbox {
  readonly url: string;
  readonly variables: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** If it fails, the error is only printed, and the bot continues. */
export const play = (name: string, x: Pick<XSandbox, 'url' | 'hashtag'>, say: (line: string) => void): Promise<void> =>
  playScenario(name, x, say).catch((error: unknown) => say(`scenario ${name}: ${String(error)}`));

export async function startX(env: Env, say: (line: string) => void): Promise<Sandbox & Pick<XSandbox, 'hashtag'>> {
  const sandbox = await startXSandbox({
    port: env.SANDBOX_X_PORT,
    stateFile: join(env.DATA_DIR, 'sandbox-x.jsonl'),
    dialect: env.SANDBOX_X_DIALECT,
    credentials: sandboxXCredentials,
    onScenario: (name) => {
      void play(name, sandbox, say);
    },
  });
  const variables = {
    ...sandboxXKeys,
    X_API_URL: sandbox.url,
    X_SETTLE_SECONDS: String(env.X_SETTLE_SECONDS ?? 15),
  };
  return { url: sandbox.url, hashtag: sandbox.hashtag, variables, close: () => sandbox.close() };
}

export async function startSlack(env: Env): Promise<Sandbox> {
  const sandbox = await startSlackSandbox({
    port: env.SANDBOX_SLACK_PORT,
    stateFile: join(env.DATA_DIR, 'sandbox-slack.jsonl'),
    botToken: sandboxSlackKeys.SLACK_BOT_TOKEN,
    appToken: sandboxSlackKeys.SLACK_APP_TOKEN,
    client: { id: sandboxSlackKeys.SLACK_CLIENT_ID, secret: sandboxSlackKeys.SLACK_CLIENT_SECRET },
  });
  const variables = { ...sandboxSlackKeys, SLACK_API_URL: sandbox.apiUrl };
  return { url: sandbox.url, variables, close: () => sandbox.close() };
}

/** The people and the channels of Slack's sandbox, for the first config. */
export const sandboxWorkspace = {
  organisers: sandboxOrganisers.map(({ id }) => id),
  slackChannels: {
    outgoingTweets: sandboxChannels.outgoing_tweets,
    needReview: sandboxChannels.need_review,
    eventConflict: sandboxChannels.event_conflict,
  },
} satisfies Partial<Config>;
