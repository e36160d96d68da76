import { ANY_DIGIT } from './needed-strings.ts';

/** Greek to Arabic, Devanagari, Japanese and Chinese. */
const SCRIPTS = [
  [0x370, 0x6d3],
  [0x900, 0x963],
  [0x3040, 0x9fff],
] as const;
const OTHER_SCRIPT = /[\u0370-\u06d3\u0900-\u0963\u3040-\u9fff]/u;

/**
 * Makes a search for many strings at once, which reads each character of a text once (Aho and Corasick's automaton).
 * The search returns 1 for each group of which the text may contain a string, and 0 for the others. `0` in a string is
 * any digit. All letters of other scripts than Latin count as one letter, so that the tables are small.
 */
export function stringFinder(groups: readonly (readonly string[])[]): (text: string) => Uint8Array {
  const letters = [...new Set(groups.flat().join('').split(''))].filter((letter) => !OTHER_SCRIPT.test(letter));
  const width = letters.length + 2;
  /** For each character its column; 0 for those of no string. */
  const columns = new Uint8Array(0x1_00_00);
  for (const [first, last] of SCRIPTS) columns.fill(letters.length + 1, first, last + 1);
  letters.forEach((letter, at) => (columns[letter.charCodeAt(0)] = at + 1));
  for (let digit = 0; digit < 10; digit++) columns[48 + digit] = columns[ANY_DIGIT.charCodeAt(0)] ?? 0;

  const rows: Uint16Array[] = [new Uint16Array(width)];
  const found: Set<number>[] = [new Set()];
  groups.forEach((strings, group) => {
    for (const string of strings) {
      let state = 0;
      for (const letter of string.split('')) {
        const row = rows[state] as Uint16Array;
        const column = columns[letter.charCodeAt(0)] as number;
        if (row[column] === 0) {
          row[column] = rows.length;
          rows.push(new Uint16Array(width));
          found.push(new Set());
        }
        state = row[column] as number;
      }
      found[state]?.add(group);
    }
  });

  // A state without a next letter goes on like the state of its longest proper ending.
  const ending = new Uint16Array(rows.length);
  const queue = [0];
  for (const state of queue) {
    const [row, other] = [rows[state] as Uint16Array, rows[ending[state] as number] as Uint16Array];
    for (const group of found[ending[state] as number] as Set<number>) found[state]?.add(group);
    for (let column = 0; column < width; column++) {
      const to = row[column] as number;
      if (to === 0) {
        if (state > 0) row[column] = other[column] as number;
      } else {
        ending[to] = state > 0 ? (other[column] as number) : 0;
        queue.push(to);
      }
    }
  }

  const next = new Uint16Array(rows.length * width);
  rows.forEach((row, state) => next.set(row, state * width));
  const hits = found.map((those) => (those.size > 0 ? [...those] : undefined));
  return (text) => {
    const present = new Uint8Array(groups.length);
    for (let at = 0, state = 0; at < text.length; at++) {
      state = next[state * width + (columns[text.charCodeAt(at)] ?? 0)] ?? 0;
      const those = hits[state];
      if (those !== undefined) for (const group of those) present[group] = 1;
    }
    return present;
  };
}
