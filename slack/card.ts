import type { ContextBlock, KnownBlock, RichTextBlock } from '@slack/types';
import type { CardFacts } from '../activities/card-facts.ts';
import type { Config } from '../core/config.ts';
import { decidableUntil, isOff, whereOf, type OpenSpace } from '../core/open-space.ts';
import { approveLabel, hostActions, possibleActions } from '../core/possible-actions.ts';
import { currentReminder } from '../core/status.ts';
import { isUndecided } from '../core/undecided.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { TweetDoc } from '../store/tweets.ts';
import { button, buttons, hasPickers, menu, moveButtons, troubleButtons } from './buttons.ts';
import { cardIn, roleOf, type CardRole } from './card-role.ts';
import type { Links } from './links.ts';
import { pickers } from './pickers.ts';
import { cut, escapeText, oneLine } from './plain-words.ts';
import { bold, channelPiece, line, link, paragraph, plain, quote, type Piece } from './rich-text.ts';
import { quoteTweet } from './tweet-quote.ts';
import { cardWords, headlineOf, noRoom, historyOf, labels, nextSentences, signOf, whenOf } from './words.ts';
import {
  decidedBy,
  headingOf,
  lastRefusal,
  outsideWords,
  readFromWords,
  reminderNameIn,
  reviewWords,
  knownWords,
  sentenceOf,
} from '../core/words.ts';

