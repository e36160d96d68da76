import { clockTime, halfOfWritten, type ClockTime } from './clock-time.ts';
import { numberWord, HOUR_WORDS } from './number-words.ts';
import { after, before, findAll, stretchOf, wordsOf, type Page } from './marked-text.ts';

const H = `(\\d{1,2}|${HOUR_WORDS})`;
const MERIDIEM = "(?: ?o'?clock)?(?: ?(am|pm|a\\.m\\.?|p\\.m\\.?))?(?![a-z0-9]|[:.]\\d)";
// Longer words first: a pattern takes the first that fits.
const MINUTE_WORDS =
  'twenty[- ]five|forty[- ]five|fourty[- ]five|fifty[- ]five|thirty[- ]five|oh[- ]five|fifteen|twenty|thirty|forty|fifty|five|ten';
const LEFT = '(?<![a-z0-9])(?<!\\d[.:,/+-])';

const PAST_TO = new RegExp(
  `${LEFT}(?:a )?(half|quarter|\\d{1,2}(?= min| past)|2[05](?= to)|${MINUTE_WORDS})(?: ?min(?:ute)?s?)? (past|after|to|till|before|of|til) (?:${H}${MERIDIEM}|(noon|midday|midnight)(?![a-z]))`,
  'gu',
);
const HALF_BRITISH = new RegExp(`${LEFT}half[- ]${H}${MERIDIEM}`, 'gu');
const HOUR_MINUTE = new RegExp(
  `${LEFT}(${HOUR_WORDS})[ -](${MINUTE_WORDS})(?: ?(am|pm|a\\.m\\.?|p\\.m\\.?))?(?![a-z0-9]|-?min| min| people| of)`,
  'gu',
);
const OCLOCK = new RegExp(`${LEFT}${H} ?o'? ?clock(?: ?(am|pm))?(?![a-z0-9])`, 'gu');
const HOUR_WORD_MERIDIEM = new RegExp(`${LEFT}(${HOUR_WORDS}) ?(am|pm|a\\.m\\.?|p\\.m\\.?)(?![a-z0-9])`, 'gu');

const GERMAN_HOUR = '(\\d{1,2}|eins?|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf)';
const GERMAN = new RegExp(
  `${LEFT}(halb|viertel nach|viertel vor|dreiviertel|(?:funf|zehn|zwanzig|\\d{1,2})(?: min(?:uten)?\\.?)? (?:nach|vor)) ${GERMAN_HOUR}(?![a-z0-9]|[:.]\\d)(?: uhr\\b)?`,
  'gu',
);
const GERMAN_WORD =
  /(?<![a-z0-9])(?:um|gegen|ab) (eins?|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf)(?: uhr)?(?![a-z0-9])/gu;

const SPANISH_HOUR = '(\\d{1,2}|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)';
const SPANISH = new RegExp(
  `${LEFT}(?:a |de |desde |sobre |hacia )?las? ${SPANISH_HOUR}(?:[:.h]([0-5]\\d))?h?(?: y (media|cuarto|\\d{1,2}|diez|veinte|cinco)| menos (cuarto|diez|veinte|cinco))?(?: (?:de|por) la (manana|tarde|noche))?(?![a-z0-9]|[:.]\\d)`,
  'gu',
);
const SPANISH_PART =
  /(?<![a-z0-9])(\d{1,2})(?:[:.h]([0-5]\d))?h?(?: y (media|cuarto)| menos (cuarto))? (?:de|por) la (manana|tarde|noche)\b/gu;

const PORTUGUESE =
  /(?<![a-z0-9])(as|das|pelas|a|da) (\d{1,2}|uma|duas|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze)(?:[:.h]([0-5]\d))?(?: ?h(?:oras?)?)?(?: e (meia|quinze|vinte|dez|trinta|\d{1,2}))?(?: da (manha|tarde|noite))?(?![a-z0-9]|[:.]\d| ?h? ?\d)/gu;
const PORTUGUESE_PART = /(?<![a-z0-9])(\d{1,2})(?:[:.h]([0-5]\d))?h?(?: e (meia))? da (manha|tarde|noite)\b/gu;

