/**
 * A tweet folded for reading: small letters without accents, plain digits, plain punctuation. The folded character `i`
 * comes from the code units `from[i]` to `to[i]` of the tweet, so every finding can show the original words.
 */
export interface FoldedText {
  readonly plain: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

const PUNCTUATION: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '´': "'",
  '`': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '‒': '-',
  '−': '-',
  '‑': '-',
  '〜': '~',
  '～': '~',
  '。': '.',
  '、': ',',
  '」': '"',
  '「': '"',
  '・': ' ',
  '⁄': '/',
  '∕': '/',
  '∶': ':',
  '…': '.',
  '\t': ' ',
  '\r': '\n',
  '\u2028': '\n',
  '،': ',',
  '؛': ';',
  '؟': '?',
  '।': '.',
  '־': '-',
  '׳': "'",
  '״': '"',
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  ı: 'i',
  đ: 'd',
  ة: 'ه',
  ى: 'ي',
  // Chinese characters in the names of rooms, in the form that Japanese uses.
  议: '議',
  會: '会',
  樓: '楼',
  层: '層',
  廳: '厅',
  讲: '講',
  图: '図',
  圖: '図',
  书: '書',
  馆: '館',
  號: '号',
  东: '東',
  间: '間',
  场: '場',
  點: '点',
};

/** The zeros of other scripts: Arabic, Persian, Devanagari, Bengali, Thai. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
/** Letters from Greek to Arabic: small letters without accents, points and vowel signs. Devanagari keeps its signs. */
const OTHER_ALPHABET = /^[\u0370-\u06d3\u0900-\u0963]$/u;

// Marks that only decorate the character before them: accents, variation selectors, keycaps, joiners, directions.
const DECORATION: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x300, 0x36f],
  [0x483, 0x489],
  [0x591, 0x5bd],
  [0x5bf, 0x5bf],
  [0x5c1, 0x5c2],
  [0x610, 0x61a],
  [0x640, 0x640],
  [0x64b, 0x65f],
  [0x670, 0x670],
  [0x93c, 0x93c],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x200b, 0x200f],
  [0x2060, 0x2064],
  [0x20d0, 0x20ff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];
const KEYCAP_TEN = 0x1f51f;

function foldCharacter(character: string, code: number): string {
  if (code < 0x80) return PUNCTUATION[character] ?? character.toLowerCase();
  const known = PUNCTUATION[character];
  if (known !== undefined) return known;
  if (DECORATION.some(([first, last]) => code >= first && code <= last)) return '';
  if (code === KEYCAP_TEN) return '10';
  // Squared letters, as in the blood-group emoji that people use for room letters.
  if (code >= 0x1f130 && code <= 0x1f149) return String.fromCharCode(0x61 + code - 0x1f130);
  if (code >= 0x1f170 && code <= 0x1f189) return String.fromCharCode(0x61 + code - 0x1f170);
  // Circled numbers are list bullets; superscripts are footnotes or powers. Neither is part of an hour.
  if ((code >= 0x2460 && code <= 0x24ff) || (code >= 0xb2 && code <= 0xbe) || (code >= 0x2070 && code <= 0x2089))
    return '•';
  // Older emoji and ornaments (☕ ◆ ✦) separate words, as the newer ones do.
  if ((code >= 0x25a0 && code <= 0x27bf) || (code >= 0x2b00 && code <= 0x2bff)) return '•';
  if (code >= 0xd800 && code <= 0xf8ff) return '•';
  const wide = character.normalize('NFKC').toLowerCase();
  if (/^[\s\u00a0]$/u.test(wide)) return ' ';
  const zero = ZEROS.find((first) => code >= first && code < first + 10);
  if (zero !== undefined) return String(code - zero);
  const plain = wide.normalize('NFD').replace(/[\u0300-\u036f\u0653-\u0655\u093c]/gu, '');
  if (/^[\u0020-\u007e]{1,6}$/u.test(plain) || OTHER_ALPHABET.test(plain)) return plain;
  const lower = PUNCTUATION[wide] ?? wide;
  return lower.length === 1 && !/[\ud800-\udfff]/u.test(lower) ? lower : '•';
}

/**
 * A cache of folded characters: the same emoji and accents come again and again, and normalising one takes a
 * microsecond.
 */
const folds = new Map<number, string>();
const MOST_KEPT = 2000;

function foldOnce(character: string, code: number): string {
  const known = folds.get(code);
  if (known !== undefined) return known;
  const folded = foldCharacter(character, code);
  if (folds.size < MOST_KEPT) folds.set(code, folded);
  return folded;
}

const ASCII = /^[\x20-\x5f\x61-\x7e\n]*$/u;
const PLACES = Array.from({ length: 2001 }, (_, at) => at);
const FOLLOWING = PLACES.map((at) => at + 1);

/** Folds at most `limit` code units of `text`, in linear time. */
export function foldText(text: string, limit: number): FoldedText {
  const end = Math.min(text.length, limit);
  // Most tweets have only plain characters, which are folded to themselves.
  const head = text.slice(0, end);
  if (end < PLACES.length && ASCII.test(head)) return { plain: head.toLowerCase(), from: PLACES, to: FOLLOWING };
  const parts: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  for (let at = 0; at < end;) {
    const code = text.codePointAt(at) ?? 0;
    const width = code > 0xffff ? 2 : 1;
    const folded = foldOnce(text.slice(at, at + width), code);
    if (folded === '' && to.length > 0) to[to.length - 1] = Math.min(at + width, end);
    for (const piece of folded) {
      parts.push(piece);
      from.push(at);
      to.push(Math.min(at + width, end));
    }
    at += width;
  }
  return { plain: parts.join(''), from, to };
}
