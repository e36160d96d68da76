import { DECOY, NAME, ROOM, TIME, type Stretch } from './page.ts';

export interface Sentence extends Stretch {
  readonly text: string;
  /** It ends with a question mark. */
  readonly asks: boolean;
}

const HAS_SLOT = new RegExp(`[${ROOM}${NAME}${TIME}]`, 'u');

/** The sentences of a marked text, with their ends. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  for (const match of text.matchAll(/[.!?]+(?=[\s)"']|$)|\n+|[。！？]|\?+|$/gu)) {
    const to = match.index + match[0].length;
    if (to > from) sentences.push({ from, to, text: text.slice(from, to), asks: /[?？]/u.test(match[0]) });
    from = to;
  }
  return sentences;
}

/** Those that name a room or an hour. */
export function slotSentencesOf(text: string): Sentence[] {
  return sentencesOf(text).filter((sentence) => HAS_SLOT.test(sentence.text));
}

const QUOTED = /"[^"\n]{1,90}"|(?<![a-z0-9])'[^'\n]{1,90}'(?![a-z0-9])|“[^”\n]{1,90}”|«[^»\n]{1,90}»/gu;

/** The text with quoted titles written over: what a title asks or tells is the topic. The length stays the same. */
export function maskTitles(text: string): string {
  return text.replace(QUOTED, (title) => (HAS_SLOT.test(title) ? title : DECOY.repeat(title.length)));
}
