/**
 * The reader's result for one tweet, in the words of `docs/architecture.md`. It knows nothing of Temporal, Slack or X.
 */

/** A piece of the tweet, in UTF-16 code units of its text: `text.slice(from, to)` is the piece. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** `schedule`: exactly one room and one start of an announcement. `ignore`: neither. `review`: a person decides. */
export const verdicts = ['schedule', 'review', 'ignore'] as const;
export type Verdict = (typeof verdicts)[number];

/** The kind of the tweet; only announcements are scheduled by the bot. */
export type Intent = 'announce' | 'move' | 'cancel' | 'past' | 'question' | 'spam' | 'other';

/** One start in the tweet. */
export interface StartReading {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Relative or vague: "in 20 minutes", "5ish". */
  readonly approximate: boolean;
  /** The words of the hour. */
  readonly time: Span;
  /** The words of the day, if there are any. */
  readonly day?: Span;
  /** The words of the zone, if there are any. */
  readonly zone?: Span;
}

/** One listed room in the tweet. */
export interface RoomReading {
  /** The name in the conference's list. */
  readonly name: string;
  readonly span: Span;
}

/** One reason that a person can check: which words gave which fact, or why a person is needed. */
export interface Reason {
  readonly about: 'room' | 'time' | 'day' | 'zone' | 'intent' | 'verdict';
  /** A sentence in plain words, such as `two rooms: B114 and A103`. */
  readonly words: string;
  readonly span?: Span;
}

/** Words, or a property of the whole post, that speak for an announcement (weight above 0) or against it (below 0). */
export interface Evidence {
  /** The fact, such as `“moved to” is about moves`. */
  readonly words: string;
  /** In log odds: 0.7 doubles the odds, −0.7 halves them. */
  readonly weight: number;
  readonly span?: Span;
}

export interface Reading {
  readonly verdict: Verdict;
  readonly intent: Intent;
  /**
   * 0–1: the probability that the post announces the one start and the one room that were read. Of 100 readings with
   * 0.8, about 80 are right. 0 without exactly one start and one room.
   */
  readonly confidence: number;
  /** Whether it is scheduled with so much confidence that no person needs to check it. */
  readonly sure: boolean;
  /** The reasons for the confidence, the highest weight first; at most eight. */
  readonly evidence: readonly Evidence[];
  /** Distinct instants in the order of the text. */
  readonly starts: readonly StartReading[];
  /** Distinct rooms in the order of the text. */
  readonly rooms: readonly RoomReading[];
  readonly reasons: readonly Reason[];
}

/** The tweet, in the form for the reader. */
export interface ReadableTweet {
  readonly text: string;
  /** Epoch milliseconds. */
  readonly postedAt: number;
}
