import type { RoomMatch } from './listed-rooms.ts';
import { markStretches, ROOM, wordsOf, type Page } from './marked-text.ts';

const JOINED = '(?:\\+|&|\\/|and|or|und|oder|y|e|et|ou|o)';
const NO_HOUR = '(?![a-z0-9:]|[.:]\\d| ?(?:am|pm|uhr|h|people|ppl)(?![a-z]))';
const SECOND = new RegExp(`^ ?${JOINED} ?(?:the |la |el |die )?([a-z]|\\d{1,4}[a-z]?)${NO_HOUR}`, 'u');

/** The second room of `Ballroom A+B` or `Riverbank 7 & 8`, if the list has it and does not have the pair. */
export function pairedRooms(page: Page, matches: readonly RoomMatch[], names: readonly string[]): RoomMatch[] {
  const pairs = matches.flatMap((match): RoomMatch[] => {
    const second = SECOND.exec(page.marked.slice(match.to, match.to + 12));
    const [room] = match.pattern.rooms;
    const name = room === undefined ? undefined : names[room];
    if (!second?.[1] || name === undefined || /[+/&]/u.test(name)) return [];
    const to = match.to + second[0].length;
    const stretch = { from: to - second[1].length, to };
    // A small "a" is an article.
    if (wordsOf(page, stretch) === 'a') return [];
    const paired = names.indexOf(name.replace(/[A-Z]$|\d+[A-Z]?$/u, second[1].toUpperCase()));
    return paired < 0 || paired === room ? [] : [{ ...stretch, pattern: { ...match.pattern, rooms: [paired] } }];
  });
  markStretches(page, pairs, ROOM);
  return pairs;
}
