import type { KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { plainText } from '../core/texts.ts';
import { cut, escapeText } from './plain-words.ts';
import { listWords } from './words.ts';

/** A piece of a line. Rich text shows other people's words literally: they cannot mention, link or format anything. */
export type Piece = RichTextElement;

export const plain = (text: string): Piece => ({ type: 'text', text: plainText(text) });
export const bold = (text: string): Piece => ({ type: 'text', text: plainText(text), style: { bold: true } });
export const code = (text: string): Piece => ({ type: 'text', text: plainText(text), style: { code: true } });

/** A link, or only its text if the address is not a web address. */
export function link(url: string, text: string): Piece {
  return /^https?:\/\/[^\s<>]{1,2000}$/u.test(url) ? { type: 'link', url, text: plainText(text) } : plain(text);
}

/** A channel: a mention by its id, or plain text if only its name is known. */
export function channelPiece(channel: string): Piece {
  return /^[CG][A-Z0-9_]+$/u.test(channel)
    ? { type: 'channel', channel_id: channel }
    : plain(`#${channel.replace(/^#/u, '')}`);
}

/** Slack refuses a piece without text, and a line without pieces. */
function spoken(pieces: readonly Piece[]): Piece[] {
  const kept = pieces.filter((piece) => piece.type !== 'text' || piece.text !== '');
  return kept.length > 0 ? kept : [plain('(nothing to read)')];
}

export function line(pieces: readonly Piece[]): RichTextBlock['elements'][number] {
  return { type: 'rich_text_section', elements: spoken(pieces) };
}

export function quote(pieces: readonly Piece[]): RichTextBlock['elements'][number] {
  return { type: 'rich_text_quote', elements: spoken(pieces) };
}

export function bullets(items: readonly (readonly Piece[])[]): RichTextBlock['elements'][number] {
  return {
    type: 'rich_text_list',
    style: 'bullet',
    elements: items.map((pieces) => ({ type: 'rich_text_section', elements: spoken(pieces) })),
  };
}

/** The first of `all` items as a list, with the number of the others. Empty if there are no items. */
export function firstOf(items: readonly (readonly Piece[])[], all: number): RichTextBlock['elements'] {
  if (items.length === 0) return [];
  return [bullets(all > items.length ? [...items, [plain(listWords.more(all - items.length))]] : items)];
}

/** Lines, quotes and lists as one block. */
export const richText = (...elements: RichTextBlock['elements']): RichTextBlock => ({ type: 'rich_text', elements });

/** A block of one line. */
export const paragraph = (...pieces: readonly Piece[]): RichTextBlock => richText(line(pieces));

/** Nobody reads more, and Slack refuses a message of more than about 13,200 characters. UTF-16 code units. */
const longestMessage = 3_000;

/** Words as a whole message. In Slack's `text`, a title with `*` or `_` would become bold; here it stays as it is. */
export function plainMessage(words: string): { readonly text: string; readonly blocks: readonly KnownBlock[] } {
  const shown = cut(words, longestMessage);
  return { text: escapeText(shown), blocks: [paragraph(plain(shown))] };
}
