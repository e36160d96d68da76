// The only reader of process.env. An error names a wrong or missing variable and what to do. It never repeats a value
// that could be a secret.
import { fstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';
import { mistypedNames } from './mistyped-names.ts';
import { samePorts } from './same-ports.ts';
import { StartError, type StartProblem } from './start-error.ts';
import { isLoopback } from './urls.ts';
import { knownNames, setIn, type Source, type Variables, variableSchema } from './variables.ts';

/**
 * `start` runs everything, with embedded servers and sandboxes for services that are not set. `command` works with any
 * installation, for example for a backup. The others are for production.
 */
export type Role = 'start' | 'worker' | 'api' | 'setup' | 'command';

const X_KEYS = ['X_APP_KEY', 'X_APP_SECRET', 'X_ACCESS_TOKEN', 'X_ACCESS_SECRET', 'X_BEARER_TOKEN'] as const;
const X_CURE = 'Copy it from your app in the X developer portal, "Keys and tokens"';
const SLACK_CURE = 'Copy it from your app at api.slack.com/apps';

export type XKeys = Readonly<Record<(typeof X_KEYS)[number], string>>;
export interface SlackKeys {
  readonly SLACK_BOT_TOKEN: string;
  /** For Socket Mode; preferred if both are set. */
  readonly SLACK_APP_TOKEN?: string | undefined;
  /** For signed requests to `/slack/events`. */
  readonly SLACK_SIGNING_SECRET?: string | undefined;
}

export type Env = Readonly<
  Variables & {
    role: Role;
    /** All of X's keys. Undefined if the sandbox is used (`start`), or if the role does not need them. */
    x: XKeys | undefined;
    /** The same for Slack; also undefined if Slack is off. */
    slack: SlackKeys | undefined;
    /** Whether Temporal and MongoDB are not embedded; always true for `worker`, `api` and `setup`. */
    hasTemporal: boolean;
    hasMongo: boolean;
  }
>;

/** @throws {StartError} with every problem found: the variable's name and what to do */
export function readEnv(role: Role, source: Source = process.env): Env {
  const set = setIn(source);
  // `npm run setup` reads the environment twice: first as a command, and then these lines are written.
  if (role !== 'setup') {
    for (const line of mistypedNames(set, knownNames)) process.stderr.write(`warning: ${line}\n`);
  }
  const parsed = variableSchema.safeParse(set);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => problem(path.join('.'), message));
  const has = (name: keyof Variables): boolean => set[name] !== undefined;
  const need = (name: keyof Variables, cure: string): void => {
    if (!has(name)) problems.push({ what: `${name} is not set.`, remedy: cure });
  };

  const hasTemporal = has('TEMPORAL_ADDRESS') || has('TEMPORAL_PROFILE');
  if (role !== 'start' && role !== 'command') {
    if (!hasTemporal) need('TEMPORAL_ADDRESS', 'Give host:port of your Temporal server, or TEMPORAL_PROFILE.');
    need('MONGODB_URI', 'Give the connection string of your MongoDB, mongodb://… or mongodb+srv://….');
  }
  const needsX = role === 'worker' || (role === 'start' && X_KEYS.some(has));
  if (needsX)
    for (const name of X_KEYS)
      need(name, role === 'start' ? `${X_CURE}, or set no X key for the sandbox.` : `${X_CURE}.`);

  const isSlackNamed = has('SLACK_BOT_TOKEN') || has('SLACK_APP_TOKEN') || has('SLACK_SIGNING_SECRET');
  const isSlackOff = set['SLACK'] === 'off';
  // Otherwise, anybody who can open the sandbox could decide what the real account posts.
  const needsSlack =
    !isSlackOff && role !== 'setup' && role !== 'command' && (role !== 'start' || isSlackNamed || needsX);
  const orOff = 'or set SLACK=off to decide only on the pages and by the API';
  if (needsSlack) need('SLACK_BOT_TOKEN', `${SLACK_CURE}, "OAuth & Permissions", ${orOff}.`);
  if (needsSlack && role !== 'worker' && !has('SLACK_APP_TOKEN') && !has('SLACK_SIGNING_SECRET'))
    need('SLACK_APP_TOKEN', `${SLACK_CURE} (Socket Mode), or set SLACK_SIGNING_SECRET (HTTP), ${orOff}.`);
  const isOpen = has('HOST') && !isLoopback(set['HOST'] ?? '');
  if ((role === 'start' || role === 'api') && isOpen && !(set['PUBLIC_URL'] ?? '').startsWith('https:'))
    problems.push({
      what: `HOST ${set['HOST']} accepts connections from other machines, so passwords need https.`,
      remedy: 'Set PUBLIC_URL to the https:// address of the web server with TLS in front, or leave HOST at 127.0.0.1.',
    });
  if (has('SLACK_CLIENT_ID') !== has('SLACK_CLIENT_SECRET'))
    need(has('SLACK_CLIENT_ID') ? 'SLACK_CLIENT_SECRET' : 'SLACK_CLIENT_ID', `${SLACK_CURE}; sign-in needs both.`);

  if (role === 'start' && parsed.success) {
    const { PORT, METRICS_PORT, TEMPORAL_PORT, TEMPORAL_UI_PORT, MONGODB_PORT } = parsed.data;
    const { SANDBOX_X_PORT, SANDBOX_SLACK_PORT } = parsed.data;
    const ofTemporal = hasTemporal ? {} : { TEMPORAL_PORT, TEMPORAL_UI_PORT };
    const ofMongo = has('MONGODB_URI') ? {} : { MONGODB_PORT };
    const ofX = needsX ? {} : { SANDBOX_X_PORT };
    const ofSlack = needsSlack || isSlackOff ? {} : { SANDBOX_SLACK_PORT };
    problems.push(...samePorts({ PORT, METRICS_PORT, ...ofTemporal, ...ofMongo, ...ofX, ...ofSlack }));
  }

  if (!parsed.success || problems.length > 0) throw new StartError(problems);
  const variables = parsed.data;
  return Object.freeze({
    ...variables,
    role,
    x: needsX ? xKeys(variables) : undefined,
    slack: needsSlack ? slackKeys(variables) : undefined,
    hasTemporal,
    hasMongo: variables.MONGODB_URI !== undefined,
  });
}

