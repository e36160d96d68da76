import { numberWord } from './number-words.ts';
import type { Page, Stretch } from './page.ts';

/** A word, a number or one East Asian word. Letters and digits that touch are tokens apart: `B114` is `b`, `114`. */
export interface Token extends Stretch {
  readonly word: string;
  /** Of digits, number words and Roman numerals up to XII. */
  readonly value?: number;
}

const TOKEN =
  /[a-z]+|\d+|オープンスペース|会議室|カンファレンス|ミーティング|ルーム|ホール|ロビー|ラウンジ|テラス|[\u3040-\u30ff\u3400-\u9fff]/gu;

const TRANSLATED: Readonly<Record<string, readonly string[]>> = {
  オープンスペース: ['open', 'space'],
  会議室: ['meeting', 'room'],
  カンファレンス: ['meeting'],
  ミーティング: ['meeting'],
  ルーム: ['room'],
  ホール: ['hall'],
  ロビー: ['lobby'],
  ラウンジ: ['lounge'],
  テラス: ['terrace'],
  階: ['f'],
  seminarraum: ['seminar', 'room'],
  seminarraume: ['seminar', 'room'],
  konferenzraum: ['meeting', 'room'],
  besprechungsraum: ['meeting', 'room'],
  vortragssaal: ['lecture', 'hall'],
  horsaal: ['lecture', 'hall'],
  medientheater: ['media', 'theatre'],
  musikbalkon: ['music', 'balcony'],
  openspace: ['open', 'space'],
  ballrooms: ['ballroom'],
};

/** Words for kinds of places that hosts write in their own language or in short: one word here for each kind. */
const KIND: Readonly<Record<string, string>> = {
  rm: 'room',
  rms: 'room',
  rooms: 'room',
  rooom: 'room',
  roon: 'room',
  romm: 'room',
  raum: 'room',
  zimmer: 'room',
  sala: 'room',
  salas: 'room',
  salle: 'room',
  salles: 'room',
  aula: 'room',
  raume: 'room',
  conference: 'meeting',
  conf: 'meeting',
  saal: 'hall',
  halle: 'hall',
  halls: 'hall',
  auditorio: 'auditorium',
  auditorios: 'auditorium',
  audi: 'auditorium',
  auditoire: 'auditorium',
  audit: 'auditorium',
  aud: 'auditorium',
  laboratorio: 'lab',
  labor: 'lab',
  laboratory: 'lab',
  labo: 'lab',
  labs: 'lab',
  laboratoire: 'lab',
  terrasse: 'terrace',
  terraza: 'terrace',
  terraco: 'terrace',
  tenda: 'tent',
  carpa: 'tent',
  zelt: 'tent',
  tente: 'tent',
  azul: 'blue',
  bleue: 'blue',
  blaues: 'blue',
  kleiner: 'small',
  kleine: 'small',
  kleinen: 'small',
  kleinem: 'small',
  pequena: 'small',
  petite: 'small',
  little: 'small',
  theater: 'theatre',
  teatro: 'theatre',
  balkon: 'balcony',
  nord: 'north',
  sud: 'south',
  norte: 'north',
  sur: 'south',
  sul: 'south',
  espacio: 'space',
  espaco: 'space',
  espace: 'space',
  spaces: 'space',
  abierto: 'open',
  aberto: 'open',
  ouvert: 'open',
  ballrm: 'ballroom',
  lvl: 'level',
  lev: 'level',
  st: 'saint',
  saint: 'saint',
  wkshp: 'workshop',
  fabrica: 'factory',
  levl: 'level',
  lounges: 'lounge',
};

const ROMAN: Readonly<Record<string, number>> = {
  i: 1,
  ii: 2,
  iii: 3,
  iv: 4,
  v: 5,
  vi: 6,
  vii: 7,
  viii: 8,
  ix: 9,
  x: 10,
  xi: 11,
  xii: 12,
};

function readToken(from: number, to: number, word: string): Token {
  if (/^\d/u.test(word)) return { from, to, word, value: Number(word.slice(0, 9)) };
  const value = ROMAN[word] ?? numberWord(word);
  return value === undefined ? { from, to, word } : { from, to, word, value };
}

function splitWord(from: number, to: number, word: string, digitsFollow: boolean): Token[] {
  const translated = TRANSLATED[word];
  if (translated) return translated.map((part) => ({ from, to, word: part }));
  // `rmB114` and `roomb114` are written without a space.
  const glued = digitsFollow ? /^(room|rm|raum|sala|salle|hall)([a-z])$/u.exec(word) : null;
  if (glued?.[1] !== undefined && glued[2] !== undefined) {
    return [readToken(from, to - 1, KIND[glued[1]] ?? glued[1]), readToken(to - 1, to, glued[2])];
  }
  return [readToken(from, to, KIND[word] ?? word)];
}

/** Splits folded text, kinds of places translated to one word each. Linear in its length. */
export function splitTokens(plain: string): Token[] {
  const tokens: Token[] = [];
  for (const match of plain.matchAll(TOKEN)) {
    const to = match.index + match[0].length;
    tokens.push(...splitWord(match.index, to, match[0], /\d/u.test(plain.charAt(to))));
  }
  return tokens;
}

export function tokensOf(page: Page): Token[] {
  return splitTokens(page.marked);
}
