import { dayResult } from '../../days.ts';
import { stretchOf } from '../../marked-text.ts';
import { settingOf, timeParser } from '../../time-parser.ts';
import { anyOf, wordList, WORD_END, WORD_START } from '../../words.ts';
import { words as hi } from './words.ts';

const PARTS = hi.partsOfDay ?? {};
const wordsOf = (list: string): RegExp => new RegExp(`${WORD_START}${anyOf(wordList(list))}${WORD_END}`, 'u');
/** Verbs of the future, and of invitations. */
const COMING = wordsOf(`
  milte hain
  milte hai
  milenge
  milo
  hoga
  hogi
  honge
  karenge
  karegi
  karega
  rakhenge
  aana
  aao
  aaiye
  aaiyega
  aa jao
  aa jana
  ayenge
  aayenge
  banayenge
  sikhenge
  seekhenge
  khelenge
  chalo
  zaroor
  मिलते हैं
  मिलेंगे
  मिलो
  होगा
  होगी
  होंगे
  करेंगे
  आना
  आओ
  आइए
  आ जाओ
  सीखेंगे
  खेलेंगे
  बनाएंगे
  चलो
  जरूर
`);
const OVER = wordsOf(`
  tha
  thi
  hua
  hui
  gaya tha
  kiya
  aaya
  था
  थी
  थे
  हुआ
  हुई
  किया
  आया
`);
/** Hindi words. Beside one of them, "kal" in Latin letters is not a name. */
const HINDI = wordsOf(`
  baje
  mein
  ko
  hai
  hain
  subah
  shaam
  raat
`);
const AWAY: Readonly<Record<string, number>> = { kal: 1, कल: 1, parso: 2, parson: 2, परसों: 2 };

/**
 * "kal 5 baje milte hain": tomorrow, or yesterday if the verb says so. Without a verb that says which, the day is
 * a doubt. "parso" is one day further in both directions.
 */
export const kal = timeParser(
  new RegExp(
    `${WORD_START}(?<day>${anyOf(Object.keys(AWAY))})(?: (?<part>${anyOf(Object.keys(PARTS))}))?${WORD_END}`,
    'u',
  ),
  /kal|parso|कल|परसों/u,
  (context, match) => {
    const { page, posting } = settingOf(context);
    const [coming, over] = [COMING.test(page.plain), OVER.test(page.plain)];
    if (/^[a-z]/u.test(match[0]) && !coming && !over && !HINDI.test(page.plain)) return null;
    const away = AWAY[match.groups?.['day'] ?? ''] ?? 1;
    const half = PARTS[match.groups?.['part'] ?? ''] ?? 'any';
    if (over) return dayResult(context, stretchOf(match), [posting.day - away], 'day/past', half);
    const doubts = coming ? [] : (['doubt/not-tomorrow'] as const);
    return dayResult(context, stretchOf(match), [posting.day + away], 'day/relative', half, ...doubts);
  },
);
