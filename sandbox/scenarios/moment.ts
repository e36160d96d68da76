/** One tweet or retweet of a scenario. */
export interface Moment {
  /** Seconds after the one before. */
  readonly after: number;
  /** The visible result, for a newcomer. */
  readonly why: string;
  readonly tweet:
    | { readonly username: string; readonly text: string }
    | { readonly username: string; readonly retweetOf: string };
  /** A name by which a later retweet refers to it. */
  readonly as?: string;
}