const FRENCH =
  /(?<![a-z0-9])(\d{1,2}|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze) ?h(?:eures?)?(?: ?et (demie?|quart)| moins (le quart|dix|vingt|cinq))?(?: (du matin|du soir|de l'apres-midi))?(?![a-z0-9])/gu;

const NOON =
  /(?<![a-z0-9])(?:12 ?)?(?:high )?(noon|midday|mittags?|mediodia|meio[- ]dia|midi)(?:ish|-ish)?(?: et (demie?))?(?: e meia)?(?![a-z0-9])|正午/gu;
const MIDNIGHT = /(?<![a-z0-9])(?:midnight|mitternacht|medianoche|meia[- ]noite|minuit)(?![a-z0-9])/gu;

type Found = (ClockTime | undefined)[];

/** The match without the words before its hour. */
function fromHour(match: RegExpExecArray, hour: string | undefined): { from: number; to: number } {
  const at = match[0].indexOf(hour ?? '', / /u.exec(match[0])?.index ?? 0);
  return { from: match.index + Math.max(0, at), to: match.index + match[0].length };
}

const hourOf = (text: string | undefined): number =>
  text === 'once' ? 11 : text === 'ein' ? 1 : /^\d/u.test(text ?? '') ? Number(text) : (numberWord(text ?? '') ?? 99);
const minutesOf = (text: string): number => {
  if (text === 'half') return 30;
  if (text === 'quarter') return 15;
  return text.split(/[- ]/u).reduce((sum, piece) => sum + (piece === 'oh' ? 0 : hourOf(piece)), 0);
};
const meridiem = (text: string | undefined, written = ''): 'am' | 'pm' | 'literal' | 'bare' =>
  text?.startsWith('a') ? 'am' : text?.startsWith('p') ? 'pm' : halfOfWritten(/^\d/u.test(written) ? written : '1');
const partOfDay = (text: string | undefined, written = ''): 'am' | 'pm' | 'literal' | 'bare' =>
  text === undefined ? meridiem(undefined, written) : /^(?:man|du mat)/u.test(text) ? 'am' : 'pm';

/** `hour` moved by minutes that may be negative, within the twelve or twenty-four hours it is told in. */
function shifted(hour: number, minutes: number): [number, number] {
  if (minutes >= 0) return [hour, minutes];
  return [hour === 1 ? 12 : hour - 1, 60 + minutes];
}

function findEnglish(page: Page): Found {
  const pastTo = findAll(page, PAST_TO).map((match) => {
    const [, amount = '', way = '', hour, half, middle] = match;
    // "from 40 min to 4" tells two lengths.
    if (/\bfrom (?:about |over )?$/u.test(before(page, match.index)) && !/^(?:half|quarter)$/u.test(amount))
      return undefined;
    const minutes = minutesOf(amount) * (/^(?:past|after)$/u.test(way) ? 1 : -1);
    // "after" and "of" need a real share of the hour: "ten of five people" is none.
    if (/^(?:of|before|after)$/u.test(way) && !/^(?:half|quarter)$/u.test(amount) && !/min/u.test(match[0]))
      return undefined;
    // "20 to 5" can be no range of hours; "20 to 25 people" is one of something else.
    if (
      /^2[05] to/u.test(match[0]) &&
      (hourOf(hour) > 12 || /^ (?:[a-z]+s|people|min)\b/u.test(after(page, stretchOf(match).to)))
    )
      return undefined;
    const [at, minute] = shifted(middle === undefined ? hourOf(hour) : 12, minutes);
    if (middle === 'midnight')
      return clockTime(stretchOf(match), at % 12, minute, 'literal', {
        doubt: `“${wordsOf(page, stretchOf(match))}” is on the border of two days`,
      });
    return clockTime(stretchOf(match), at, minute, middle === undefined ? meridiem(half, hour) : 'literal');
  });
  const british = findAll(page, HALF_BRITISH).map((match): ClockTime | undefined => {
    const time = clockTime(stretchOf(match), hourOf(match[1]), 30, meridiem(match[2], match[1]));
    return time && { ...time, british: true };
  });
  const hourMinute = findAll(page, HOUR_MINUTE).map((match) =>
    clockTime(stretchOf(match), hourOf(match[1]), minutesOf(match[2] ?? ''), meridiem(match[3])),
  );
  const oclock = findAll(page, OCLOCK).map((match) =>
    clockTime(stretchOf(match), hourOf(match[1]), 0, meridiem(match[2], match[1])),
  );
  const words = findAll(page, HOUR_WORD_MERIDIEM).map((match) =>
    clockTime(stretchOf(match), hourOf(match[1]), 0, meridiem(match[2])),
  );
  return [
    ...pastTo,
    ...british.filter(
      (time) => !pastTo.some((other) => other && time && other.from <= time.from && time.to <= other.to),
    ),
    ...hourMinute,
    ...oclock,
    ...words,
  ];
}

function findGerman(page: Page): Found {
  const told = findAll(page, GERMAN).map((match) => {
    const [, how = '', hour] = match;
    const minutes =
      how === 'halb' ? -30 : how === 'dreiviertel' ? -15 : how.startsWith('viertel') ? 15 : hourOf(how.split(' ')[0]);
    const [at, minute] = shifted(hourOf(hour), how.endsWith('vor') ? -minutes : minutes);
    return clockTime(stretchOf(match), at, minute, meridiem(undefined, hour));
  });
  return [
    ...told,
    ...findAll(page, GERMAN_WORD).map((match) => clockTime(stretchOf(match), hourOf(match[1]), 0, 'bare')),
  ];
}

const SHARE: Readonly<Record<string, number>> = {
  media: 30,
  meia: 30,
  cuarto: 15,
  quinze: 15,
  'le quart': 15,
  quart: 15,
  demi: 30,
  demie: 30,
};
const shareOf = (text: string | undefined): number => (text === undefined ? 0 : (SHARE[text] ?? hourOf(text)));

function findSpanish(page: Page): Found {
  return [
    ...findAll(page, SPANISH).map((match) => {
      const [, hour, minute, more, less, part] = match;
      // "las 3 charlas" counts talks; an hour after a bare article needs something more.
      if (!/^(?:a|de|desde|sobre|hacia) /u.test(match[0]) && !(minute ?? more ?? less ?? part)) return undefined;
      if (/^ (?:charlas|personas|salas|cosas|primeras|mejores|horas)/u.test(after(page, match.index + match[0].length)))
        return undefined;
      const [at, minutes] = shifted(
        hourOf(hour),
        less === undefined ? Number(minute ?? shareOf(more)) : -shareOf(less),
      );
      return clockTime(fromHour(match, hour), at, minutes, partOfDay(part, hour));
    }),
    ...findAll(page, SPANISH_PART).map((match) => {
      const [, hour, minute, more, less, part] = match;
      const [at, minutes] = shifted(
        hourOf(hour),
        less === undefined ? Number(minute ?? shareOf(more)) : -shareOf(less),
      );
      return clockTime(stretchOf(match), at, minutes, partOfDay(part, hour));
    }),
  ];
}

function findPortuguese(page: Page): Found {
  return [
    ...findAll(page, PORTUGUESE).map((match) => {
      const [, how = '', hour, minute, more, part] = match;
      // Only the accent tells the Portuguese "às" from the English "as", and "à" from "a".
      const accented = /[à-ÿÀ-ß]|\u0300|\u0301/u.test(
        wordsOf(page, { from: match.index, to: match.index + how.length + 1 }),
      );
      if (!accented && !/^(?:das|pelas)$/u.test(how) && !(part ?? more)) return undefined;
      return clockTime(fromHour(match, hour), hourOf(hour), Number(minute ?? shareOf(more)), partOfDay(part, hour));
    }),
    ...findAll(page, PORTUGUESE_PART).map((match) =>
      clockTime(
        stretchOf(match),
        hourOf(match[1]),
        Number(match[2] ?? shareOf(match[3])),
        partOfDay(match[4], match[1]),
      ),
    ),
  ];
}

function findFrench(page: Page): Found {
  return findAll(page, FRENCH).map((match) => {
    const [, hour, more, less, part] = match;
    if (!(more ?? less ?? part) && /^\d/u.test(hour ?? '')) return undefined;
    if (!(more ?? less ?? part) && !/heure/u.test(match[0])) return undefined;
    if (!(more ?? less ?? part) && !/(?:\ba|\bvers|\bdes|\bde) $/u.test(before(page, match.index))) return undefined;
    const [at, minutes] = shifted(hourOf(hour), less === undefined ? shareOf(more) : -shareOf(less));
    return clockTime(stretchOf(match), at, minutes, partOfDay(part, hour));
  });
}

function findNoon(page: Page): Found {
  const noon = findAll(page, NOON).map((match) => {
    // MIDI is also what keyboards speak.
    if (
      match[1] === 'midi' &&
      (/^[A-Z]/u.test(wordsOf(page, stretchOf(match))) ||
        !/(?:\b(?:a|ce|demain|vers|pour|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|apres)|[,.;:|/-]|^) ?$/u.test(
          before(page, match.index),
        ))
    )
      return undefined;
    const half = match[2] !== undefined || match[0].endsWith('e meia');
    return clockTime(stretchOf(match), 12, half ? 30 : 0, 'literal', { approximate: match[0].endsWith('ish') });
  });
  return [...noon, ...findAll(page, MIDNIGHT).map((match) => clockTime(stretchOf(match), 24, 0, 'literal'))];
}

/**
 * Each finder reads the hours of one language as they are spoken; the pattern before it is a cheap look for a word
 * that all its forms contain.
 */
const LANGUAGES: readonly (readonly [RegExp, (page: Page) => Found])[] = [
  [
    /half|quarter|past|clock|min|2[05] to|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[ -]|(?:five|ten|twenty) (?:to|til)/u,
    findEnglish,
  ],
  [/halb|viertel|vor |nach |um |gegen |ab /u, findGerman],
  [/las? |manana|tarde|noche/u, findSpanish],
  [/as \d|\ba (?:\d|uma)|das |pelas |da /u, findPortuguese],
  [/h(?:eures?)?(?![a-z])/u, findFrench],
  [/noon|mid|mitt|dia\b|minuit|noche|noite|正午/u, findNoon],
];

export const SPOKEN_TIMES: readonly ((page: Page) => ClockTime[])[] = LANGUAGES.map(
  ([hint, find]) =>
    (page) =>
      hint.test(page.marked) ? find(page).filter((time): time is ClockTime => time !== undefined) : [],
);
