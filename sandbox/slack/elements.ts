/** Checks interactive elements by the limits at https://docs.slack.dev/reference/block-kit/block-elements. */
import { checkList, checkPlain, checkString, checkText } from './problems.ts';
import type { Place } from './problems.ts';
import { isJson } from './state.ts';
import type { Json } from './state.ts';

export type Surface = 'message' | 'modal' | 'home';

const selectTypes = ['static_select', 'external_select', 'users_select', 'conversations_select', 'channels_select'];
const multiSelectTypes = selectTypes.map((type) => `multi_${type}`);
const choiceTypes = ['radio_buttons', 'checkboxes'];
const inputOnlyTypes = [
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'file_input',
  'rich_text_input',
];
const pickerTypes = ['datepicker', 'timepicker', 'datetimepicker'];

/** The elements that each kind of block may contain. */
export const elementsOf = {
  actions: ['button', 'overflow', 'workflow_button', ...selectTypes, ...choiceTypes, ...pickerTypes],
  section: [
    'button',
    'overflow',
    'image',
    'workflow_button',
    ...selectTypes,
    ...multiSelectTypes,
    ...choiceTypes,
    ...pickerTypes,
  ],
  input: [...inputOnlyTypes, ...selectTypes, ...multiSelectTypes, ...choiceTypes, ...pickerTypes],
} as const satisfies Record<string, readonly string[]>;

export function checkElement(element: Json, place: Place, allowed: readonly string[], surface: Surface): void {
  const type = element['type'];
  if (typeof type !== 'string' || !allowed.includes(type)) {
    place.at('type').say(`unsupported type: ${String(type)}`);
    return;
  }
  checkString(element, 'action_id', 255, place);
  if (element['confirm'] !== undefined) checkConfirm(element['confirm'], place.at('confirm'));
  checkPlain(element, 'placeholder', 150, place);
  checkString(element, 'accessibility_label', 75, place);
  if (type === 'button') checkButton(element, place);
  else if (type === 'overflow') checkOptions(element, place, 5, 75);
  else if (type === 'static_select' || type === 'multi_static_select') checkSelect(element, place);
  else if (choiceTypes.includes(type)) checkOptions(element, place, 10, 75);
  else if (type === 'image') checkImage(element, place);
  else if (type === 'datepicker')
    checkForm(element, 'initial_date', /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u, 'YYYY-MM-DD', place);
  else if (type === 'timepicker') checkForm(element, 'initial_time', /^(?:[01]\d|2[0-3]):[0-5]\d$/u, 'HH:mm', place);
  else if (type === 'datetimepicker') checkDateTime(element, place, surface);
  else if (type === 'plain_text_input') checkString(element, 'initial_value', 3000, place);
}

function checkButton(element: Json, place: Place): void {
  checkPlain(element, 'text', 75, place, true);
  checkString(element, 'value', 2000, place);
  checkString(element, 'url', 3000, place);
  const style = element['style'];
  if (style !== undefined && style !== 'primary' && style !== 'danger') {
    place.at('style').say('must be one of: primary, danger');
  }
}

function checkSelect(element: Json, place: Place): void {
  if (element['option_groups'] === undefined) checkOptions(element, place, 100, 75);
  else {
    for (const [group, at] of checkList(element['option_groups'], place.at('option_groups'), 1, 100)) {
      checkPlain(group, 'label', 75, at, true);
      checkOptions(group, at, 100, 75);
    }
  }
}

function checkOptions(owner: Json, place: Place, most: number, textLimit: number): void {
  if (owner['options'] === undefined) {
    place.say('missing required field: options');
    return;
  }
  const options = checkList(owner['options'], place.at('options'), 1, most);
  for (const [option, at] of options) {
    checkText(option['text'], at.at('text'), textLimit);
    checkString(option, 'value', 150, at, true);
    checkPlain(option, 'description', 75, at);
  }
  const initial = owner['initial_option'];
  const isListed = (wanted: Json): boolean =>
    options.some(([option]) => option['value'] === wanted['value'] && labelOf(option) === labelOf(wanted));
  if (isJson(initial) && !isListed(initial)) {
    place.at('initial_option').say('initial_option must exactly match one of the provided options');
  }
}

const labelOf = (option: Json): unknown => (isJson(option['text']) ? option['text']['text'] : undefined);

export function checkImage(image: Json, place: Place): void {
  checkString(image, 'alt_text', 2000, place, true);
  checkString(image, 'image_url', 3000, place);
  if (image['image_url'] === undefined && image['slack_file'] === undefined) {
    place.say('missing required field: image_url');
  }
}

/** Not on Home, and an epoch of ten digits: https://docs.slack.dev/reference/block-kit/block-elements. */
function checkDateTime(element: Json, place: Place, surface: Surface): void {
  if (surface === 'home') place.at('type').say('unsupported type: datetimepicker');
  const initial = element['initial_date_time'];
  if (initial !== undefined && (typeof initial !== 'number' || !/^\d{10}$/u.test(String(initial)))) {
    place.at('initial_date_time').say('must be a UNIX timestamp of 10 digits');
  }
}

function checkForm(element: Json, field: string, form: RegExp, name: string, place: Place): void {
  const value = element[field];
  if (value !== undefined && (typeof value !== 'string' || !form.test(value))) {
    place.at(field).say(`must be in the form ${name}`);
  }
}

function checkConfirm(confirm: unknown, place: Place): void {
  if (!isJson(confirm)) {
    place.say('must be an object');
    return;
  }
  checkPlain(confirm, 'title', 100, place, true);
  checkText(confirm['text'], place.at('text'), 300);
  checkPlain(confirm, 'confirm', 30, place, true);
  checkPlain(confirm, 'deny', 30, place, true);
}
