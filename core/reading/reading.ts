/** What the reader answers about one tweet: the words of `docs/architecture.md`, nothing of Temporal, Slack or X. */

/** A piece of the tweet, in UTF-16 code units of its text, so that `text.slice(from, to)` is what was read. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** `schedule`: exactly one room and one start of an announcement. `ignore`: neither. `review`: a person decides. */
export const verdicts = ['schedule', 'review', 'ignore'] as const;
export type Verdict = (typeof verdicts)[number];

/** What the tweet seems to be; only announcements schedule themselves. */
export type Intent = 'announce' | 'move' | 'cancel' | 'past' | 'question' | 'spam' | 'other';

/** One start that the tweet gives. */
export interface StartReading {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Relative or vague: "in 20 minutes", "5ish". */
  readonly approximate: boolean;
  /** The words that gave the hour. */
  readonly time: Span;
  /** The words that gave the day, where any did. */
  readonly day?: Span;
  /** The words that gave the zone, where any did. */
  readonly zone?: Span;
}

/** One listed room that the tweet names. */
export interface RoomReading {
  /** The name in the conference's list. */
  readonly name: string;
  readonly span: Span;
}

/** One thing a person can check: which words gave what, or why a person is needed. */
export interface Reason {
  readonly about: 'room' | 'time' | 'day' | 'zone' | 'intent' | 'verdict';
  /** A sentence in plain words, such as `two rooms: B114 and A103`. */
  readonly words: string;
  readonly span?: Span;
}

/** Words, or a property of the whole post, that speak for an announcement (weight above 0) or against one (below). */
export interface Evidence {
  /** What was seen, such as `“moved to” is about moves`. */
  readonly words: string;
  /** In log odds: 0.7 doubles the odds, −0.7 halves them. */
  readonly weight: number;
  readonly span?: Span;
}

export interface Reading {
  readonly verdict: Verdict;
  readonly intent: Intent;
  /**
   * 0–1: how likely it is that the post announces the one start in the one room that were read; of 100 readings with
   * 0.8 about 80 are right. 0 without exactly one start and one room.
   */
  readonly confidence: number;
  /** It is scheduled with so much confidence that nobody needs to look. */
  readonly sure: boolean;
  /** What the confidence rests on, the heaviest first; at most eight. */
  readonly evidence: readonly Evidence[];
  /** Distinct instants in the order of the text. */
  readonly starts: readonly StartReading[];
  /** Distinct rooms in the order of the text. */
  readonly rooms: readonly RoomReading[];
  readonly reasons: readonly Reason[];
}

/** The tweet as the reader wants it. */
export interface ReadableTweet {
  readonly text: string;
  /** Epoch milliseconds. */
  readonly postedAt: number;
}
