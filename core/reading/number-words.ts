const SMALL = {
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  de: ['null', 'eins', 'zwei', 'drei', 'vier', 'funf', 'sechs', 'sieben', 'acht', 'neun', 'zehn', 'elf', 'zwolf'],
  es: ['cero', 'una', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve', 'diez', 'once', 'doce'],
  fr: ['', 'une', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix', 'onze', 'douze'],
  pt: ['', 'uma', 'duas', 'tres', 'quatro', 'cinco', 'seis', 'sete', 'oito', 'nove', 'dez', 'onze', 'doze'],
} as const;

const LARGER: readonly (readonly [string, number])[] = [
  ['dois', 2],
  ['deuxieme', 2],
  ['fuenf', 5],
  ['zwoelf', 12],
  ['ein', 1],
  ['uno', 1],
  ['um', 1],
  ['thirteen', 13],
  ['fourteen', 14],
  ['fifteen', 15],
  ['sixteen', 16],
  ['seventeen', 17],
  ['eighteen', 18],
  ['nineteen', 19],
  ['twenty', 20],
  ['thirty', 30],
  ['forty', 40],
  ['fourty', 40],
  ['fifty', 50],
  ['quinze', 15],
  ['quince', 15],
  ['vingt', 20],
  ['vinte', 20],
  ['veinte', 20],
  ['trinta', 30],
  ['treinta', 30],
  ['trente', 30],
];

const VALUES = new Map<string, number>([
  ...Object.values(SMALL).flatMap((words) => words.map((word, value): [string, number] => [word, value])),
  ...LARGER.map(([word, value]): [string, number] => [word, value]),
]);
for (const ambiguous of ['', 'um', 'ein', 'null', 'once', 'once']) VALUES.delete(ambiguous);

/** The value of a folded number word in one of the six languages. */
export function numberWord(word: string): number | undefined {
  return VALUES.get(word);
}

/** English hour and minute words, for patterns. */
export const HOUR_WORDS = SMALL.en.slice(1).join('|');
