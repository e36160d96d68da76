import { hourParser } from '../../hour-parser.ts';
import { hourOf, minutesOf } from '../../number-words.ts';
import { AM_PM, halfOfMeridiem, HOUR, HOUR_WORD, LEFT } from '../../spoken.ts';
import { anyOf } from '../../words.ts';
import { MINUTES } from './half-past.ts';
import { words as en } from './words.ts';

const HOUR_MINUTE = new RegExp(
  `${LEFT}${HOUR_WORD}[ -](${MINUTES})(?: ?${AM_PM})?(?![a-z0-9]|-?min| min| people| of)`,
  'u',
);

/** "three thirty", "eleven forty-five pm". */
export const threeThirty = hourParser(
  HOUR_MINUTE,
  /five|ten|fifteen|twenty|thirty|fou?rty|fifty/u,
  ([, hour, minutes = '', meridiem]) => ({
    hour: hourOf(hour),
    minute: minutesOf(minutes),
    half: halfOfMeridiem(meridiem),
  }),
  '[ -](?:five|oh|ten|fifteen|twenty|thirty|fou?rty|fifty)',
);

/** "three o'clock", "3 o'clock pm". */
export const oclock = hourParser(
  new RegExp(`${LEFT}${HOUR} ?o'? ?clock(?: ?${AM_PM})?(?![a-z0-9])`, 'u'),
  /clock/u,
  ([, hour, meridiem]) => ({ hour: hourOf(hour), half: halfOfMeridiem(meridiem, hour) }),
);

const NUMBER_WORD = anyOf([
  ...Object.keys(en.hours ?? {}),
  ...Object.keys(en.numbers ?? {}),
  'twenty one',
  'twenty two',
]);

/** "sixteen hundred hours", "oh-nine-hundred". */
export const hundredHours = hourParser(
  new RegExp(
    `${LEFT}(?:(?:oh|zero)[ -](${NUMBER_WORD})[ -]hundred(?: hours| hrs)?|` +
      `(${NUMBER_WORD}) hundred (?:hours|hrs))(?![a-z0-9])`,
    'u',
  ),
  /hundred/u,
  ([, early, hour]) => ({ hour: minutesOf(early ?? hour ?? ''), half: 'literal' }),
);

/** "three pm", in dictated posts "three p m". */
export const threePm = hourParser(
  new RegExp(`${LEFT}${HOUR_WORD} ?${AM_PM}(?![a-z0-9])`, 'u'),
  /[ap]\.?m|\b[ap] m\b/u,
  ([, hour, meridiem]) => ({ hour: hourOf(hour), half: halfOfMeridiem(meridiem) }),
  `${HOUR_WORD} ?${AM_PM}`,
);
