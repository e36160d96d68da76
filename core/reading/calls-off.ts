import { foldText } from './fold-text.ts';
import { findCues, tokensOfPhrase } from './intent/cues.ts';
import { numberOf } from './intent/vocabulary.ts';
import { READ_LIMIT } from './marked-text.ts';

/**
 * Whether a post says that something is cancelled, even without a room or time: "cancelled, sorry". Anybody may say
 * this about anything, so it counts only beside a known session of the same host.
 */
export function callsOff(text: string): boolean {
  const words = tokensOfPhrase(foldText(text, READ_LIMIT).plain).map((word) => ({
    text: word,
    word: numberOf(word),
    from: 0,
    to: 0,
  }));
  return findCues(words).some(({ name }) => name === 'cancels-surely');
}
