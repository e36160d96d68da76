import { hourParser } from '../../hour-parser.ts';
import { halfOfWritten } from '../../hours.ts';
import { anyOf } from '../../words.ts';
import { words as ja } from './words.ts';

const PARTS = ja.partsOfDay ?? {};
const MINUTES = '時(?!間)(?:(\\d{1,2})分|(半))?';

const PART = `(${anyOf(Object.keys(PARTS))})`;

/** "午後3時半", "18時", "夜7:30". "7:30" without a word for the half of the day is in `colon-hour.ts`. */
export const gozenGogo = hourParser(
  new RegExp(`(?<!\\d)(?:${PART}?の?(\\d{1,2})${MINUTES}|${PART}の?(\\d{1,2}):([0-5]\\d)(?!\\d))`, 'u'),
  /\d時|(?:前|後|朝|昼|夜|方|晩)の?\d/u,
  ([, spoken, spokenHour, minutes, half, clock = '', clockHour, clockMinutes]) => {
    const part = spoken ?? clock;
    const hour = Number(spokenHour ?? clockHour);
    const minute = half === undefined ? Number(minutes ?? clockMinutes ?? 0) : 30;
    const told = PARTS[part];
    // 午後0時 is noon.
    if (told === 'pm' && hour === 0) return { hour: 12, minute, half: 'literal' };
    return {
      hour,
      minute,
      half: hour <= 12 && (told === 'am' || told === 'pm') ? told : halfOfWritten(spokenHour ?? clockHour ?? ''),
    };
  },
);
