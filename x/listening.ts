import type { IncomingTweet, UnreadableTweet } from './incoming.ts';

export interface ListenOptions {
  readonly keywords: readonly string[];
  /** The bot's own handle, whose posts are not heard. */
  readonly botUsername: string;
  /** Everything that X had until then was handed over, epoch milliseconds: searches for what was missed begin here. */
  readonly heardThrough: () => Promise<number>;
  /**
   * Keywords that were to be heard at some time since then and are not any more, and when: searches look for these
   * too [none]. Epoch milliseconds.
   */
  readonly removedKeywords?: (
    since: number,
  ) => Promise<readonly { readonly keywords: readonly string[]; readonly from: number; readonly until: number }[]>;
  /** Everything until then was handed over now, epoch milliseconds; may come behind what was said before. */
  readonly onHeardThrough: (through: number) => Promise<void>;
  /**
   * Gets the next one when the one before is taken. A rejection ends the listening: a tweet that cannot be kept must
   * not pass as heard.
   */
  readonly onTweet: (tweet: IncomingTweet) => Promise<void>;
  /** Gets what cannot be read in place of `onTweet`. */
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
