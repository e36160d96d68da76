import { setTimeout as sleep } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import { Client } from '@temporalio/client';
import { readArguments } from '../config/command-line.ts';
import { endAtSignal } from '../config/end-at-signal.ts';
import { endOnUnexpectedErrors, endWithError } from '../config/end-with-error.ts';
import { readConferenceFile } from '../config/first-config-file.ts';
import { freeDiskSpace } from '../config/free-disk-space.ts';
import { publicUrlOf, readEnv, servicesOf, temporalConnection, type Env } from '../config/env.ts';
import { announceReady, createLog, plainLog } from '../config/log.ts';
import { assertSameServices } from '../config/same-services.ts';
import { usages } from '../config/usages.ts';
import { theBot } from '../core/actor.ts';
import { rememberFor } from '../core/remember-for.ts';
import { createSlackApp, type SlackApp } from '../slack/app.ts';
import { readSlackDirectory } from '../slack/directory.ts';
import { createCardDrawer } from '../slack/draw.ts';
import { noCards } from '../slack/no-cards.ts';
import { clientOptions, createSlackCheck } from '../slack/slack-answers.ts';
import { waitForStore } from '../store/connect.ts';
import { rememberOrigin } from '../store/installation.ts';
import { createStore } from '../store/store.ts';
import { waitForTemporal } from '../temporal/connect.ts';
import { createOpenSpaceService } from '../temporal/open-space-service.ts';
import { createOpenSpaceWorkflows } from '../temporal/workflows.ts';
import { createApi } from './app.ts';
import { createHttpServer, surviveUncaughtErrors } from './http-server.ts';
import { watchParts } from './watch-parts.ts';

const stopWithinMs = 1_000;
/** Slack asks for a new socket from time to time; that takes seconds. Milliseconds. */
const longestWithoutSocketMs = 60_000;

readArguments(...usages.api);
const stopEndingOnErrors = endOnUnexpectedErrors();
await main().catch(endWithError);

async function main(): Promise<void> {
  const env = readEnv('api');
  const logger = createLog(env.LOG_LEVEL, 'api');
  const log = plainLog(logger);
  const { connectionOptions, namespace = 'default' } = temporalConnection();
  const say = (line: string): void => logger.warn(line);
  const [connection, { db }] = await Promise.all([
    waitForTemporal(connectionOptions, namespace, { say }),
    waitForStore(env.MONGODB_URI ?? '', env.MONGODB_DATABASE, { say }),
  ]);
  const client = new Client({ connection, namespace });
  assertSameServices(env, await rememberOrigin(db, servicesOf(env)));
  const store = createStore(db);
  if (env.CONFERENCE_FILE !== undefined && (await store.configs.newest()) === null) {
    await store.configs.begin(await readConferenceFile(env.CONFERENCE_FILE, {}), theBot, new Date());
  }
  const openSpaces = createOpenSpaceService({
    store,
    client,
    clock: Date.now,
    openSpaces: createOpenSpaceWorkflows(client),
    log,
  });
  const slack =
    env.slack === undefined
      ? undefined
      : await createSlackApp({
          botToken: env.slack.SLACK_BOT_TOKEN,
          ...(env.slack.SLACK_APP_TOKEN === undefined ? {} : { appToken: env.slack.SLACK_APP_TOKEN }),
          ...(env.slack.SLACK_SIGNING_SECRET === undefined ? {} : { signingSecret: env.slack.SLACK_SIGNING_SECRET }),
          apiUrl: env.SLACK_API_URL,
          openSpaces,
          links: {
            admin: publicUrlOf(env),
            temporal: env.TEMPORAL_UI_URL === undefined ? undefined : { url: env.TEMPORAL_UI_URL, namespace },
          },
          log,
        });
  const checkToken = env.slack && createSlackCheck(env.slack.SLACK_BOT_TOKEN, env.SLACK_API_URL);
  const askSlack =
    checkToken &&
    (async () => {
      await checkToken();
      if ((slack?.msWithoutSocket() ?? 0) > longestWithoutSocketMs) throw new Error('no socket: buttons do nothing');
    });
  const slackClient = env.slack && new WebClient(env.slack.SLACK_BOT_TOKEN, clientOptions(env.SLACK_API_URL));
  const slackDirectory = slackClient && rememberFor(60_000, () => readSlackDirectory(slackClient), Date.now);
  const api = createApi({
    store,
    askSlack,
    slackDirectory,
    openSpaces,
    client,
    freeDiskSpace: () => freeDiskSpace(env.DATA_DIR),
    clock: Date.now,
    publicUrl: publicUrlOf(env),
    apiToken: env.API_TOKEN,
    temporalUi: env.TEMPORAL_UI_URL === undefined ? undefined : { url: env.TEMPORAL_UI_URL, namespace },
    slackSignIn: slack === undefined ? undefined : slackSignInOf(env, slack),
    areMetricsPublic: env.METRICS_PUBLIC === 'true',
    isTrustedProxy: env.TRUSTED_PROXIES,
    log,
  });

  const server = createHttpServer({ fetch: api.fetch, slackListener: slack?.requestListener, log });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(env.PORT, env.HOST, resolve);
  });
  // Until here, an unexpected error ends the start. From here on, no request may end the process.
  stopEndingOnErrors();
  surviveUncaughtErrors(log);
  // Slack may be down for hours. The API and the pages do not wait for it.
  slack?.start().catch((error: unknown) => {
    log.error('the Slack app could not start, so buttons in Slack do nothing: check SLACK_APP_TOKEN', {
      error: String(error),
    });
  });

  const stopping = new AbortController();
  const links = { admin: publicUrlOf(env), temporal: undefined };
  const cards =
    env.slack === undefined
      ? noCards
      : createCardDrawer({ token: env.slack.SLACK_BOT_TOKEN, apiUrl: env.SLACK_API_URL, clock: Date.now, links });
  // Without Slack, alarms are only in the log, in the store and on the page Health.
  const watching = watchParts(
    { store, client, freeDiskSpace: () => freeDiskSpace(env.DATA_DIR), clock: Date.now, log, cards },
    stopping.signal,
  );

  const stop = async (): Promise<void> => {
    stopping.abort();
    // Requests that are under way get their answers; the streams of open pages do not end by themselves.
    const answered = new Promise((resolve) => server.close(resolve));
    // No call to a server that is down ends soon.
    await Promise.race([Promise.allSettled([answered, watching, slack?.stop()]), sleep(stopWithinMs)]);
    process.exit(0);
  };
  endAtSignal(['SIGINT', 'SIGTERM'], () => void stop());
  // Last, so that who reads this may stop the process in order.
  announceReady(logger, 'api', { url: publicUrlOf(env) });
}

function slackSignInOf(env: Env, { teamId, membershipOf }: SlackApp) {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = env;
  if (clientId === undefined || clientSecret === undefined) return undefined;
  // OpenID Connect is on the same host as the Web API: slack.com or the sandbox.
  return { clientId, clientSecret, issuer: new URL(env.SLACK_API_URL).origin, teamId, membershipOf };
}
