/**
 * A group of features with the same name except for one part: `word tempted` belongs to `word …`, and `the < TIME`
 * to `… < TIME`.
 */
export interface FeatureGroup {
  /** Its index in `FEATURE_GROUPS`. */
  readonly index: number;
  readonly before: string;
  readonly after: string;
}

const groups: FeatureGroup[] = [];

function group(before: string, after = ''): FeatureGroup {
  const made = { index: groups.length, before, after };
  groups.push(made);
  return made;
}

/** The variable part is the whole name. */
export const WHOLE = group('');
export const WORD = group('word ');
export const BEGINS = { slot: group('slot begins '), other: group('other begins ') } as const;
export const ENDS = { slot: group('slot ends '), other: group('other ends ') } as const;
export const CUE = { slot: group('slot cue '), other: group('other cue ') } as const;
/** A first or last clause that is nothing but a cue: "Cancelled!", "sold out:". */
export const HEADING_CUE = group('heading is cue ');
/** The clause with the start begins with it: "no rust chat at 3pm", but not "no slides, rust chat at 3pm". */
export const CLAUSE_BEGINS = group('TIME clause begins with cue ');
export const TIME_CUE = group('TIME clause cue ');
export const REPEATED_CUE = { 2: group('2 times cue '), 3: group('3 times cue ') } as const;
export const BEFORE = { ROOM: group('', ' < ROOM'), TIME: group('', ' < TIME') } as const;
export const AFTER = { ROOM: group('ROOM > '), TIME: group('TIME > ') } as const;
/** The ranges none, one, two, more. */
export const COUNTS = [group('up to 0 '), group('up to 1 '), group('up to 2 '), group('over 2 ')] as const;

export const FEATURE_GROUPS: readonly FeatureGroup[] = groups;
