import { z } from 'zod';
import { inTime } from '../core/in-time.ts';
import type { StreamPace } from './backoff.ts';
import type { StreamBody, XClient } from './client.ts';
import { askForFields, streamFieldParameters } from './field-parameters.ts';
import { withoutNulls } from './without-nulls.ts';

/** No tweet is this long: a line of this length is not from X. Characters. */
const LONGEST_LINE = 1_000_000;

/** The stream ended. This is normal for streams. */
export class StreamLost extends Error {}

/**
 * One connection, from request to end. Yields its payloads, and always ends by throwing ({@link StreamLost}, or the
 * error of `openStream` if X refuses), unless `signal` ends it. While the consumer is busy, nothing is read, and X's
 * buffers fill.
 */
export async function* connectStream(
  client: XClient,
  pace: StreamPace,
  { onOpen, signal }: { readonly onOpen: () => void; readonly signal: AbortSignal },
): AsyncGenerator<unknown, void, undefined> {
  const connection = new AbortController();
  const abort = (): void => connection.abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    const body = await openInTime(client, pace.connect, connection);
    onOpen();
    yield* payloadsOf(body, pace.silence, connection.signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', abort);
    connection.abort();
  }
}

async function openInTime(client: XClient, timeoutMs: number, connection: AbortController): Promise<StreamBody> {
  const opening = askForFields(client, streamFieldParameters, (fields) => client.openStream(fields, connection.signal));
  return inTime(timeoutMs, opening, () => {
    connection.abort();
    throw new StreamLost('no answer to the connection attempt');
  });
}

/** X documents `\r\n` between tweets and as a sign of life. A single `\n` is accepted as a line end too. */
async function* payloadsOf(
  body: StreamBody,
  silenceMs: number,
  signal: AbortSignal,
): AsyncGenerator<unknown, void, undefined> {
  const reader = body.getReader();
  // `fetch` forgets its signal when the request is garbage-collected, minutes into the stream. So the reader is
  // cancelled here.
  signal.addEventListener('abort', () => void reader.cancel().catch(() => {}), { once: true });
  const silent = (): never => {
    throw new StreamLost(`nothing heard for ${silenceMs / 1000} s`);
  };
  const decoder = new TextDecoder();
  let line = '';
  while (!signal.aborted) {
    const { done, value } = await inTime(silenceMs, reader.read(), silent).catch((error: unknown) => {
      throw error instanceof StreamLost ? error : new StreamLost('the connection was closed', { cause: error });
    });
    if (done) throw new StreamLost('the connection was closed');
    const lines = (line + decoder.decode(value, { stream: true })).split('\n');
    line = lines.pop() ?? '';
    if (line.length > LONGEST_LINE) throw new StreamLost('endless data without the end of a line');
    for (const one of lines) if (one.trim() !== '') yield parseLine(one);
  }
}

const problem = z.object({ title: z.string() });
const problems = z.object({ data: z.undefined().optional(), errors: z.array(problem).min(1) });
const bareProblem = problem.extend({ data: z.undefined().optional() });

/** One line of JSON. @throws {@link StreamLost} if X announces in it that the stream ends */
function parseLine(line: string): unknown {
  let payload: unknown;
  try {
    payload = withoutNulls(JSON.parse(line));
  } catch {
    return undefined;
  }
  const named = problems.safeParse(payload).data?.errors[0] ?? bareProblem.safeParse(payload).data;
  if (named !== undefined) throw new StreamLost(`X ended the stream: ${named.title}`);
  return payload;
}
