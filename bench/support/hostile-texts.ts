/** Texts that hurt careless patterns: long runs, nested digits and punctuation, stacked accents, broken surrogates. */

const LENGTH = 25_000;
const ALPHABETS: readonly string[] = [
  '0123456789:.,-/',
  '12:.-h pm',
  '((((])))[[[',
  'a1b2c3-_ ',
  '\ud800\udc00\udfff5',
  'B114 5pm @,',
  'room 1 2 3 - ',
  'tomorrow today sat sun ',
  'not moved to at in ',
  '!?.\n ',
  '午後3時半から',
  '#@_a1',
  '$€1.,',
  'half past quarter to ',
];
const ZALGO = 'e\u0301\u0300\u0302\u0303\u0304\u0305\u0306\u0307\u0308';
const PHRASES: readonly string[] = [
  '5pm ',
  '12:30-',
  'A105+',
  'in 20 minutes ',
  'not 3, 4! ',
  '5/19 ',
  'Sat ',
  '@5',
  'https://',
  'a@a.',
  'is is is ',
  'maybe ',
  'at 5 to 5 to ',
  '1.1.1.',
  'moved ',
  ZALGO,
];

/** A number generator with a seed, so that every run meets the same texts. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** `count` texts of 25,000 code units each, the same ones every time. */
export function* hostileTexts(count: number): Generator<string> {
  const random = seeded(114);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] ?? (list[0] as T);
  for (let made = 0; made < count; made++) {
    if (made % 3 === 0) {
      yield pick(PHRASES).repeat(LENGTH).slice(0, LENGTH);
      continue;
    }
    const alphabet = pick(ALPHABETS) + (made % 3 === 1 ? pick(PHRASES) : '');
    const parts: string[] = [];
    for (let at = 0; at < 2_500; at++) parts.push(alphabet.charAt(Math.floor(random() * alphabet.length)));
    yield parts
      .join('')
      .repeat(Math.ceil(LENGTH / 2_500))
      .slice(0, LENGTH);
  }
}
