import type { ParsingResult, Refiner } from 'chrono-node';

import { listOf } from '../locales/index.ts';
import { after, before, DAY, MASK, NAME, ROOM, type Page } from '../marked-text.ts';
import { goesOnAfterHour } from '../parsers/bare-hour-after-cue.ts';
import { hasRole, hasTag } from '../tags.ts';
import { settingOf, stretchOfResult } from '../time-parser.ts';
import { anyOf, LETTERS, wordList } from '../words.ts';

const IN_WORDS = new RegExp(`^(?:${anyOf([...listOf('noon'), ...listOf('midnight')])}|[a-z]+ o'? ?clock)$`, 'u');
const NAME_BEGINS = new RegExp(
  `(?:^|[.!?\\n:;,"(•|${MASK}${DAY}-])\\s*(?:(?:${anyOf(
    wordList(`
      the
      a
      our
      el
      la
      le
      il
      die
      der
      das
      de
    `),
  )}) )?$`,
  'u',
);
/** "Midnight in Paris": "in" and a name, but not "in the lobby". */
const IN_NAME = new RegExp(`^ in (?!(?:the|our|my|a|room|hall|front) )[${LETTERS}]{3}`, 'u');

const CLAUSE_CHARACTER = `[^.,;:!?\\n()|"${ROOM}${NAME}${DAY}]`;
const JOINT = `[\\s,:|@•${ROOM}${NAME}${DAY}${MASK}-]|\\b${anyOf(
  wordList(`
    at
    in
    on
    the
    from
    um
    im
    en
    a
    as
    la
    las
    le
    dans
    alle
    om
    kl
  `),
)}\\b`;
/** From the word to the hour: a name, perhaps what it means after a colon, then only a room or a day. */
const ONE_CLAUSE = new RegExp(`^ ${CLAUSE_CHARACTER}{2,50}(?: ?: ${CLAUSE_CHARACTER}{2,50})?(?:${JOINT})*$`, 'u');
/** "demain midi (12h15)": the exact form of the same hour. */
const BRACKET = /^ ?\($/u;
/** ", 3pm coffee": the hour begins another entry of a list. */
const ENTRY_BEGINS = /(?:[,.;:\n•!|-]|\b(?:and|then|und|y|e|et|en)) ?$/u;
const ENTRY_GOES_ON = new RegExp(`^ [${LETTERS}]{2}`, 'u');

const minuteOf = ({ start }: ParsingResult): number => (start.get('hour') ?? 0) * 60 + (start.get('minute') ?? 0);
/** At most half an hour apart, on a clock of twelve hours. */
function isNear(one: ParsingResult, other: ParsingResult): boolean {
  const apart = Math.abs(minuteOf(one) - minuteOf(other)) % 720;
  return Math.min(apart, 720 - apart) <= 30;
}

function isNamed(page: Page, word: ParsingResult, exact: ParsingResult): boolean {
  const [{ from, to }, hour] = [stretchOfResult(word), stretchOfResult(exact)];
  if (!IN_WORDS.test(word.text) || !/\d/u.test(exact.text) || hour.from < to) return false;
  const between = page.marked.slice(to, hour.from);
  if (BRACKET.test(between)) return isNear(word, exact);
  const isName = !goesOnAfterHour(page, to) || IN_NAME.test(after(page, to));
  if (!isName || !NAME_BEGINS.test(before(page, from)) || !ONE_CLAUSE.test(between)) return false;
  const next = after(page, hour.to);
  return !(ENTRY_BEGINS.test(between) && ENTRY_GOES_ON.test(next) && !goesOnAfterHour(page, hour.to));
}

/**
 * Removes an hour in words that belongs to a name, if the hour itself follows in digits: "Midnight snacks at 12am",
 * "Noon prayer, 12:15", "Midnight in Paris: film night 9pm". Later steps see these words again.
 */
export const dropNamedHours: Refiner = {
  refine: (context, results) => {
    const { page } = settingOf(context);
    const hours = results.filter(
      (result) => result.start.isCertain('hour') && !hasRole(result) && !hasTag(result, 'hour/from-posting'),
    );
    const [word, exact] = hours;
    if (!word || !exact || hours.length > 2 || !isNamed(page, word, exact)) return results;
    const { from, to } = stretchOfResult(word);
    page.marked = page.marked.slice(0, from) + page.plain.slice(from, to) + page.marked.slice(to);
    return results.filter((result) => result !== word);
  },
};
