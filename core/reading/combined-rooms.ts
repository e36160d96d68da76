/** Ways to write a combined room: "A105+A106", "205AB", "Nob Hill A-D". */
import { listOf } from './locales/index.ts';
import { full, isCode, isDistinct, loose, partsOf, spelling, variant, word } from './room-parts.ts';
import type { Part, Spelling, Strength } from './room-parts.ts';

/** "en" is "and" in Dutch and not in other languages, but between two halves of a room it can only mean "and". */
const ANDS = [...listOf('and').filter((and) => /^[a-z]+$/u.test(and)), 'en'];

/** "A105/A106" for "A105+A106", "C125/C126" for "C125/126". */
export function mergedSpellings(parts: readonly Part[]): Spelling[] {
  const join = parts.findIndex((part) => part.gap === 'join');
  const [first, second] = [parts.slice(0, join), parts.slice(join)];
  const prefix = first.length > 1 ? first[0] : undefined;
  const spelled = [spelling(parts, 'full', 0)];
  // "Tui and Weka" for "Tui + Weka".
  if (!first.some(isCode) && !second.some(isCode)) spelled.push(variant(...first, word('and'), ...loose(second)));
  // "Ballrooms A and B" for "Ballroom A+B".
  else if (first.length > 1 && second.length === 1)
    spelled.push(...ANDS.map((and) => variant(...first, word(and), ...loose(second))));
  // "252AB" for "252A/B".
  const [one, other] = [first.at(-1)?.word, second.length === 1 ? second[0]?.word : undefined];
  if (one?.length === 1 && other?.length === 1 && first.length > 1)
    spelled.push(
      full(1, ...first.slice(0, -1), {
        word: one + other,
        gap: 'tight',
        shown: `${first.at(-1)?.shown ?? one}${second[0]?.shown ?? other}`,
      }),
    );
  if (prefix?.word !== undefined && second[0]?.word === prefix.word) {
    const rest = second.slice(1).map((part, at): Part => (at === 0 ? { ...part, gap: 'join' } : part));
    spelled.push(spelling([...first, ...rest], 'full', 0));
  } else if (prefix?.word?.length === 1) {
    const rest = second.map((part, at): Part => (at === 0 ? { ...part, gap: 'tight' } : part));
    spelled.push(spelling([...first, { ...prefix, gap: 'join' }, ...rest], 'full', 0));
  }
  spelled.push(...withKindElsewhere(first, second));
  // "702+703" for "会議室702+703": two numbers of three digits are no range of hours, nor are "2.11+2.12".
  const numbers = [...first, ...second].filter((part) => part.value !== undefined);
  const dotted = numbers.filter((part) => part.gap === 'dot').length * 2 === numbers.length;
  const apart = numbers.length > 0 && numbers.slice(1).every((part) => part.gap !== 'tight');
  if (apart && numbers.length < parts.length && numbers.every((part) => dotted || (part.value ?? 0) >= 100))
    spelled.push(spelling(numbers, 'full', 1));
  // One half of a combined room means the combined room, if the list does not have that half.
  const [words, code] = [first.slice(0, -1), first.slice(-1)];
  spelled.push(spelling(first, halfStrength(first), 6));
  if (words.length > 0 && second.length === 1) spelled.push(spelling([...words, ...loose(second)], 'full', 6));
  else if (second.length > 1) spelled.push(spelling(second, halfStrength(second), 6));
  else if (words.length === 0) spelled.push(spelling(second, 'bare', 6));
  if (words.length > 0 && code.every(isCode) && words.some(isDistinct)) spelled.push(spelling(words, 'name', 5));
  return spelled;
}

/**
 * "B+C ballroom" and "room B+C" for "Ballroom B+C"; "M1+M2", "M1/2" and "Raum M1 und M2" for "Raum M1+M2".
 */
