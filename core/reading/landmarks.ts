import { anyOf, wordList } from './words.ts';

/** Words after which a room is only a landmark. */
export const BESIDE = `(?:${anyOf(
  wordList(`
    outside
    near
    in front of
    behind
    opposite
    across from
    left of
    right of
    beside
    just past
    around the corner from
    next to
    vor
    hinter
    neben
    devant
    derriere
    en face de
    delante de
    delante
    enfrente de
    frente a
    em frente
    ao lado
    gegenuber
    a cote de
    pres de
    junto a
    al lado de
    cerca de
    fuera de
    detras de
    perto de
    atras de
    fora de
    na frente de
    naast
    tegenover
    achter
    accanto a
    davanti a
    di fronte a
    vicino a
    fuori da
    dietro
    utanfor
    bredvid
    framfor
    bakom
    udenfor
    utenfor
    foran
    ved siden af
    ved siden av
    obok
  `),
)})`;
export const BESIDE_ARTICLE = "(?:the |der |dem |la |le |l'|el |del |o |a |do |da |de |het |il |lla |l |ll')?";
/** "outside the back door of Hall 4", "neben dem Notausgang von Halle 4". */
const PART_OF = `(?:[a-z-]{3,20} ){1,3}${anyOf(
  wordList(`
    of
    von
    vom
    de
    del
    de la
    du
    van
    van de
    di
    della
    do
    da
    till
    til
    to
    zu
    zum
    zur
  `),
)} (?:the |der |dem |la |l')?`;
export const LANDMARK = new RegExp(`\\b${BESIDE} ${BESIDE_ARTICLE}(?:${PART_OF})?$`, 'u');
