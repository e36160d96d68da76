import type { Status } from '../../../core/status.ts';
import type { Markup } from '../markup.ts';
import { statusWords } from '../../../core/words.ts';

/** A status as a word and a colour, never as a colour alone. */
export function StatusWord({ status }: { status: Status }): Markup {
  return <span class={`status s-${status}`}>{statusWords[status]}</span>;
}
