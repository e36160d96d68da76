import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnv, readEnv, writesToJournal, type Env } from '../config/env.ts';
import { handOutLink } from './hand-out-link.ts';
import { bringUpPart, type Part } from './processes.ts';
import { prepareStore } from './prepare-store.ts';
import { playScenario } from '../sandbox/scenarios/play.ts';
import { lockDataDir } from './servers/data-lock.ts';
import { findFreePort } from './servers/free-port.ts';
import { keepUp } from './servers/keep-up.ts';
import { startMongo } from './servers/mongo.ts';
import { startTemporal } from './servers/temporal.ts';
import { startSlackSandbox } from '../sandbox/slack/start.ts';
import { sandboxSlackKeys, sandboxXKeys } from '../sandbox/keys.ts';
import { searchAttributeTypes } from './search-attribute-types.ts';
import { startXSandbox } from '../sandbox/x/server.ts';

/** `npm start`: everything on one machine, without an account, or with real keys for a real conference. */
await main();

async function main(): Promise<void> {
  const env = readEnv('start');
  const say = (line: string): void => console.log(line);
  const lockedFor = env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`;
  const lock = await lockDataDir(resolve(env.DATA_DIR), lockedFor).catch((error: Error) => fail(error.message));
  const ending: (() => Promise<unknown>)[] = [() => lock.release()];
  let ended = false;
  const end = async (code: number): Promise<void> => {
    if (ended) return;
    ended = true;
    for (const step of ending.toReversed()) await step().catch((error: unknown) => console.error(String(error)));
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void end(0));

  try {
    // Asked first, so that a port that somebody has is named before anything is started.
    const port = await findFreePort(env.PORT, 'PORT');
    const url = env.PUBLIC_URL ?? `http://${env.HOST}:${port}`;
    if (env.x === undefined) await findFreePort(env.SANDBOX_X_PORT, 'SANDBOX_X_PORT');
    if (env.slack === undefined) await findFreePort(env.SANDBOX_SLACK_PORT, 'SANDBOX_SLACK_PORT');
    // The sandboxes first: the servers pick free ports, and must not pick theirs.
    const xSandbox = env.x === undefined ? await startX(env, say) : undefined;
    if (xSandbox !== undefined) ending.push(() => xSandbox.close());
    const slackSandbox = env.slack === undefined ? await startSlack(env) : undefined;
    if (slackSandbox !== undefined) ending.push(() => slackSandbox.close());
    const [temporal, mongo] = await Promise.all([startEmbeddedTemporal(env, say), startEmbeddedMongo(env, say)]);
    ending.push(temporal.stop, mongo.stop);

    const signInLink = await prepareStore({
      env,
      uri: mongo.uri,
      url,
      sandboxedX: xSandbox !== undefined,
      sandboxedSlack: slackSandbox !== undefined,
    });
    const variables = childEnv({
      PORT: String(port),
      DATA_DIR: resolve(env.DATA_DIR),
      MONGODB_URI: mongo.uri,
      ...(temporal.address === undefined
        ? {}
        : { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: temporal.namespace }),
      ...(temporal.uiUrl === undefined ? {} : { TEMPORAL_UI_URL: temporal.uiUrl }),
      ...(xSandbox === undefined
        ? {}
        : { ...sandboxXKeys, X_API_URL: xSandbox.url, X_SETTLE_SECONDS: String(env.X_SETTLE_SECONDS ?? 15) }),
      ...(slackSandbox === undefined ? {} : { ...sandboxSlackKeys, SLACK_API_URL: slackSandbox.apiUrl }),
    });
    const parts: Part[] = await Promise.all([
      bringUpPart('worker', 'worker/main.ts', variables, join(env.DATA_DIR, 'worker.log'), say),
      bringUpPart('api', 'api/main.ts', variables, join(env.DATA_DIR, 'api.log'), say),
    ]);
    for (const part of parts) ending.push(() => part.stop());
    await Promise.all(parts.map((part) => part.ready));

    say('');
    say(`Schedule        ${url}/`);
    say(`Organisers      ${await handOutLink(signInLink, resolve(env.DATA_DIR), writesToJournal())}`);
    say(`API             ${url}/api/v1/reference`);
    if (xSandbox !== undefined) say(`X sandbox       ${xSandbox.url}/   write a tweet here`);
    if (slackSandbox !== undefined) say(`Slack sandbox   ${slackSandbox.url}/   decide here`);
    if (temporal.uiUrl !== undefined)
      say(`Temporal UI     ${temporal.uiUrl}/namespaces/${temporal.namespace}/workflows`);
    say(`Data and logs   ${resolve(env.DATA_DIR)}`);
    const servers = `Temporal ${temporal.pid ?? 'elsewhere'}, MongoDB ${mongo.pid ?? 'elsewhere'}`;
    say(`Processes       worker ${parts[0]?.pid()}, api ${parts[1]?.pid()}, ${servers}`);
    say('ready');
    const scenario = process.argv.includes('--scenario')
      ? process.argv[process.argv.indexOf('--scenario') + 1]
      : undefined;
    if (scenario !== undefined && xSandbox !== undefined) await playScenario(scenario, xSandbox.url, say);
    // The children and the sandboxes keep the process; nothing is left to do here.
    await sleep(0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    await end(1);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

async function startEmbeddedTemporal(env: Env, say: (line: string) => void) {
  if (env.hasTemporal) {
    return {
      address: undefined,
      namespace: '',
      uiUrl: env.TEMPORAL_UI_URL,
      pid: undefined,
      stop: () => Promise.resolve(),
    };
  }
  const options = {
    dataDir: join(env.DATA_DIR, 'temporal'),
    namespace: env.TEMPORAL_NAMESPACE ?? 'default',
    searchAttributes: searchAttributeTypes,
    say,
  };
  const server = await startTemporal({ ...options, port: env.TEMPORAL_PORT, uiPort: env.TEMPORAL_UI_PORT ?? 0 });
  const where = { port: portOf(`http://${server.address}`), uiPort: portOf(server.uiUrl ?? '') };
  const stop = keepUp('Temporal', server, () => startTemporal({ ...options, ...where }), say);
  return { ...server, stop };
}

async function startEmbeddedMongo(env: Env, say: (line: string) => void) {
  if (env.MONGODB_URI !== undefined) return { uri: env.MONGODB_URI, pid: undefined, stop: () => Promise.resolve() };
  const options = { dataDir: join(env.DATA_DIR, 'mongodb'), say };
  const server = await startMongo({ ...options, port: env.MONGODB_PORT });
  const port = portOf(server.uri);
  const stop = keepUp('MongoDB', server, () => startMongo({ ...options, port }), say);
  return { uri: server.uri, pid: server.pid, stop };
}

function portOf(url: string): number | undefined {
  return URL.canParse(url) ? Number(new URL(url).port) : undefined;
}

async function startX(env: Env, say: (line: string) => void) {
  const sandbox = await startXSandbox({
    port: env.SANDBOX_X_PORT,
    stateFile: join(env.DATA_DIR, 'sandbox-x.jsonl'),
    dialect: env.SANDBOX_X_DIALECT,
    credentials: {
      appKey: sandboxXKeys.X_APP_KEY,
      appSecret: sandboxXKeys.X_APP_SECRET,
      accessToken: sandboxXKeys.X_ACCESS_TOKEN,
      accessSecret: sandboxXKeys.X_ACCESS_SECRET,
      bearerToken: sandboxXKeys.X_BEARER_TOKEN,
    },
    onScenario: (name) => {
      void playScenario(name, sandbox.url, say).catch((error: unknown) => say(`scenario ${name}: ${String(error)}`));
    },
  });
  return sandbox;
}

function startSlack(env: Env) {
  return startSlackSandbox({
    port: env.SANDBOX_SLACK_PORT,
    stateFile: join(env.DATA_DIR, 'sandbox-slack.jsonl'),
    botToken: sandboxSlackKeys.SLACK_BOT_TOKEN,
    appToken: sandboxSlackKeys.SLACK_APP_TOKEN,
    client: { id: sandboxSlackKeys.SLACK_CLIENT_ID, secret: sandboxSlackKeys.SLACK_CLIENT_SECRET },
  });
}
