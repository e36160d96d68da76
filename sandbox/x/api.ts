import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono, type MiddlewareHandler } from 'hono';
import type { XCredentials } from '../../x/client.ts';
import { answer, type ApiContext, requireAccess } from './access.ts';
import { pageOf, pageSize, searchStart } from './listing.ts';
import { postAsBot } from './posting.ts';
import { invalidRequest, NO_RULES, notAuthorized, notFound, problemFor, TOO_MANY_CONNECTIONS } from './problems.ts';
import { type Matcher, parseQuery, QueryError } from './query-language.ts';
import type { RateLimits } from './rate-limits.ts';
import { type Dialect, type Fields, readFields } from './dialect.ts';
import { includesFor, matchable, tweetObject, userObject, visibleTweet } from './represent.ts';
import { changeRules, listRules } from './rule-routes.ts';
import { storedText } from './stored-text.ts';
import type { StreamHub } from './stream-hub.ts';
import type { StoredTweet, World } from './world.ts';

const LONGEST_QUERY = 512;

const none: ReadonlySet<string> = new Set();

/** X API v2, as far as the bot needs it. */
export function apiRoutes(options: {
  readonly world: World;
  readonly hub: StreamHub;
  readonly limits: RateLimits;
  readonly credentials: XCredentials;
  readonly clock: () => number;
  /** How long a post is not in the timeline, because X's reads lag behind its writes. Milliseconds. */
  readonly timelineLagMs: number;
  /** How long search does not find a new tweet, milliseconds. */
  readonly searchLagMs: number;
  readonly dialect: Dialect;
}): Hono<{ Bindings: HttpBindings }> {
  const { world, hub, limits, credentials, clock } = options;
  const api = new Hono<{ Bindings: HttpBindings }>();
  const allow = (route: string, ...callers: ('user' | 'app')[]): MiddlewareHandler<{ Bindings: HttpBindings }> =>
    requireAccess({ route, callers, credentials, limits, clock });
  const wanted = new WeakMap<ApiContext, Fields>();
  const fieldsOf = (c: ApiContext): Fields =>
    wanted.get(c) ?? { dialect: options.dialect, tweet: none, user: none, expansions: none };
  const checkFields: MiddlewareHandler<{ Bindings: HttpBindings }> = async (c, next) => {
    const fields = readFields((name) => c.req.query(name), options.dialect, c.req.path === '/2/tweets/search/stream');
    if ('problem' in fields) return answer(c, fields.problem, 400);
    wanted.set(c, fields);
    return next();
  };
  api.use('/2/*', checkFields);

  api.get('/2/users/me', allow('GET /2/users/me', 'user'), (c) =>
    answer(c, { data: userObject(world.bot, world, fieldsOf(c)) }),
  );

  api.get('/2/users/by/username/:name', allow('GET /2/users/by/username/:name', 'user', 'app'), (c) => {
    const user = world.findUser(c.req.param('name'));
    if (user === undefined) return answer(c, { errors: [notFound(c.req.param('name'), 'username', 'user')] });
    return answer(c, { data: userObject(user, world, fieldsOf(c)) });
  });

  api.post('/2/tweets', allow('POST /2/tweets', 'user'), async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    const result = postAsBot(world, body, clock());
    if ('problem' in result) return answer(c, result.problem, result.problem.status);
    const { id } = result.tweet;
    return answer(c, { data: { id, text: storedText(result.tweet.text).text } }, 201);
  });

  api.delete('/2/tweets/:id', allow('DELETE /2/tweets/:id', 'user'), (c) => {
    const tweet = world.liveTweet(c.req.param('id'));
    if (tweet !== undefined && tweet.authorId !== world.bot.id) return answer(c, problemFor(403), 403);
    return answer(c, { data: { deleted: tweet !== undefined && world.deleteTweet(tweet.id) } });
  });

  api.get('/2/tweets', allow('GET /2/tweets', 'user', 'app'), (c) => {
    const ids = (c.req.query('ids') ?? '').split(',').filter((id) => id !== '');
    if (ids.length < 1 || ids.length > 100) return answer(c, invalidRequest('`ids` must hold 1 to 100 ids'), 400);
    const found = ids.map((id) => visibleTweet(id, 'ids', world));
    const tweets = found.flatMap((result) => ('tweet' in result ? [result.tweet] : []));
    const errors = found.flatMap((result) => ('error' in result ? [result.error] : []));
    const data = tweets.map((tweet) => tweetObject(tweet, world, fieldsOf(c)));
    const includes = includesFor(tweets, world, fieldsOf(c));
    return answer(c, {
      ...(data.length > 0 ? { data } : {}),
      ...(includes === undefined ? {} : { includes }),
      ...(errors.length > 0 ? { errors } : {}),
    });
  });

  api.get('/2/tweets/search/recent', allow('GET /2/tweets/search/recent', 'user', 'app'), (c) => {
    const query = c.req.query('query') ?? '';
    const size = pageSize(c.req.query('max_results'), 10, 10);
    const start = searchStart(c.req.query('since_id'), c.req.query('start_time'), clock());
    const matcher = searchMatcher(query);
    if (typeof size === 'object') return answer(c, size.problem, 400);
    if ('problem' in start) return answer(c, start.problem, 400);
    if ('problem' in matcher) return answer(c, matcher.problem, 400);
    const isFound = (tweet: StoredTweet): boolean =>
      BigInt(tweet.id) > start.after &&
      tweet.arrivedAt <= clock() - options.searchLagMs &&
      // Search finds no retweets since May 2026.
      tweet.retweetOf === undefined &&
      !world.isProtected(tweet.authorId) &&
      matcher.matches(matchable(tweet, world));
    const token = c.req.query('next_token') ?? c.req.query('pagination_token');
    return answer(c, pageOf(world.newestFirst().filter(isFound), { size, token, world, fields: fieldsOf(c) }));
  });

  api.get('/2/tweets/search/stream/rules', allow('GET /2/tweets/search/stream/rules', 'app'), (c) =>
    answer(c, listRules(world, clock())),
  );

  api.post('/2/tweets/search/stream/rules', allow('POST /2/tweets/search/stream/rules', 'app'), async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    const result = changeRules(world, body, clock());
    return answer(c, result.body, result.status);
  });

  api.get('/2/tweets/search/stream', allow('GET /2/tweets/search/stream', 'app'), (c) => {
    if (world.rules.size === 0) return answer(c, NO_RULES, 409);
    if (hub.isConnected) return answer(c, TOO_MANY_CONNECTIONS, 429);
    hub.connect(c.env.outgoing, fieldsOf(c));
    return RESPONSE_ALREADY_SENT;
  });

  api.delete('/2/connections/all', allow('DELETE /2/connections/all', 'app'), (c) =>
    answer(c, { data: { successful_kills: hub.disconnect() ? 1 : 0, failed_kills: 0 } }),
  );

  api.get('/2/tweets/:id', allow('GET /2/tweets/:id', 'user', 'app'), (c) => {
    const result = visibleTweet(c.req.param('id'), 'id', world);
    if ('error' in result) return answer(c, { errors: [result.error] });
    const includes = includesFor([result.tweet], world, fieldsOf(c));
    return answer(c, {
      data: tweetObject(result.tweet, world, fieldsOf(c)),
      ...(includes === undefined ? {} : { includes }),
    });
  });

  api.get('/2/users/:id/tweets', allow('GET /2/users/:id/tweets', 'user', 'app'), (c) => {
    const id = c.req.param('id');
    const size = pageSize(c.req.query('max_results'), 5, 10);
    if (typeof size === 'object') return answer(c, size.problem, 400);
    if (world.userById(id) === undefined) return answer(c, { errors: [notFound(id, 'id', 'user')] });
    if (world.isProtected(id)) return answer(c, { errors: [notAuthorized(id, 'id')] });
    const sinceId = BigInt(/^\d+$/u.exec(c.req.query('since_id') ?? '')?.[0] ?? 0);
    const visibleFrom = clock() - options.timelineLagMs;
    const isListed = (tweet: StoredTweet): boolean =>
      tweet.authorId === id && BigInt(tweet.id) > sinceId && tweet.arrivedAt <= visibleFrom;
    return answer(
      c,
      pageOf(world.newestFirst().filter(isListed), {
        size,
        token: c.req.query('pagination_token'),
        world,
        fields: fieldsOf(c),
      }),
    );
  });

  api.all('/2/*', (c) => answer(c, problemFor(404), 404));
  return api;
}

function searchMatcher(query: string): { matches: Matcher } | { problem: ReturnType<typeof invalidRequest> } {
  if (query.length < 1 || query.length > LONGEST_QUERY) {
    return {
      problem: invalidRequest(`The \`query\` query parameter value must be 1 to ${LONGEST_QUERY} characters long`, {
        query: [query],
      }),
    };
  }
  try {
    return { matches: parseQuery(query) };
  } catch (error) {
    if (error instanceof QueryError) return { problem: invalidRequest(error.message, { query: [query] }) };
    throw error;
  }
}
