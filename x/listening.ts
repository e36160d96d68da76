import type { IncomingTweet, UnreadableTweet } from './incoming.ts';
import type { OwnAccount } from './own-account.ts';

export interface ListenOptions {
  readonly keywords: readonly string[];
  /** The bot's own account; its posts are skipped, also once it has another handle. */
  readonly own: OwnAccount;
  /** The time, epoch milliseconds, up to which everything was handed over. Searches for missed tweets begin here. */
  readonly heardThrough: () => Promise<number>;
  /**
   * Keywords that were to be heard at some time since then and are not any more, and when: searches look for these
   * too [none]. Epoch milliseconds.
   */
  readonly removedKeywords?: (
    since: number,
  ) => Promise<readonly { readonly keywords: readonly string[]; readonly from: number; readonly until: number }[]>;
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
