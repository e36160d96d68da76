/**
 * Turns chrono's components into instants. This is not part of the configuration, because a result of chrono has one
 * date and one offset. Ours may have several days, an hour that a clock change repeats or skips, and an IANA zone whose
 * offset depends on the day.
 */
import type { ParsingResult } from 'chrono-node';

import { bindDay } from './bind-days.ts';
import type { DayGroup } from './day-groups.ts';
import { instantsOf, wallClock, type Calendar, type DayNumber, type Posting } from './calendar.ts';
import { isBare } from './hours.ts';
import { listOf } from './locales/index.ts';
import { after, before, spanOf, wordsOf, type Page, type Stretch } from './marked-text.ts';
import { instantsByNight, isAfterMidnight, isInNightOf, isTomorrowAfterMidnight, OVER_MS } from './nights.ts';
import type { StartReading } from './reading.ts';
import { withoutOtherClocks } from './other-clocks.ts';
import { doubtsOf, hasTag } from './tags.ts';
import { stretchOfResult } from './time-parser.ts';
import { anyOf, isSpaced, WORD_END, WORD_START } from './words.ts';
import type { Zone } from './zone-offsets.ts';
import { findZoneBefore, findZoneBehind, type ZoneMention } from './zone-words.ts';

export interface ResolvedStarts {
  /** Distinct instants in the order of the text. */
  readonly starts: readonly StartReading[];
  readonly doubts: readonly string[];
}

/** A bare hour is 08:00–20:59 (the labels' rule 2). Minutes of the day. */
const DAY_FROM = 8 * 60;
const DAY_TO = 21 * 60;
/** Midnight at the end of a day, in minutes of that day. */
const DAY_END = 24 * 60;
/** Until then, "1am" without a day may be of the coming night. Minutes of the day. */
const SMALL_HOURS_TO = 5 * 60;

function wordsOfHalf(half: 'Morning' | 'Evening'): RegExp {
  const words = listOf(`says${half}`);
  const unspaced = words.filter((word) => !isSpaced(word));
  const spaced = `${anyOf(words.filter(isSpaced))}${WORD_END}|${anyOf(listOf(`begins${half}`))}`;
  return new RegExp(`${WORD_START}(?:${spaced})|${anyOf(unspaced)}`, 'u');
}
const MORNING = wordsOfHalf('Morning');
const EVENING = wordsOfHalf('Evening');
const NEITHER = new RegExp(`\\b${anyOf(listOf('saysNeither'))}\\b`, 'gu');
const SENTENCE_END = /[.!?\n](?:\s|$)/u;
const SENTENCE_ENDS = new RegExp(SENTENCE_END, 'gu');

/** The text before the first end of a sentence. */
function firstSentence(text: string): string {
  const end = text.search(SENTENCE_END);
  return end < 0 ? text : text.slice(0, end);
}

/** The text after the last end of a sentence. */
function lastSentence(text: string): string {
  let from = 0;
  while (SENTENCE_ENDS.test(text)) from = SENTENCE_ENDS.lastIndex;
  return text.slice(from);
}

/** The half of the day in the words around an hour, in its sentence. */
function partAround(page: Page, { from, to }: Stretch, group: DayGroup | undefined): 'am' | 'pm' | undefined {
  if (group?.part) return group.part;
  const around = `${lastSentence(before(page, from, 60))} ${firstSentence(after(page, to, 60))}`;
  const sentence = around.replace(NEITHER, ' ');
  if (MORNING.test(sentence)) return 'am';
  return EVENING.test(sentence) ? 'pm' : undefined;
}

/** The minute of the day of an hour, with the half of the day from its sentence. */
function minuteOfDay(time: ParsingResult, part: 'am' | 'pm' | undefined, isNight?: (early: number) => boolean): number {
  const [hour, minute] = [time.start.get('hour') ?? 0, time.start.get('minute') ?? 0];
  if (!isBare(time)) return hour * 60 + minute;
  const [early, late] = [(hour % 12) * 60 + minute, (hour % 12) * 60 + 720 + minute];
  if (isNight?.(early)) return early;
  if (part === 'am' && hour >= 5 && hour < 12) return early;
  if (part === 'pm' && hour >= 1 && hour < 12) return late;
  return early >= DAY_FROM ? early : late;
}

