/** Draws Block Kit: https://docs.slack.dev/reference/block-kit/blocks. */
import { drawEmoji, drawLink, drawMention, drawMrkdwn, drawPlain, make } from './mrkdwn.js';

/**
 * @param surface `{names, picked(blockId, actionId), act(block, element, value), confirm(confirm)}`: the names of
 * people, the picked values, and the effect of a press or pick
 */
export function drawBlocks(blocks, surface) {
  return blocks.map((block) => {
    const draw = drawers[block.type];
    return draw ? draw(block, surface) : make('p', { class: 'unknown' }, `(${block.type} block: not drawn here)`);
  });
}

const drawText = (text, { names }) =>
  text.type === 'mrkdwn' ? drawMrkdwn(text.text, names) : make('div', { class: 'text' }, drawPlain(text.text));

const drawers = {
  header: (block) => make('h3', {}, drawPlain(block.text.text)),
  divider: () => make('hr'),
  section(block, surface) {
    const body = make('div', { class: 'body' });
    if (block.text) body.append(drawText(block.text, surface));
    if (block.fields)
      body.append(make('div', { class: 'fields' }, ...block.fields.map((field) => drawText(field, surface))));
    const section = make('div', { class: 'section' }, body);
    if (block.accessory)
      section.append(make('div', { class: 'accessory' }, drawElement(block, block.accessory, surface)));
    return section;
  },
  context: (block, surface) =>
    make(
      'div',
      { class: 'context' },
      ...block.elements.map((one) => (one.type === 'image' ? drawImage(one) : drawText(one, surface))),
    ),
  actions: (block, surface) =>
    make('div', { class: 'actions' }, ...block.elements.map((element) => drawElement(block, element, surface))),
  image: (block) => drawImage(block),
  input(block, surface) {
    const field = make(
      'label',
      { class: 'input', 'data-block': block.block_id },
      make('b', {}, drawPlain(block.label.text)),
    );
    field.append(drawElement(block, block.element, surface));
    if (block.hint) field.append(make('small', {}, drawPlain(block.hint.text)));
    return field;
  },
  rich_text: (block, surface) =>
    make('div', { class: 'rich' }, ...block.elements.map((part) => drawRichPart(part, surface))),
  markdown: (block) => make('div', { class: 'text' }, block.text),
};

/** No picture is loaded from another site; its description is shown instead. */
const drawImage = (image) => make('span', { class: 'picture', title: image.image_url }, `🖼 ${image.alt_text}`);

function drawRichPart(part, surface) {
  if (part.type === 'rich_text_list') {
    const items = part.elements.map((item) => make('li', {}, ...item.elements.map((leaf) => drawLeaf(leaf, surface))));
    return make(part.style === 'ordered' ? 'ol' : 'ul', {}, ...items);
  }
  const tag = { rich_text_quote: 'blockquote', rich_text_preformatted: 'pre' }[part.type] ?? 'div';
  return make(
    tag,
    { class: tag === 'div' ? 'text' : undefined },
    ...part.elements.map((leaf) => drawLeaf(leaf, surface)),
  );
}

function drawLeaf(leaf, { names }) {
  let node;
  if (leaf.type === 'text') node = document.createTextNode(leaf.text);
  else if (leaf.type === 'link') node = drawLink(leaf.url, leaf.text);
  else if (leaf.type === 'user') node = drawMention('@', leaf.user_id, names);
  else if (leaf.type === 'channel') node = drawMention('#', leaf.channel_id, names);
  else if (leaf.type === 'broadcast') node = make('span', { class: 'mention loud' }, `@${leaf.range}`);
  else if (leaf.type === 'emoji') node = document.createTextNode(drawEmoji(leaf.name));
  else node = document.createTextNode(leaf.fallback ?? '');
  for (const [style, tag] of [
    ['bold', 'b'],
    ['italic', 'i'],
    ['strike', 's'],
    ['code', 'code'],
  ]) {
    if (leaf.style?.[style]) node = make(tag, {}, node);
  }
  return node;
}

