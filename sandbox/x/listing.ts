import type { Fields } from './dialect.ts';
import { includesFor, tweetObject } from './represent.ts';
import { invalidRequest } from './problems.ts';
import { idAt, type StoredTweet, type World } from './world.ts';

const SEARCHABLE_MS = 7 * 24 * 3_600_000;

/** One page, newest first, with the token of the next page. */
export function pageOf(
  tweets: readonly StoredTweet[],
  options: {
    readonly size: number;
    readonly token: string | undefined;
    readonly world: World;
    readonly fields: Fields;
  },
): object {
  const { size, token, world, fields } = options;
  const from = token === undefined ? tweets : tweets.filter((tweet) => BigInt(tweet.id) < tokenId(token));
  const page = from.slice(0, size);
  const includes = includesFor(page, world, fields);
  const [newest, oldest] = [page[0], page.at(-1)];
  return {
    ...(page.length > 0 ? { data: page.map((tweet) => tweetObject(tweet, world, fields)) } : {}),
    ...(includes === undefined ? {} : { includes }),
    meta: {
      result_count: page.length,
      ...(newest === undefined || oldest === undefined ? {} : { newest_id: newest.id, oldest_id: oldest.id }),
      ...(from.length > size && oldest !== undefined
        ? { next_token: Buffer.from(oldest.id).toString('base64url') }
        : {}),
    },
  };
}

/** Checks `since_id` (exclusive) and `start_time` as recent search does: X keeps seven days. */
export function searchStart(
  sinceId: string | undefined,
  startTime: string | undefined,
  now: number,
): { after: bigint } | { problem: ReturnType<typeof invalidRequest> } {
  const oldest = now - SEARCHABLE_MS;
  const oldestTime = `${new Date(oldest).toISOString().slice(0, 16)}Z`;
  if (sinceId !== undefined) {
    if (/^\d{1,19}$/u.test(sinceId) && BigInt(sinceId) >= idAt(oldest)) return { after: BigInt(sinceId) };
    const message =
      `'since_id' must be a tweet id created after ${oldestTime}. ` +
      `Please use a 'since_id' that is larger than ${idAt(oldest)}`;
    return { problem: invalidRequest(message, { since_id: [sinceId] }) };
  }
  if (startTime === undefined) return { after: idAt(oldest) - 1n };
  const start = Date.parse(startTime);
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u.test(startTime) && start >= oldest)
    return { after: idAt(start) - 1n };
  const message = `Invalid 'start_time':'${startTime}'. 'start_time' must be on or after ${oldestTime}.`;
  return { problem: invalidRequest(message, { start_time: [startTime] }) };
}

/** `max_results`, if the route allows it; otherwise X's error. */
export function pageSize(
  given: string | undefined,
  least: number,
  usual: number,
): number | { problem: ReturnType<typeof invalidRequest> } {
  const size = given === undefined ? usual : Number(given);
  if (Number.isInteger(size) && size >= least && size <= 100) return size;
  const message = `The \`max_results\` query parameter value [${given}] is not between ${least} and 100`;
  return { problem: invalidRequest(message, { max_results: [given ?? ''] }) };
}

function tokenId(token: string): bigint {
  const id = Buffer.from(token, 'base64url').toString();
  return /^\d+$/u.test(id) ? BigInt(id) : 0n;
}
