/** Finds pickers and other elements in blocks by action id, and sets their values as a person would. */
import { Refusal } from './http.ts';
import { isJson, textOf } from './state.ts';
import type { Block, Json } from './state.ts';

export interface Found {
  readonly block: Block;
  readonly element: Json;
}

/** @param blockId the block, if several elements have the same action id; without it, the first one */
export function findElement(blocks: readonly Block[], actionId: string, blockId?: string): Found | undefined {
  return elementsWithin(blocks).find(
    ({ block, element }) => element['action_id'] === actionId && (blockId === undefined || block.block_id === blockId),
  );
}

export function elementsWithin(blocks: readonly Block[]): Found[] {
  return blocks.flatMap((block) => {
    const listed = block['type'] === 'actions' && Array.isArray(block['elements']) ? block['elements'] : [];
    return [...listed, block['accessory'], block['element']].filter(isJson).map((element) => ({ block, element }));
  });
}

/**
 * The entry of `state.values` for a value that is given as plain text: a date `YYYY-MM-DD`, a time `HH:mm`, an option's
 * value or text, a list of options for an element that takes several, an epoch in seconds, or a typed text.
 *
 * @throws Refusal if the element cannot have this value
 */
export function pickValue({ element }: Found, given: unknown): Json {
  const type = textOf(element['type']);
  const refuse = (wanted: string): never => {
    throw new Refusal(
      400,
      'invalid_value',
      `${String(element['action_id'])} (${type}) takes ${wanted}, not ${JSON.stringify(given)}`,
    );
  };
  const matching = (form: RegExp, wanted: string): string =>
    typeof given === 'string' && form.test(given) ? given : refuse(wanted);
  switch (type) {
    case 'datepicker':
      return { type, selected_date: matching(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u, 'YYYY-MM-DD') };
    case 'timepicker': {
      const { timezone } = element;
      const selected = { type, selected_time: matching(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, 'HH:mm') };
      return timezone === undefined ? selected : { ...selected, timezone };
    }
    case 'datetimepicker':
      return {
        type,
        selected_date_time: Number(Number.isInteger(Number(given)) ? given : refuse('an epoch in seconds')),
      };
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { type, selected_option: optionOf(element, given) ?? refuse(`one of ${labels(element)}`) };
    case 'checkboxes':
    case 'multi_static_select': {
      const wanted: unknown[] = Array.isArray(given) ? given : [given];
      const options = wanted.map((one) => optionOf(element, one) ?? refuse(`some of ${labels(element)}`));
      return { type, selected_options: options };
    }
    case 'users_select':
      return { type, selected_user: textOf(given) };
    case 'channels_select':
      return { type, selected_channel: textOf(given) };
    case 'button':
    case 'workflow_button':
      return refuse('no value: it is pressed');
    default:
      return { type, value: typeof given === 'string' ? given : refuse('a text') };
  }
}

export const isPressed = (element: Json): boolean =>
  element['type'] === 'button' || element['type'] === 'workflow_button';

function optionsOf(element: Json): Json[] {
  const groups: unknown[] = Array.isArray(element['option_groups']) ? element['option_groups'] : [element];
  return groups
    .filter(isJson)
    .flatMap((group) => (Array.isArray(group['options']) ? group['options'].filter(isJson) : []));
}

function optionOf(element: Json, given: unknown): Json | undefined {
  const options = optionsOf(element);
  return (
    options.find((option) => option['value'] === given) ??
    options.find((option) => isJson(option['text']) && option['text']['text'] === given)
  );
}

const labels = (element: Json): string =>
  optionsOf(element)
    .map((option) => textOf(option['value']))
    .join(', ');