function drawElement(block, element, surface) {
  const picked = surface.picked(block.block_id, element.action_id);
  const label = element.accessibility_label ?? element.placeholder?.text ?? element.action_id;
  const common = { 'aria-label': label, name: element.action_id, 'data-action': element.action_id };
  const send = async (value) => {
    if (element.confirm && !(await surface.confirm(element.confirm))) return;
    await surface.act(block, element, value);
  };
  const onChange = (node) => {
    node.addEventListener('change', () => node.value !== '' && void send(node.value));
    return node;
  };
  switch (element.type) {
    case 'button':
    case 'workflow_button': {
      if (element.url)
        return make(
          'a',
          { class: 'button', href: element.url, target: '_blank', rel: 'noopener noreferrer' },
          drawPlain(element.text.text),
        );
      const button = make(
        'button',
        {
          type: 'button',
          class: `button ${element.style ?? ''}`,
          'data-action': element.action_id,
          'aria-label': element.accessibility_label,
        },
        drawPlain(element.text.text),
      );
      button.addEventListener('click', () => {
        button.setAttribute('aria-busy', 'true');
        void send(undefined).finally(() => button.removeAttribute('aria-busy'));
      });
      return button;
    }
    case 'datepicker':
      return onChange(make('input', { ...common, type: 'date', value: picked?.selected_date ?? element.initial_date }));
    case 'timepicker': {
      const time = onChange(
        make('input', { ...common, type: 'time', value: picked?.selected_time ?? element.initial_time }),
      );
      return element.timezone ? make('span', { class: 'timed' }, time, make('small', {}, element.timezone)) : time;
    }
    case 'static_select':
    case 'radio_buttons': {
      const chosen = (picked?.selected_option ?? element.initial_option)?.value;
      const select = onChange(make('select', common));
      select.append(make('option', { value: '', disabled: true, selected: chosen === undefined }, label));
      for (const group of element.option_groups ?? [element]) {
        const options = group.options.map((option) =>
          make('option', { value: option.value, selected: option.value === chosen }, drawPlain(option.text.text)),
        );
        select.append(...(group.label ? [make('optgroup', { label: group.label.text }, ...options)] : options));
      }
      return select;
    }
    case 'overflow': {
      const menu = make('details', { class: 'overflow' }, make('summary', { 'aria-label': 'More actions' }, '⋯'));
      const items = element.options.map((option) => {
        const item = make('button', { type: 'button' }, drawPlain(option.text.text));
        item.addEventListener('click', () => {
          menu.open = false;
          void send(option.value);
        });
        return item;
      });
      menu.append(make('div', { class: 'menu' }, ...items));
      return menu;
    }
    case 'checkboxes':
      return drawCheckboxes(element, picked, send);
    case 'image':
      return drawImage(element);
    case 'plain_text_input': {
      const value = picked?.value ?? element.initial_value ?? '';
      const placeholder = element.placeholder?.text;
      if (element.multiline) return make('textarea', { ...common, rows: 4, placeholder }, value);
      return make('input', { ...common, type: 'text', value, placeholder });
    }
    default:
      return make('input', { ...common, type: 'text', placeholder: element.placeholder?.text });
  }
}

function drawCheckboxes(element, picked, send) {
  const chosen = (picked?.selected_options ?? element.initial_options ?? []).map((option) => option.value);
  const boxes = element.options.map((option) => {
    const box = make('input', {
      type: 'checkbox',
      value: option.value,
      checked: chosen.includes(option.value),
      'data-action': element.action_id,
    });
    return make('label', {}, box, drawPlain(option.text.text));
  });
  const group = make('span', { class: 'checkboxes' }, ...boxes);
  group.addEventListener(
    'change',
    () => void send([...group.querySelectorAll('input:checked')].map((box) => box.value)),
  );
  return group;
}
