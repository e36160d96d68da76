import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { WebClient } from '@slack/web-api';
import { Client, Connection } from '@temporalio/client';
import { readConferenceFile } from '../config/first-config-file.ts';
import { readEnv, temporalConnection, type Env } from '../config/env.ts';
import { createLog, plainLog } from '../config/log.ts';
import { theBot } from '../core/actor.ts';
import { prepareSeconds } from '../core/reminder.ts';
import { createSlackApp } from '../slack/app.ts';
import { connectStore, ensureCollections } from '../store/connect.ts';
import { createStore } from '../store/store.ts';
import { createOpenSpaceService } from '../temporal/open-space-service.ts';
import { createOpenSpaceWorkflows } from '../temporal/workflows.ts';
import { createApi } from './app.ts';

/** A request that is not in after this long is given up: slow senders must not hold sockets. Milliseconds. */
const requestTimeoutMs = 10_000;

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
    links: {
      admin: publicUrlOf(env),
      temporal: env.TEMPORAL_UI_URL === undefined ? undefined : { url: env.TEMPORAL_UI_URL, namespace },
    },
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
    slackSignIn: slackSignInOf(env),
    log,
  });

  const listener = getRequestListener(api.fetch);
  const server = createServer(
    { requestTimeout: requestTimeoutMs, headersTimeout: requestTimeoutMs, connectionsCheckingInterval: 2_000 },
    (request, response) => {
      const fromSlack = slack.requestListener !== undefined && request.url?.split('?')[0] === '/slack/events';
      if (fromSlack) slack.requestListener?.(request, response);
      else void listener(request, response);
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(env.PORT, env.HOST, resolve);
  });
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

function slackSignInOf(env: Env) {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = env;
  if (clientId === undefined || clientSecret === undefined) return undefined;
  // OpenID Connect lives at the host of the Web API, which is slack.com or the sandbox.
  return { clientId, clientSecret, issuer: new URL(env.SLACK_API_URL).origin, teamId: ownTeam(env) };
}

/** The team that the bot's own token belongs to, asked for once: people of other teams do not get in. */
function ownTeam(env: Env): () => Promise<string> {
  const slack = new WebClient(env.slack?.SLACK_BOT_TOKEN, { slackApiUrl: env.SLACK_API_URL });
  let known: string | undefined;
  return async () => {
    known ??= (await slack.auth.test()).team_id;
    if (known === undefined) throw new Error('Slack does not say which team the bot belongs to');
    return known;
  };
}
