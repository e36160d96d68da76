import twitterText from 'twitter-text';
import { wordingFor } from './in-place.ts';

/** X counts weighted characters: a link 23, emoji and CJK 2. Source: X's counting-characters page, 2026. */
export const maxTweetLength = 280;

export const weightedLength = (text: string): number => twitterText.parseTweet(text).weightedLength;

/** Whether X shows a link in it, also for a bare domain such as `example.org`. */
export const hasLink = (text: string): boolean => twitterText.extractUrls(text).length > 0;

/** `minutes` until the start when it is sent; `time` and `day` are local, as `17:00 PDT` and `Fri 19 May`. */
export const placeholders = ['minutes', 'user', 'tweetId', 'room', 'time', 'day', 'title'] as const;

type Placeholder = (typeof placeholders)[number];

export type ReminderWords = Readonly<Record<Placeholder, string>>;

const isPlaceholder = (name: string): name is Placeholder => (placeholders as readonly string[]).includes(name);

export const placeholdersWithoutPost = placeholders.filter((name) => name !== 'user' && name !== 'tweetId');

/** Words in braces that are not placeholders: typing errors that would be posted unchanged. */
export const unknownPlaceholders = (template: string, known: readonly string[] = placeholders): string[] =>
  [...template.matchAll(/\{(\w+)\}/gu)].flatMap(([, name = '']) => (known.includes(name) ? [] : [name]));

/** Fills in the placeholders; others stay. "1 minutes" becomes "1 minute", and "in at the bar" becomes "at the bar". */
export function renderReminder(template: string, words: ReminderWords): string {
  const placed = wordingFor(template, words.room);
  const singular = words.minutes === '1' ? placed.replaceAll('{minutes} minutes', '{minutes} minute') : placed;
  return singular.replaceAll(/\{(\w+)\}/gu, (whole, key: string) => (isPlaceholder(key) ? words[key] : whole));
}

/** The reminder within X's limit: its title is cut, then its place; undefined if that is not enough. */
export function fitReminder(template: string, words: ReminderWords): string | undefined {
  const [title, room] = [harmless(words.title), harmless(words.room)];
  const cuts = [
    ...shortened(title).map((shorter) => ({ title: shorter, room })),
    ...shortened(room).map((shorter) => ({ title: '', room: shorter })),
  ];
  for (const cut of cuts) {
    const text = renderReminder(template, { ...words, ...cut }).trim();
    if (weightedLength(text) <= maxTweetLength) return text;
  }
  return undefined;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The text, then shorter and shorter versions, down to nothing. Never cuts through a grapheme, such as a flag. */
function shortened(text: string): string[] {
  const letters = Array.from(graphemes.segment(text), ({ segment }) => segment);
  const lengths: number[] = [];
  for (let kept = letters.length - 1; kept > 0; kept = Math.floor(kept * 0.9)) lengths.push(kept);
  return [text, ...lengths.map((kept) => `${letters.slice(0, kept).join('')}…`), ''];
}

/**
 * Other people's words, safe to show anywhere: without control characters, without marks that change the direction of
 * the text around them (a name could make a line read backwards), without lone surrogates and noncharacters, and with
 * at most three combining marks on a letter. Line breaks stay, as line feeds.
 */
export const plainText = (text: string): string =>
  text
    .replaceAll(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replaceAll(/[^\P{Cc}\n]|[\p{Cs}\p{NChar}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '')
    .replaceAll(/(\p{M}{3})\p{M}+/gu, '$1');

/** The same in one line, without spaces at its ends. */
export const plainLine = (text: string): string =>
  plainText(text.replaceAll(/\p{Cc}/gu, ' '))
    .replaceAll(/\s+/gu, ' ')
    .trim();

/**
 * All signs in a row, because otherwise `@@yara` would become `@yara`. Characters beyond ASCII begin tags too
 * (`#·tag`), but no keycap does.
 */
const tagSigns = /[@＠$#＃]+(?=\w|[^\s\p{ASCII}\uFE0F\u20E3])/gu;

/** An amount, or a number with an end behind it. Without an end, `#1@a` would become the tag `#1a`. */
const noTag = /^(?:\$\d|[#＃]\d+(?:[\s.,:;!?)/-]|$))/u;

/**
 * Other people's words, safe for the bot's own tweets. Mentions, cashtags and hashtags lose their sign, links are
 * removed, and `foo.py` gets a dot that X does not take for a domain. Each of these would notify somebody or cost as
 * much as a link. `$1` and `#1` stay: on X, a cashtag begins with a letter, and a hashtag has at least one letter.
 */
export const harmless = (text: string): string =>
  plainText(text.replaceAll(/\p{Cc}/gu, ' '))
    .normalize('NFC')
    .replaceAll(tagSigns, (signs, at: number, whole: string) => (noTag.test(whole.slice(at)) ? signs : ''))
    .replaceAll(/https?:\/\/\S+/giu, '')
    .replaceAll(/(?<=\S)\.(?=\p{L})/gu, '\u2024')
    .replaceAll(/\s+/gu, ' ')
    .trim();

/** Whole minutes from `now` until the start, at least one. Epoch milliseconds. */
export const minutesUntil = (startAt: number, now: number): number => Math.max(1, Math.round((startAt - now) / 60_000));
