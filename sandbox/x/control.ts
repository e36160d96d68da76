import type { HttpBindings } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { answer, type ApiContext } from './access.ts';
import { type Faults, faultSchema } from './faults.ts';
import { writtenText } from './represent.ts';
import { normalText } from './stored-text.ts';
import type { StreamHub } from './stream-hub.ts';
import type { World } from './world.ts';

const LONGEST_TWEET = 25_000;

const handle = z
  .string()
  .trim()
  .regex(/^@?\w{1,30}$/u, 'a handle has 1 to 30 letters, digits or underscores')
  .transform((name) => name.replace(/^@/u, ''));

const userChange = z.strictObject({ protected: z.boolean().optional(), username: handle.optional() });

const tweetDraft = z.strictObject({
  username: handle,
  text: z.string().max(LONGEST_TWEET, `a tweet has at most ${LONGEST_TWEET} characters`).optional(),
  /** The display name, for a new handle. */
  name: z.string().trim().min(1).max(50).optional(),
  retweetOf: z.string().optional(),
  quoteOf: z.string().optional(),
  editOf: z.string().optional(),
  replyTo: z.string().optional(),
  /** The time of writing that X shows. The id has the time of arrival. */
  createdAt: z.iso.datetime({ offset: true }).optional(),
  /** Fields that X leaves out, such as `created_at`, `author_id` or `text`. */
  without: z.array(z.string()).max(10).optional(),
});

/** Routes for people and tests that X's API does not have: tweet as anybody, cause faults, look inside. */
export function controlRoutes(options: {
  readonly world: World;
  readonly hub: StreamHub;
  readonly faults: Faults;
  readonly onScenario: ((name: string) => void) | undefined;
}): Hono<{ Bindings: HttpBindings }> {
  const { world, hub, faults, onScenario } = options;
  const control = new Hono<{ Bindings: HttpBindings }>();
  control.use('/sandbox/*', onlyFromThisMachine);

  control.post('/sandbox/tweets', async (c) => {
    const draft = tweetDraft.safeParse(await readJson(c));
    if (!draft.success) return refuse(c, 400, wordsOf(draft.error));
    const { username, name, retweetOf, quoteOf, editOf, replyTo, createdAt, without } = draft.data;
    const text = normalText(draft.data.text ?? '');
    if (text === '' && retweetOf === undefined) return refuse(c, 400, 'text: a tweet says something');
    for (const [field, id] of Object.entries({ retweetOf, quoteOf, editOf, replyTo })) {
      if (id !== undefined && world.liveTweet(id) === undefined)
        return refuse(c, 400, `${field}: there is no tweet ${id}`);
    }
    const edited = editOf === undefined ? undefined : world.liveTweet(editOf);
    if (edited !== undefined && world.findUser(username)?.id !== edited.authorId) {
      return refuse(c, 400, 'editOf: people edit their own tweets only');
    }
    if (edited?.retweetOf !== undefined) return refuse(c, 400, 'editOf: a retweet cannot be edited');
    const original = retweetOf === undefined ? undefined : world.liveTweet(retweetOf);
    const tweet = world.addTweet({
      authorId: world.userOf(username, name).id,
      text,
      editOf,
      // A retweet of a retweet is a retweet of the original, as at X.
      retweetOf: original?.retweetOf ?? retweetOf,
      quoteOf,
      replyTo,
      without,
      createdAt: createdAt === undefined ? undefined : Date.parse(createdAt),
    });
    return answer(c, { id: tweet.id }, 201);
  });

  control.delete('/sandbox/tweets/:id', (c) => {
    const id = c.req.param('id');
    return world.deleteTweet(id) ? answer(c, { deleted: true }) : refuse(c, 404, `there is no tweet ${id}`);
  });

  control.patch('/sandbox/users/:name', async (c) => {
    const body = userChange.safeParse(await readJson(c));
    if (!body.success) return refuse(c, 400, wordsOf(body.error));
    const user = world.findUser(c.req.param('name'));
    if (user === undefined) return refuse(c, 404, `there is no user ${c.req.param('name')}`);
    const { username } = body.data;
    if (body.data.protected !== undefined) world.protectUser(user.id, body.data.protected);
    if (username !== undefined && world.findUser(username) !== undefined) return refuse(c, 400, 'username: taken');
    if (username !== undefined) world.renameUser(user, username);
    return answer(c, body.data);
  });

  control.get('/sandbox/timeline', (c) =>
    answer(
      c,
      world.botPosts().map((tweet) => ({
        id: tweet.id,
        text: writtenText(tweet, world),
        arrivedAt: new Date(tweet.arrivedAt).toISOString(),
        ...(world.isDeleted(tweet) ? { deleted: true } : {}),
      })),
    ),
  );

  control.get('/sandbox/faults', (c) => answer(c, faults.list()));

  control.post('/sandbox/faults', async (c) => {
    const fault = faultSchema.safeParse(await readJson(c));
    if (!fault.success) return refuse(c, 400, wordsOf(fault.error));
    faults.add(fault.data);
    return answer(c, fault.data, 201);
  });

  control.delete('/sandbox/faults', (c) => {
    faults.clear();
    return answer(c, []);
  });

  control.post('/sandbox/stream/disconnect', (c) => answer(c, { disconnected: hub.disconnect() }));

  control.post('/sandbox/stream/announce-end', (c) => answer(c, { announced: hub.announceEnd() }));

  control.post('/sandbox/stream/silence', (c) => answer(c, { silent: (hub.isSilent = true) }));

  control.delete('/sandbox/stream/silence', (c) => answer(c, { silent: (hub.isSilent = false) }));

  control.get('/sandbox/stream', (c) => answer(c, { connected: hub.isConnected }));

  control.post('/sandbox/scenarios/:name', (c) => {
    if (onScenario === undefined) return refuse(c, 404, 'no scenarios here');
    onScenario(c.req.param('name'));
    return answer(c, { started: c.req.param('name') }, 202);
  });

  return control;
}

/**
 * Control routes have no keys, so only this machine may call them, and only the sandbox's own page: browsers send
 * Origin and Sec-Fetch-Site. The Host is checked, because an attacker can point a name to loopback.
 */
export const onlyFromThisMachine: MiddlewareHandler<{ Bindings: HttpBindings }> = async (c, next) => {
  const remote = c.env.incoming.socket.remoteAddress ?? '';
  const host = c.req.header('host') ?? '';
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site') ?? 'none';
  const isLocal =
    /^(?:::ffff:)?127\.|^::1$/u.test(remote) && /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/u.test(host);
  const isOwnPage =
    (origin === undefined || origin === `http://${host}`) && (site === 'none' || site === 'same-origin');
  return isLocal && isOwnPage ? next() : refuse(c, 403, 'the sandbox obeys this machine and its own page only');
};

/** problem+json, for people who call by hand. */
function refuse(c: ApiContext, status: 400 | 403 | 404, detail: string): Response {
  c.header('content-type', 'application/problem+json; charset=utf-8');
  return c.body(JSON.stringify({ type: 'about:blank', title: 'Refused', status, detail }), status);
}

async function readJson(c: ApiContext): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    return undefined;
  }
}

function wordsOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
}
