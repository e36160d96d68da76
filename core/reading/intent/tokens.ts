/** The words of a marked text, in the form for the intent model. */
import { DAY, DECOY, MASK, NAME, ROOM, TIME, type Page, type Stretch } from '../marked-text.ts';
import { LETTERS } from '../words.ts';
import { numberOf } from './vocabulary.ts';

/**
 * One word, one mark or one sign. Marks have names in capitals, so that they differ from words: `ROOM`, `TIME`, `DAY`,
 * `MENTION`, `NUMBER` (any number that is no hour), `TITLE` (a quoted title), `PICTURE` (emoji), `LINE` (a line break).
 * Hashtags and links are no tokens, because people add them to everything.
 */
export interface IntentToken extends Stretch {
  readonly text: string;
  /** Its number in the vocabulary. */
  readonly word: number;
}

const MARKS: Readonly<Record<string, string>> = {
  [ROOM]: 'ROOM',
  [NAME]: 'ROOM',
  [TIME]: 'TIME',
  [DAY]: 'DAY',
  [DECOY]: 'NUMBER',
  '•': 'PICTURE',
};

/** A hashtag or a link. */
const NOTHING = '';
const TITLE = /"[^"\n]{1,90}"|(?<![a-z0-9])'[^'\n]{1,90}'(?![a-z0-9])/gu;
const HAS_SLOT = new RegExp(`[${ROOM}${NAME}${TIME}]`, 'u');
const PIECE = new RegExp(
  [
    `[${ROOM}${NAME}]+|${TIME}+|${DAY}+|${MASK}+|${DECOY}+|•+|\\ue010+`,
    `[${LETTERS}]+(?:'[${LETTERS}]+)*`,
    '\\d[\\d.,:]*',
    '[\\u3040-\\u9fff]',
    '\\n+',
    '[!?？！]+',
    '[^\\s]',
  ].join('|'),
  'gu',
);

const CALLS = '!?？！';

function nameOf(page: Page, piece: string, at: number): string {
  const first = piece.charAt(0);
  // Most pieces are words.
  if (first >= 'a' && first <= 'z') return piece;
  if (first === MASK) return page.plain.charAt(at) === '@' ? 'MENTION' : NOTHING;
  if (first === '\ue010') return 'TITLE';
  if (first >= '0' && first <= '9') return 'NUMBER';
  if (first === '\n') return 'LINE';
  if (CALLS.includes(first)) return /[?？]/u.test(piece) ? '?' : '!';
  return MARKS[first] ?? piece;
}

/**
 * Splits the marked text into tokens. A quoted title without room and hour is one token, because its words are the
 * topic.
 */
export function intentTokens(page: Page): IntentToken[] {
  const text = page.marked.replace(TITLE, (title) => (HAS_SLOT.test(title) ? title : '\ue010'.repeat(title.length)));
  const tokens: IntentToken[] = [];
  PIECE.lastIndex = 0;
  for (let match = PIECE.exec(text); match; match = PIECE.exec(text)) {
    const [piece] = match;
    const name = nameOf(page, piece, match.index);
    if (name !== NOTHING)
      tokens.push({ from: match.index, to: match.index + piece.length, text: name, word: numberOf(name) });
  }
  // A line break before a last line of hashtags does not count.
  while (tokens.at(-1)?.text === 'LINE') tokens.pop();
  return tokens;
}
