import { z } from '@hono/zod-openapi';
import { configSchema, defaultRules, storedConfigSchema, type Config } from '../../core/config.ts';
import type { Actor } from '../../core/actor.ts';
import { withoutUndefined } from '../../core/without-undefined.ts';
import { ConfigChanged, type ConfigVersion } from '../../store/configs.ts';
import { actorOf } from '../auth/tokens.ts';
import type { ApiContext } from '../context.ts';
import { orNotFound, Problem } from '../problem.ts';
import { zoneDifference } from '../zone-rules.ts';
import { answer, body, oneProblems, preconditionProblem, readProblems, writeProblems } from './answers.ts';
import { actorSchema, ifMatchHeader, ifMatchNumber, instantAnswer, isoIn } from './fields.ts';
import { scopedRoute, type Api, type Guards } from './guards.ts';
import { answerPage, pageOf, pageQuery, noQuery } from './pagination.ts';

const tags = ['Config'];

// Copies of the schemas, so that the description can name them. The rules stay in `core/`.
const configShape = configSchema.clone().openapi('Config', { description: 'All settings of the bot.' });
/** Counting weighted characters is slow for a very long text, so the length is checked first. */
const notEndless = z.string().max(1000);

const { shape } = configSchema;
const configBody = z
  .strictObject({
    ...shape,
    reminderText: notEndless.pipe(shape.reminderText),
    manualReminderText: notEndless.pipe(shape.manualReminderText),
    // Fields with a default are optional here: callers with an older description do not send them. They then stay
    // unchanged.
    undecidedWarningMinutes: shape.undecidedWarningMinutes.unwrap().optional(),
    publicSchedule: shape.publicSchedule.unwrap().optional(),
    trustUsers: shape.trustUsers.unwrap().optional(),
  })
  .openapi('NewConfig', {
    description:
      'The whole config; unknown fields are refused. An optional field that you leave out stays as it is; so do a ' +
      'listed room’s `struckAliases`.',
  });

const zoneWarning = 'Sent if two copies of the zone’s rules differ on the conference’s days (RFC 7234, code 299).';

/** The example in the description. */
const exampleConfig: z.input<typeof configSchema> = {
  conference: {
    id: 'pycon-2017',
    name: 'PyCon 2017',
    timeZone: 'America/Los_Angeles',
    startDate: '2017-05-17',
    endDate: '2017-05-25',
    rooms: [
      { name: 'B114', aliases: ['Room B114'] },
      { name: 'A103', aliases: [] },
    ],
  },
  ...defaultRules,
  organisers: ['U012AB3CD'],
  slackChannels: { outgoingTweets: 'C01', needReview: 'C02', eventConflict: 'C03' },
};

const versionFields = {
  version: z.int().openapi({ example: 4 }),
  at: instantAnswer,
  by: actorSchema,
};

const etag = {
  headers: { ETag: { description: 'The version, in quotes.', required: true, schema: { type: 'string' as const } } },
};

const getRoute = (guards: Guards) =>
  scopedRoute(guards, 'read', {
    method: 'get',
    path: '/config',
    operationId: 'getConfig',
    tags,
    summary: 'The current config',
    description: 'Send its ETag as `If-Match` with your change. Scope: read.',
    request: { query: noQuery },
    responses: {
      200: { ...answer('The newest version; the ETag is its number.', configShape), ...etag },
      ...readProblems,
    },
  });

const putRoute = (guards: Guards) =>
  scopedRoute(guards, 'admin', {
    method: 'put',
    path: '/config',
    operationId: 'putConfig',
    tags,
    summary: 'Save a new version of the config',
    description:
      'Applies without a restart. With `If-Match`, it is saved only if nobody has saved another version since; ' +
      'without, it replaces the newest. Every version stays in the history. Scope: admin.',
    request: { query: noQuery, headers: ifMatchHeader, body: body(configBody, exampleConfig) },
    responses: {
      200: {
        ...answer('Saved; this version is in use now.', configShape),
        headers: {
          ...etag.headers,
          Warning: {
            description: zoneWarning,
            schema: { type: 'string' as const },
          },
        },
      },
      ...writeProblems,
      ...preconditionProblem,
    },
  });

