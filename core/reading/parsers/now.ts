import { listOf } from '../locales/index.ts';
import { after, before, MASK, NAME, ROOM, stretchOf, TIME } from '../marked-text.ts';
import { settingOf, type Setting } from '../time-parser.ts';
import { anyOf, wordList, WORD_END, WORD_START } from '../words.ts';
import { instantResult, postingParser } from './posting-parser.ts';

const LATIN = /^[a-z]/u;
const NOW = listOf('now');
const STARTING = listOf('startingNow');
const POINT = `[${ROOM}${NAME}${TIME}]`;
/** Words that make a "now" an invitation. */
const INVITES = new RegExp(
  `\\b${anyOf(
    wordList(`
      come
      join
      we are
      we're
      were at
      i'm
      drop in
      drop by
      stop by
      swing by
      grab
      need
      let's
      lets
      pls
      please
      hurry
      bring
      meet
      pull up
      squeeze in
      hop in
      walk in
      come on in
      there's room
      chairs left
      find me
      find us
      free
      welcome
      starting
      starts
      open
      kommt
      wir
      venez
      vengan
      venid
      empezamos
      vem
      venham
      venite
      vieni
      kom
      kom langs
      kommer
      welkom
      valkommen
      velkommen
      zapraszamy
      chodzcie
    `),
  )}\\b`,
  'u',
);
/**
 * Verbs with which "now" is a start. "is speaking now" and "just started" are about something that is already running.
 */
const STARTS = '(?:starting|meeting|gathering|beginning|kicking|happening)';
const RUNS = new RegExp(
  `\\b(?:just (?:started|told|began|said|saw)|(?<!we |us )(?:is|are) (?!${STARTS})[a-z]+ing|on fire|asked)\\b|` +
    `${MASK} [a-z]+(?:ando|iendo|ing)\\b`,
  'u',
);
const NOT_NOW = new RegExp(
  `(?:\\b|(?='))${anyOf(
    wordList(`
      is
      are
      's
      're
      was
      not
      until
      till
      from
      by
      just
      for
      up to
      any
      any time
      anytime
      even
      only
      every
      followers
    `),
  )}\\s*$`,
  'u',
);
const STANDS = new RegExp(
  `^\\s*(?:$|[^a-z0-9\\s]|(?:in|at|on|room|pls|please|for|only|with|and|im|beim|na|no|en|dans|au)\\b|${POINT})`,
  'u',
);
/** "Hall 3, now.", "Jetzt im Saal:": "now" at the beginning or the end of the post. */
const EDGE_LEFT = new RegExp(`(?:^\\s*|[${ROOM}${NAME}][.,:;] )$`, 'u');

const IN_ROOM = new RegExp(`^ (?:in|at|@|im|in der|na|no|en|dans)? ?(?:the )?[${ROOM}${NAME}]`, 'u');

const ANY_ROOM = new RegExp(`[${ROOM}${NAME}]`, 'u');

function isInvitation({ page, numbers }: Setting, starting: boolean): boolean {
  const text = page.marked;
  const placed = ANY_ROOM.test(text) || numbers.length > 0;
  return placed && !RUNS.test(text) && (starting || INVITES.test(text));
}

/** "starting now", "now in B114, come by": the moment of posting, if there is a room and an invitation. */
export const now = postingParser(
  new RegExp(
    `${WORD_START}(?:(${anyOf(STARTING)})|${anyOf(NOW.filter((word) => LATIN.test(word)))})${WORD_END}|` +
      `(${anyOf(NOW.filter((word) => !LATIN.test(word)))})`,
    'u',
  ),
  new RegExp(anyOf([...NOW, ...STARTING]), 'u'),
  (context, match) => {
    const setting = settingOf(context);
    const { page, posting } = setting;
    const [words, starting, japanese] = match;
    const [left, right] = [before(page, match.index), after(page, match.index + words.length)];
    const told =
      starting !== undefined ||
      japanese !== undefined ||
      EDGE_LEFT.test(left) ||
      (IN_ROOM.test(right) && !NOT_NOW.test(left));
    if (!told && (!STANDS.test(right) || NOT_NOW.test(left))) return null;
    return isInvitation(setting, told) ? instantResult(context, stretchOf(match), posting.at) : null;
  },
);
