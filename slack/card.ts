import { decisionWords } from '../core/decision-words.ts';
import type { KnownBlock, RichTextBlock } from '@slack/types';
import type { Config } from '../core/config.ts';
import { localDayAndTime } from '../core/local-time.ts';
import { whereOf, type OpenSpace } from '../core/open-space.ts';
import { sentenceOf } from '../core/status.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { TweetDoc } from '../store/tweets.ts';
import { buttons, hasPickers, possibleActions } from './buttons.ts';
import { cardIn, roleOf, type CardRole } from './card-role.ts';
import { headlineOf, historyOf, nextSentences, signOf } from './card-words.ts';
import { pickers } from './pickers.ts';
import { cut, escapeText, oneLine } from './plain-words.ts';
import { bold, channelPiece, code, line, link, plain, quote, type Piece } from './rich-text.ts';
import { quoteTweet, readFrom, whyReview } from './tweet-quote.ts';

export interface CardMessage {
  /** What notifications and screen readers say: escaped, never empty. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

export interface CardContent {
  readonly view: OpenSpaceView;
  /** Null where an organiser entered the open space, or the tweet is not in the store. */
  readonly tweet: TweetDoc | null;
  readonly config: Config;
  /** Whose message it is: the one with the buttons, or the line that points to it. */
  readonly role: CardRole;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** An open space as organisers see it in Slack; the same view, config and time give the same card. */
export function cardFor(content: CardContent): CardMessage {
  const { view, role } = content;
  const home = roleOf(view);
  return role === home ? fullCard(content) : pointer(content, home);
}

function fullCard({ view, tweet, config, now }: CardContent): CardMessage {
  const { space } = view;
  const sentences = nextSentences(space, now).map((sentence) => oneLine(sentence, 300));
  const actions = possibleActions(space, now);
  const history = oneLine(historyOf(space), 500);
  const notes = [
    ...(actions.includes('apply') && space.standing.status !== 'scheduled'
      ? ['Approve schedules it with what the pickers show; Apply schedules it without approving.']
      : []),
    ...(history === '' ? [] : [history]),
  ];
  const about: RichTextBlock = {
    type: 'rich_text',
    block_id: `about:r${space.revision}`,
    elements: [
      line(titleLine(space)),
      ...(tweet === null ? [] : [quote(quoteTweet(tweet)), line(hostLine(space, tweet))]),
      ...reasons(space, tweet),
      ...sentences.map((sentence) => line([plain(sentence)])),
      ...sentReminders(space),
      ...(space.note === undefined ? [] : [line([plain(`Note: ${oneLine(space.note, 300)}`)])]),
      ...(space.remark === undefined ? [] : [line([bold(oneLine(space.remark, 300))])]),
    ],
  };
  return {
    text: escapeText(cut([headlineOf(space), oneLine(sentenceOf(space), 200), ...sentences].join(' · '), 600)),
    blocks: [
      about,
      ...(hasPickers(actions) ? [pickers(space, tweet, config)] : []),
      ...(actions.length === 0 ? [] : [buttons(space, actions)]),
      ...(notes.length === 0
        ? []
        : [
            {
              type: 'context' as const,
              block_id: `notes:r${space.revision}`,
              elements: notes.map((text) => ({ type: 'plain_text' as const, text, emoji: false })),
            },
          ]),
    ],
  };
}

/** What stays in a channel when the card has moved on: no buttons, so that nobody decides on an old one. */
function pointer({ view, config }: CardContent, home: CardRole): CardMessage {
  const { space } = view;
  const channel = cardIn(view, home)?.channel ?? config.slackChannels[home];
  const last = space.decisions.at(-1);
  const what =
    last === undefined
      ? headlineOf(space)
      : `${headlineOf(space)} (${decisionWords(last, space.timeZone)}, ${last.by.name})`;
  const words = oneLine(`${sentenceOf(space)}: ${what}`, 500);
  return {
    text: escapeText(`${words}. Its card is in another channel.`),
    blocks: [
      {
        type: 'rich_text',
        block_id: `about:r${space.revision}`,
        elements: [line([plain(`➜ ${words}. Its card is in `), channelPiece(channel), plain('.')])],
      },
    ],
  };
}

/** Status first, then where and when: what a phone's first line shows. */
function titleLine(space: OpenSpace): Piece[] {
  const when = space.startAt === undefined ? 'no start yet' : localDayAndTime(space.startAt, space.timeZone);
  const title = space.title === undefined ? '' : ` · ${oneLine(space.title, 120)}`;
  return [
    plain(`${signOf(space)} `),
    bold(`${headlineOf(space)} · ${oneLine(whereOf(space) ?? 'no room yet', 80)} · ${when}`),
    plain(`${title}${space.source === undefined ? ' · entered by hand' : ''}`),
  ];
}

function hostLine(space: OpenSpace, tweet: TweetDoc): Piece[] {
  const { author } = tweet;
  return [
    bold(oneLine(author.name, 50)),
    plain(` @${oneLine(author.username, 30)} · X id `),
    code(oneLine(author.id, 30)),
    plain(' · tweet '),
    code(oneLine(tweet.tweetId, 30)),
    plain(' · '),
    link(space.source?.url ?? tweet.url, 'open tweet'),
  ];
}

/** For a review why it is one, and from which words the bot read what it read. */
function reasons(space: OpenSpace, tweet: TweetDoc | null): RichTextBlock['elements'] {
  if (tweet === null) return [];
  const why = space.standing.status === 'needs_review' ? whyReview(tweet) : [];
  const from = readFrom(tweet);
  return [
    ...(why.length === 0 ? [] : [line([bold('Why: '), plain(`${why.join('; ')}.`)])]),
    ...(from === '' ? [] : [line([plain(`Read from ${from}.`)])]),
  ];
}

/** The bot's own tweets, to look at or copy. */
function sentReminders(space: OpenSpace): RichTextBlock['elements'] {
  return space.reminders.flatMap(({ state }) =>
    state.status === 'sent' && state.tweetId !== undefined
      ? [line([plain('Reminder tweet '), code(oneLine(state.tweetId, 30))])]
      : [],
  );
}
