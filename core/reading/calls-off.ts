import { foldText } from './fold-text.ts';
import { findCues, tokensOfPhrase } from './intent/cues.ts';
import { READ_LIMIT } from './marked-text.ts';

/**
 * Whether a post says that something is off, also where it names neither room nor time: "cancelled, sorry". Said by
 * anybody about anything, so it counts only beside a known session of the same host.
 */
export function callsOff(text: string): boolean {
  const words = tokensOfPhrase(foldText(text, READ_LIMIT).plain).map((word) => ({ text: word, from: 0, to: 0 }));
  return findCues(words).some(({ name }) => name === 'cancels-surely');
}
