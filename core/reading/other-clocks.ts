import type { ParsingResult } from 'chrono-node';

import type { Page } from './marked-text.ts';
import { stretchOfResult } from './time-parser.ts';
import { anyOf, wordList } from './words.ts';
import { PLACES } from './zone-places.ts';

/** Places with another time, as people name them in brackets after their own time. */
const ELSEWHERE = anyOf([
  ...Object.keys(PLACES).filter((name) => name.length > 4),
  ...wordList(`
    peninsula
    mainland
    canarias
    canary islands
    madeira
    azores
    acores
    lisbon
    lisboa
    lisbonne
    dublin
    amsterdam
    brussels
    vienna
    wien
    zurich
    rome
    roma
    stockholm
    oslo
    copenhagen
    helsinki
    warsaw
    athens
    istanbul
    boston
    seattle
    denver
    austin
    mexico
    bogota
    lima
    santiago
    buenos aires
    singapore
    hong kong
    beijing
    seoul
    delhi
    dubai
    cairo
    nairobi
    lagos
    europe
    europa
    spain
    espana
    portugal
    france
    germany
    deutschland
    italy
    finland
    brazil
    brasil
    usa
    home
    online
    remote
    the stream
    east coast
    west coast
    everyone else
  `),
]);
const OPENS = /^[^.!?\n]{0,20}[([] ?(?:that's |i\.?e\.? |so |= ?|also |also at |which is )?$/u;
/** Words that may lead to the place: "11:45 en la península", "19:45 for the people in peninsula". */
const NAMES_PLACE = new RegExp(`^(?: ?(?:h|uhr|uur|u|hrs))?(?: [a-z']{1,10}){1,4} ${ELSEWHERE}(?: time)?[)\\],;]`, 'u');

const minuteOf = (time: ParsingResult): number => time.start.get('minute') ?? 0;

/** The hours, without those in brackets that repeat the hour before them by the clock of another place. */
export function withoutOtherClocks(page: Page, times: readonly ParsingResult[]): readonly ParsingResult[] {
  return times.filter((time, at) => {
    const last = times[at - 1];
    if (!last) return true;
    const [told, here] = [stretchOfResult(time), stretchOfResult(last)];
    const sameMinutes = (minuteOf(time) - minuteOf(last)) % 30 === 0;
    const brackets = OPENS.test(page.marked.slice(here.to, told.from));
    return !(sameMinutes && brackets && NAMES_PLACE.test(page.marked.slice(told.to, told.to + 60)));
  });
}