function withKindElsewhere(first: readonly Part[], second: readonly Part[]): Spelling[] {
  const from = first.findIndex(isCode);
  if (from < 1 || !first.slice(from).every(isCode) || !second.every(isCode)) return [];
  const [words, code] = [first.slice(0, from), first.slice(from)];
  const spelled = [variant(...loose(code), ...second, ...loose(words))];
  if (words.some((part) => part.word !== 'room')) spelled.push(variant(word('room'), ...loose(code), ...second));
  if (code.length > 1) spelled.push(...ANDS.map((and) => variant(...first, word(and), ...loose(second))));
  const [one, other] = [code[0]?.word, second[0]?.word];
  if (code.length < 2 || one === undefined || one !== other) return spelled;
  const rest = second.slice(1).map((part, at): Part => (at === 0 ? { ...part, gap: 'join' } : part));
  return [
    ...spelled,
    full(1, ...loose(code), ...second),
    full(1, ...loose(code), ...rest),
    variant(...first, ...rest),
    ...ANDS.map((and) => variant(...loose(code), word(and), ...loose(second))),
  ];
}

const halfStrength = (parts: readonly Part[]): Strength => (parts.length > 1 ? 'full' : 'bare');

/**
 * The letters of "205AB" and "Ballroom BC": each half means the combined room, and so does the number without letters.
 */
export function combinedLetters(head: readonly Part[], tail: readonly Part[]): Spelling[] {
  const last = tail.at(-1) ?? head.at(-1);
  const letters = last?.word ?? '';
  const before = tail.length > 0 ? [...head, ...tail.slice(0, -1)] : head.slice(0, -1);
  if (!/^[a-f]{1,4}$/u.test(letters) || before.length === 0) return [];
  const number = before.at(-1)?.value !== undefined;
  // "250 C" is room 250 if the list has no other; "Ballroom C" is no ballroom.
  if (letters.length === 1)
    return (before.at(-1)?.value ?? 0) >= 100 ? [spelling(before, before.length > 1 ? 'full' : 'bare', 5)] : [];
  if (!number && last?.shown !== letters.toUpperCase()) return [];
  const halves = letters
    .split('')
    .map((letter) => full(6, ...before, { word: letter, gap: last?.gap ?? 'tight', shown: letter.toUpperCase() }));
  if (!number) return halves;
  const alone = spelling(before, before.length > 1 ? 'full' : 'bare', 5);
  const bare = before.filter((part) => part.word !== 'room');
  const [one, other, ...more] = letters.split('');
  // "204" and "204 A/B" for "Room 204AB".
  const pair =
    one !== undefined && other !== undefined && more.length === 0
      ? [full(2, ...bare, { word: one, gap: 'tight', shown: one }, { word: other, gap: 'join', shown: other })]
      : [];
  const short = before.length === 2 && bare.length === 1 ? [spelling(bare, 'bare', 5)] : [];
  const named = before.length === 1 ? [full(5, word('room'), ...loose(before))] : [];
  return [...halves, alone, ...pair, ...short, ...named];
}

const LETTERS = /^(.{3,}) ([A-H])-([A-H])$/u;

/** "Nob Hill A-D" is also each of its four parts, and "Nob Hill". */
export function letterRange(name: string): Spelling[] {
  const [, head, first, last] = LETTERS.exec(name) ?? [];
  if (head === undefined || first === undefined || last === undefined) return [];
  const words = partsOf(head);
  const count = last.charCodeAt(0) - first.charCodeAt(0) + 1;
  const letters = Array.from({ length: Math.max(0, count) }, (_, at) => String.fromCharCode(first.charCodeAt(0) + at));
  const halves = letters.map((letter) =>
    full(6, ...words, { word: letter.toLowerCase(), gap: 'loose', shown: letter }),
  );
  const tail: Part[] = [
    { word: first.toLowerCase(), gap: 'loose', shown: first },
    { word: last.toLowerCase(), gap: 'join', shown: last },
  ];
  return [
    spelling([...words, ...tail], 'full', 0),
    ...words.slice(1).map((_, at) => full(1, ...words.slice(0, at + 1), ...tail)),
    ...halves,
    ...(words.some(isDistinct) ? [spelling(words, words.length > 1 ? 'full' : 'name', 5)] : []),
  ];
}
