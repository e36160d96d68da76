import type { Config } from '../core/config.ts';
import { sentenceOf, statusWords, type Status } from '../core/status.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { CardMessage } from './card.ts';
import { deadlineOf } from './home.ts';
import { cut, escapeText, oneLine } from './plain-words.ts';
import { bold, bullets, line, plain } from './rich-text.ts';

const shown = 10;

/** The statuses that need somebody, the most pressing first. */
const pressing: readonly Status[] = ['needs_action', 'conflict', 'needs_review'];

/** One message before many cards: how many are on their way, and those of them that need somebody first. */
export function digestFor(
  views: readonly OpenSpaceView[],
  waiting: number,
  config: Config,
  now: number,
): CardMessage {
  const headline = `${waiting} open spaces changed: their cards follow`;
  const urgent = views
    .filter(({ status }) => pressing.includes(status))
    .toSorted((a, b) => deadlineOf(a.space, now) - deadlineOf(b.space, now))
    .slice(0, shown);
  const lines = urgent.map(({ space, status }) => [plain(oneLine(`${statusWords[status]}: ${sentenceOf(space)}`, 200))]);
  const after = `Slack takes about one card a second${config.autoSend ? '' : '; nothing goes out unapproved'}.`;
  return {
    text: escapeText(cut(headline, 500)),
    blocks: [
      {
        type: 'rich_text',
        elements: [
          line([bold(`● ${headline}`)]),
          ...(lines.length === 0 ? [] : [line([plain('Among them, the most urgent first:')]), bullets(lines)]),
          line([plain(after)]),
        ],
      },
    ],
  };
}
