import type { Config } from '../core/config.ts';
import { byDeadline } from '../core/undecided.ts';
import type { Status } from '../core/status.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { CardMessage } from './card.ts';
import { cut, escapeText, oneLine } from './plain-words.ts';
import { bold, bullets, line, plain, richText } from './rich-text.ts';
import { listWords } from './words.ts';
import { sentenceOf, statusWords } from '../core/words.ts';
import { inPresentRooms } from '../core/present-room.ts';

const shown = 10;

/** The statuses that need a decision, the most urgent first. */
const pressing: readonly Status[] = ['needs_action', 'conflict', 'needs_review'];

export interface Digest {
  /** The first of the open spaces whose cards are to be drawn. */
  readonly views: readonly OpenSpaceView[];
  /** How many cards are to be drawn. */
  readonly cards: number;
  /** How many open spaces wait for a decision. */
  readonly undecided: number;
}

/**
 * One message before many cards: the number of undecided open spaces, the number of cards, and the most urgent ones.
 */
export function digestFor({ views, cards, undecided }: Digest, config: Config, now: number): CardMessage {
  const headline = listWords.digest(undecided, cards);
  const waiting = inPresentRooms(views, config.conference.rooms).filter(({ status }) => pressing.includes(status));
  const urgent = byDeadline(waiting, now).slice(0, shown);
  const lines = urgent.map(({ space, status }) => [
    plain(oneLine(`${statusWords[status]}: ${sentenceOf(space)}`, 200)),
  ]);
  return {
    text: escapeText(cut(headline, 500)),
    blocks: [
      richText(
        line([bold(`● ${headline}`)]),
        ...(lines.length === 0 ? [] : [line([plain(listWords.firstCards)]), bullets(lines)]),
        line([plain(listWords.pace(config.autoSend))]),
      ),
    ],
  };
}
