import { maxTweetLength, placeholders, weightedLength } from '../../../core/texts.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';

/** A text for X with its weighted length: links count 23, emoji and CJK 2. The script keeps the count while typing. */
export function Weighted(props: {
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** What it comes to with its placeholders filled in; counted instead of the text. */
  readonly preview?: string;
  /** What the bot may add to it, in weighted characters; the script counts it with what is typed. */
  readonly added?: number;
}): Markup {
  const { name, id, label, value, preview = value, added = 0 } = props;
  return (
    <div class="weighted" data-added={added}>
      <label for={id}>{label}</label>
      <textarea name={name} id={id} rows={3} maxlength={1000} aria-describedby={`${id}-count`}>
        {value}
      </textarea>
      <p id={`${id}-count`} class="hint">
        {words.weighted.count(weightedLength(preview), maxTweetLength)} {words.weighted.placeholders}{' '}
        {placeholders.map((name) => `{${name}}`).join(' ')}
      </p>
    </div>
  );
}
