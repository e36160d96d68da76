import { listOf } from './locales/index.ts';
import { after, before, DAY, NAME, ROOM, TIME, type Page, type Stretch } from './marked-text.ts';
import { isByTheDoor, isFree, isOwnStart } from './role-exceptions.ts';
import type { Tag } from './tags.ts';
import { anyOf, wordList, WORD_START } from './words.ts';

/** Words that may be between such a word and the hour. */
const LINK = '(?: (?:at|by|around|about|las|as|a las|um))*';
const OF = '(?: (?:at|is|the|my|our|on))*';
const ends = (words: readonly string[], link: string): RegExp =>
  new RegExp(`(?:${WORD_START}|(?='))(?:${anyOf(words)})${link}\\s*$`, 'u');

const MOVED_UNTIL = new RegExp(
  `\\b${anyOf(
    wordList(`
      postponed
      moved
      delayed
      pushed
      put off
      verschoben
      reporte
      aplazado
      aplazada
      adiado
      adiada
    `),
  )}[^.!?\\n]{0,12}$`,
  'u',
);
const END = ends(listOf('ends'), LINK);
/** "drop by at 5" is an invitation. */
const CALLS_BY = /\b(?:drop|stop|swing|come|pop|roll|walk|pass|go)(?:s|ing|ping)? by(?: at)?\s*$/u;
/** "I'll be in Boardroom 4 by 2pm", "GitHub for beginners is by 10am". */
const BE_BY = new RegExp(`(?:\\b(?:be|meet) (?:in|at) (?:the )?[${ROOM}${NAME}]+|\\b(?:is|starts)) by $`, 'u');
/** "till the sun is gone (8:40ish)": the exact form of the end. */
const END_IN_BRACKETS = new RegExp(
  `${WORD_START}(?:till|til|until|bis|jusqu'[a-z]{1,2}|hasta|ate|fino|tot) [^.,;:!?()\\n${ROOM}${TIME}]{2,40} ?\\(` +
    '(?:at|about|around|um|ca\\.?|c\\.|~)? ?$',
  'u',
);
const DEADLINE = ends(listOf('deadlines'), OF);
const DOORS = ends(listOf('doors'), LINK);
const SINCE = ends(listOf('since'), LINK);
const AFTER = new RegExp(
  `\\b${anyOf(listOf('after'))}\\s*(?:the |my |our |that |his |her |this |those |today'?s |dem |den |der )?$`,
  'u',
);

const VEHICLE = anyOf(listOf('travel'));
const SAME_CLAUSE = `[^.!?;\\n${ROOM}${TIME}]`;
const OWN = '(?:my|our|the|last|next|mi|meu|minha|mon|le|dernier|il|du|mein|ein|un)';
const DEPARTS = '(?:leaves?|departs?|boards|lands|takes off|goes|sets? off|sale|parte?|fahrt|geht|gar|gaat|vertrekt)';
/** "our school bus hackers" are not travelling: after one's own vehicle, a verb or nothing must follow. */
const GOES = anyOf(
  wordList(`
    home
    out
    back
    is
    was
    will
    gets
    got
    had
    arrives
    e
    est
    es
    ist
    leaves
    leave
    departs
    boards
    lands
    goes
    to
    from
    at
    for
    in
    on
    by
    today
    tonight
    tomorrow
    sale
    part
    fahrt
    geht
    um
    nach
    pour
    para
    a
    as
  `),
);
const TRAVEL = new RegExp(
  `(?:\\b${VEHICLE}(?: (?:home|out|back|is|is at|at):?)*(?: ${DEPARTS})?(?: (?:at|for|um|as))?\\s*|` +
    `\\b${OWN} (?:[a-z]+ )?(?!check-?out,)${VEHICLE}(?= *(?:$|[^ a-z])| ${GOES}\\b)${SAME_CLAUSE}{0,30}|` +
    `\\b${VEHICLE}\\b${SAME_CLAUSE}{0,30}\\b${DEPARTS}\\b(?!: [a-z])${SAME_CLAUSE}{0,12}|` +
    `\\b(?:landed|landing|reached|arrived)\\b${SAME_CLAUSE}{0,25}|(?:新幹線|電車|バス))$`,
  'u',
);
const TRAVEL_AFTER = new RegExp(
  `^\\s*(?:${VEHICLE}\\b|departure|wake-?up|deadline|cut-?off|o'?clock in my|sfo\\b|train from)`,
  'u',
);
/** "awake since 5", "it was gone by 9": a state. */
const STATE = anyOf(
  wordList(`
    woke
    woke up
    wake up
    awake
    been up
    up since
    slept
    bed
    asleep
    ran out
    run out
    sold out
    was gone
    were gone
    running on
    called off
    il est
    son las
    es ist
    en pie
    who went
    coming
    is coming
    sun goes
    sun goes down
    sun goes under
    sun sets
    sun rises
  `),
);
const STATED = new RegExp(
  `\\b(?:${STATE}|clocks?\\b[^.!?;,\\n]{0,16}|jet ?lag(?!:)${SAME_CLAUSE}{0,12})` +
    '(?: at| by| since| until| till| around| desde las)?\\s*$',
  'u',
);
const DEEDS = anyOf(
  wordList(`
    made
    baked
    cooked
    wrote
    rewrote
    finished
    built
    printed
    sewed
    soldered
    coded
    fixed
    debugged
    deployed
    bought
    learned
  `),
);
/** "I made 80 dumplings at 2 in the morning": the hour of a past action. */
const DEED = new RegExp(`\\b(?:i|we|she|he) ${DEEDS}\\b${SAME_CLAUSE}{0,40} (?:at|until|till|by) $`, 'u');
const YEAR_AGO = /\b(?:a year|years) ago\b[^.!?\n]{0,60}$|\blast seen\b[^.!?\n]{0,50}$/u;
const LAST_YEAR = new RegExp(
  `\\b${anyOf(
    wordList(`
      last year
      letztes jahr
      el ano pasado
      l'an dernier
      ano passado
    `),
  )}\\b[^.!?:,\\n]{0,60}$`,
  'u',
);

