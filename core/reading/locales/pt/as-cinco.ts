import { hourParser } from '../../hour-parser.ts';
import { wordsOf, type Stretch } from '../../marked-text.ts';
import { hourOf } from '../../number-words.ts';
import { halfOfPart, LEFT, shifted } from '../../spoken.ts';
import { anyOf } from '../../words.ts';
import { words as pt } from './words.ts';

const HOUR = `(\\d{1,2}|${anyOf(Object.keys(pt.hours ?? {}))})`;
const SHARES: Readonly<Record<string, number>> = {
  meia: 30,
};
const CLOCK = '(?:[:.,h]([0-5]\\d))?';
const MORE = ' e (meia|quinze|vinte|dez|trinta|\\d{1,2})';
const PARTS: Readonly<Record<string, string>> = {
  manha: 'de manha',
  tarde: 'de tarde',
  noite: 'de noite',
};
const PART = ' da (manha|tarde|noite)';
const shareOf = (text: string | undefined): number => (text === undefined ? 0 : (SHARES[text] ?? hourOf(text)));
const halfOf = (part: string | undefined, hour: string) => halfOfPart(part && PARTS[part], hour);

/** The hour without the word before it. */
function fromHour(match: RegExpExecArray, hour: string): Stretch {
  const at = match[0].indexOf(hour, match[0].indexOf(' '));
  return { from: match.index + Math.max(0, at), to: match.index + match[0].length };
}

/** "às 5 e meia", "das 9h30". Only the accent tells "às" from the English "as", and "à" from "a". */
export const asCinco = hourParser(
  new RegExp(
    `(?<![a-z0-9])(as|das|pelas|a|da) ${HOUR}${CLOCK}(?: ?h(?:oras?)?)?(?:${MORE})?(?:${PART})?` +
      '(?![a-z0-9]|[:.,]\\d| ?h? ?\\d)',
    'u',
  ),
  /as \d|\ba (?:\d|uma)|das |pelas |da |as [a-z]/u,
  (match, { page }) => {
    const [, how = '', hour = '', minute, more, part] = match;
    const accented = /[à-ÿÀ-ß]|\u0300|\u0301/u.test(
      wordsOf(page, { from: match.index, to: match.index + how.length + 1 }),
    );
    if (!accented && how !== 'das' && how !== 'pelas' && !(part ?? more)) return null;
    return {
      hour: hourOf(hour),
      minute: Number(minute ?? shareOf(more)),
      half: halfOf(part, hour),
      stretch: fromHour(match, hour),
    };
  },
  `(?:as|das|pelas|a|da) ${HOUR}`,
);

/** "5 e meia da tarde". */
export const cincoDaTarde = hourParser(
  new RegExp(`${LEFT}${HOUR}${CLOCK}h?(?: e (meia))?${PART}\\b`, 'u'),
  / da (?:manha|tarde|noite)/u,
  ([, hour = '', minute, more, part]) => ({
    hour: hourOf(hour),
    minute: Number(minute ?? shareOf(more)),
    half: halfOf(part, hour),
  }),
);

/** "dez e meia". */
export const dezEMeia = hourParser(
  new RegExp(`${LEFT}${HOUR} e meia(?! hora)(?![a-z0-9])`, 'u'),
  / e meia/u,
  ([, hour = '']) => ({ hour: hourOf(hour), minute: 30, half: halfOf(undefined, hour) }),
);

/** "quinze pras seis", "10 para as 9 da noite". */
export const quinzePrasSeis = hourParser(
  new RegExp(
    `${LEFT}(cinco|dez|quinze|vinte|\\d{1,2}) (?:pras?|para as?) ${HOUR}(?:${PART})?(?![a-z0-9]|[:.]\\d)`,
    'u',
  ),
  /pra|para a/u,
  ([, amount, told = '', part]) => {
    const [hour, minute] = shifted(hourOf(told), -hourOf(amount));
    return { hour, minute, half: halfOf(part, told) };
  },
  ' (?:pras?|para as?) ',
);
