import { hourParser, type HourReading } from '../../hour-parser.ts';
import { after, before, type Stretch } from '../../marked-text.ts';
import { hourOf } from '../../number-words.ts';
import { halfOfPart, LEFT, shifted } from '../../spoken.ts';
import { anyOf, wordList } from '../../words.ts';
import { words as es } from './words.ts';

const HOUR_WORD = anyOf(Object.keys(es.hours ?? {}));
const SHARES: Readonly<Record<string, number>> = {
  media: 30,
  cuarto: 15,
};
const MORE = ' y (media|cuarto|\\d{1,2}|diez|veinte|cinco)';
const LESS = ' menos (cuarto|diez|veinte|cinco)';
const PART = ' ((?:de|por) la (?:manana|tarde|noche))';
const CLOCK = '(?:[:.,h]([0-5]\\d))?h?';
const COUNTED = new RegExp(
  `^ ${anyOf(
    wordList(`
      charlas
      personas
      salas
      cosas
      primeras
      mejores
      horas
    `),
  )}`,
  'u',
);

/** The hour without the words before it. */
function fromHour(match: RegExpExecArray, hour: string): Stretch {
  const at = match[0].indexOf(hour, match[0].indexOf(' '));
  return { from: match.index + Math.max(0, at), to: match.index + match[0].length };
}

function hourWith(hour: string, minute?: string, more?: string, less?: string, part?: string): HourReading {
  const shareOf = (text: string): number => SHARES[text] ?? hourOf(text);
  const minutes = less === undefined ? Number(minute ?? (more === undefined ? 0 : shareOf(more))) : -shareOf(less);
  const [at, past] = shifted(hourOf(hour), minutes);
  return { hour: at, minute: past, half: halfOfPart(part, hour) };
}

/** "a las cinco y media", "de las 3 de la tarde". */
export const lasCinco = hourParser(
  new RegExp(
    `${LEFT}((?:a|de|desde|sobre|hacia) )?las? (\\d{1,2}|${HOUR_WORD})${CLOCK}(?:${MORE}|${LESS})?(?:${PART})?` +
      '(?![a-z0-9]|[:.,]\\d)',
    'u',
  ),
  /las? /u,
  (match, { page }) => {
    const [words, cue, hour = '', minute, more, less, part] = match;
    // "las 3 charlas" counts talks: after a bare article, a number needs another sign to be an hour.
    if (!cue && !(minute ?? more ?? less ?? part)) return null;
    // "en la 1.03" is a room.
    if (!cue && /\ben $/u.test(before(page, match.index))) return null;
    if (COUNTED.test(after(page, match.index + words.length))) return null;
    return { ...hourWith(hour, minute, more, less, part), stretch: fromHour(match, hour) };
  },
  `las? (?:\\d|${HOUR_WORD})`,
);

/** "cuarto para las cinco", "diez para las 8 de la noche". */
export const cuartoParaLas = hourParser(
  new RegExp(
    `${LEFT}(?:a |un )?(cuarto|cinco|diez|veinte|veinticinco|5|10|15|20|25)(?: min(?:utos)?)? para las? ` +
      `(\\d{1,2}|${HOUR_WORD})(?:${PART})?(?![a-z0-9]|[:.,]\\d)`,
    'u',
  ),
  / para las? /u,
  (match, { page }) => {
    const [words, less, hour = '', part] = match;
    if (COUNTED.test(after(page, match.index + words.length))) return null;
    return hourWith(hour, undefined, undefined, less, part);
  },
);

/** "cinco y media", "siete menos cuarto", "5 de la tarde": the words after the number make it an hour. */
export const cincoYMedia = hourParser(
  new RegExp(
    `${LEFT}(\\d{1,2}|${HOUR_WORD})${CLOCK}(?:(?: y (media|cuarto)| menos (cuarto))(?:${PART})?|${PART})(?![a-z0-9])`,
    'u',
  ),
  / y (?:media|cuarto)|menos cuarto|la (?:manana|tarde|noche)/u,
  ([, hour = '', minute, more, less, part, only]) => hourWith(hour, minute, more, less, part ?? only),
);
