import { wordList } from '../../words.ts';
import type { Locale } from '../locale.ts';

/**
 * Hindi, in Devanagari and in Latin letters. Hours are in `paanch-baje.ts`, because "das" and "do" are also other
 * words; "kal" (tomorrow or yesterday) is in `kal.ts`.
 */
export const words: Locale = {
  weekdays: {
    ravivar: 0,
    raviwar: 0,
    itvar: 0,
    itwar: 0,
    somvar: 1,
    somwar: 1,
    mangalvar: 2,
    mangalwar: 2,
    budhvar: 3,
    budhwar: 3,
    guruvar: 4,
    guruwar: 4,
    shukravar: 5,
    shukrawar: 5,
    shanivar: 6,
    shaniwar: 6,
    रविवार: 0,
    इतवार: 0,
    सोमवार: 1,
    मंगलवार: 2,
    बुधवार: 3,
    गुरुवार: 4,
    शुक्रवार: 5,
    शनिवार: 6,
  },
  today: {
    aaj: 'any',
    आज: 'any',
  },
  partsOfDay: {
    subah: 'am',
    savere: 'am',
    dopahar: 'pm',
    shaam: 'pm',
    raat: 'pm',
    सुबह: 'am',
    सवेरे: 'am',
    दोपहर: 'pm',
    शाम: 'pm',
    रात: 'pm',
  },
  everyDay: wordList(`
    har din
    रोज
    हर दिन
  `),
  saysMorning: wordList(`
    subah
    सुबह
  `),
  saysEvening: wordList(`
    dopahar
    shaam
    raat
    दोपहर
    शाम
    रात
  `),
  night: ['raat', 'shaam', 'रात', 'शाम'],
};
