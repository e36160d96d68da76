import type { Plan } from '../plan.ts';

/** The truth about a post, from an organiser. */
export type Truth =
  | {
      readonly kind: 'announcement';
      /** The name in the conference's list. */
      readonly room: string;
      /** Epoch milliseconds. */
      readonly startAt: number;
    }
  | { readonly kind: 'no announcement' };

/** Whether the organiser's truth differs from the reading. An approval of an unchanged reading teaches nothing new. */
export function isCorrection(readAs: Plan, truth: Truth): boolean {
  if (truth.kind === 'no announcement') return readAs.verdict === 'schedule';
  return readAs.verdict !== 'schedule' || readAs.room !== truth.room || readAs.startAt !== truth.startAt;
}

const HANDLE = /(?<![\w@.])@(\w{1,40})/gu;
const LINK = /\bhttps?:\/\/[^\s"“”<>]+/giu;
const MAIL = /(?<![\w.+-])[\w.+-]{1,40}@[\w-]{1,40}(?:\.[a-z]{2,10}){1,3}/giu;
const PHONE = /(?<!\w)\+\d[\d ()-]{7,18}\d(?!\w)/gu;

/**
 * The text without identifying words: handles get new numbers; links, addresses and telephone numbers are replaced.
 * Rooms that people write as handles stay. Names of people that are ordinary words in the text stay too, so a person
 * must check it.
 */
export function withoutNames(text: string, rooms: readonly string[]): string {
  const known = new Set(rooms.map((room) => room.toLowerCase().replaceAll(/\W/gu, '')));
  const handles = new Map<string, string>();
  return text
    .replaceAll(MAIL, 'someone@example.org')
    .replaceAll(LINK, 'https://t.co/example')
    .replaceAll(PHONE, '+1 555 0100')
    .replaceAll(HANDLE, (whole, name: string) => {
      const folded = name.toLowerCase();
      if (known.has(folded) || /^\d{1,4}(?:am|pm|h)?$/u.test(folded)) return whole;
      const other = handles.get(folded) ?? `@someone${handles.size + 1}`;
      handles.set(folded, other);
      return other;
    });
}
