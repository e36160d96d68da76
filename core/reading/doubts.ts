import type { Findings } from './findings.ts';
import { isOthersHour } from './others-words.ts';
import { isUnreadScript } from './scripts.ts';

/** A start may be this much earlier than the post, because people post late. Milliseconds. */
const LATE_MS = 15 * 60_000;

const count = (number: number): string => ['no', 'one', 'two', 'three', 'four'][number] ?? String(number);

/**
 * The reasons, in words, for which a person is needed, whatever the post's intent. Empty for one room and one start
 * during the conference.
 */
export function doubtsOf(findings: Findings): string[] {
  const { page, starts, rooms, inside, postedAt } = findings;
  const doubts = [...findings.doubts];
  const [start] = starts;
  if (rooms.length === 0) doubts.push('no room');
  if (rooms.length > 1) doubts.push(`${count(rooms.length)} rooms named: ${rooms.map((room) => room.name).join(', ')}`);
  if (!start) doubts.push('no start');
  if (starts.length > 1) doubts.push(`${count(starts.length)} starts`);
  if (isUnreadScript(page.marked)) doubts.push('a language that is not read');
  if (start && starts.length === 1) {
    if (!inside) doubts.push('the start is outside the conference');
    if (!start.day && start.at < postedAt - LATE_MS) doubts.push('the hour had passed when this was posted');
    if (isOthersHour(page, start)) doubts.push('the hour is in somebody else’s words');
  }
  return doubts;
}

/** Neither a room nor a start, nor anything that could be one. */
export function isNothing({ starts, rooms, doubts }: Findings): boolean {
  return starts.length === 0 && rooms.length === 0 && doubts.length === 0;
}
