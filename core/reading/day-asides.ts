/** Whether a day in a post is the day of its start, or of something else in the post. */
import { isDuring, type Calendar, type DayNumber } from './calendar.ts';
import type { DayGroup } from './day-groups.ts';
import { after, before, TIME, wordsOf, type Page, type Stretch } from './marked-text.ts';
import { hasTag } from './tags.ts';
import { anyOf, wordList } from './words.ts';

/** A day, and its position relative to an hour. */
export interface DayLink {
  readonly group: DayGroup;
  /** The text between them. */
  readonly gap: string;
  /** Whether the day comes first. */
  readonly leads: boolean;
}

const OWNS_TIME = new RegExp(`^'s? (?:[a-z]+ )?[${TIME}]`, 'u');
/** The dot of "Prof. Ada" ends no sentence. */
export const SENTENCE_END = /(?<!\b(?:prof|dr|mr|mrs|ms|st|vs|approx|ca|nr|no))[.!?](?=\s|$)|\n|[。！？]/u;

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

export function sentenceAround(page: Page, stretch: Stretch): string {
  const left = before(page, stretch.from, 160);
  const right = after(page, stretch.to, 160);
  const starts = [...left.matchAll(/[.!?](?=\s)|\n|[。！？]/gu)].at(-1);
  const end = SENTENCE_END.exec(right);
  return `${left.slice((starts?.index ?? -1) + 1)} ${right.slice(0, end ? end.index + 1 : right.length)}`;
}

/**
 * Words for the host's own plan, as in "I'm giving my workshop tomorrow." `OWN_OTHER` has other appointments of the
 * host.
 */
const HOST = /\b(?:we|i'm|i'll|we're|we'll|our|join)\b/u;
const OWN_OTHER = /\b(?:my|our) (?:[a-z]+ )?(?:talk|keynote|flight|train|tutorial|poster|slot)\b|\bsprints\b/u;

/** "If your website died tomorrow, who would notice?": a supposition, not a date. */
export const isSupposed = (sentence: string): boolean =>
  /^\W*(?:if|imagine|what if|would(?! any| some| you like| you want))\b.*\?$/u.test(sentence);

/** "Tomorrow's the big one. …", "Heute ist der letzte Tag!": a sentence that only says what day it is. */
const SETS_THE_DAY = new RegExp(
  "^\\W*(?:'s|is|ist|es|est) (?:the |our |my |der |el |le )?(?:big |last |first |final |grosse |letzte |gran )?" +
    '(?:one|day|night|tag|dia|jour)\\b',
  'u',
);

/** Whether the day is about something else than this start: "my talk's tomorrow. …" */
export function isAside(page: Page, link: DayLink): boolean {
  const sentence = sentenceAround(page, link.group);
  const words = sentence.split(/\s+/u).filter((word) => /[a-z]{2}/u.test(word));
  if (INVITES.test(sentence)) return false;
  if (link.leads && SETS_THE_DAY.test(sentence)) return false;
  if (link.leads && HOST.test(sentence) && !OWN_OTHER.test(sentence)) return false;
  if (link.leads) return TOPIC_VERB.test(sentence.replace(/\b(?:it|this|that|we|here)(?:'s| is| are|'re)\b/gu, ''));
  return words.length > 3;
}

/** "Sunday brunch planning, 5:15pm": Sunday is the day of the brunch. */
const PLANNING = new RegExp(
  `^(?: (?!(?:we|i|is|the|a|our|for|at|in|on|with|from)\\b)[a-z-]+){1,2} ${anyOf(
    wordList(`
      planning
      prep
      preparation
      rehearsal
      logistics
      carpool
      carpooling
      sign-up
      signup
      sign-ups
      committee
      volunteers
    `),
  )}\\b(?! in\\b)`,
  'u',
);

/**
 * "Thursday's keynote", "Sunday brunch planning": the day of something else, unless the sentence begins with it:
 * "Sunday's sing-along: 11am".
 */
export const isOfThing = (page: Page, group: DayGroup): boolean =>
  (!group.relative && PLANNING.test(after(page, group.to))) ||
  (/^'s?\b/u.test(after(page, group.to, 3)) &&
    (!/(?:^|[.!?\n]\s*)$/u.test(before(page, group.from, 6)) ||
      /^'s? (?:[a-z]+ )?(?:keynote|talk|plenary|panel|lightning|tutorial|speaker)/u.test(after(page, group.to, 30))) &&
    !OWNS_TIME.test(after(page, group.to, 20)));

/** "Topic: deploys on Fridays": a habit, not a date, unless the hour is beside it. */
export const isHabit = (page: Page, group: DayGroup): boolean => /days$/iu.test(wordsOf(page, group));

/** "One thing you'll try on Monday": in another sentence than the hour, a day outside the conference is a topic. */
export const isOutside = ({ days, relative }: DayGroup, usual: DayNumber, calendar: Calendar): boolean =>
  !relative && isDuring(calendar, usual) && !days.some((day) => isDuring(calendar, day));

/** "tell us the one thing you'll do on Wednesday": a day after the conference belongs to the plan. */
const PLANNED = /\b(?:you'll|you will|we'll|i'll|you|to) (?:[a-z]+ ){1,4}(?:on |this |next )?$/u;
export const isPlanned = (page: Page, link: DayLink, usual: DayNumber, calendar: Calendar): boolean =>
  !link.leads && isOutside(link.group, usual, calendar) && PLANNED.test(before(page, link.group.from, 60));

/** The day right after the conference, as a date: "Who is still here on 31.12.? Breakfast …". */
export const isDayAfter = ({ days, words }: DayGroup, calendar: Calendar): boolean =>
  hasTag(words, 'day/date') && days.some((day) => day > calendar.last && day <= calendar.last + 2);
