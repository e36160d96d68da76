import { hourParser } from '../../hour-parser.ts';
import { halfOfWritten } from '../../hours.ts';
import { anyOf, isSpaced } from '../../words.ts';
import { dictionaryOf, listOf } from '../index.ts';

const PARTS = new Map([...dictionaryOf('partsOfDay')].filter(([word]) => !isSpaced(word)));
const NIGHT = new Set(listOf('night'));
/** 今夜1時 and 夜12時半 are after midnight, and 夜7時 is before it. The hour on a clock of twelve hours. */
const EVENING_FROM = 5;
const DIGITS = '一二三四五六七八九十';
/** The Chinese 两 is two. */
const HOUR = `(\\d{1,2}|十[一二]?|[${DIGITS}两])`;
const SPOKEN = `${HOUR}(時(?!間)|点)(?:(\\d{1,2})分|(半))?`;

function hourOf(written: string): number {
  if (/^\d/u.test(written)) return Number(written);
  return written === '两' ? 2 : written.split('').reduce((sum, digit) => sum + DIGITS.indexOf(digit) + 1, 0);
}

/**
 * "午後3時半", "18時", "夜7:30", and the Chinese "下午4点半". "7:30" without a word for the half of the day is in
 * `colon-hour.ts`.
 */
export const gozenGogo = hourParser(
  new RegExp(`(?<![\\d${DIGITS}])(?:(${anyOf(PARTS.keys())})の?)?(?:${SPOKEN}|(\\d{1,2}):([0-5]\\d)(?!\\d))`, 'u'),
  new RegExp(`[時点]|(?:${anyOf(PARTS.keys())})の?\\d`, 'u'),
  ([, part, spoken, unit, minutes, half, clock, clockMinutes], { page }) => {
    const told = part === undefined ? undefined : PARTS.get(part);
    const exact = told !== undefined || minutes !== undefined || half !== undefined;
    // "一時" is also "for a while". "3点" is three points, and an hour only in Chinese, where no kana stand.
    const clear =
      spoken !== undefined && /^\d/u.test(spoken) && (unit === '時' || !/[\u3040-\u30ff]/u.test(page.plain));
    if (!exact && !clear) return null;
    const written = spoken ?? clock ?? '';
    const hour = hourOf(written);
    const minute = half === undefined ? Number(minutes ?? clockMinutes ?? 0) : 30;
    if (part !== undefined && NIGHT.has(part) && hour % 12 < EVENING_FROM && hour <= 12) {
      return { hour: hour === 0 ? 12 : hour, minute, half: 'am' };
    }
    // 午後0時 is noon.
    if (told === 'pm' && hour === 0) return { hour: 12, minute, half: 'literal' };
    return { hour, minute, half: hour <= 12 && (told === 'am' || told === 'pm') ? told : halfOfWritten(written) };
  },
);
