/** The half of the day that a word means; `any`: none. */
export type PartOfDay = 'am' | 'pm' | 'any';

type Dictionary<Value> = Readonly<Record<string, Value>>;
type Words = readonly string[];

/**
 * The words of one language. All are folded as in `fold-text.ts`: small letters, no accents. A locale leaves out what
 * its language does not need.
 */
export interface Locale {
  /** The words for the hours one to twelve. */
  readonly hours?: Dictionary<number>;
  /** Other numbers that hosts spell out. */
  readonly numbers?: Dictionary<number>;
  /** 1 to 12. */
  readonly months?: Dictionary<number>;
  /** 0 is Sunday. */
  readonly weekdays?: Dictionary<number>;
  /** Short forms that are also words or syllables. They count only in a position where a day can be. */
  readonly weekdaysInShort?: Dictionary<number>;
  /** Days counted from the day of posting. */
  readonly today?: Dictionary<PartOfDay>;
  readonly tomorrow?: Dictionary<PartOfDay>;
  readonly dayAfterTomorrow?: Dictionary<PartOfDay>;
  readonly yesterday?: Dictionary<PartOfDay>;
  /** Words that may follow the name of a day: "tomorrow morning". */
  readonly partsOfDay?: Dictionary<PartOfDay>;
  /** Words directly behind a number that make it an hour: "5 вечера". */
  readonly afterHour?: Dictionary<PartOfDay>;
  readonly everyDay?: Words;
  /** "second" in "second day". 0 is the last day. */
  readonly ordinals?: Dictionary<number>;
  readonly noon?: Words;
  readonly midnight?: Words;
  /** Words in the name of a day for its evening or night, which lasts until the next morning. */
  readonly night?: Words;
  /** Words before an hour. */
  readonly at?: Words;
  /** Words for "hour". A number after them is surely an hour: "saat 5". */
  readonly hourCues?: Words;
  /** Words before a duration that leads to a start: "in 20 minutes". */
  readonly within?: Words;
  /** "about", before a number. */
  readonly about?: Words;
  /** Units of a length of time, in minutes. */
  readonly units?: Dictionary<number>;
  /** Whole phrases for a duration from the moment of posting, in minutes. */
  readonly lengths?: Dictionary<number>;
  readonly now?: Words;
  /** "now" with a verb that makes it a start: "starting now". */
  readonly startingNow?: Words;
  /** Words between the two hours of a range. */
  readonly to?: Words;
  readonly or?: Words;
  readonly and?: Words;
  readonly not?: Words;
  /** Words in the sentence of an hour that decide its half of the day. */
  readonly saysMorning?: Words;
  readonly saysEvening?: Words;
  /** Beginnings of longer words that decide it too: Dutch "ochtendwandeling". */
  readonly beginsMorning?: Words;
  readonly beginsEvening?: Words;
  /** Phrases with such a word that mean no half of the day: "good morning". */
  readonly saysNeither?: Words;
  /** Words before an hour that is an end, a deadline, the opening of doors, or a departure. */
  readonly ends?: Words;
  readonly deadlines?: Words;
  readonly doors?: Words;
  readonly travel?: Words;
  /** Words before an hour that is only a lower limit for the start: "after 3". */
  readonly after?: Words;
  /** Words before an hour since which something has been so: "since 9". */
  readonly since?: Words;
}
