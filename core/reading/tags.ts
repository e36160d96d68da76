import type { ParsingResult } from 'chrono-node';

/** Reasons why a person should check an hour or a day. The post's own words are added. */
const DOUBTS = {
  'doubt/not-an-hour': 'may not be an hour',
  'doubt/bounds-the-start': 'bounds the start but is not it',
  'doubt/half-three': 'is half past for some and half an hour earlier for others',
  'doubt/border-of-days': 'is on the border of two days',
  'doubt/two-hours': 'is one of two hours',
  'doubt/not-tomorrow': 'may be tomorrow',
  'doubt/week-later': 'may be a week later',
  'doubt/counts-other-days': "may count other days than the conference's",
} as const;
type Doubt = keyof typeof DOUBTS;
const isDoubt = (tag: string): tag is Doubt => tag in DOUBTS;

/** The role of an hour that is no start, and the kind of day that a word names. */
export type Role = 'role/end' | 'role/deadline' | 'role/doors' | 'role/travel' | 'role/other';
export type DayKind =
  | 'day/date'
  | 'day/weekday'
  | 'day/relative'
  | 'day/past'
  | 'day/every'
  /** "May 35". */
  | 'day/none';

/**
 * Notes of our parsers and refiners on chrono's results. `hour/approximate`: "5ish". `hour/from-posting`: "in 20
 * minutes", "now".
 */
export type Tag = Doubt | Role | DayKind | 'hour/approximate' | 'hour/from-posting';

/** The tags of a result's start. chrono keeps tags too, but makes a copy of them for each look. */
const tagged = new WeakMap<ParsingResult['start'], Set<Tag>>();
const NONE: ReadonlySet<Tag> = new Set();
const tagsOf = ({ start }: ParsingResult): ReadonlySet<Tag> => tagged.get(start) ?? NONE;

export function addTags<Result extends ParsingResult>(result: Result, ...tags: readonly Tag[]): Result {
  if (tags.length > 0) tagged.set(result.start, new Set([...tagsOf(result), ...tags]));
  return result;
}

export const hasTag = (result: ParsingResult, tag: Tag): boolean => tagsOf(result).has(tag);

export function hasRole(result: ParsingResult): boolean {
  for (const tag of tagsOf(result)) if (tag.startsWith('role/')) return true;
  return false;
}

/** The doubts about a result, in sentences with `words`, the text from which it was read. */
export function doubtsOf(result: ParsingResult, words: string): string[] {
  return [...tagsOf(result)].filter(isDoubt).map((tag) => `“${words}” ${DOUBTS[tag]}`);
}
