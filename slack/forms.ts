import type { KnownBlock, ModalView } from '@slack/types';
import { cut } from './plain-words.ts';
import { labels } from './words.ts';

interface ModalOptions extends Pick<ModalView, 'callback_id' | 'private_metadata'> {
  readonly title: string;
  /** The label of the submit button. Without it, the dialog is only for reading. */
  readonly submit?: string;
  readonly blocks: KnownBlock[];
}

export function modal({ title, submit, ...rest }: ModalOptions): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: title },
    ...(submit === undefined ? {} : { submit: { type: 'plain_text', text: submit } }),
    close: { type: 'plain_text', text: labels.close },
    ...rest,
  };
}

interface InputOptions {
  readonly isOptional?: boolean;
  readonly hint?: string;
}

/** A field of a form. @param name the block's name; Slack uses it to show an error at the field */
export function input(
  name: string,
  label: string,
  element: Extract<KnownBlock, { type: 'input' }>['element'],
  { isOptional = false, hint }: InputOptions = {},
): KnownBlock {
  return {
    type: 'input',
    block_id: name,
    label: { type: 'plain_text', text: label },
    element,
    ...(isOptional ? { optional: true } : {}),
    ...(hint === undefined ? {} : { hint: { type: 'plain_text', text: hint } }),
  };
}

interface TextOptions extends InputOptions {
  /** Characters. */
  readonly max: number;
  readonly initial?: string;
  readonly multiline?: true;
}

/** A text field. */
export function textInput(
  name: string,
  label: string,
  { max, initial = '', multiline, ...rest }: TextOptions,
): KnownBlock {
  return input(
    name,
    label,
    {
      type: 'plain_text_input',
      action_id: name,
      max_length: max,
      ...(multiline && { multiline }),
      ...(initial === '' ? {} : { initial_value: cut(initial, max) }),
    },
    rest,
  );
}
