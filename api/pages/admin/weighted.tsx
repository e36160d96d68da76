import { maxTweetLength, placeholders, placeholdersWithoutPost, weightedLength } from '../../../core/texts.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';

/**
 * A text field for X with the text's weighted length: a link counts 23, an emoji or a CJK character 2. The script
 * counts again while somebody types.
 */
export function Weighted(props: {
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** Whether it is for open spaces with a post; otherwise some placeholders have no value. */
  readonly hasPost: boolean;
  /** The text with its placeholders filled in; it is counted instead of the text. */
  readonly preview?: string;
  /** Characters that the bot may add, weighted. The script counts them together with the typed text. */
  readonly added?: number;
}): Markup {
  const { name, id, label, value, hasPost, preview = value, added = 0 } = props;
  return (
    <div class="weighted" data-added={added}>
      <label for={id}>{label}</label>
      <textarea name={name} id={id} rows={3} maxlength={1000} aria-describedby={`${id}-count`}>
        {value}
      </textarea>
      <p id={`${id}-count`} class="hint">
        {words.weighted.count(weightedLength(preview), maxTweetLength)} {words.weighted.placeholders}{' '}
        {(hasPost ? placeholders : placeholdersWithoutPost).map((name) => `{${name}}`).join(' ')}
      </p>
    </div>
  );
}
