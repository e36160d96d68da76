/**
 * The rooms that one name combines. A name is surely combined by a sign (`A105+A106`, `C125/126`, `Ballroom A & B`,
 * `26A/B`, `Hall 1+2`), by letters after a number (`259AB`) or by a range of long numbers (`Glen 201-202`). A name that
 * may also be a single room is combined only if one of its parts is listed: `Ballroom AB`, `Nob Hill A-D`,
 * `Ballroom A and B`, `A105, A106`.
 *
 * @param isListed whether the conference's list has a room of that name
 * @returns the possible names of all parts, listed or not; empty for a single room
 */
export function combinedRooms(name: string, isListed: (part: string) => boolean): string[] {
  const plain = name
    .normalize('NFKC')
    .replace(/[()[\]]/gu, ' ')
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/\s+/gu, ' ')
    .trim();
  const sure = [
    ...splitBy(/\s*[+/&|]\s*/u, plain),
    ...row(plain, /^(.*\d)([A-Z]{2,4})$/u),
    ...range(plain, /^\d{3,}$/u),
  ];
  const guesses = [
    splitBy(/\s*,\s*|,? (?:and|plus|und|et|y|e) /iu, plain),
    row(plain, /^(.* )([A-Z]{2,4})$/u).flatMap(singular),
    range(plain),
  ];
  const parts = [...sure, ...guesses.filter((guess) => guess.some(isListed)).flat()];
  return [...new Set(parts)];
}

function splitBy(sign: RegExp, name: string): string[] {
  const [first = '', ...others] = name.split(sign);
  if (first === '' || others.length === 0) return [];
  return [first, ...others.flatMap((other) => completed(first, other))].flatMap(singular);
}

/** What a later part may mean in full: `B` of `26A/B` is 26B, `126` of `C125/126` C126, `2` of `Hall 1+2` Hall 2. */
function completed(first: string, part: string): string[] {
  if (part.includes(' ')) return [part];
  const at = first.lastIndexOf(' ') + 1;
  const [head, last] = [first.slice(0, at), first.slice(at)];
  const [, prefix = '', number = '', letter = ''] = /^(\D*)(\d*)([A-Za-z]?)$/u.exec(last) ?? [];
  if (letter !== '' && /^[A-Za-z]$/u.test(part)) return [head + prefix + number + part];
  const whole = [part];
  if (/^\d/u.test(part)) whole.push(prefix + part);
  // "101/2" is 101 and 102.
  if (/^\d+$/u.test(part)) whole.push(prefix + number.slice(0, -part.length) + part);
  return whole.map((one) => head + one);
}

/** `Rooms 101+102` are Room 101 and Room 102. */
const singular = (part: string): string[] => [part, part.replace(/(\p{L}{3})s (?=\S+$)/u, '$1 ')];

/** `259AB` combines 259A and 259B. Letters that do not follow each other in the alphabet are part of a single name. */
function row(name: string, headAndLetters: RegExp): string[] {
  const [, head = '', letters = ''] = headAndLetters.exec(name) ?? [];
  const isRow = Array.from(letters).every((letter, at) => letter.charCodeAt(0) === letters.charCodeAt(0) + at);
  return isRow ? Array.from(letters, (letter) => head + letter) : [];
}

/** A range of more rooms than this is a single name: `101-205`. */
const longestRange = 10;

/** `201-203`, `Nob Hill A-D`, `A105-A106`. If the ends have different forms, it is a single name: `E-112`, `2-14`. */
function range(name: string, ends = /./u): string[] {
  const [, head = '', from = '', again = '', to = ''] =
    /^(.*?)(\d+|(?<![A-Za-z])[A-Z]) ?- ?(\D*?)(\d+|[A-Z])$/u.exec(name) ?? [];
  const isSame = head.endsWith(again) && from.length === to.length;
  const isNumber = /\d/u.test(from);
  if (!isSame || isNumber !== /\d/u.test(to) || !ends.test(from)) return [];
  const [start, end] = isNumber ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)];
  if (end <= start || end - start >= longestRange) return [];
  const between = Array.from({ length: end - start + 1 }, (_, at) => start + at);
  const shown = (at: number) => (isNumber ? String(at).padStart(from.length, '0') : String.fromCharCode(at));
  return between.map((at) => head + shown(at)).flatMap(singular);
}
