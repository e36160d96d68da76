import type { ParsingResult } from 'chrono-node';

import { isDuring, type Calendar, type DayNumber } from './calendar.ts';
import { daysOf, partOfDay } from './days.ts';
import { listOf } from './locales/index.ts';
import { after, before, MASK, NAME, ROOM, TIME, wordsOf, type Page, type Stretch } from './marked-text.ts';
import { hasTag } from './tags.ts';
import { stretchOfResult } from './time-parser.ts';
import { anyOf, wordList } from './words.ts';

/** Day words that stand together, such as `Sat 28 Oct` or `Thu+Fri`. */
export interface DayGroup extends Stretch {
  readonly days: readonly DayNumber[];
  readonly part?: 'am' | 'pm';
  /** Its last words, for their doubts. */
  readonly words: ParsingResult;
  /** "today" and the like count from the day of posting. */
  readonly relative: boolean;
}

export interface BoundDay {
  /** Empty where the default day rules. */
  readonly group?: DayGroup;
  readonly doubt?: string;
}

const ARTICLE = '(?:the |den |el |le |on |dia |of |o )?';
const JOINS = anyOf([...listOf('and'), ...listOf('or'), '+', 'to', 'through', 'thru', 'bis']);
const TOGETHER = new RegExp(`^[\\s,.;:()[\\]/|"-]{0,4}(?:=\\s?)?${ARTICLE}(?:${JOINS} ?(?:on |the )?)?$`, 'u');

function groupOf(result: ParsingResult): DayGroup {
  const part = partOfDay(result);
  return {
    ...stretchOfResult(result),
    days: daysOf(result),
    relative: hasTag(result, 'day/relative'),
    ...(part ? { part } : {}),
    words: result,
  };
}

function merge(last: DayGroup, next: DayGroup): DayGroup {
  const common = last.days.filter((one) => next.days.includes(one));
  const days = common.length > 0 ? common : [...new Set([...last.days, ...next.days])];
  const part = last.part ?? next.part;
  return {
    ...next,
    from: last.from,
    days,
    relative: last.relative || next.relative,
    ...(part ? { part } : {}),
  };
}

/** Joins neighbours: those that agree are one day, those that do not are several. */
export function groupDays(page: Page, results: readonly ParsingResult[]): DayGroup[] {
  const groups: DayGroup[] = [];
  for (const result of results.filter((one) => daysOf(one).length > 0)) {
    const [last, next] = [groups.at(-1), groupOf(result)];
    const gap = last && page.marked.slice(last.to, next.from);
    if (last && gap !== undefined && TOGETHER.test(gap) && !/\n\s*\n/u.test(gap))
      groups[groups.length - 1] = merge(last, next);
    else groups.push(next);
  }
  return groups;
}

/** Words that may stand between an hour and its day. */
const BETWEEN = anyOf(
  wordList(`
    at
    in
    on
    um
    im
    @
    a las
    as
    a
    la
    las
    el
    en
    the
    from
    room
    dans
    le
    les
    salle
    na
    no
    de
    em
    ab
    h
    till
    to
    start
    starts
    starting
    around
    about
    local
    sharp
    ish
    uhr
    der
    das
    die
    morning
    afternoon
    evening
    night
    arvo
    both
    same place
    same room
    same time
    again
    vers
    gegen
    this
    next
    om
    rond
    vanaf
    alle
    ore
    kl
    pa
    i
    nel
    nella
    bij
    de la
    klokken
    klockan
    godz
    o
    w
    uur
  `),
);
const SIGN = `[\\s,.;:()\\[\\]/|@→•>!?"*=~-]|[${ROOM}${NAME}${MASK}]|[\\u0080-\\udfff\\uf900-\\uffff]`;
const NOTHING = new RegExp(`^(?:${SIGN}|\\b${BETWEEN}\\b){0,60}$`, 'u');
const OWNS_TIME = new RegExp(`^'s? (?:[a-z]+ )?[${TIME}]`, 'u');
const TIME_LEADS = new RegExp(`[${TIME}][^.!?\\n]{0,6}$`, 'u');
const TIME_FOLLOWS = new RegExp(`^[^.!?\\n]{0,12}[${TIME}]`, 'u');
/** "Prof. Ada" ends no sentence. */
const SENTENCE_END = /(?<!\b(?:prof|dr|mr|mrs|ms|st|vs|approx|ca|nr|no))[.!?](?=\s|$)|\n|[。！？]/u;

interface Link {
  readonly group: DayGroup;
  readonly gap: string;
  readonly leads: boolean;
}

function linkOf(page: Page, time: Stretch, group: DayGroup): Link {
  const leads = group.from < time.from;
  return { group, leads, gap: leads ? page.marked.slice(group.to, time.from) : page.marked.slice(time.to, group.from) };
}

const isNext = (link: Link): boolean => link.gap.length <= 60 && NOTHING.test(link.gap);
/** "Yesterday was full, so again at 5pm": a day that is over does not reach into the next clause. */
const CLAUSE_END = /[:;,]|\b(?:but|so|again|that|was|i)\b/u;
const sameSentence = (link: Link): boolean =>
  !SENTENCE_END.test(link.gap) && !(hasTag(link.group.words, 'day/past') && CLAUSE_END.test(link.gap));
const nearest = (links: readonly Link[]): Link | undefined =>
  links.toSorted((one, other) => one.gap.length - other.gap.length)[0];
const sameDays = (one: DayGroup, other: DayGroup): boolean => one.days.join() === other.days.join();

