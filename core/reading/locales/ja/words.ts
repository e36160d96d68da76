import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

export const words: Locale = {
  weekdays: {
    日: 0,
    月: 1,
    火: 2,
    水: 3,
    木: 4,
    金: 5,
    土: 6,
  },
  today: {
    今日: 'any',
    本日: 'any',
    きょう: 'any',
    今夜: 'pm',
    今晩: 'pm',
  },
  tomorrow: {
    明日: 'any',
    あした: 'any',
    あす: 'any',
  },
  dayAfterTomorrow: {
    明後日: 'any',
    あさって: 'any',
  },
  yesterday: {
    昨日: 'any',
    昨夜: 'pm',
  },
  everyDay: wordList(`
    毎日
  `),
  partsOfDay: {
    午前: 'am',
    朝: 'am',
    午後: 'pm',
    昼: 'any',
    夕方: 'pm',
    夜: 'pm',
    今夜: 'pm',
    今晩: 'pm',
  },
  noon: wordList(`
    正午
  `),
  now: wordList(`
    今から
    いまから
    ただいま
  `),
  saysMorning: wordList(`
    朝
  `),
  saysEvening: wordList(`
    夜
    夕方
  `),
  night: ['今夜', '今晩', '夜', '深夜'],
};
