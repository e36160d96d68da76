import { hourParser } from '../../hour-parser.ts';
import { LEFT, shifted } from '../../spoken.ts';
import { hourAfterCue, spokenClock } from '../../spoken-clock.ts';
import { words as nl } from './words.ts';

const HOURS = nl.hours ?? {};

/** "half drie" is 2:30, "kwart over tien", "vijf voor half vier". */
export const halfDrie = spokenClock(
  {
    hours: HOURS,
    shares: { half: -30 },
    amounts: { kwart: 15, vijf: 5, tien: 10, twintig: 20 },
    minuteDigits: true,
    hourDigits: false,
    past: ['over'],
    to: ['voor'],
    unit: 'uur',
  },
  /half [adentvz]|kwart |(?:vijf|tien|twintig|\d|min[a-z]{0,5}) (?:over|voor) /u,
);

/** "om half 3": English "half 3" is 3:30, so digits need the Dutch word before them. */
export const omHalf3 = hourParser(
  new RegExp(
    `${LEFT}(?:(?:om|rond|tegen|vanaf) |(?:(vijf|tien|5|10) (?:(over)|voor) ))half (1[0-2]|[1-9])(?![a-z0-9]|[:.]\\d)`,
    'u',
  ),
  /half \d/u,
  ([, amount, past, told]) => {
    const minutes = amount === undefined ? 0 : /5|vijf/u.test(amount) ? 5 : 10;
    const [hour, minute] = shifted(Number(told), -30 + (past === undefined ? -minutes : minutes));
    return { hour, minute, half: 'bare' };
  },
);

/** "kwart over 2", "kwart voor 11". */
export const kwartOver2 = hourParser(
  new RegExp(`${LEFT}kwart (?:(over)|voor) (1[0-2]|[1-9])(?![a-z0-9]|[:.]\\d)`, 'u'),
  /kwart (?:over|voor) \d/u,
  ([, past, told]) => {
    const [hour, minute] = shifted(Number(told), past === undefined ? -15 : 15);
    return { hour, minute, half: 'bare' };
  },
);

/** "om drie uur", "vanaf 10". */
export const omDrie = hourAfterCue(
  ['om', 'rond', 'tegen', 'vanaf'],
  HOURS,
  'uu?r?',
  /(?<![a-z])(?:om|rond|tegen|vanaf) [\da-z]/u,
);
