import { createHash } from 'node:crypto';
import twitter from 'twitter-text';

const LONGEST = 280;

export interface StoredText {
  readonly text: string;
  readonly entities: Entities;
}

/** Offsets count code points of `text`, as at X. */
export interface Entities {
  urls?: { start: number; end: number; url: string; expanded_url: string; display_url: string }[];
  hashtags?: { start: number; end: number; tag: string }[];
  mentions?: { start: number; end: number; username: string }[];
}

/** The length by X's weights: a link is 23, an emoji 2. */
export function weightedLength(text: string): number {
  return twitter.parseTweet(text).weightedLength;
}

export function isTooLong(text: string): boolean {
  return weightedLength(text) > LONGEST;
}

/** X stores texts in NFC and without surrounding space. */
export function normalText(text: string): string {
  return text.normalize('NFC').trim();
}

/** The form in which X stores a text: links shortened, also bare domains, and `&`, `<`, `>` as entities. */
export function storedText(written: string): StoredText {
  const urls: NonNullable<Entities['urls']> = [];
  let text = '';
  let end = 0;
  for (const { url, indices } of twitter.extractUrlsWithIndices(written)) {
    text += escapeEntities(written.slice(end, indices[0]));
    const short = shortLink(url);
    const expanded = /^https?:\/\//iu.test(url) ? url : `http://${url}`;
    const start = lengthOf(text);
    text += short;
    urls.push({ start, end: lengthOf(text), url: short, expanded_url: expanded, display_url: displayed(url) });
    end = indices[1];
  }
  text += escapeEntities(written.slice(end));
  const hashtags = twitter
    .extractHashtagsWithIndices(text)
    .map(({ hashtag, indices }) => ({ ...span(text, indices), tag: hashtag }));
  const mentions = twitter
    .extractMentionsWithIndices(text)
    .map(({ screenName, indices }) => ({ ...span(text, indices), username: screenName }));
  return {
    text,
    entities: {
      ...(urls.length > 0 ? { urls } : {}),
      ...(hashtags.length > 0 ? { hashtags } : {}),
      ...(mentions.length > 0 ? { mentions } : {}),
    },
  };
}

/** Beyond 280 characters, `text` has only the beginning and a link to the rest. `note_tweet` has the whole text. */
export function shortened(written: string, tweetUrl: string): string {
  const beginning = Array.from(written)
    .slice(0, LONGEST - 30)
    .join('');
  return `${escapeEntities(beginning)}… ${shortLink(tweetUrl)}`;
}

function shortLink(url: string): string {
  return `https://t.co/${createHash('sha256')
    .update(url)
    .digest('base64')
    .replaceAll(/[^A-Za-z0-9]/gu, '')
    .slice(0, 10)}`;
}

function displayed(url: string): string {
  const bare = url.replace(/^https?:\/\/(?:www\.)?/iu, '');
  return bare.length > 27 ? `${bare.slice(0, 26)}…` : bare;
}

function escapeEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function span(text: string, [start, end]: [number, number]) {
  return { start: lengthOf(text.slice(0, start)), end: lengthOf(text.slice(0, end)) };
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
