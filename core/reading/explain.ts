import type { Reading, Span } from './reading.ts';

const LONGEST_QUOTE = 60;

function quote(text: string, span: Span): string {
  const words = text.slice(span.from, span.to).replace(/\s+/gu, ' ').trim();
  return words.length > LONGEST_QUOTE ? `${words.slice(0, LONGEST_QUOTE)}…` : words;
}

/**
 * The reading in short sentences for cards and pages, such as `room B114 from “room B114”` and `review: two rooms named: B114, A103`.
 * `text` is the tweet that was read.
 */
export function explainReading(reading: Reading, text: string): string[] {
  const said = reading.reasons.map((reason) =>
    reason.span ? `${reason.words} from “${quote(text, reason.span)}”` : reason.words,
  );
  return [...new Set(said)];
}
