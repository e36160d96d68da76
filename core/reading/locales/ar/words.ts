import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

/** Arabic, with spoken forms of Egypt and the Levant. */
export const words: Locale = {
  months: {
    يناير: 1,
    فبراير: 2,
    مارس: 3,
    ابريل: 4,
    مايو: 5,
    يونيو: 6,
    يوليو: 7,
    اغسطس: 8,
    سبتمبر: 9,
    اكتوبر: 10,
    نوفمبر: 11,
    ديسمبر: 12,
  },
  weekdays: {
    الاحد: 0,
    الاثنين: 1,
    الاتنين: 1,
    الثلاثاء: 2,
    التلات: 2,
    الاربعاء: 3,
    الاربع: 3,
    الخميس: 4,
    الجمعه: 5,
    السبت: 6,
  },
  today: {
    اليوم: 'any',
    النهارده: 'any',
    انهارده: 'any',
    'صباح اليوم': 'am',
    'هذا الصباح': 'am',
    'عصر اليوم': 'pm',
    'مساء اليوم': 'pm',
    'هذا المساء': 'pm',
    الليله: 'pm',
    'اليوم مساء': 'pm',
    'اليوم صباحا': 'am',
  },
  tomorrow: {
    غدا: 'any',
    'يوم غد': 'any',
    بكره: 'any',
    بكرا: 'any',
    'صباح الغد': 'am',
    'صباح غد': 'am',
    'مساء الغد': 'pm',
    'مساء غد': 'pm',
    'غدا صباحا': 'am',
    'غدا مساء': 'pm',
  },
  dayAfterTomorrow: {
    'بعد غد': 'any',
    'بعد بكره': 'any',
    'بعد بكرا': 'any',
  },
  yesterday: {
    امس: 'any',
    امبارح: 'any',
    مبارح: 'any',
    البارحه: 'any',
  },
  partsOfDay: {
    صباحا: 'am',
    الصبح: 'am',
    عصرا: 'pm',
    العصر: 'pm',
    مساء: 'pm',
    ليلا: 'pm',
    بالليل: 'pm',
  },
  everyDay: wordList(`
    كل يوم
    يوميا
  `),
  night: wordList(`
    الليله
    مساء
    المساء
    ليلا
    بالليل
  `),
  midnight: wordList(`
    منتصف الليل
  `),
  afterHour: {
    صباحا: 'am',
    الصبح: 'am',
    ظهرا: 'pm',
    الضهر: 'pm',
    الظهر: 'pm',
    عصرا: 'pm',
    العصر: 'pm',
    مساء: 'pm',
    المغرب: 'pm',
    ليلا: 'pm',
    بالليل: 'pm',
  },
  hourCues: wordList(`
    الساعه
    ساعه
    علي الساعه
    عالساعه
  `),
  to: wordList(`
    الي
    حتي
    لحد
  `),
  saysMorning: wordList(`
    صباحا
    الصبح
    فطور
  `),
  saysEvening: wordList(`
    مساء
    عصرا
    العصر
    ليلا
    بالليل
    عشاء
  `),
  ends: wordList(`
    حتي
    حتي الساعه
    لحد الساعه
  `),
};
