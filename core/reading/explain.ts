import type { Reading, Span } from './reading.ts';

const LONGEST_QUOTE = 60;

function quote(text: string, span: Span): string {
  const words = text.slice(span.from, span.to).replace(/\s+/gu, ' ').trim();
  return words.length > LONGEST_QUOTE ? `${words.slice(0, LONGEST_QUOTE)}…` : words;
}

/**
 * The reading in short sentences for cards and pages, such as `room B114 from “room B114”` and `review: two rooms
 * named: B114, A103`. `text` is the text of the post.
 */
export function explainReading(reading: Reading, text: string): string[] {
  const said = reading.reasons.map((reason) =>
    reason.span ? `${reason.words} from “${quote(text, reason.span)}”` : reason.words,
  );
  return [...new Set(said)];
}

/** "sure" or "please check: …". `text` is the text of the post. */
function confidenceInWords(reading: Reading, text: string): string {
  if (reading.sure) return 'sure';
  const whole = reading.reasons.filter(({ about }) => about === 'verdict');
  const why = whole.map(({ words }) => words.replace(/^review: /u, ''));
  // Evidence without words in the post, such as the position of a sentence, does not help a person.
  const against = reading.evidence.flatMap(({ weight, words, span }) =>
    weight < 0 && span !== undefined ? `“${quote(text, span)}” ${words}` : [],
  );
  return `please check: ${[...why, ...against][0] ?? 'does it announce a session?'}`;
}

/** One line with the reading, its confidence, and the words with the highest weights. */
export function explainLine(reading: Reading, text: string): string {
  const weighed = reading.evidence.map(({ words, weight, span }) => {
    const sign = weight < 0 ? '−' : '+';
    const said = span ? `“${quote(text, span)}” ${words}` : words;
    return `${sign}${Math.abs(weight).toFixed(1)} ${said}`;
  });
  const confidence = `${Math.round(reading.confidence * 100)}% ${confidenceInWords(reading, text)}`;
  return [reading.verdict, confidence, ...explainReading(reading, text), ...weighed].join(' · ');
}
