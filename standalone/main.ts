import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnv, publicUrlOf, readEnv, writesToJournal } from '../config/env.ts';
import { readArguments } from '../config/command-line.ts';
import { StartError } from '../config/start-error.ts';
import { describeError, endOnUnexpectedErrors, endWithError } from '../config/end-with-error.ts';
import { usages } from '../config/usages.ts';
import { bringUpMongo, bringUpTemporal } from './embedded.ts';
import { handOutLink } from './hand-out-link.ts';
import { prepareStore } from './prepare-store.ts';
import { bringUpPart, type Part } from './processes.ts';
import { lockDataDir } from './servers/data-lock.ts';
import { endAtSignal } from '../config/end-at-signal.ts';
import { findFreePort } from '../config/free-port.ts';
import { noteServers } from './servers/noted-servers.ts';
import { columnsPath } from './servers/temporal-columns.ts';

/** `npm start`: everything on one machine, with sandboxes and no account, or with real keys for a real conference. */
const { scenario } = readArguments(...usages.standalone).values;
endOnUnexpectedErrors();
await main().catch(endWithError);

async function main(): Promise<void> {
  const env = readEnv('start');
  const needsX = env.x === undefined;
  const needsSlack = env.slack === undefined && env.SLACK !== 'off';
  const sandboxes = needsX || needsSlack ? await import('./sandboxes.ts') : undefined;
  const scenarios = needsX ? (sandboxes?.scenarioNames ?? []) : [];
  if (scenario !== undefined && !scenarios.includes(scenario)) {
    throw new StartError({
      what: needsX ? `There is no scenario ${scenario}.` : 'A scenario needs the X sandbox, and the X keys are real.',
      remedy: needsX ? `Give one of these: ${scenarios.join(', ')}.` : 'Leave out --scenario, or unset the X keys.',
    });
  }
  const say = (line: string): void => console.log(line);
  const dataDir = resolve(env.DATA_DIR);
  const lock = await lockDataDir(dataDir, publicUrlOf(env));
  const ending: (() => Promise<unknown>)[] = [() => lock.release()];
  let ended = false;
  const end = async (code: number): Promise<void> => {
    if (ended) return;
    ended = true;
    for (const step of ending.toReversed()) await step().catch((error: unknown) => console.error(String(error)));
    process.exit(code);
  };
  endAtSignal(['SIGINT', 'SIGTERM', 'SIGHUP'], () => void end(0));

  try {
    // Checked first, so that a port in use is reported before anything is started.
    const port = await findFreePort(env.PORT, 'PORT', env.HOST);
    const url = publicUrlOf(env, port);
    if (needsX) await findFreePort(env.SANDBOX_X_PORT, 'SANDBOX_X_PORT');
    if (needsSlack) await findFreePort(env.SANDBOX_SLACK_PORT, 'SANDBOX_SLACK_PORT');
    // The sandboxes start first: the servers pick free ports, and must not pick theirs.
    const xSandbox = needsX ? await sandboxes?.startX(env, say) : undefined;
    if (xSandbox !== undefined) ending.push(() => xSandbox.close());
    const slackSandbox = needsSlack ? await sandboxes?.startSlack(env) : undefined;
    if (slackSandbox !== undefined) ending.push(() => slackSandbox.close());
    const bringingUp = [bringUpTemporal(env, say), bringUpMongo(env, say)] as const;
    // Also if the other server fails: a server that did start must be stopped in order.
    for (const server of bringingUp) void server.then(({ stop }) => ending.push(stop)).catch(() => undefined);
    const [temporal, mongo] = await Promise.all(bringingUp);

    const noted = await noteServers(dataDir, {
      mongodbUri: mongo.uri,
      publicUrl: url,
      ...(temporal.address === undefined
        ? {}
        : { temporalAddress: temporal.address, temporalNamespace: temporal.namespace }),
    });
    ending.push(noted.forget);

    const signInLink = await prepareStore({
      env,
      uri: mongo.uri,
      url,
      sandboxedX: needsX,
      sandboxWorkspace: needsSlack ? sandboxes?.sandboxWorkspace : undefined,
      say,
    });
    const variables = childEnv({
      PORT: String(port),
      PUBLIC_URL: url,
      DATA_DIR: dataDir,
      // The file was read already, and its warnings were printed.
      CONFERENCE_FILE: '',
      MONGODB_URI: mongo.uri,
      ...(temporal.address === undefined
        ? {}
        : { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: temporal.namespace }),
      ...(temporal.uiUrl === undefined ? {} : { TEMPORAL_UI_URL: temporal.uiUrl }),
      ...xSandbox?.variables,
      ...slackSandbox?.variables,
    });
    const parts: Part[] = await Promise.all([
      bringUpPart('worker', variables, join(dataDir, 'worker.log'), say),
      bringUpPart('api', variables, join(dataDir, 'api.log'), say),
    ]);
    for (const part of parts) ending.push(() => part.stop());
    await Promise.all(parts.map((part) => part.ready));

    say('');
    say(`Schedule        ${url}/`);
    say(`Organisers      ${await handOutLink(signInLink, resolve(env.DATA_DIR), writesToJournal())}`);
    say(`API             ${url}/api/v1/reference`);
    if (xSandbox !== undefined) say(`X sandbox       ${xSandbox.url}/   write a tweet here`);
    if (slackSandbox !== undefined) say(`Slack sandbox   ${slackSandbox.url}/   decide here`);
    if (env.SLACK === 'off') say('Slack           off: decide on the pages and by the API');
    if (temporal.uiUrl !== undefined) {
      // Only the embedded Temporal has a page that sets the columns of the list.
      const list = temporal.address === undefined ? `/namespaces/${temporal.namespace}/workflows` : columnsPath;
      say(`Temporal UI     ${temporal.uiUrl}${list}`);
    }
    if (temporal.address !== undefined) say(`Temporal        ${temporal.address}   for the Temporal CLI`);
    say(`Data and logs   ${dataDir}`);
    const servers = `Temporal ${temporal.pid ?? 'elsewhere'}, MongoDB ${mongo.pid ?? 'elsewhere'}`;
    say(`Processes       worker ${parts[0]?.pid()}, api ${parts[1]?.pid()}, ${servers}`);
    say('ready');
    if (scenario !== undefined && xSandbox !== undefined) await sandboxes?.play(scenario, xSandbox, say);
    // The children and the sandboxes keep the process alive.
    await sleep(0);
  } catch (error) {
    for (const line of describeError(error)) console.error(line);
    await end(1);
  }
}
