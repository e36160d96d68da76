/** What a bot of separate processes needs around it: the sandboxes, a store with a config, and a client. */
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Db } from 'mongodb';
import { childEnv } from '../../config/env.ts';
import { defaultRules, type Config } from '../../core/config.ts';
import { localDate } from '../../core/local-time.ts';
import { sandboxSlackKeys, sandboxXCredentials, sandboxXKeys } from '../../sandbox/keys.ts';
import { startSlackSandbox, type SlackSandbox } from '../../sandbox/slack/start.ts';
import { startXSandbox, type XSandbox } from '../../sandbox/x/server.ts';
import { sandboxWorkspace } from '../../standalone/sandboxes.ts';
import { openStore } from '../../store/connect.ts';
import { createStore, type Store } from '../../store/store.ts';

export interface BotParts {
  readonly x: XSandbox;
  readonly slack: SlackSandbox;
  readonly store: Store;
  readonly db: Db;
  readonly client: Client;
  /** For the bot's processes. */
  readonly env: ReturnType<typeof childEnv>;
  stop(): Promise<void>;
}

export interface BotPartsOptions {
  readonly config: Config;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly mongoUri: string;
  readonly database: string;
  /** More of the processes' environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where the sandboxes keep their state; left out, they forget it. */
  readonly stateDir?: string;
  /** Whether Slack's sandbox limits requests as Slack does [true]. */
  readonly rateLimit?: boolean;
}

export async function startBotParts(options: BotPartsOptions): Promise<BotParts> {
  const { namespace, stateDir, rateLimit = true } = options;
  const stateFile = (name: string) => (stateDir === undefined ? undefined : join(stateDir, `${name}.jsonl`));
  const x = await startXSandbox({
    port: 0,
    stateFile: stateFile('x'),
    credentials: sandboxXCredentials,
    // X's 100 posts in 15 minutes would end every long run.
    rateLimits: { 'POST /2/tweets user': 1_000_000 },
  });
  const slack = await startSlackSandbox({
    port: 0,
    stateFile: stateFile('slack'),
    botToken: sandboxSlackKeys.SLACK_BOT_TOKEN,
    appToken: sandboxSlackKeys.SLACK_APP_TOKEN,
    client: { id: sandboxSlackKeys.SLACK_CLIENT_ID, secret: sandboxSlackKeys.SLACK_CLIENT_SECRET },
    rateLimit,
  });
  const { client: mongo, db } = await openStore(options.mongoUri, options.database);
  const store = createStore(db);
  await store.configs.begin(options.config, { id: 'test', name: 'test', door: 'api' }, new Date());
  const connection = await Connection.connect({ address: options.temporalAddress });
  const env = childEnv({
    ...sandboxXKeys,
    ...sandboxSlackKeys,
    LOG_LEVEL: 'info',
    TEMPORAL_ADDRESS: options.temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
    MONGODB_URI: options.mongoUri,
    MONGODB_DATABASE: options.database,
    X_API_URL: x.url,
    SLACK_API_URL: slack.apiUrl,
    ...options.variables,
  });
  return {
    x,
    slack,
    store,
    db,
    client: new Client({ connection, namespace }),
    env,
    async stop() {
      await connection.close();
      await mongo.close();
      await Promise.all([x.close(), slack.close()]);
    },
  };
}

/** A config of a conference from today on, in UTC, that posts at once and whose organisers are the sandbox's. */
export function configFromToday(id: string, days: number, rooms: readonly string[], rules: Partial<Config>): Config {
  const day = (later: number): string => localDate(Date.now() + later * 24 * 3_600_000, 'UTC');
  return {
    ...structuredClone(defaultRules),
    ...structuredClone(sandboxWorkspace),
    organisers: [...sandboxWorkspace.organisers],
    output: 'live',
    approvalLeadMinutes: 0,
    ...rules,
    conference: {
      id,
      name: id,
      timeZone: 'UTC',
      startDate: day(0),
      endDate: day(days - 1),
      rooms: rooms.map((name) => ({ name, aliases: [] })),
    },
  };
}