const THEIRS = new RegExp(
  `^\\s*${anyOf(
    wordList(`
      talk
      talks
      keynote
      keynotes
      session
      sessions
      slot
      slots
      break
      breaks
      lunch
      plenary
      panel
      tutorial
      tutorials
      lightning
      workshop
      coffee
      standup
      stand-up
      announcement
      vortrag
      charla
      palestra
      conference
    `),
  )}`,
  'u',
);
const DURING = new RegExp(
  `\\b${anyOf(
    wordList(`
      during
      while
      instead of
      skip
      skipping
      missed
      missing
      right before
      just before
      clash with
      clashes with
      clashing with
      conflict with
      conflicts with
      against
    `),
  )}\\s*(?:the |my |our |that |this )?$`,
  'u',
);

const DAY_BEFORE = new RegExp(`${DAY}+'?s?,? *(?:at |at the |um |a las |as )?$`, 'u');
/** "then lunch at 12", "lunch is 1-2pm": a meal for everybody. */
const MEALS = '(?:lunch|dinner|breakfast)';
const MEAL = new RegExp(`\\b(?:(?:then|is|before|after) ${MEALS}(?: at| is)*|${MEALS} is(?: at| from)?) $`, 'u');
/** In Japanese, these words follow the hour. */
const ENDS_BEHIND = /^(?:まで|には?(?:撤収|終了|閉)|終了|撤収|閉場)/u;
/** "Abgabefrist für den Preis ist 18 Uhr". */
const DEADLINE_IS = /(?:frist|deadline|cut-?off|schluss)\b[^.!?\n]{0,40} (?:is|ist)(?: at| um)? ?$/u;
const DEADLINE_BEHIND = /^(?:締切|しめきり|\s*(?:at the latest|latest))/u;
/** "walk-through" and "walk thru" end with a word that also marks ends of times. */
const COMPOUND = /(?:[a-z]-(?:through|thru|over|up)|\b(?:walk|run|read|talk|drive) (?:through|thru))\s*$/u;

/**
 * A quick check for something that all these patterns contain, because few hours have it and each pattern reads all
 * text before the hour. Only "'til" begins with a sign.
 */
const SAYS_ROLE = new RegExp(
  `'til|(?<!\\w)(?:${anyOf((['ends', 'deadlines', 'doors', 'since', 'after'] as const).flatMap(listOf))}|${VEHICLE}|` +
    `${STATE}|${DEEDS}|land(?:ed|ing)|reached|arrived|clocks?|jet ?lag|years?|last|letztes|ano|` +
    "l'an|lunch|dinner|breakfast)|" +
    '新幹線|電車|バス|締切|しめきり|frist|deadline|cut-?off|schluss',
  'u',
);
const SAYS_ROLE_BEHIND = new RegExp(
  [TRAVEL_AFTER, ENDS_BEHIND, DEADLINE_BEHIND].map(({ source }) => source).join('|'),
  'u',
);

/** The tag of an hour that is no start. Undefined for a start. */
export function roleOf(page: Page, time: Stretch): Tag | undefined {
  const left = before(page, time.from, 60).replace(DAY_BEFORE, '');
  const right = after(page, time.to, 32);
  const during = THEIRS.test(right) && DURING.test(left);
  if (!during && !SAYS_ROLE.test(left) && !SAYS_ROLE_BEHIND.test(right)) return undefined;
  if (MOVED_UNTIL.test(left) || isOwnStart(left, right)) return undefined;
  if (TRAVEL.test(left) || TRAVEL_AFTER.test(right)) return 'role/travel';
  if (DOORS.test(left) && !isFree(left) && !isByTheDoor(left)) return 'role/doors';
  if (STATED.test(left) || DEED.test(left) || LAST_YEAR.test(left) || YEAR_AGO.test(left) || MEAL.test(left))
    return 'role/other';
  if ((END.test(left) && !COMPOUND.test(left)) || END_IN_BRACKETS.test(left) || ENDS_BEHIND.test(right))
    return 'role/end';
  if (CALLS_BY.test(left) || BE_BY.test(left)) return undefined;
  if (DEADLINE_IS.test(left)) return 'role/deadline';
  if (DEADLINE.test(left) || DEADLINE_BEHIND.test(right) || /(?:締切|しめきり)[^。]{0,8}$/u.test(left))
    return 'role/deadline';
  if (AFTER.test(left)) return THEIRS.test(right) ? 'role/other' : 'doubt/bounds-the-start';
  if (during || SINCE.test(left)) return 'role/other';
  return undefined;
}
