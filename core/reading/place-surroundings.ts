/** Words left and right of a listed name or number which show whether it is the place or something else. */
import { listOf } from './locales/index.ts';
import { DAY, MASK, NAME, ROOM, TIME } from './marked-text.ts';
import { anyOf, wordList } from './words.ts';

const ARTICLE = "(?:the |der |die |das |dem |den |la |le |el |les |los |lo |il |de |het |l'|#)?";
const PLACED = anyOf(
  wordList(`
    in
    at
    im
    inside
    into
    to
    near
    by
    outside
    from
    dans
    en
    na
    no
    ao
    au
    chez
    over at
    behind
    before
    opposite
    auf
    vor
    am
    sur
    sous
    beim
    unter
    del
    pelo
    pela
    nos
    nas
    en la
    onto
    of
    on
    via
    around
    where
    place
    venue
    location
    room
    salle
    sala
    salon
    salao
    zimmer
    raum
    saal
    a l'
    a la
    ort
    treffpunkt
    meeting point
    meet
    rdv
    rendez-vous
    bij
    op
    nel
    nella
    nell'
    alla
    presso
    pa
    i
    ved
    w
    na sali
    see you
    lugar
    local
    lieu
    saida do
    saida da
    salida de
    partenza da
    depart de
    depart du
    v
    ve
  `),
);
export const PREPOSITION = new RegExp(`(?:\\b${PLACED}|@|→|>|:)[\\s:]{0,3}${ARTICLE}$`, 'u');
/** A Turkish ending that means "in", "from" or "to": "Aula'da", in the Aula. */
const TURKISH_CASE_ENDING = "'(?:[dt][ae](?:ki|n)?|y?[ae])(?![a-z])";
/** Prepositions after which even a common noun is the room with this name. */
export const IN = new RegExp(
  `(?:\\b(?:in|at|on|inside|im|en|na|no|dans|(?:up|down|over|out|back) to)|@|→)\\s*${ARTICLE}$`,
  'u',
);

const OTHER_SIGN = '[\\u0080-\\ue003\\ue005-\\uffff]';
export const OPEN_LEFT = new RegExp(
  `(?:^|[\\n,;:|/()\\[>→•"!?.*=&+~@-]|[${TIME}${DAY}${ROOM}${MASK}]|${OTHER_SIGN})\\s*${ARTICLE}$`,
  'u',
);
const GOES_ON = anyOf(
  wordList(`
    at
    in
    on
    um
    a las
    as
    for
    with
    from
    till
    until
    by
    and
    or
    w
    now
    right
    rooms
    hall
    lounge
    garden
    starting
    starts
    room
    ab
    de
    mit
    con
    com
    avec
    if
    is
    we
    while
    because
    so
    becomes
    turns into
    again
    to talk
    to discuss
    bring
    come
    all
    instead
    straight
    after
    before
    tonight
    today
    tomorrow
    was
    were
    has
    have
    had
    seems
    looks
    fits
    holds
    hosts
    seats
    gets
    goes
    takes
    needs
    smells
    says
    but
    not
    pour
    para
    por
    und
    y
    fur
    zum
    mein
    pe
    par
    spilling
    overflowing
  `),
);
export const OPEN_RIGHT = new RegExp(
  `^\\s*(?:$|[\\n,;:|/()\\]<>→•"!?.*=&+~@#-]|[${TIME}${DAY}${ROOM}${MASK}]|${OTHER_SIGN}|${GOES_ON}\\b)`,
  'u',
);
const ARTICLES = `(?:the |de la |de l'|del |do |da )?`;
export const BESIDE_LEFT = new RegExp(`[${TIME}${DAY}]\\s*(?:[-,/|@·:]\\s*)?${ARTICLES}$`, 'u');
const AT = `(?:${anyOf([...listOf('at'), '@'])} ?)?`;
export const BESIDE_RIGHT = new RegExp(`^\\s*(?:[-,/|@·:(]\\s*)?${AT}[${TIME}${DAY}]`, 'u');
const AND = anyOf([
  ...listOf('or'),
  ...listOf('and'),
  ...listOf('not'),
  'vs',
  'vs.',
  'not in',
  '/',
  ',',
  '+',
  '->',
  '→',
  ...wordList(`
    then
    and then
    maybe
    and maybe
    and possibly
    and if needed
    overflow
    overflow in
    overflow into
    overflow to
    with overflow in
    spilling into
    and spilling into
    spills into
    moving to
    and moving to
  `),
]);
export const AFTER_ROOM = new RegExp(`[${ROOM}${NAME}]\\s*[(,-]?\\s*${AND}\\s*$`, 'u');
export const BEFORE_ROOM = new RegExp(`^ (?:or|and|oder|und|o|y|ou|et|vs\\.?) [${ROOM}]`, 'u');

const PLACE_NOUN = anyOf(
  wordList(`
    road
    street
    st.
    rd
    ave
    avenue
    law
    foundation
    college
    university
    station
    park
    square
    bridge
    films
    effect
    function
    scattering
    institute
    award
    prize
  `),
);
export const SOMETHING_ELSE = new RegExp(
  `^(?:'s\\b|(?!${TURKISH_CASE_ENDING})[-'][a-z]| ?${PLACE_NOUN}(?![a-z]))`,
  'u',
);
/** "Duquesne's empty at 3": the subject is the room. */
export const HAS_STATE = /^(?:'s| is) (?:free|empty|ours|open|booked|unlocked|mine|available|libre|frei)\b/u;
/** "at 3 we're in turing doing lockpicks" */
export const WE_ARE_IN =
  /\b(?:we're|we are|i'm|meet|meeting|join us|join me|find us|find me|see you|come) in (?:the )?$/u;
/** "half past two in elbow a few of us": after an hour, even a common noun is the room with this name. */
export const AFTER_HOUR = new RegExp(`${TIME} (?:in|at|@|im|en|na|no|dans) ${ARTICLE}$`, 'u');
export const ELSEWHERE = new RegExp(
  `\\b${anyOf(
    wordList(`
      hotel
      hilton
      marriott
      sheraton
      hyatt
      doubletree
      airport
      standard
      python
      rust
      django
      my
      your
      our own
      a
      an
      this
      public
      js
      css
      c
      another
    `),
  )}\\s*$`,
  'u',
);