/** The public address of the pages, without a slash at the end. `port` is the actual port if PORT is 0. */
export function publicUrlOf(env: Env, port: number = env.PORT): string {
  return (env.PUBLIC_URL ?? localUrl(env.HOST, port)).replace(/\/$/u, '');
}

function localUrl(listensOn: string, port: number): string {
  // These are addresses to listen on, but not to connect to.
  const host = listensOn === '0.0.0.0' || listensOn === '::' ? '127.0.0.1' : listensOn;
  // In a URL an IPv6 address has brackets.
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Splits a message of our schema, such as `is above 65535; use a port from 0 to 65535`, into two sentences. */
function problem(name: string, message: string): StartProblem {
  const [what = '', cure = `see ${name} in .env.example`] = message.split('; ');
  return { what: `${name} ${what}.`, remedy: `${cure.charAt(0).toUpperCase()}${cure.slice(1)}.` };
}

/** Whether X and Slack are the real ones. `undefined`: this role does not know, or Slack is off. */
export function servicesOf(env: Env): Services {
  const service = (url: string): Service => (isLoopback(new URL(url).hostname) ? 'sandbox' : 'real');
  const isStart = env.role === 'start';
  const standIn = isStart ? 'sandbox' : undefined;
  return {
    x: env.x === undefined ? standIn : service(env.X_API_URL),
    slack: env.SLACK === 'off' ? undefined : env.slack === undefined ? standIn : service(env.SLACK_API_URL),
  };
}
export type Service = 'real' | 'sandbox';
export interface Services {
  readonly x: Service | undefined;
  readonly slack: Service | undefined;
}

/** Whether to show the full error. Never throws, because it is called after the environment was found wrong. */
export function wantsDetails(source: Source = process.env): boolean {
  return source['LOG_LEVEL'] === 'debug' || source['LOG_LEVEL'] === 'trace';
}

/**
 * The connection of TEMPORAL_ADDRESS, _NAMESPACE, _API_KEY, _TLS_* and _PROFILE, as the SDK reads them. Call `readEnv`
 * first. Without a profile no file is read, because the default file of Temporal's CLI may have the key of another
 * server.
 *
 * @throws {StartError} if the profile or a certificate file does not exist or cannot be read
 */
export function temporalConnection(source: Source = process.env): ClientConnectConfig {
  const set = setIn(source);
  try {
    const disableFile = set['TEMPORAL_PROFILE'] === undefined;
    return loadClientConnectConfig({ disableFile, overrideEnvVars: set });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(
      { what: `TEMPORAL_* cannot be used: ${why}.`, remedy: 'Correct TEMPORAL_PROFILE, or the file that it names.' },
      { cause: error },
    );
  }
}

/**
 * The whole environment with these changes, for a child process. If the changes name a Temporal, all other TEMPORAL_*
 * are removed, because their keys and certificates are for another server.
 */
export function childEnv(changes: Source, source: Source = process.env): NodeJS.ProcessEnv {
  if (changes['TEMPORAL_ADDRESS'] === undefined) return { ...source, ...changes };
  const others = Object.entries(source).filter(([name]) => !name.startsWith('TEMPORAL_'));
  return { ...Object.fromEntries(others), ...changes };
}

/** The directory for downloaded servers, shared by all checkouts of this user. */
export function userCacheDir(source: Source = process.env): string {
  return join(source['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'open-spaces-bot');
}

/**
 * The health addresses of this machine's api and worker, and the data of its `npm start`. The rest of the environment
 * need not be valid.
 */
export function healthOf(source: Source = process.env): { api: string; worker: string | undefined; dataDir: string } {
  const asked = variableSchema.pick({ PORT: true, METRICS_PORT: true, HOST: true, DATA_DIR: true });
  const { PORT, METRICS_PORT, HOST, DATA_DIR } = asked.parse(setIn(source));
  const urlOf = (port: number): string => `${localUrl(HOST, port)}/readyz`;
  return { api: urlOf(PORT), worker: METRICS_PORT === undefined ? undefined : urlOf(METRICS_PORT), dataDir: DATA_DIR };
}

/**
 * Whether standard output goes to a service's journal, where others can read it later. systemd sets the device and
 * inode of that stream: https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#$JOURNAL_STREAM
 */
export function writesToJournal(source: Source = process.env, output = 1): boolean {
  const { dev, ino } = fstatSync(output);
  return source['JOURNAL_STREAM'] === `${dev}:${ino}`;
}

/** The PATH in which executables are searched. */
export function pathVariable(source: Source = process.env): string {
  return source['PATH'] ?? '';
}

function xKeys(variables: Variables): XKeys {
  return Object.fromEntries(X_KEYS.map((name) => [name, variables[name]])) as XKeys;
}

function slackKeys(variables: Variables): SlackKeys {
  const { SLACK_BOT_TOKEN = '', SLACK_APP_TOKEN, SLACK_SIGNING_SECRET } = variables;
  return { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET };
}
