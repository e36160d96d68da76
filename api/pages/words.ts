import { noonOf, type Conference } from '../../core/conference.ts';
import { zoneName } from '../../core/local-time.ts';
import { configFieldWords } from './words/config-words.ts';
import { deskWords } from './words/desk-words.ts';
import { formWords } from './words/form-words.ts';
import { healthWords } from './words/health-words.ts';
import { listWords } from './words/list-words.ts';
import { scheduleWords } from './words/schedule-words.ts';
import { signInWords } from './words/sign-in-words.ts';

/**
 * `All times are PDT (America/Los_Angeles).` The name is that of the conference's days, not of the day on which
 * somebody looks: in winter the zone has another one. If the clocks change during the conference, it has both.
 */
function zone({ timeZone, startDate, endDate }: Conference): string {
  const names = [startDate, endDate].map((day) => zoneName(noonOf(day, timeZone), timeZone));
  const name = [...new Set(names)].join(' / ');
  return name === timeZone ? `All times are ${name}.` : `All times are ${name} (${timeZone}).`;
}

/** The words of all pages, by page. Words for statuses and decisions are in `core/words.ts`. */
export const words = {
  zone,
  show: 'Show',
  more: 'More',
  all: 'all',
  any: 'any',
  yes: 'yes',
  no: 'no',
  none: 'Nothing found.',
  notFound: 'Not found',
  room: 'Room',
  place: 'Or another place',
  date: 'Date',
  day: 'Day',
  time: 'Time',
  noRoom: 'no room yet',
  noStart: 'no start yet',
  now: 'now',
  toSchedule: 'To the schedule',
  toAdmin: 'To the organisers’ pages',
  nothingHere: 'There is nothing at this address.',
  tooLarge: 'Too large',
  tooLargeHint: 'A form has at most 1 MB.',
  cannotAnswer: 'This request cannot be answered',
  unavailable: 'The bot cannot do this now',
  failed: 'That did not work',
  failedHint: 'The fault is ours, and it is in the log. Try again in a moment.',
  configFields: configFieldWords,
  health: healthWords,
  ...scheduleWords,
  ...deskWords,
  ...listWords,
  ...formWords,
  ...signInWords,
} as const;
