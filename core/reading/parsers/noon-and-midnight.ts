import { hourParser } from '../hour-parser.ts';
import { listOf } from '../locales/index.ts';
import { before, wordsOf, type Page } from '../marked-text.ts';
import { anyOf, wordList, WORD_END, WORD_START } from '../words.ts';

const NOON = listOf('noon').filter((word) => word !== '正午');
/** MIDI is also a protocol of keyboards. */
const BEFORE_MIDI = new RegExp(
  `(?:\\b${anyOf(
    wordList(`
      a
      au
      ce
      demain
      vers
      pour
      lundi
      mardi
      mercredi
      jeudi
      vendredi
      samedi
      dimanche
    `),
  )}|[,.;:|/-]|^) ?$`,
  'u',
);
/** In "après-midi", it is the afternoon. */
const AFTERNOON = /\bapres[ -]$/u;
const isKeyboard = (page: Page, match: RegExpExecArray): boolean =>
  /^[A-Z]/u.test(wordsOf(page, { from: match.index, to: match.index + 4 })) ||
  !BEFORE_MIDI.test(before(page, match.index));

/** "noon", "12 noonish", "midi et demie", "meio-dia e meia". */
export const noon = hourParser(
  new RegExp(`${WORD_START}(?:12 ?)?(${anyOf(NOON)})( ?-?ish)?( et demie?| e meia)?${WORD_END}|正午`, 'u'),
  new RegExp(`${anyOf(NOON)}|正午`, 'u'),
  (match, { page }) => {
    const [words, noon, ish, half] = match;
    if (noon === 'midi' && words.startsWith('midi') && isKeyboard(page, match)) return null;
    if (AFTERNOON.test(before(page, match.index))) return null;
    const tags = ish === undefined ? [] : (['hour/approximate'] as const);
    return { hour: 12, minute: half === undefined ? 0 : 30, half: 'literal', tags };
  },
);

const MIDNIGHT = anyOf(listOf('midnight'));

/** "midnight", "Mitternacht": the one at the end of the day. */
export const midnight = hourParser(
  new RegExp(`${WORD_START}${MIDNIGHT}${WORD_END}`, 'u'),
  new RegExp(MIDNIGHT, 'u'),
  () => ({ hour: 24, half: 'literal' }),
);
