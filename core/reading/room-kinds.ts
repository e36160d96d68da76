/** Words in the names of rooms: which of them can stand for the room, and which cannot. */
import { wordList } from './words.ts';

/** Words that many rooms have in their names: alone they name no room. */
export const GENERIC = new Set(
  wordList(`
    room
    hall
    lobby
    foyer
    terrace
    ballroom
    level
    lower
    upper
    open
    space
    area
    floor
    meeting
    small
    big
    north
    south
    east
    west
    food
    court
    main
    grand
    center
    centre
    theatre
    lab
    auditorium
    workshop
    seminar
    lecture
    salon
    media
    music
    conference
    stage
    track
    tent
    suite
    studio
    the
  `),
);
/** Kinds of places of which a venue has one as a rule: where the list has one, the kind alone means it. */
export const SINGULAR = new Set(
  wordList(`
    auditorium
    amphitheatre
    theatre
    library
    canteen
    rotunda
  `),
);
/** Kinds that may mean the only room of the list that has them in its name: "the lab". */
export const ALONE: readonly string[] = wordList(`
  auditorium
  canteen
  court
  dock
  foyer
  gallery
  lab
  lobby
  lounge
  mezzanine
  patio
  studio
  tent
  terrace
  theatre
`);
/** Kinds that stand before a name of its own: "Sala Ribeira", "Club Amber". */
export const KIND_FIRST = new Set(
  wordList(`
    room
    hall
    club
    amphi
    salon
    sal
    tent
    arena
    auditorium
    lab
    studio
    suite
    wing
    galerie
    gallery
    stage
    palco
    escenario
    scene
    buhne
    hangar
    salao
    workshop
    taller
    atelier
    oficina
    estudio
    patio
    cafe
    bar
  `),
);
/** Kinds that may be left out of the middle of a name: "Skyline West" for "Skyline Ballroom West". */
export const DROPPED = new Set(
  wordList(`
    ballroom
    meeting
    theatre
  `),
);

/** First words that mean no room without the rest. */
export const NO_NAME = new Set(
  wordList(`
    next
    meet
    main
    info
    kids
    quiet
    press
    poster
    poetry
    village
    town
    city
    maker
    open
  `),
);
