/** A tweet as it comes from X, parsed and made plain: what the listener stores and the reader reads. */
export interface IncomingTweet {
  /** The newest version's id. X gives every edit an id of its own. */
  readonly id: string;
  /** The first version's id: stays the same over all edits, so workflows and the store key on it. */
  readonly firstId: string;
  /** Everything the author wrote, over 280 characters too, with HTML entities decoded and t.co links expanded. */
  readonly text: string;
  /** Epoch milliseconds. */
  readonly postedAt: number;
  readonly author: TweetAuthor;
  readonly isRetweet: boolean;
  /** Without the @, as written. */
  readonly mentionedUsernames: readonly string[];
  readonly inReplyToId?: string;
  /** Opens the newest version on X. */
  readonly url: string;
}

/** A post from which X left something out that the bot cannot do without. */
export interface UnreadableTweet {
  /** Missing only where X sent not even that. */
  readonly id?: string;
  /** As far as it came; may be empty. */
  readonly text: string;
  readonly authorId?: string;
  /** Epoch milliseconds, as the id has it. */
  readonly postedAt?: number;
  /** In plain words: `X sent it without created_at`. */
  readonly why: string;
}

interface TweetAuthor {
  /** X's number: the one thing about an account that never changes. */
  readonly id: string;
  /** The handle, without the @. */
  readonly username: string;
  /** The display name. */
  readonly name: string;
}
