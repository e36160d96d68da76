import type { IncomingTweet, UnreadableTweet } from './incoming.ts';

export interface ListenOptions {
  readonly keywords: readonly string[];
  /** The bot's own handle; its posts are skipped. */
  readonly botUsername: string;
  /** The time, epoch milliseconds, up to which everything was handed over. Searches for missed tweets begin here. */
  readonly heardThrough: () => Promise<number>;
  /**
   * Called when everything up to this time was handed over, epoch milliseconds. It may be earlier than a time before.
   */
  readonly onHeardThrough: (through: number) => Promise<void>;
  /**
   * Gets one tweet at a time; the next one comes when its promise has resolved. A rejection ends the listening, because
   * a tweet that cannot be stored must not count as heard.
   */
  readonly onTweet: (tweet: IncomingTweet) => Promise<void>;
  /** Gets a tweet that cannot be read, instead of `onTweet`. */
  readonly onUnreadable: (tweet: UnreadableTweet) => Promise<void>;
  readonly onState: (state: ListeningState) => void;
  readonly signal: AbortSignal;
}

export interface ListeningState {
  readonly connected: boolean;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly lastError?: string;
}