export interface CardMessage {
  /** The text for notifications and screen readers: escaped, never empty. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

export interface CardContent {
  readonly view: OpenSpaceView;
  /** Null if an organiser entered the open space, or if the store does not have the tweet. */
  readonly tweet: TweetDoc | null;
  readonly config: Config;
  readonly facts?: CardFacts;
  readonly links: Links;
  /** The role of this message: the card with the buttons, or a line that points to it. */
  readonly role: CardRole;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** An open space's message for organisers. The same view, config and time give the same message. */
export function cardFor(content: CardContent): CardMessage {
  const { view, role } = content;
  const home = roleOf(view);
  return role === home ? fullCard(content) : pointer(content, home);
}

/** The most needed facts come first, for phones: status and title, room and start, the post, the next steps. */
function fullCard({ view, tweet, config, facts = {}, links, now }: CardContent): CardMessage {
  const { space } = view;
  const outside = isOff(space) ? undefined : outsideWords(space.startAt, config.conference);
  const next = nextSentences(space, now, facts.rival);
  // A conflict's first sentence has a link beside it.
  const sentences = [...next, ...(outside === undefined ? [] : [outside])].map((sentence) => oneLine(sentence, 300));
  const actions = possibleActions(space, now);
  const elements: RichTextBlock['elements'] = [
    line([plain(`${signOf(space)} `), bold(`${headlineOf(space)} · ${oneLine(headingOf(space), 120)}`)]),
    line(whereAndWhen(space)),
    ...(tweet === null ? [] : [quote(quoteTweet(tweet)), line(hostLine(space, tweet))]),
    ...reasons(space, tweet),
    ...sentences.map((sentence, index) => line([plain(sentence), ...otherLink(space, facts, links, index)])),
    ...aboutKnown(facts),
    ...reminderText(space, facts, now),
    ...sentReminders(space),
    ...(space.note === undefined ? [] : [line([plain(cardWords.note(oneLine(space.note, 300)))])]),
  ];
  const freeRooms = actions.includes('elsewhere') ? (facts.freeRooms ?? []) : [];
  return {
    text: escapeText(cut([headlineOf(space), oneLine(sentenceOf(space), 200), ...sentences].join(' · '), 600)),
    blocks: [
      { type: 'rich_text', block_id: `about:r${space.revision}`, elements },
      ...moveButtons(space, freeRooms),
      ...troubleButtons(space, now),
      ...(hasPickers(actions) ? [pickers(space, tweet, config, button(space, 'apply'))] : []),
      buttons(space, actions, menu(space, hostActions(space, now), links.admin(space.id)), facts.about),
      ...notesBlock(notes(view, actions.includes('apply'))),
    ],
  };
}

/**
 * The message that stays in a channel after the card has moved to another. It has no buttons, so nobody decides there.
 */
function pointer({ view, config }: CardContent, home: CardRole): CardMessage {
  const { space } = view;
  const channel = cardIn(view, home)?.channel ?? config.slackChannels[home];
  const last = space.decisions.at(-1);
  const what = last === undefined ? headlineOf(space) : `${headlineOf(space)} (${decidedBy(last, space.timeZone)})`;
  const words = oneLine(`${sentenceOf(space)}: ${what}`, 500);
  return {
    text: escapeText(cardWords.elsewhere(words)),
    blocks: [
      {
        block_id: `about:r${space.revision}`,
        ...paragraph(plain(cardWords.elsewhereIn(words)), channelPiece(channel), plain('.')),
      },
    ],
  };
}

function whereAndWhen(space: OpenSpace): Piece[] {
  return [
    bold(`${oneLine(whereOf(space) ?? noRoom, 80)} · ${whenOf(space)}`),
    plain(space.enteredBy === undefined ? '' : cardWords.enteredBy(oneLine(space.enteredBy.name, 50))),
  ];
}

function hostLine(space: OpenSpace, { author, url }: TweetDoc): Piece[] {
  return [
    plain(`${oneLine(author.name, 50)} @${oneLine(author.username, 30)} · `),
    link(space.source?.url ?? url, labels.post),
  ];
}

/** While somebody must decide: how confident the reader is, the words it used, and the reason for a review. */
function reasons(space: OpenSpace, tweet: TweetDoc | null): RichTextBlock['elements'] {
  if (tweet === null || isOff(space) || !isUndecided(space)) return [];
  const why = space.standing.status === 'needs_review' ? reviewWords(tweet.reading) : '';
  const from = readFromWords(tweet.text, tweet.reading);
  return [
    ...(why === '' ? [] : [line([bold(cardWords.why), plain(`${why}.`)])]),
    ...(from === '' ? [] : [line([plain(from)])]),
  ];
}

/** A link to the other session of a conflict, beside the sentence that names it. */
function otherLink({ standing }: OpenSpace, { rival }: CardFacts, links: Links, index: number): Piece[] {
  if (standing.status !== 'conflict' || index > 0) return [];
  const url = links.admin(standing.with.openSpaceId) ?? rival?.source?.url;
  return url === undefined ? [] : [plain(' '), link(url, labels.other)];
}

/** The session that the post may move or cancel. */
function aboutKnown({ about }: CardFacts): RichTextBlock['elements'] {
  if (about === undefined) return [];
  return [line([plain(cardWords.about), bold(oneLine(knownWords(about), 200)), plain('.')])];
}

/** The exact text of the next reminder. */
function reminderText(space: OpenSpace, facts: CardFacts, now: number): RichTextBlock['elements'] {
  const state = currentReminder(space)?.state.status;
  const isNext = state === 'needs_action' || state === 'approved';
  if (!isNext || space.standing.status !== 'scheduled' || now >= decidableUntil(space)) return [];
  const text = facts.reminderText;
  return text === undefined ? [] : [line([bold(cardWords.says)]), quote([plain(oneLine(text, 600))])];
}

/** Links to the posts that the bot has made. */
function sentReminders(space: OpenSpace): RichTextBlock['elements'] {
  return space.reminders.flatMap(({ key, state }) =>
    state.status === 'sent' && state.tweetId !== undefined && /^\d{1,19}$/u.test(state.tweetId)
      ? [line([link(`https://x.com/i/status/${state.tweetId}`, labels.openReminder(reminderNameIn(space, key)))])]
      : [],
  );
}

function notes({ space, taker }: OpenSpaceView, canApply: boolean): string[] {
  const refusal = lastRefusal(space);
  const history = historyOf(space).join(' · ');
  return [
    ...(canApply && space.told !== undefined ? [labels.told] : []),
    ...(canApply && space.standing.status !== 'scheduled'
      ? [space.about === undefined ? cardWords.picks(labels[approveLabel(space)]) : cardWords.picksKnown]
      : []),
    ...(taker === undefined ? [] : [cardWords.taken(taker.name)]),
    ...(refusal === undefined ? [] : [refusal]),
    ...(history === '' ? [] : [history]),
  ].map((words) => oneLine(words, 500));
}

export function notesBlock(words: readonly string[]): ContextBlock[] {
  if (words.length === 0) return [];
  return [{ type: 'context', elements: words.map((text) => ({ type: 'plain_text', text, emoji: false })) }];
}
