import { invalidRequest } from './problems.ts';

/**
 * The names that X uses: `tweet` as in its documentation, `post` as in its OpenAPI document since 2.167 (August 2026).
 * They differ only in parameters and answers; paths and request bodies are the same.
 */
export type Dialect = 'tweet' | 'post';

/** The fields that the caller asked for besides the defaults, by their names in the documentation. */
export interface Fields {
  readonly dialect: Dialect;
  readonly tweet: ReadonlySet<string>;
  readonly user: ReadonlySet<string>;
  readonly expansions: ReadonlySet<string>;
}

const newNames: Readonly<Record<string, string>> = {
  edit_history_tweet_ids: 'edit_history_post_ids',
  note_tweet: 'note_post',
  referenced_tweets: 'referenced_posts',
};

/** X's fields that the sandbox sends, or that a caller may reasonably ask for. */
const fieldNames: Readonly<Record<Dialect, readonly string[]>> = {
  tweet: [
    'author_id',
    'conversation_id',
    'created_at',
    'edit_history_tweet_ids',
    'entities',
    'id',
    'in_reply_to_user_id',
    'lang',
    'note_tweet',
    'public_metrics',
    'referenced_tweets',
    'text',
  ],
  post: ['conversation_id', 'created_at', 'entities', 'id', 'lang', 'note_post', 'public_metrics', 'text'],
};

const expansionNames: Readonly<Record<Dialect, readonly string[]>> = {
  tweet: ['author_id', 'edit_history_tweet_ids', 'in_reply_to_user_id', 'referenced_tweets.id'],
  post: ['author_id', 'edit_history_post_ids', 'in_reply_to_user_id', 'referenced_posts'],
};

/** X's error lists all parameters of the route. The sandbox lists those of its list routes, also for other routes. */
const listParameters = 'query,start_time,end_time,since_id,until_id,max_results,next_token';

/** Reads the fields that a request asks for. For the stream, the document of 2.167 keeps the parameter's old name. */
export function readFields(
  query: (name: string) => string | undefined,
  dialect: Dialect,
  isStream: boolean,
): Fields | { problem: ReturnType<typeof invalidRequest> } {
  const known = dialect === 'post' && !isStream ? 'post.fields' : 'tweet.fields';
  const foreign = known === 'post.fields' ? 'tweet.fields' : 'post.fields';
  if (query(foreign) !== undefined) {
    const all = `${listParameters},expansions,${known},user.fields`;
    const message = `The query parameter [${foreign}] is not one of [${all}]`;
    return { problem: invalidRequest(message, { [foreign]: [query(foreign) ?? ''] }) };
  }
  for (const [parameter, names] of [
    [known, fieldNames[dialect]],
    ['expansions', expansionNames[dialect]],
  ] as const) {
    const wrong = listOf(query(parameter)).find((name) => !names.includes(name));
    if (wrong === undefined) continue;
    const message = `The \`${parameter}\` query parameter value [${wrong}] is not one of [${names.join(',')}]`;
    return { problem: invalidRequest(message, { [parameter]: [wrong] }) };
  }
  const asked = [...listOf(query(known)), ...(dialect === 'post' ? listOf(query('expansions')) : [])];
  return {
    dialect,
    tweet: new Set(asked.map(oldName)),
    user: new Set(listOf(query('user.fields'))),
    expansions: new Set(
      listOf(query('expansions')).map((name) => (name === 'referenced_posts' ? 'referenced_tweets.id' : name)),
    ),
  };
}

const listOf = (value: string | undefined): string[] => (value ?? '').split(',').filter((name) => name !== '');

const oldName = (name: string): string => Object.entries(newNames).find(([, renamed]) => renamed === name)?.[0] ?? name;

/** A tweet's fields, with the names of the dialect. */
export function inDialect(tweet: Readonly<Record<string, unknown>>, dialect: Dialect): Record<string, unknown> {
  if (dialect === 'tweet') return { ...tweet };
  return Object.fromEntries(Object.entries(tweet).map(([name, value]) => [newNames[name] ?? name, value]));
}
