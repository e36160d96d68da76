/** The half of the day that a word tells; `any` tells none. */
export type PartOfDay = 'am' | 'pm' | 'any';

type Dictionary<Value> = Readonly<Record<string, Value>>;
type Words = readonly string[];

/**
 * The words of one language. All are folded as `fold-text.ts` folds: small letters, no accents. A locale leaves out
 * what its language does not need.
 */
export interface Locale {
  /** The hours from one to twelve in words. */
  readonly hours?: Dictionary<number>;
  /** Other numbers that hosts spell out. */
  readonly numbers?: Dictionary<number>;
  /** 1 to 12. */
  readonly months?: Dictionary<number>;
  /** 0 is Sunday. */
  readonly weekdays?: Dictionary<number>;
  /** Short forms that are words or syllables as well: they count only where a day stands. */
  readonly weekdaysInShort?: Dictionary<number>;
  /** Days counted from the day of posting. */
  readonly today?: Dictionary<PartOfDay>;
  readonly tomorrow?: Dictionary<PartOfDay>;
  readonly dayAfterTomorrow?: Dictionary<PartOfDay>;
  readonly yesterday?: Dictionary<PartOfDay>;
  /** What may follow the name of a day: "tomorrow morning". */
  readonly partsOfDay?: Dictionary<PartOfDay>;
  readonly everyDay?: Words;
  /** "second" in "second day". 0 is the last day. */
  readonly ordinals?: Dictionary<number>;
  readonly noon?: Words;
  readonly midnight?: Words;
  /** What stands before an hour. */
  readonly at?: Words;
  /** What stands before a length of time that leads to a start: "in 20 minutes". */
  readonly within?: Words;
  /** "about", before a number. */
  readonly about?: Words;
  /** Units of a length of time, in minutes. */
  readonly units?: Dictionary<number>;
  /** Whole phrases for a length of time from the moment of posting, in minutes. */
  readonly lengths?: Dictionary<number>;
  readonly now?: Words;
  /** "now" with a verb that makes a start of it: "starting now". */
  readonly startingNow?: Words;
  /** What stands between the two hours of a range. */
  readonly to?: Words;
  readonly or?: Words;
  readonly and?: Words;
  readonly not?: Words;
  /** Words in the sentence of an hour that tell its half of the day. */
  readonly saysMorning?: Words;
  readonly saysEvening?: Words;
  /** Phrases that hold such a word and tell nothing: "good morning". */
  readonly saysNeither?: Words;
  /** Before an hour that is an end, a deadline, the opening of doors, a departure. */
  readonly ends?: Words;
  readonly deadlines?: Words;
  readonly doors?: Words;
  readonly travel?: Words;
  /** Before an hour that only bounds the start: "after 3". */
  readonly after?: Words;
  /** Before an hour at which something was so already: "since 9". */
  readonly since?: Words;
}
