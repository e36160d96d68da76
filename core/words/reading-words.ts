import { cut } from '../cut.ts';
import type { Reading, Reason } from '../reading/reading.ts';

/** The parts of a stored reading that the words need. Its reasons are absent after the host deleted the post. */
type Read = Pick<Reading, 'verdict'> & Partial<Pick<Reading, 'sure' | 'confidence' | 'reasons'>>;

/** How sure the reading of an announcement is: `sure (94%)`, `please check (62%)`; empty if that is unknown. */
export function sureWords(reading: Read | undefined): string {
  if (reading?.verdict !== 'schedule' || reading.sure === undefined) return '';
  const share = reading.confidence === undefined ? '' : ` (${Math.round(100 * reading.confidence)}%)`;
  return `${reading.sure ? 'sure' : 'please check'}${share}`;
}

/** Whether the reason is about something that the post names, and not about the bot's verdict. */
export const isNamed = ({ about }: Reason): boolean => ['room', 'time', 'day', 'zone'].includes(about);

/**
 * What was read from which words, and how sure that is: `Read from “B114” (room), “5pm” (time): sure (94%).`
 * Empty if nothing was read.
 *
 * @param text the post, to which the reasons' spans refer; empty after its host deleted it
 */
export function readFromWords(text: string, reading: Read | undefined): string {
  const read = (reading?.reasons ?? []).flatMap((reason) => {
    const words = reason.span === undefined ? '' : shortened(text.slice(reason.span.from, reason.span.to), 40);
    return isNamed(reason) && words !== '' ? [`“${words}” (${reason.about})`] : [];
  });
  const sure = sureWords(reading);
  return read.length === 0
    ? ''
    : `Read from ${[...new Set(read)].slice(0, 8).join(', ')}${sure === '' ? '' : `: ${sure}`}.`;
}

/** Why a person is needed, such as `seems to be a move; two rooms named: A104, A103`. */
export function reviewWords(reading: Read | undefined): string {
  const why = (reading?.reasons ?? []).filter((reason) => !isNamed(reason) || reason.span === undefined);
  const sentences = why.map(({ words }) => shortened(words.replace(/^review: /u, ''), 160));
  return [...new Set(sentences)].filter(Boolean).slice(0, 4).join('; ');
}

const shortened = (text: string, most: number): string => cut(text.replaceAll(/\s+/gu, ' ').trim(), most);
