import { weekdayOf, wallClock } from './calendar.ts';
import type { IntentFinding } from './intent.ts';
import { spanOf, type Page } from './page.ts';
import type { Intent, Reading, Reason, RoomReading, StartReading, Verdict } from './reading.ts';
import type { Zone } from './zone-offsets.ts';

/** Everything found, before the verdict. */
export interface Findings {
  readonly page: Page;
  readonly zone: Zone;
  readonly starts: readonly StartReading[];
  readonly rooms: readonly RoomReading[];
  readonly intent: IntentFinding;
  /** Whether the first start is during the conference. */
  readonly inside: boolean;
  /** Hours were named that are no starts. */
  readonly hasOtherTimes: boolean;
  readonly doubts: readonly string[];
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SEEMS: Readonly<Record<Intent, string>> = {
  announce: 'seems to be an announcement',
  move: 'seems to be a move',
  cancel: 'seems to be a cancellation',
  past: 'seems to look back',
  question: 'seems to be a question',
  spam: 'seems to be an advertisement',
  other: 'seems to be no announcement',
};

function localWords(zone: Zone, at: number): string {
  const { day, minute } = wallClock(zone, at);
  const date = new Date(day * 86_400_000);
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const city = zone.name.split('/').at(-1)?.replaceAll('_', ' ') ?? zone.name;
  return `${clock} on ${WEEKDAYS[weekdayOf(day)]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} in ${city} time`;
}

function verdictOf(findings: Findings): { verdict: Verdict; why: string[] } {
  const { starts, rooms, intent, inside, doubts, hasOtherTimes } = findings;
  const changes = ['move', 'cancel'].includes(intent.intent) && hasOtherTimes;
  if (starts.length === 0 && rooms.length === 0 && doubts.length === 0 && !changes)
    return { verdict: 'ignore', why: ['no room and no start'] };
  const why = [...doubts];
  if (rooms.length === 0) why.push('no room');
  if (rooms.length > 1) why.push(`${count(rooms.length)} rooms named: ${rooms.map((room) => room.name).join(', ')}`);
  if (starts.length === 0) why.push('no start');
  if (starts.length > 1) why.push(`${count(starts.length)} starts`);
  if (starts.length === 1 && !inside) why.push('the start is outside the conference');
  if (intent.intent !== 'announce') why.push(SEEMS[intent.intent]);
  return { verdict: why.length === 0 ? 'schedule' : 'review', why };
}

const count = (number: number): string => ['no', 'one', 'two', 'three', 'four'][number] ?? String(number);

/** The reading with its verdict and, for each part of it, the words that gave it. */
export function writeReasons(findings: Findings): Reading {
  const { page, zone, starts, rooms, intent } = findings;
  const { verdict, why } = verdictOf(findings);
  const reasons: Reason[] = [
    ...rooms.map((room): Reason => ({ about: 'room', words: `room ${room.name}`, span: room.span })),
    ...starts.flatMap((start): Reason[] => [
      { about: 'time', words: `${start.approximate ? 'about ' : ''}${localWords(zone, start.at)}`, span: start.time },
      ...(start.day ? [{ about: 'day' as const, words: 'the day', span: start.day }] : []),
      ...(start.zone ? [{ about: 'zone' as const, words: 'the zone', span: start.zone }] : []),
    ]),
    ...(intent.intent === 'announce' || !intent.words
      ? []
      : [{ about: 'intent' as const, words: SEEMS[intent.intent], span: spanOf(page, intent.words) }]),
    ...why.map((words): Reason => ({ about: 'verdict', words: verdict === 'ignore' ? words : `review: ${words}` })),
  ];
  return {
    verdict,
    intent: rooms.length + starts.length === 0 && intent.intent === 'announce' ? 'other' : intent.intent,
    starts,
    rooms,
    reasons,
  };
}
