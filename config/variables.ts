import { z } from 'zod';
import { trustedProxies, type IsTrustedProxy } from './trusted-proxies.ts';
import { problemWithUrl } from './urls.ts';

/** An environment, such as `process.env`. */
export type Source = Readonly<Record<string, string | undefined>>;

const port = z.coerce
  .number({ error: 'is not a number; use a port from 0 to 65535' })
  .int('is not a whole number; use a port from 0 to 65535')
  .min(0, 'is below 0; use a port from 0 to 65535')
  .max(65535, 'is above 65535; use a port from 0 to 65535');
const url = z.string().superRefine((text, context) => {
  const problem = problemWithUrl(text);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});
const key = z.string().regex(/^[!-~]+$/u, 'has a blank, a line break or an odd character inside; copy it again');
const mongoUri = z.string().regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://');

/** Checks each variable by itself. `config/env.ts` reads them, and checks those that belong together. */
export const variableSchema = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url
    .refine((text) => !URL.canParse(text) || new URL(text).href === `${new URL(text).origin}/`, {
      error: 'has more than a host; give the bot a host of its own: its pages are at the root',
    })
    .optional(),
  /** Addresses and networks of the proxies in front of the bot, whose `X-Forwarded-For` is trusted. */
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
  X_APP_KEY: key.optional(),
  X_APP_SECRET: key.optional(),
  X_ACCESS_TOKEN: key.optional(),
  X_ACCESS_SECRET: key.optional(),
  X_BEARER_TOKEN: key.optional(),
  X_LISTEN: z.enum(['stream', 'poll'], { error: 'must be stream or poll' }).default('stream'),
  /** Seconds after a post with an unknown outcome until the bot reads its timeline; if unset, 60, in the sandbox 15. */
  X_SETTLE_SECONDS: z.coerce.number({ error: 'is not a number of seconds' }).min(0, 'is below 0').optional(),
  /** `off`: no cards; decisions only on the pages and by the API. */
  SLACK: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  SLACK_API_URL: url.default('https://slack.com/api/'),
  SLACK_BOT_TOKEN: key.optional(),
  SLACK_APP_TOKEN: key.optional(),
  SLACK_SIGNING_SECRET: key.optional(),
  SLACK_CLIENT_ID: key.optional(),
  SLACK_CLIENT_SECRET: key.optional(),
  SANDBOX_X_PORT: port.default(3001),
  SANDBOX_SLACK_PORT: port.default(3002),
  /** The names that X's sandbox uses: `tweet` as in X's documentation, `post` as in its OpenAPI document of 2.167. */
  SANDBOX_X_DIALECT: z.enum(['tweet', 'post'], { error: 'must be tweet or post' }).default('tweet'),
  API_TOKEN: z.string().min(16, 'is shorter than 16 characters; use a long random one').optional(),
});
export type Variables = z.infer<typeof variableSchema>;
/** All variables of the bot. `TEMPORAL_API_KEY` is not in the schema, because Temporal's SDK reads it. */
export const knownNames: readonly string[] = [...Object.keys(variableSchema.shape), 'TEMPORAL_API_KEY'];

/**
 * A line like `X_APP_KEY=` in a file means: not set. Spaces and a carriage return at the end, from a copy or an editor
 * on Windows, belong to no value. Nor do quotes around it, which `docker run --env-file` does not remove.
 */
export function setIn(source: Source): Readonly<Record<string, string>> {
  const bare = (value: string): string =>
    value
      .trim()
      .replace(/^(["'])(.*)\1$/su, '$2')
      .trim();
  const values = Object.entries(source).map(([name, value = '']) => [name, bare(value)] as const);
  return Object.fromEntries(values.filter(([name, value]) => value !== '' && !isOfService(name, value)));
}

/** Kubernetes sets `MONGODB_PORT=tcp://10.0.0.1:27017` in each container beside a Service called mongodb. */
function isOfService(name: string, value: string): boolean {
  return name.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//u.test(value);
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
