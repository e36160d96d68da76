/** Slack's own markup, as nodes. Text becomes text nodes only, so nothing in a message can become HTML. */

const emoji = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  no_entry: '⛔',
  no_entry_sign: '🚫',
  warning: '⚠️',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  alarm_clock: '⏰',
  calendar: '📅',
  round_pushpin: '📍',
  bird: '🐦',
  eyes: '👀',
  bell: '🔔',
  mega: '📣',
  rotating_light: '🚨',
  double_vertical_bar: '⏸️',
  wave: '👋',
  question: '❓',
  pencil2: '✏️',
  link: '🔗',
  tada: '🎉',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  red_circle: '🔴',
  large_blue_circle: '🔵',
  white_circle: '⚪',
  leftwards_arrow_with_hook: '↩️',
};

/** One group each: code blocks, code, links, bold, italic, strikethrough, emoji. */
const form = new RegExp(
  [
    /```([\s\S]+?)```/u,
    /`([^`\n]+)`/u,
    /<([^>\n]+)>/u,
    /(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])/u,
    /(?<!\w)_(\S(?:[^_\n]*\S)?)_(?!\w)/u,
    /(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])/u,
    /:([a-z0-9_+-]+):/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
);

/** An element whose children are nodes or plain text. */
export function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(key, value === true ? '' : String(value));
  }
  node.append(...children);
  return node;
}

const unescape = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

export function drawLink(url, label) {
  if (!/^(?:https?|mailto):/iu.test(url)) return document.createTextNode(label || url);
  return make('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label || url);
}

export const drawEmoji = (name) => emoji[name] ?? `:${name}:`;

/** Plain text; only emoji are drawn. */
export const drawPlain = (text) => unescape(text).replace(/:([a-z0-9_+-]+):/gu, (all, name) => emoji[name] ?? all);

export function drawMention(kind, id, names) {
  const known = names.get(id);
  return make('span', { class: 'mention' }, kind + (known ?? id));
}

function drawAngle(inner, names) {
  const [target = '', label = ''] = inner.split('|', 2);
  if (target.startsWith('@')) return drawMention('@', target.slice(1), names);
  if (target.startsWith('#')) return drawMention('#', target.slice(1), names);
  if (target.startsWith('!date')) return document.createTextNode(unescape(label));
  if (target.startsWith('!')) return make('span', { class: 'mention loud' }, `@${target.slice(1)}`);
  return drawLink(unescape(target), unescape(label));
}

function inline(text, names) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(form)) {
    const [all, pre, code, angle, bold, italic, strike, name] = match;
    nodes.push(unescape(text.slice(end, match.index)));
    if (pre !== undefined) nodes.push(make('pre', {}, unescape(pre.replace(/^\n/u, ''))));
    else if (code !== undefined) nodes.push(make('code', {}, unescape(code)));
    else if (angle !== undefined) nodes.push(drawAngle(angle, names));
    else if (bold !== undefined) nodes.push(make('b', {}, ...inline(bold, names)));
    else if (italic !== undefined) nodes.push(make('i', {}, ...inline(italic, names)));
    else if (strike !== undefined) nodes.push(make('s', {}, ...inline(strike, names)));
    else nodes.push(drawEmoji(name));
    end = match.index + all.length;
  }
  nodes.push(unescape(text.slice(end)));
  return nodes;
}

/** mrkdwn; lines that begin with `>` are quotations. */
export function drawMrkdwn(text, names) {
  const box = make('div', { class: 'text' });
  for (const part of text.split(/((?:^(?:&gt;|>).*(?:\n|$))+)/mu)) {
    if (part === '') continue;
    if (/^(?:&gt;|>)/u.test(part)) {
      box.append(make('blockquote', {}, ...inline(part.replace(/^(?:&gt;|>) ?/gmu, '').trimEnd(), names)));
    } else box.append(...inline(part, names));
  }
  return box;
}
