import type { Status } from '../../../core/status.ts';
import type { Markup } from '../markup.ts';
import { statusWords } from '../../../core/words.ts';

/** A status as a word with a colour, never by colour alone. */
export function StatusWord({ status }: { status: Status }): Markup {
  return <span class={`status s-${status}`}>{statusWords[status]}</span>;
}
