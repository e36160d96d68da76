import { findAll, ROOM, stretchOf, type Page, type Stretch } from './marked-text.ts';

const ROOM_WORD =
  /(?<![a-z0-9])(?:room|rm\.?|raum|sala|salle|aula|zimmer|hall|saal|ballroom|auditorium)s? ?#?(?:no\.? ?)?(?:[a-z]-?\d{1,4}|\d{1,4} ?[a-f]?|[a-f])(?![a-z0-9%:]|[.:]\d| ?(?:am|pm|people|ppl|folks|h|uhr)(?![a-z]))/gu;

/** The other half of "B110 or C110", in the style of the list's codes. */
const BESIDE_ROOM = new RegExp(`(?<=${ROOM} ?(?:or|and|&|/|,|→|->|>|not|vs\\.?) ?)[a-z]-?\\d{2,4}(?![a-z0-9])`, 'gu');

/** A place that looks like a room and is not on the list; to be called when those on it are marked. */
export function findUnlistedRoom(page: Page): Stretch | undefined {
  const [match] = [...findAll(page, ROOM_WORD, 1), ...findAll(page, BESIDE_ROOM, 1)];
  return match && stretchOf(match);
}
