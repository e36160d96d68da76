/** The words of a marked text, as the intent model sees them. */
import { DAY, DECOY, MASK, NAME, ROOM, TIME, type Page, type Stretch } from '../marked-text.ts';

/**
 * One word, one mark or one sign. Marks have capital names, so that no word can be taken for one: `ROOM`, `TIME`,
 * `DAY`,
 * `MENTION`, `NUMBER` (any number that is no hour), `TITLE` (a quoted title), `PICTURE` (emoji), `LINE` (a line break).
 * Hashtags and links are none: people add them to everything.
 */
export interface IntentToken extends Stretch {
  readonly text: string;
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
    "[a-z]+(?:'[a-z]+)*",
    '\\d[\\d.,:]*',
    '[\\u3040-\\u9fff]',
    '\\n+',
    '[!?？！]+',
    '[^\\s]',
  ].join('|'),
  'gu',
);

function nameOf(page: Page, piece: string, at: number): string {
  const [first = ''] = piece;
  if (first === MASK) return page.plain.charAt(at) === '@' ? 'MENTION' : NOTHING;
  if (first === '\ue010') return 'TITLE';
  const mark = MARKS[first];
  if (mark !== undefined) return mark;
  if (/\d/u.test(first)) return 'NUMBER';
  if (first === '\n') return 'LINE';
  return /[!?？！]/u.test(first) ? (/[?？]/u.test(piece) ? '?' : '!') : piece;
}

/** Splits the marked text. A quoted title without room and hour is one token: what it says is the topic. */
export function intentTokens(page: Page): IntentToken[] {
  const text = page.marked.replace(TITLE, (title) => (HAS_SLOT.test(title) ? title : '\ue010'.repeat(title.length)));
  const tokens = [...text.matchAll(PIECE)]
    .map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
      text: nameOf(page, match[0], match.index),
    }))
    .filter(({ text: name }) => name !== NOTHING);
  // The line break before a last line of hashtags breaks nothing.
  return tokens.slice(0, tokens.findLastIndex(({ text: name }) => name !== 'LINE') + 1);
}
