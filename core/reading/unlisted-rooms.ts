import { findAll, ROOM, stretchOf, type Page, type Stretch } from './marked-text.ts';
import { anyOf, wordList } from './words.ts';

const KIND = anyOf(
  wordList(`
    room
    rm
    rm.
    raum
    sala
    salle
    aula
    zimmer
    hall
    saal
    ballroom
    auditorium
  `),
);
/** A single letter must be a word of its own: "salad" is not sala D. */
const NUMBER = '(?: ?#?(?:no\\.? ?)?(?:[a-z]-?\\d{1,4}|\\d{1,4} ?[a-f]?)| [a-f])';
const NO_HOUR = '(?![a-z0-9%:]|[.:]\\d| ?(?:am|pm|people|ppl|folks|h|uhr)(?![a-z]))';
/** "a sala e pequena": here "e" is a word, and no room called E. */
const NO_WORD = '(?!(?:sala|salle|aula) [ae] [a-z])';
const ROOM_WORD = new RegExp(`(?<![a-z0-9])${NO_WORD}${KIND}s?${NUMBER}${NO_HOUR}`, 'gu');

/** The other half of "B110 or C110", in the style of the listed codes. */
const OTHER = '(?:maybe |perhaps )?([a-z]-?\\d{2,4}|north|south|east|west|upstairs|downstairs|outside)';
const BETWEEN = ' ?(?:or|and|&|/|,|→|->|>|not|vs\\.?) ?';
const BESIDE_ROOM = new RegExp(`${ROOM}${BETWEEN}${OTHER}(?![a-z0-9])`, 'gu');

/** A place that looks like a room but is not listed. Call it after the listed rooms are marked. */
export function findUnlistedRoom(page: Page): Stretch | undefined {
  if (!page.hasDigit && !/\b(?:room|hall| or )/u.test(page.marked)) return undefined;
  const [named] = findAll(page, ROOM_WORD, 1);
  if (named) return stretchOf(named);
  const [beside] = findAll(page, BESIDE_ROOM, 1);
  return beside && { from: stretchOf(beside).to - (beside[1]?.length ?? 0), to: stretchOf(beside).to };
}
