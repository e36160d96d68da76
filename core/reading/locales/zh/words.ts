import type { Locale } from '../locale.ts';

/** Chinese. Its hours are read with the Japanese ones: `ja/gozen-gogo.ts`. */
export const words: Locale = {
  weekdays: {
    星期日: 0,
    星期天: 0,
    周日: 0,
    星期一: 1,
    周一: 1,
    星期二: 2,
    周二: 2,
    星期三: 3,
    周三: 3,
    星期四: 4,
    周四: 4,
    星期五: 5,
    周五: 5,
    星期六: 6,
    周六: 6,
  },
  today: {
    今天: 'any',
    今晚: 'pm',
  },
  tomorrow: {
    明天: 'any',
    明晚: 'pm',
  },
  dayAfterTomorrow: {
    后天: 'any',
    後天: 'any',
  },
  yesterday: {
    昨天: 'any',
  },
  partsOfDay: {
    上午: 'am',
    早上: 'am',
    下午: 'pm',
    中午: 'pm',
    晚上: 'pm',
  },
  night: ['今晚', '明晚', '晚上'],
};