const TOPIC_VERB = new RegExp(
  `(?:\\b|(?='))${anyOf(
    wordList(`
      is
      are
      's
      was
      were
      start
      starts
      begin
      begins
      end
      ends
      leave
      leaves
      leaving
      fly
      flying
      arrive
      arrives
      arriving
      talk
      keynote
      sprint
      sprints
      flight
      got
      had
      went
      go
      home
      deadline
      close
      closes
    `),
  )}\\b`,
  'u',
);
const INVITES = /\b(?:see you|join|come|meet|happening|it's|be there|gather|we're on|open space)\b/u;

function sentenceAround(page: Page, stretch: Stretch): string {
  const left = before(page, stretch.from, 160);
  const right = after(page, stretch.to, 160);
  const starts = [...left.matchAll(/[.!?](?=\s)|\n|[。！？]/gu)].at(-1);
  const end = SENTENCE_END.exec(right);
  return `${left.slice((starts?.index ?? -1) + 1)} ${right.slice(0, end ? end.index + 1 : right.length)}`;
}

/** "I'm giving my workshop tomorrow.": the host's own plan, but for what is somebody else's hour. */
const HOST = /\b(?:we|i'm|i'll|we're|we'll|our|join)\b/u;
const OWN_OTHER = /\b(?:my|our) (?:[a-z]+ )?(?:talk|keynote|flight|train|tutorial|poster|slot)\b|\bsprints\b/u;

/** "If your website died tomorrow, who would notice?": no day that is meant. */
const isSupposed = (sentence: string): boolean =>
  /^\W*(?:if|imagine|what if|would(?! any| some| you like| you want))\b.*\?$/u.test(sentence);

/** Whether the day is said about something else than this start: "my talk's tomorrow. …" */
function isAside(page: Page, link: Link): boolean {
  const sentence = sentenceAround(page, link.group);
  const words = sentence.split(/\s+/u).filter((word) => /[a-z]{2}/u.test(word));
  if (INVITES.test(sentence)) return false;
  if (link.leads && HOST.test(sentence) && !OWN_OTHER.test(sentence)) return false;
  if (link.leads) return TOPIC_VERB.test(sentence.replace(/\b(?:it|this|that|we|here)(?:'s| is| are|'re)\b/gu, ''));
  return words.length > 3;
}

/** "Thursday's keynote": the day of something else, unless the sentence begins with it: "Sunday's sing-along: 11am". */
const isOfThing = (page: Page, group: DayGroup): boolean =>
  /^'s?\b/u.test(after(page, group.to, 3)) &&
  (!/(?:^|[.!?\n]\s*)$/u.test(before(page, group.from, 6)) ||
    /^'s? (?:[a-z]+ )?(?:keynote|talk|plenary|panel|lightning|tutorial|speaker)/u.test(after(page, group.to, 30))) &&
  !OWNS_TIME.test(after(page, group.to, 20));

/** "Topic: deploys on Fridays": a habit, and no day that is meant, unless the hour stands beside it. */
const isHabit = (page: Page, group: DayGroup): boolean => /days$/iu.test(wordsOf(page, group));

/** "One thing you'll try on Monday": in another sentence than the hour, a day outside the conference is a topic. */
const isOutside = ({ days, relative }: DayGroup, usual: DayNumber, calendar: Calendar): boolean =>
  !relative && isDuring(calendar, usual) && !days.some((day) => isDuring(calendar, day));

/** The day that an hour belongs to: the one beside it, else the one in its sentence, else the only one of the tweet. */
export function bindDay(
  page: Page,
  time: Stretch,
  groups: readonly DayGroup[],
  daysLead: boolean,
  posted: DayNumber,
  calendar: Calendar,
): BoundDay {
  const usual = Math.max(posted, calendar.first);
  const links = groups.filter((group) => !isOfThing(page, group)).map((group) => linkOf(page, time, group));
  const beside = links.filter(isNext);
  const preferred = nearest(beside.filter((link) => link.leads === daysLead)) ?? nearest(beside);
  if (preferred) {
    const other = beside.find(
      ({ group, leads, gap }) => !sameDays(group, preferred.group) && leads !== preferred.leads && !gap.includes(TIME),
    );
    const alone = other && !groupHasOtherTime(page, other);
    return alone
      ? { group: preferred.group, doubt: `“${wordsOf(page, preferred.group)}” or “${wordsOf(page, other.group)}”` }
      : { group: preferred.group };
  }
  const inSentence = links.filter((link) => sameSentence(link) && !isHabit(page, link.group));
  const near = nearest(inSentence);
  if (near) {
    const differs = inSentence.find((link) => !sameDays(link.group, near.group));
    return differs
      ? { group: near.group, doubt: `“${wordsOf(page, near.group)}” or “${wordsOf(page, differs.group)}”` }
      : { group: near.group };
  }
  // A weekday that is over belongs to what the tweet looks back on.
  const others = links.filter(
    ({ group }) =>
      group.days.some((day) => day >= posted) &&
      !isHabit(page, group) &&
      !isOutside(group, usual, calendar) &&
      !isSupposed(sentenceAround(page, group)),
  );
  const far = nearest(others.filter((link) => link.leads)) ?? nearest(others);
  if (far) {
    const certain = far.group.days.join() === String(usual) || !isAside(page, far);
    if (certain) return { group: far.group };
    const doubt = `“${wordsOf(page, far.group)}” may be about something else`;
    // A day told after the hour's sentence, "We'll try again tomorrow", is rather that of something else.
    return far.leads ? { group: far.group, doubt } : { doubt };
  }
  const owned = groups.find(
    (group) => isOfThing(page, group) && group.days.some((day) => day !== usual && day >= posted),
  );
  return owned ? { doubt: `“${wordsOf(page, owned)}” may be the day` } : {};
}

const groupHasOtherTime = (page: Page, link: Link): boolean =>
  link.leads ? TIME_LEADS.test(before(page, link.group.from, 12)) : TIME_FOLLOWS.test(after(page, link.group.to, 20));
