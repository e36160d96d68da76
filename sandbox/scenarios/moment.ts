/** One thing that somebody does on X. */
export interface Moment {
  /** Seconds after the moment before. */
  readonly after: number;
  /** What a newcomer should see come of it. */
  readonly why: string;
  readonly tweet:
    | { readonly username: string; readonly text: string }
    | { readonly username: string; readonly retweetOf: string };
  /** A name that a later retweet refers to it by. */
  readonly as?: string;
}