/** The instants of an hour in another zone that are on the conference's `day`, if there are any. */
function foreignInstants(zone: Zone, calendar: Calendar, day: DayNumber, minute: number, dated: boolean): number[] {
  const onDay = (shift: number): number[] => instantsOf(zone, day + shift, minute);
  const here = [...onDay(-1), ...onDay(0), ...onDay(1)].filter((at) => wallClock(calendar.zone, at).day === day);
  return dated ? [...new Set([...onDay(0), ...here])] : here;
}

/** The minute of the day in that zone. A bare hour is by day in our zone, not in that one. */
function foreignMinute(time: ParsingResult, calendar: Calendar, mention: ZoneMention, day: DayNumber): number {
  const [hour, minute] = [time.start.get('hour') ?? 0, time.start.get('minute') ?? 0];
  if (!isBare(time) || mention.universal || !mention.zone) return hour * 60 + minute;
  const clock = mention.zone;
  const both = [(hour % 12) * 60 + minute, (hour % 12) * 60 + 720 + minute];
  const byDay = both.find((there) =>
    instantsOf(clock, day, there).some((at) => {
      const here = wallClock(calendar.zone, at).minute;
      return here >= DAY_FROM && here < DAY_TO;
    }),
  );
  return byDay ?? minuteOfDay(time, undefined);
}

export interface Scene {
  readonly page: Page;
  readonly calendar: Calendar;
  readonly posting: Posting;
}

function localInstants(
  scene: Scene,
  time: ParsingResult,
  minutes: number,
  part: 'am' | 'pm' | undefined,
  group: DayGroup | undefined,
): number[] {
  const { calendar, posting } = scene;
  const days = group?.days ?? [Math.max(posting.day, calendar.first)];
  if (minutes === DAY_END) {
    // Midnight without a day is the next one, also with "tonight". Just after midnight, the post may mean the one that
    // has passed. "Saturday midnight" may be at the beginning or the end of Saturday.
    const isToday = group === undefined || (group.relative && group.days.includes(posting.day));
    const tonight = isToday && !(posting.minute < OVER_MS / 60_000 && days.includes(posting.day));
    return days
      .flatMap((day) => (tonight ? [day + 1] : [day, day + 1]))
      .flatMap((day) => instantsOf(calendar.zone, day, 0));
  }
  const instants = instantsByNight(scene, days, minutes, group);
  // Eight o'clock is twice within 08:00–20:59. The one in the morning counts until it has passed.
  const twice = isBare(time) && part === undefined && minutes >= DAY_FROM && minutes + 720 < DAY_TO;
  if (!twice || instants.some((at) => at > posting.at - OVER_MS)) return instants;
  return days.flatMap((day) => instantsOf(calendar.zone, day, minutes + 720));
}

/** The instants of one hour. */
interface ResolvedHour extends ResolvedStarts {
  readonly time: ParsingResult;
  /** Doubts that disappear if the post also writes the same hour in another way. */
  readonly hourDoubts: readonly string[];
}

