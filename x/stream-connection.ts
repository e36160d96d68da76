import { Readable } from 'node:stream';
import { ETwitterStreamEvent, type TweetStream } from 'twitter-api-v2';
import { z } from 'zod';
import type { StreamPace } from './backoff.ts';
import type { XClient } from './client.ts';
import { TWEET_FIELDS } from './fields.ts';

/** Payloads held while the consumer is busy; at this many the socket is paused, and X's buffers fill. */
const MOST_HELD = 100;
/** No tweet is this long: whoever sends so much without `\r\n` is not X, and the parser would keep it all. */
const LONGEST_PIECE = 1_000_000;

/** The stream ended, as streams do. */
export class StreamLost extends Error {}

/**
 * One connection, from request to end: yields the parsed payloads, and always ends by throwing ({@link StreamLost}, or what the
 * library throws when X refuses), unless `signal` ends it. A new TweetStream for each, never the library's reconnect:
 * that one has no pause between tries.
 */
export async function* connectStream(
  client: XClient,
  pace: StreamPace,
  { onOpen, signal }: { readonly onOpen: () => void; readonly signal: AbortSignal },
): AsyncGenerator<unknown, void, undefined> {
  const stream = client.app.v2.searchStream({ ...TWEET_FIELDS, autoConnect: false });
  const inbox = new Inbox(stream, pace.silence);
  try {
    await connectInTime(stream, pace.connect, signal);
    inbox.watch();
    onOpen();
    yield* inbox.payloads(signal);
  } finally {
    inbox.close();
  }
}

/** Without response headers the library waits for ever, and gives no handle on the request: hence the signal in its options. */
async function connectInTime(stream: TweetStream, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const attempt = new AbortController();
  const abort = (): void => attempt.abort();
  const timer = setTimeout(abort, timeoutMs);
  signal.addEventListener('abort', abort, { once: true });
  const { options } = z.looseObject({ options: z.custom<object>() }).parse(Reflect.get(stream, 'requestData'));
  Object.assign(options, { signal: attempt.signal });
  try {
    signal.throwIfAborted();
    await stream.connect({ autoReconnect: false, keepAliveTimeout: 'disable' });
  } catch (error) {
    if (attempt.signal.aborted) throw new StreamLost('no answer to the connection attempt', { cause: error });
    throw error;
  } finally {
    // An abort after this point would destroy a request that nobody listens to any more.
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** Between the socket and the consumer: order kept, memory bounded, silence noticed. */
class Inbox {
  private readonly stream: TweetStream;
  private readonly silenceMs: number;
  private held: unknown[] = [];
  private ended: StreamLost | undefined;
  private response: Readable | undefined;
  private watchdog: NodeJS.Timeout | undefined;
  private pieceLength = 0;
  private wake = (): void => {};

  constructor(stream: TweetStream, silenceMs: number) {
    this.stream = stream;
    this.silenceMs = silenceMs;
    stream.on(ETwitterStreamEvent.Connected, () => {
      const response: unknown = Reflect.get(stream, 'res');
      if (!(response instanceof Readable)) return;
      this.response = response;
      // The library turns each chunk into a string by itself: characters split between chunks would be lost.
      response.setEncoding('utf8');
    });
    stream.on(ETwitterStreamEvent.Data, (payload: unknown) => this.hold(payload));
    stream.on(ETwitterStreamEvent.DataError, (payload: unknown) =>
      this.end(`X ended the stream: ${problemTitle(payload)}`),
    );
    stream.on(ETwitterStreamEvent.ConnectionClosed, () => this.end('the connection was closed'));
    // An 'error' event without a listener would end the process; what it says comes by the events above too.
    stream.on(ETwitterStreamEvent.Error, () => {});
  }

  watch(): void {
    this.response?.on('data', (chunk: string) => {
      this.startWatchdog();
      const end = chunk.lastIndexOf('\r\n');
      this.pieceLength = end < 0 ? this.pieceLength + chunk.length : chunk.length - end;
      if (this.pieceLength > LONGEST_PIECE) this.end('endless data without \\r\\n');
    });
    this.startWatchdog();
  }

  async *payloads(signal: AbortSignal): AsyncGenerator<unknown, void, undefined> {
    const onAbort = (): void => this.wake();
    signal.addEventListener('abort', onAbort);
    try {
      while (!signal.aborted) {
        if (this.held.length > 0) {
          yield this.held.shift();
          this.resumeWhenLow();
        } else if (this.ended !== undefined) {
          throw this.ended;
        } else {
          await new Promise<void>((resolve) => (this.wake = resolve));
        }
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  close(): void {
    clearTimeout(this.watchdog);
    this.stream.destroy();
  }

  private hold(payload: unknown): void {
    this.held.push(payload);
    if (this.held.length >= MOST_HELD) {
      this.response?.pause();
      clearTimeout(this.watchdog);
    }
    this.wake();
  }

  private resumeWhenLow(): void {
    if (this.held.length > MOST_HELD / 2 || this.response?.isPaused() !== true) return;
    this.response.resume();
    this.startWatchdog();
  }

  private startWatchdog(): void {
    clearTimeout(this.watchdog);
    if (this.held.length >= MOST_HELD) return;
    this.watchdog = setTimeout(() => this.end(`nothing heard for ${this.silenceMs / 1000} s`), this.silenceMs);
  }

  private end(why: string): void {
    clearTimeout(this.watchdog);
    this.ended ??= new StreamLost(why);
    this.wake();
  }
}

function problemTitle(payload: unknown): string {
  const problem = z.object({ title: z.string() });
  const parsed = z.object({ errors: z.array(problem).min(1) }).safeParse(payload);
  return (parsed.success ? parsed.data.errors[0]?.title : problem.safeParse(payload).data?.title) ?? 'no reason given';
}
