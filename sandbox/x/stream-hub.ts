import type { ServerResponse } from 'node:http';
import { parseQuery } from './query-language.ts';
import type { Fields } from './dialect.ts';
import { includesFor, matchable, tweetObject } from './represent.ts';
import { OPERATIONAL_DISCONNECT } from './problems.ts';
import type { StoredTweet, World } from './world.ts';

/** A reader that is this far behind is cut off, as at X. Bytes. */
const MOST_BUFFERED = 5_000_000;

/** The filtered stream. One connection at a time; a line end (X: `\r\n`) after each tweet and as a sign of life. */
export class StreamHub {
  private current: { response: ServerResponse; fields: Fields; keepAlive: NodeJS.Timeout } | undefined;
  private readonly world: World;
  private readonly keepAliveMs: number;
  private readonly lineEnd: string;

  constructor(world: World, keepAliveMs: number, lineEnd: string) {
    this.world = world;
    this.keepAliveMs = keepAliveMs;
    this.lineEnd = lineEnd;
    world.onTweet((tweet) => this.send(tweet));
  }

  /** If true, connections are accepted but get neither tweets nor signs of life. */
  isSilent = false;

  get isConnected(): boolean {
    return this.current !== undefined;
  }

  connect(response: ServerResponse, fields: Fields): void {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    response.flushHeaders();
    const keepAlive = setInterval(() => {
      if (!this.isSilent) response.write(this.lineEnd);
    }, this.keepAliveMs);
    const connection = { response, fields, keepAlive };
    this.current = connection;
    response.on('close', () => {
      clearInterval(keepAlive);
      if (this.current === connection) this.current = undefined;
    });
  }

  /** Cuts the connection without a message. True if there was one. */
  disconnect(): boolean {
    const connection = this.current;
    if (connection === undefined) return false;
    clearInterval(connection.keepAlive);
    this.current = undefined;
    connection.response.destroy();
    return true;
  }

  /** Ends the stream as X does before maintenance: with a problem in place of a tweet. */
  announceEnd(): boolean {
    this.current?.response.write(`${JSON.stringify({ errors: [OPERATIONAL_DISCONNECT] })}${this.lineEnd}`);
    return this.isConnected;
  }

  private send(tweet: StoredTweet): void {
    if (this.current === undefined || this.isSilent || this.world.isProtected(tweet.authorId)) return;
    const { response, fields } = this.current;
    const seen = matchable(tweet, this.world, true);
    const matching = [...this.world.rules.values()].filter((rule) => parseQuery(rule.value)(seen));
    if (matching.length === 0) return;
    const includes = includesFor([tweet], this.world, fields);
    const payload = {
      data: tweetObject(tweet, this.world, fields),
      ...(includes === undefined ? {} : { includes }),
      matching_rules: matching.map(({ id, tag }) => (tag === undefined ? { id } : { id, tag })),
    };
    writeSplit(response, Buffer.from(`${JSON.stringify(payload)}${this.lineEnd}`));
    if (response.writableLength > MOST_BUFFERED) this.disconnect();
  }
}

/** Chunks can end anywhere: here in the middle of a multi-byte character if there is one, else of a word. */
function writeSplit(response: ServerResponse, bytes: Buffer): void {
  const continuation = bytes.findIndex((byte) => byte >= 0x80 && byte < 0xc0);
  const at = continuation > 0 ? continuation : Math.floor(bytes.length / 2);
  response.write(bytes.subarray(0, at));
  response.write(bytes.subarray(at));
}
