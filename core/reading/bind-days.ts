import type { Calendar, DayNumber } from './calendar.ts';
import {
  isAside,
  isDayAfter,
  isHabit,
  isOfThing,
  isOutside,
  isPlanned,
  isSupposed,
  SENTENCE_END,
  sentenceAround,
  type DayLink,
} from './day-asides.ts';
import type { DayGroup } from './day-groups.ts';
import { after, before, MASK, NAME, ROOM, TIME, wordsOf, type Page, type Stretch } from './marked-text.ts';
import { hasTag } from './tags.ts';
import { anyOf, wordList } from './words.ts';

export interface BoundDay {
  /** Absent if the default day counts. */
  readonly group?: DayGroup;
  readonly doubt?: string;
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
const TIME_LEADS = new RegExp(`[${TIME}][^.!?\\n]{0,6}$`, 'u');
const TIME_FOLLOWS = new RegExp(`^[^.!?\\n]{0,12}[${TIME}]`, 'u');

function linkOf(page: Page, time: Stretch, group: DayGroup): DayLink {
  const leads = group.from < time.from;
  return { group, leads, gap: leads ? page.marked.slice(group.to, time.from) : page.marked.slice(time.to, group.from) };
}

const isNext = (link: DayLink): boolean => link.gap.length <= 60 && NOTHING.test(link.gap);
/** In "Yesterday was full, so again at 5pm", a past day counts only within its clause. */
const CLAUSE_END = /[:;,]|\b(?:but|so|again|that|was|i)\b/u;
const sameSentence = (link: DayLink): boolean =>
  !SENTENCE_END.test(link.gap) && !(hasTag(link.group.words, 'day/past') && CLAUSE_END.test(link.gap));
const nearest = (links: readonly DayLink[]): DayLink | undefined =>
  links.toSorted((one, other) => one.gap.length - other.gap.length)[0];
const sameDays = (one: DayGroup, other: DayGroup): boolean => one.days.join() === other.days.join();

/** The day of an hour: the one beside it, else the one in its sentence, else the only one of the tweet. */
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
    const { group } = preferred;
    return alone ? { group, doubt: `“${wordsOf(page, group)}” or “${wordsOf(page, other.group)}”` } : { group };
  }
  const inSentence = links.filter(
    (link) => sameSentence(link) && !isHabit(page, link.group) && !isPlanned(page, link, usual, calendar),
  );
  const near = nearest(inSentence);
  if (near) {
    const differs = inSentence.find((link) => !sameDays(link.group, near.group));
    return differs
      ? { group: near.group, doubt: `“${wordsOf(page, near.group)}” or “${wordsOf(page, differs.group)}”` }
      : { group: near.group };
  }
  // A past weekday belongs to an event that the tweet looks back on.
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
    // A day after the hour's sentence, as in "We'll try again tomorrow", probably belongs to something else.
    return far.leads ? { group: far.group, doubt } : { doubt };
  }
  const owned = groups.find(
    (group) =>
      isDayAfter(group, calendar) ||
      (isOfThing(page, group) && group.days.some((day) => day !== usual && day >= posted)),
  );
  return owned ? { doubt: `“${wordsOf(page, owned)}” may be the day` } : {};
}

const groupHasOtherTime = (page: Page, link: DayLink): boolean =>
  link.leads ? TIME_LEADS.test(before(page, link.group.from, 12)) : TIME_FOLLOWS.test(after(page, link.group.to, 20));
