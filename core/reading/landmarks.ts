import { anyOf, wordList } from './words.ts';

/** Words that make a landmark of the room behind them. */
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
  `),
)})`;
export const BESIDE_ARTICLE = "(?:the |der |dem |la |le |l'|el |del |o |a |do |da )?";
export const LANDMARK = new RegExp(`\\b${BESIDE} ${BESIDE_ARTICLE}$`, 'u');
