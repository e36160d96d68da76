/** X's error bodies, with X's exact words if they are known. */
export interface Problem {
  readonly title: string;
  readonly detail: string;
  readonly type: string;
  readonly status: number;
}

const BLANK = 'about:blank';
const PROBLEMS = 'https://api.x.com/2/problems';

export const DUPLICATE_TWEET: Problem = {
  detail: 'You are not allowed to create a Tweet with duplicate content.',
  type: BLANK,
  title: 'Forbidden',
  status: 403,
};

export const REPLY_NOT_ALLOWED = forbidden(
  'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged ' +
    'by the author of the post you are replying to.',
);

export const QUOTE_NOT_ALLOWED = forbidden(
  'Quoting this post is not allowed because you have not been mentioned or are not part of the conversation thread.',
);

export const UNAUTHORIZED: Problem = { title: 'Unauthorized', type: BLANK, status: 401, detail: 'Unauthorized' };

export const NO_RULES: Problem & { errors: unknown[] } = {
  title: 'RuleConfigurationIssue',
  detail: 'You must define rules in order to connect to this stream.',
  type: `${PROBLEMS}/rule-configuration-issue`,
  status: 409,
  errors: [],
};

export const TOO_MANY_CONNECTIONS: Problem & { connection_issue: string } = {
  title: 'ConnectionException',
  detail: 'This stream is currently at the maximum allowed connection limit.',
  connection_issue: 'TooManyConnections',
  type: `${PROBLEMS}/streaming-connection`,
  status: 429,
};

/** An item of the stream; after it, the stream ends. */
export const OPERATIONAL_DISCONNECT = {
  title: 'operational-disconnect',
  disconnect_type: 'UpstreamOperationalDisconnect',
  detail: 'This stream has been disconnected upstream for operational reasons.',
  type: `${PROBLEMS}/operational-disconnect`,
};

/** `caller` is X's name for the kind of authentication that the route does not accept. */
export function wrongAuthentication(caller: 'user' | 'app'): Problem {
  const given = caller === 'app' ? 'OAuth 2.0 Application-Only' : 'OAuth 1.0a User Context';
  const wanted = caller === 'app' ? 'OAuth 1.0a User Context, OAuth 2.0 User Context' : 'OAuth 2.0 Application-Only';
  return {
    title: 'Unsupported Authentication',
    detail:
      `Authenticating with ${given} is forbidden for this endpoint.  ` +
      `Supported authentication types are [${wanted}].`,
    type: `${PROBLEMS}/unsupported-authentication`,
    status: 403,
  };
}

/** A bad parameter: the reason is in `errors`, and the detail says nothing. */
export function invalidRequest(message: string, parameters: Record<string, string[]> = {}) {
  return {
    errors: [{ parameters, message }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: `${PROBLEMS}/invalid-request`,
    status: 400,
  };
}

/** With status 200: the object does not exist. */
export function notFound(id: string, parameter: string, kind: 'tweet' | 'user' = 'tweet') {
  return {
    value: id,
    detail: `Could not find ${kind} with ${parameter}: [${id}].`,
    title: 'Not Found Error',
    resource_type: kind,
    parameter,
    resource_id: id,
    type: `${PROBLEMS}/resource-not-found`,
  };
}

/** With status 200: its author is protected. */
export function notAuthorized(id: string, parameter: string) {
  return {
    value: id,
    detail: `Sorry, you are not authorized to see the Tweet with ${parameter}: [${id}].`,
    title: 'Authorization Error',
    resource_type: 'tweet',
    parameter,
    resource_id: id,
    type: `${PROBLEMS}/not-authorized-for-resource`,
  };
}

/** X's error for a status, for faults. `name` selects one if several have the status. */
export function problemFor(status: number, name?: string): Problem & Record<string, unknown> {
  if (name === 'DuplicateContent') return { ...DUPLICATE_TWEET };
  if (name === 'AccountLocked') {
    const detail = 'To protect our users from spam and other malicious activity, this account is temporarily locked.';
    return { ...forbidden(detail) };
  }
  if (name === 'TooManyConnections') return { ...TOO_MANY_CONNECTIONS };
  if (name === 'UsageCapExceeded') {
    return {
      title: 'UsageCapExceeded',
      detail: 'Usage cap exceeded: Monthly product cap',
      period: 'Monthly',
      scope: 'Product',
      type: `${PROBLEMS}/usage-capped`,
      status,
    };
  }
  if (status === 402) {
    return {
      title: 'CreditsDepleted',
      detail: 'Your enrolled account does not have any credits to fulfill this request.',
      type: `${PROBLEMS}/credits`,
      status,
    };
  }
  const [title, detail] = WORDS[status] ?? [`Error ${status}`, `Error ${status}`];
  return { title, detail, type: BLANK, status };
}

const WORDS: Readonly<Record<number, readonly [string, string]>> = {
  400: ['Invalid Request', 'One or more parameters to your request was invalid.'],
  401: ['Unauthorized', 'Unauthorized'],
  403: ['Forbidden', 'You are not permitted to perform this action.'],
  404: ['Not Found', 'Not Found'],
  429: ['Too Many Requests', 'Too Many Requests'],
  500: ['Internal Server Error', 'Something is broken. This is usually a temporary error.'],
  502: ['Bad Gateway', 'Bad Gateway'],
  503: ['Service Unavailable', 'Service Unavailable'],
  504: ['Gateway Timeout', 'Gateway Timeout'],
};

function forbidden(detail: string): Problem {
  return { detail, type: BLANK, title: 'Forbidden', status: 403 };
}
