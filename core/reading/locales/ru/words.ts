import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

/** Russian. */
export const words: Locale = {
  months: {
    января: 1,
    февраля: 2,
    марта: 3,
    апреля: 4,
    мая: 5,
    июня: 6,
    июля: 7,
    августа: 8,
    сентября: 9,
    октября: 10,
    ноября: 11,
    декабря: 12,
  },
  weekdays: {
    воскресенье: 0,
    понедельник: 1,
    вторник: 2,
    среда: 3,
    среду: 3,
    четверг: 4,
    пятница: 5,
    пятницу: 5,
    суббота: 6,
    субботу: 6,
  },
  today: {
    сегодня: 'any',
    'сегодня утром': 'am',
    'сегодня днем': 'pm',
    'сегодня вечером': 'pm',
    'сегодня ночью': 'pm',
  },
  tomorrow: {
    завтра: 'any',
    'завтра утром': 'am',
    'завтра днем': 'pm',
    'завтра вечером': 'pm',
  },
  dayAfterTomorrow: {
    послезавтра: 'any',
  },
  yesterday: {
    вчера: 'any',
    'вчера вечером': 'pm',
    позавчера: 'any',
  },
  partsOfDay: {
    утром: 'am',
    днем: 'pm',
    вечером: 'pm',
  },
  everyDay: wordList(`
    каждыи день
    ежедневно
  `),
  noon: wordList(`
    полдень
  `),
  night: wordList(`
    вечером
    ночью
  `),
  midnight: wordList(`
    полночь
  `),
  afterHour: {
    утра: 'am',
    дня: 'pm',
    вечера: 'pm',
  },
  to: wordList(`
    до
  `),
  or: wordList(`
    или
  `),
  saysMorning: wordList(`
    утром
    утра
    завтрак
  `),
  saysEvening: wordList(`
    вечером
    вечера
    днем
    ужин
  `),
  ends: wordList(`
    до
  `),
};
