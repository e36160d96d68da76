/** Checks Block Kit as Slack does when a message or view arrives: https://docs.slack.dev/reference/block-kit/blocks. */
import { createHash } from 'node:crypto';
import { checkElement, checkImage, elementsOf } from './elements.ts';
import type { Surface } from './elements.ts';
import { checkList, checkPlain, checkString, checkText, openProblems } from './problems.ts';
import type { Place } from './problems.ts';
import { isJson, textOf } from './state.ts';
import type { Block, Json } from './state.ts';

const richTextParts = ['rich_text_section', 'rich_text_list', 'rich_text_preformatted', 'rich_text_quote'];
const everywhere = ['actions', 'context', 'divider', 'header', 'image', 'input', 'rich_text', 'section', 'video'];
const blockTypes: Record<Surface, readonly string[]> = {
  message: [...everywhere, 'card', 'container', 'context_actions', 'data_table', 'file', 'markdown', 'table'],
  modal: [...everywhere, 'alert'],
  home: everywhere,
};

/** Slack refuses a message whose blocks have more than this in all (bolt-js #2509). Characters. */
const longestMessage = 13_200;

/**
 * @returns the problems in Slack's format, with JSON pointers from `/blocks`; empty if Slack would accept the blocks
 */
export function findBlockProblems(blocks: unknown, surface: Surface, root = '/blocks'): string[] {
  const { place, found } = openProblems(root);
  const seen = new Set<unknown>();
  for (const [block, at] of checkList(blocks, place, 0, surface === 'message' ? 50 : 100)) {
    const type = block['type'];
    if (typeof type !== 'string' || !blockTypes[surface].includes(type)) {
      at.at('type').say(`unsupported type: ${String(type)}`);
      continue;
    }
    checkString(block, 'block_id', 255, at);
    const blockId = textOf(block['block_id']);
    if (blockId !== '' && seen.has(blockId)) at.at('block_id').say(`block_id must be unique: ${blockId}`);
    seen.add(blockId);
    checkBlock(block, at, surface);
  }
  return found;
}

export function areBlocksTooLong(blocks: unknown): boolean {
  return [...textsWithin(blocks)].reduce((sum, text) => sum + text.length, 0) > longestMessage;
}

/** Every string under a `text` key, at any depth. */
export function* textsWithin(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* textsWithin(item);
  else if (isJson(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'text' && typeof inner === 'string') yield inner;
      else yield* textsWithin(inner);
    }
  }
}

function checkBlock(block: Json, place: Place, surface: Surface): void {
  switch (block['type']) {
    case 'header':
      checkPlain(block, 'text', 150, place, true);
      break;
    case 'section':
      checkSection(block, place, surface);
      break;
    case 'actions':
      checkElements(block, place, surface);
      break;
    case 'context':
      for (const [element, at] of checkList(block['elements'], place.at('elements'), 1, 10)) {
        if (element['type'] === 'image') checkImage(element, at);
        else checkText(element, at, 2000);
      }
      break;
    case 'image':
      checkImage(block, place);
      checkPlain(block, 'title', 2000, place);
      break;
    case 'input':
      checkPlain(block, 'label', 2000, place, true);
      checkPlain(block, 'hint', 2000, place);
      if (isJson(block['element'])) checkElement(block['element'], place.at('element'), elementsOf.input, surface);
      else place.say('missing required field: element');
      break;
    case 'rich_text':
      for (const [element, at] of checkList(block['elements'], place.at('elements'), 1, Infinity)) {
        checkRichText(element, at);
      }
      break;
    case 'markdown':
      checkString(block, 'text', 12_000, place, true);
      break;
    default:
  }
}

function checkSection(block: Json, place: Place, surface: Surface): void {
  if (block['text'] === undefined && block['fields'] === undefined) place.say('missing required field: text or fields');
  if (block['text'] !== undefined) checkText(block['text'], place.at('text'), 3000);
  if (block['fields'] !== undefined) {
    for (const [field, at] of checkList(block['fields'], place.at('fields'), 1, 10)) checkText(field, at, 2000);
  }
  const accessory = block['accessory'];
  if (isJson(accessory)) checkElement(accessory, place.at('accessory'), elementsOf.section, surface);
}

function checkElements(block: Json, place: Place, surface: Surface): void {
  const seen = new Set<unknown>();
  for (const [element, at] of checkList(block['elements'], place.at('elements'), 1, 25)) {
    checkElement(element, at, elementsOf.actions, surface);
    const actionId = textOf(element['action_id']);
    if (actionId !== '' && seen.has(actionId)) {
      at.at('action_id').say(`\`action_id\` "${actionId}" already exists for another element`);
    }
    seen.add(actionId);
  }
}

function checkRichText(element: Json, place: Place): void {
  const type = element['type'];
  if (typeof type !== 'string' || !richTextParts.includes(type)) {
    place.at('type').say(`unsupported type: ${String(type)}`);
    return;
  }
  for (const [leaf, at] of checkList(element['elements'], place.at('elements'), 0, Infinity)) {
    if (type === 'rich_text_list') checkRichText(leaf, at);
    else if (leaf['type'] === 'text') checkString(leaf, 'text', Infinity, at, true);
    else if (leaf['type'] === 'link') checkString(leaf, 'url', 3000, at, true);
    else if (leaf['type'] === 'user') checkString(leaf, 'user_id', 255, at, true);
  }
}

/** The blocks, with ids as Slack adds them if an app gave none. @param seed different for each revision of a message */
export function withBlockIds(blocks: readonly unknown[], seed: string): Block[] {
  const idFor = (path: string): string => createHash('sha1').update(`${seed}/${path}`).digest('base64url').slice(0, 5);
  const named = (element: unknown, path: string): unknown =>
    isJson(element) &&
    typeof element['type'] === 'string' &&
    /button|picker|select|overflow|input|checkboxes/u.test(element['type'])
      ? { ...element, action_id: element['action_id'] ?? idFor(path) }
      : element;
  return blocks.filter(isJson).map((block, index) => {
    const { elements, accessory, element } = block;
    return {
      ...block,
      type: String(block['type']),
      block_id: typeof block['block_id'] === 'string' ? block['block_id'] : idFor(String(index)),
      ...(block['type'] === 'actions' && Array.isArray(elements)
        ? { elements: elements.map((item, place) => named(item, `${index}/${place}`)) }
        : {}),
      ...(accessory === undefined ? {} : { accessory: named(accessory, `${index}/accessory`) }),
      ...(element === undefined ? {} : { element: named(element, `${index}/element`) }),
    };
  });
}
