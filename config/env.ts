// The only reader of process.env. An error names a wrong or missing variable and what to do. It never repeats a value
// that could be a secret.
import { fstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import { mistypedNames } from './mistyped-names.ts';
import { samePorts } from './same-ports.ts';
import { StartError, type StartProblem } from './start-error.ts';
import { trustedProxies, type IsTrustedProxy } from './trusted-proxies.ts';
import { isLoopback, problemWithUrl } from './urls.ts';

type Source = Readonly<Record<string, string | undefined>>;
/**
 * `start` runs everything, with embedded servers and sandboxes for whatever is not set. `command` works with any
 * installation, for example for a backup. The others are for production.
 */
export type Role = 'start' | 'worker' | 'api' | 'setup' | 'command';

const port = z.coerce
  .number({ error: 'is not a number; use a port from 0 to 65535' })
  .int('is not a whole number; use a port from 0 to 65535')
  .min(0, 'is below 0; use a port from 0 to 65535')
  .max(65535, 'is above 65535; use a port from 0 to 65535');
const url = z.string().superRefine((text, context) => {
  const problem = problemWithUrl(text);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});
const mongoUri = z.string().regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://');

const schema = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url
    .refine((text) => !URL.canParse(text) || new URL(text).href === `${new URL(text).origin}/`, {
      error: 'has more than a host; give the bot a host of its own: its pages are at the root',
    })
    .optional(),
  /** Addresses and networks of the proxies before the bot, whose `X-Forwarded-For` is believed. */
  TRUSTED_PROXIES: z.string().transform(readProxies).optional(),
  METRICS_PUBLIC: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false'),
  DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
  CONFERENCE_FILE: z.string().optional(),
  METRICS_PORT: port.optional(),
  TEMPORAL_UI_PORT: port.optional(),
  /** The address of the Temporal UI, for links. If unset, cards and pages have no links to workflows. */
  TEMPORAL_UI_URL: url.optional(),
  TEMPORAL_PORT: port.optional(),
  MONGODB_PORT: port.optional(),
  TEMPORAL_ADDRESS: z.string().optional(),
  TEMPORAL_NAMESPACE: z.string().optional(),
  TEMPORAL_PROFILE: z.string().optional(),
  MONGODB_URI: mongoUri.optional(),
  MONGODB_DATABASE: z.string().default('openspaces'),
  X_API_URL: url.default('https://api.x.com'),
  X_APP_KEY: z.string().optional(),
  X_APP_SECRET: z.string().optional(),
  X_ACCESS_TOKEN: z.string().optional(),
  X_ACCESS_SECRET: z.string().optional(),
  X_BEARER_TOKEN: z.string().optional(),
  X_LISTEN: z.enum(['stream', 'poll'], { error: 'must be stream or poll' }).default('stream'),
  /** How long an ambiguous post waits before the bot's timeline is read, seconds; if unset, 60, in the sandbox 15. */
  X_SETTLE_SECONDS: z.coerce.number({ error: 'is not a number of seconds' }).min(0, 'is below 0').optional(),
  /** `off`: no cards; decisions only on the pages and by the API. */
  SLACK: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  SLACK_API_URL: url.default('https://slack.com/api/'),
  SLACK_BOT_TOKEN: z.string().optional(),
  SLACK_APP_TOKEN: z.string().optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SANDBOX_X_PORT: port.default(3001),
  SANDBOX_SLACK_PORT: port.default(3002),
  /** The names that X's sandbox uses: `tweet` as in X's documentation, `post` as in its OpenAPI document of 2.167. */
  SANDBOX_X_DIALECT: z.enum(['tweet', 'post'], { error: 'must be tweet or post' }).default('tweet'),
  API_TOKEN: z.string().min(16, 'is shorter than 16 characters; use a long random one').optional(),
});
type Variables = z.infer<typeof schema>;
type Name = keyof Variables;
/** All variables of the bot. `TEMPORAL_API_KEY` is not in the schema, because Temporal's SDK reads it. */
export const knownNames: readonly string[] = [...Object.keys(schema.shape), 'TEMPORAL_API_KEY'];

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

/**
 * A line like `X_APP_KEY=` in a file means: not set. Spaces and a carriage return at the end, from a copy or an editor
 * on Windows, belong to no value.
 */
function setIn(source: Source): Readonly<Record<string, string>> {
  const values = Object.entries(source).map(([name, value = '']) => [name, value.trim()] as const);
  return Object.fromEntries(values.filter(([name, value]) => value !== '' && !isOfService(name, value)));
}

/** Kubernetes sets `MONGODB_PORT=tcp://10.0.0.1:27017` in each container beside a Service called mongodb. */
function isOfService(name: string, value: string): boolean {
  return name.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//u.test(value);
}

/** @throws {StartError} with every problem found: the variable's name and what to do */
export function readEnv(role: Role, source: Source = process.env): Env {
  const set = setIn(source);
  // `npm run setup` reads the environment twice: first as a command, and then these lines are written.
  if (role !== 'setup') {
    for (const line of mistypedNames(set, knownNames)) process.stderr.write(`warning: ${line}\n`);
  }
  const parsed = schema.safeParse(set);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => problem(path.join('.'), message));
  const has = (name: Name): boolean => set[name] !== undefined;
  const need = (name: Name, cure: string): void => {
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
  // Otherwise, whoever can open the sandbox could decide what the real account posts.
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
  const asked = schema.pick({ PORT: true, METRICS_PORT: true, HOST: true, DATA_DIR: true });
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

/** The browser for the page tests, and whether they must have one (in CI, where nobody reads a skip). */
export function browserForTests(source: Source = process.env): { path: string | undefined; mustHave: boolean } {
  return { path: source['CHROMIUM_PATH'] || undefined, mustHave: (source['CI'] ?? '') !== '' };
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

function readProxies(text: string, context: z.RefinementCtx): IsTrustedProxy {
  try {
    return trustedProxies(text);
  } catch {
    const message = 'must be addresses or networks such as 10.0.0.0/8, separated by commas';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
}