const historyRoute = (guards: Guards) =>
  scopedRoute(guards, 'read', {
    method: 'get',
    path: '/config/history',
    operationId: 'listConfigVersions',
    tags,
    summary: 'All versions of the config, newest first',
    description: 'The list of versions, without content. Scope: read.',
    request: { query: z.strictObject(pageQuery) },
    responses: {
      200: answer('A page of them.', pageOf(z.strictObject(versionFields).openapi('ConfigVersion'))),
      ...readProblems,
    },
  });

const versionRoute = (guards: Guards) =>
  scopedRoute(guards, 'read', {
    method: 'get',
    path: '/config/history/{version}',
    operationId: 'getConfigVersion',
    tags,
    summary: 'One version of the config',
    description: 'To restore it, PUT its `config`.',
    request: {
      query: noQuery,
      params: z.object({
        version: z
          .string()
          .regex(/^[1-9][0-9]{0,8}$/u)
          .openapi({ example: '3' }),
      }),
    },
    responses: {
      200: answer('It.', z.strictObject({ ...versionFields, config: configShape }).openapi('WholeConfigVersion')),
      ...oneProblems,
    },
  });

export function addConfigRoutes(api: Api, context: ApiContext, guards: Guards): void {
  const { store } = context;

  api.openapi(getRoute(guards), async (c) => {
    const newest = await store.configs.newest();
    if (newest === null)
      throw new Problem(503, 'There is no config yet: PUT one.', { headers: { 'Retry-After': '60' } });
    return c.json(newest.config, 200, { ETag: `"${newest._id}"` });
  });

  api.openapi(putRoute(guards), async (c) => {
    const seen = ifMatchNumber(c.req.valid('header')['If-Match']);
    const given = c.req.valid('json');
    const saved = await save(context, (newest) => complete(given, newest?.config), seen, actorOf(c.get('caller')));
    const difference = zoneDifference(saved.config.conference);
    return c.json(saved.config, 200, {
      ETag: `"${saved._id}"`,
      ...(difference === undefined ? {} : { Warning: `299 - "${difference}"` }),
    });
  });

  api.openapi(historyRoute(guards), async (c) => {
    const page = await answerPage(c, c.req.valid('query'), {
      find: (limit, after) => store.configs.history(limit, after && Number(after.id)),
      toAnswer: versionAnswer,
    });
    return c.json(page, 200);
  });

  api.openapi(versionRoute(guards), async (c) => {
    const { version } = c.req.valid('param');
    const missing = `There is no version ${version} of the config.`;
    const found = orNotFound(await store.configs.find(Number(version)), missing);
    // Parsed again: an older version may lack fields that have a default now.
    return c.json({ ...versionAnswer(found), config: storedConfigSchema.parse(found.config) }, 200);
  });
}

/** The config, with missing fields taken from the newest version, or from the defaults if there is none. */
function complete(given: z.output<typeof configBody>, newest: Config | undefined): Config {
  const struck = new Map(newest?.conference.rooms.map(({ name, struckAliases }) => [name, struckAliases]));
  const rooms = given.conference.rooms.map((room) =>
    withoutUndefined({ struckAliases: struck.get(room.name), ...room }),
  );
  return configSchema.parse({ ...newest, ...given, conference: { ...given.conference, rooms } });
}

/** Saves the config. Without `If-Match`, it also replaces a version that somebody else has just saved. */
async function save(
  { store, openSpaces }: ApiContext,
  complete: (newest: ConfigVersion | null) => Config,
  seen: number | undefined,
  by: Actor,
): Promise<ConfigVersion> {
  for (let tries = 0; ; tries += 1) {
    const newest = await store.configs.newest();
    const current = newest?._id ?? 0;
    if (seen !== undefined && seen !== current) throw changedMeanwhile(current);
    try {
      return await openSpaces.saveConfig(complete(newest), current, by);
    } catch (error) {
      if (!(error instanceof ConfigChanged)) throw error;
      if (tries === 5)
        throw new Problem(409, 'Others are saving the config right now. Read the newest version, then try again.');
    }
  }
}

function changedMeanwhile(current: number): Problem {
  const detail = `Version ${current} is newer. GET it, make your change there, and send its ETag.`;
  return new Problem(412, detail, { headers: { ETag: `"${current}"` } });
}

function versionAnswer({ _id, at, by, config }: ConfigVersion) {
  return { version: _id, at: isoIn(config.conference.timeZone, at.getTime()), by };
}
