import { WebClient } from '@slack/web-api';
import { Client, Connection } from '@temporalio/client';
import { readConferenceFile } from '../config/first-config-file.ts';
import { readEnv, temporalConnection, type Env } from '../config/env.ts';
import { createLog, plainLog } from '../config/log.ts';
import { trustedProxies } from '../config/trusted-proxies.ts';
import { theBot } from '../core/actor.ts';
import { prepareSeconds } from '../core/reminder.ts';
import { createSlackApp } from '../slack/app.ts';
import { boltLog } from '../slack/bolt-log.ts';
import type { Log } from '../slack/open-space-service.ts';
import { createOwnTeam } from '../slack/own-team.ts';
import { createMembership } from '../slack/own-users.ts';
import { clientOptions } from '../slack/slack-answers.ts';
import { connectStore, ensureCollections } from '../store/connect.ts';
import { createStore } from '../store/store.ts';
import { createOpenSpaceService } from '../temporal/open-space-service.ts';
import { createOpenSpaceWorkflows } from '../temporal/workflows.ts';
import { createApi } from './app.ts';
import { createHttpServer, surviveUncaughtErrors } from './http-server.ts';

await main();

async function main(): Promise<void> {
  const env = readEnv('api');
  const logger = createLog(env.LOG_LEVEL, 'api');
  const log = plainLog(logger);
  const { connectionOptions, namespace = 'default' } = temporalConnection();
  const [connection, { client: mongo, db }] = await Promise.all([
    Connection.connect(connectionOptions),
    connectStore(env.MONGODB_URI ?? '', env.MONGODB_DATABASE),
  ]);
  const client = new Client({ connection, namespace });
  await ensureCollections(db);
  const store = createStore(db);
  if (env.CONFERENCE_FILE !== undefined && (await store.configs.newest()) === null) {
    await store.configs.begin(await readConferenceFile(env.CONFERENCE_FILE, {}), theBot, new Date());
  }
  const openSpaces = createOpenSpaceService({
    store,
    client,
    clock: Date.now,
    openSpaces: createOpenSpaceWorkflows(client),
    prepareSeconds,
  });
  const slack = await createSlackApp({
    botToken: env.slack?.SLACK_BOT_TOKEN ?? '',
    ...(env.slack?.SLACK_APP_TOKEN === undefined ? {} : { appToken: env.slack.SLACK_APP_TOKEN }),
    ...(env.slack?.SLACK_SIGNING_SECRET === undefined ? {} : { signingSecret: env.slack.SLACK_SIGNING_SECRET }),
    apiUrl: env.SLACK_API_URL,
    openSpaces,
    log,
  });
  const api = createApi({
    store,
    openSpaces,
    client,
    clock: Date.now,
    publicUrl: publicUrlOf(env),
    apiToken: env.API_TOKEN,
    temporalUi: env.TEMPORAL_UI_URL === undefined ? undefined : { url: env.TEMPORAL_UI_URL, namespace },
    slackSignIn: slackSignInOf(env, log),
    areMetricsPublic: env.METRICS_PUBLIC === 'true',
    isTrustedProxy: trustedProxies(env.TRUSTED_PROXIES),
    log,
  });

  const server = createHttpServer({ fetch: api.fetch, slackListener: slack.requestListener, log });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(env.PORT, env.HOST, resolve);
  });
  surviveUncaughtErrors(log);
  logger.info({ url: publicUrlOf(env) }, 'api ready');
  // Slack may be away for hours; the API and the pages do not wait for it.
  const socket = slack
    .start()
    .catch((error: unknown) => log('the Slack app could not start', { error: String(error) }));

  const stop = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await slack.stop();
    await socket;
    await Promise.all([connection.close(), mongo.close()]);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

function publicUrlOf(env: Env): string {
  return (env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`).replace(/\/$/u, '');
}

function slackSignInOf(env: Env, log: Log) {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = env;
  if (clientId === undefined || clientSecret === undefined) return undefined;
  const slack = new WebClient(env.slack?.SLACK_BOT_TOKEN, {
    ...clientOptions(env.SLACK_API_URL),
    logger: boltLog(log),
  });
  const isActive = createMembership(slack, Date.now);
  // OpenID Connect lives at the host of the Web API, which is slack.com or the sandbox.
  return { clientId, clientSecret, issuer: new URL(env.SLACK_API_URL).origin, teamId: createOwnTeam(slack), isActive };
}