function resolveClock(scene: Scene, time: ParsingResult, groups: readonly DayGroup[], daysLead: boolean): ResolvedHour {
  const { page, calendar, posting } = scene;
  const stretch = stretchOfResult(time);
  const zone = findZoneBehind(page, stretch.to, calendar) ?? findZoneBefore(page, stretch.from, calendar);
  const reach = zone ? { from: Math.min(stretch.from, zone.from), to: Math.max(stretch.to, zone.to) } : stretch;
  const { group, doubt } = bindDay(page, reach, groups, daysLead, posting.day, calendar);
  const part = isBare(time) ? partAround(page, stretch, group) : undefined;
  const minutes = minuteOfDay(time, part, (early) => isAfterMidnight(page, posting, group, stretch, early));
  const days = group?.days ?? [Math.max(posting.day, calendar.first)];
  const foreign = zone?.zone;
  const instants = foreign
    ? days.flatMap((day) => {
        const minute = foreignMinute(time, calendar, zone, day);
        return foreignInstants(foreign, calendar, day, minute, group !== undefined);
      })
    : localInstants(scene, time, minutes, part, group);
  const starts = instants.map((at): StartReading => ({
    at,
    approximate: hasTag(time, 'hour/approximate'),
    time: spanOf(page, stretch),
    ...(group ? { day: spanOf(page, group) } : {}),
    ...(zone ? { zone: spanOf(page, zone) } : {}),
  }));
  const words = wordsOf(page, stretch);
  const doubts = [
    ...(doubt === undefined ? [] : [doubt]),
    ...(group ? doubtsOf(group.words, wordsOf(page, stretchOfResult(group.words))) : []),
  ];
  if (group === undefined && instants.some((at) => at < posting.at) && /\bin the morning\b/u.test(page.marked))
    doubts.push('the morning may be the next one');
  if (group && hasTag(group.words, 'day/past') && instants.every((at) => at < posting.at - OVER_MS))
    doubts.push(`“${wordsOf(page, group)}” is over`);
  const isClearHour = time.start.get('meridiem') !== 0 || /^0|^1\d:|^2\d:/u.test(words);
  const isThisNight = instants.every((at) => isInNightOf(posting, at));
  if (minutes < SMALL_HOURS_TO && !isClearHour && group === undefined && !isThisNight)
    doubts.push(`“${words}” may be of the coming night`);
  if (group !== undefined && isTomorrowAfterMidnight(group, posting))
    doubts.push(`“${wordsOf(page, group)}”, said after midnight, may be this day`);
  return { time, starts, doubts, hourDoubts: doubtsOf(time, words) };
}

/** "half two, 14:30": the second form makes the first one clear. */
const isConfirmed = (hour: ResolvedHour, all: readonly ResolvedHour[]): boolean =>
  hasTag(hour.time, 'doubt/half-three') &&
  all.some(
    ({ time, starts }) =>
      !hasTag(time, 'doubt/half-three') && starts.some(({ at }) => hour.starts.some((start) => start.at === at)),
  );

/** Whether the hour, without a day, had passed, and the post says the same hour again with its day. */
function isSaidAgain(hour: ResolvedHour, all: readonly ResolvedHour[], { calendar, posting }: Scene): boolean {
  const [start] = hour.starts;
  if (!start || start.day || start.at >= posting.at - OVER_MS) return false;
  const { minute } = wallClock(calendar.zone, start.at);
  return all.some(({ starts }) =>
    starts.some(
      ({ at, day }) => day !== undefined && at > posting.at && wallClock(calendar.zone, at).minute === minute,
    ),
  );
}

/** The instants of all hours. `groups` are the post's days. */
export function resolveClockTimes(
  scene: Scene,
  times: readonly ParsingResult[],
  groups: readonly DayGroup[],
): ResolvedStarts {
  const daysLead = (groups[0]?.from ?? 0) < (times[0]?.index ?? 0);
  const own = withoutOtherClocks(scene.page, times);
  const told = own.map((time) => resolveClock(scene, time, groups, daysLead));
  const all = told.filter((hour) => !isSaidAgain(hour, told, scene));
  const doubts = all.flatMap((one) => [...(isConfirmed(one, all) ? [] : one.hourDoubts), ...one.doubts]);
  return { starts: distinct(all.flatMap((one) => one.starts)), doubts };
}

/** The instants of "in 20 minutes", "now" and "top of the hour", which are already in UTC. */
export function resolveFromPosting({ page }: Scene, times: readonly ParsingResult[]): StartReading[] {
  return distinct(
    times.map((time) => ({
      at: time.start.date().getTime(),
      approximate: true,
      time: spanOf(page, stretchOfResult(time)),
    })),
  );
}

function distinct(starts: readonly StartReading[]): StartReading[] {
  return starts.filter((start, at) => starts.findIndex((other) => other.at === start.at) === at);
}
