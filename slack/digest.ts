import type { Config } from '../core/config.ts';
import { decidableUntil } from '../core/open-space.ts';
import { sentenceOf, statusWords, type Status } from '../core/status.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { CardMessage } from './card.ts';
import { cut, escapeText, oneLine } from './plain-words.ts';
import { bold, bullets, line, plain } from './rich-text.ts';

const shown = 10;

/** One message for many open spaces, the most urgent named: `12 open spaces wait for a fresh card: needs review 9, conflict 3`. */
export function digestFor(views: readonly OpenSpaceView[], config: Config): CardMessage {
  const counts = new Map<Status, number>();
  for (const view of views) counts.set(view.status, (counts.get(view.status) ?? 0) + 1);
  const parts = [...counts].map(([status, count]) => `${statusWords[status]} ${count}`).join(', ');
  const headline = `${views.length} open space${views.length === 1 ? '' : 's'} wait for a fresh card: ${parts}`;
  const urgent = views.toSorted((a, b) => decidableUntil(a.space) - decidableUntil(b.space)).slice(0, shown);
  const more = views.length - urgent.length;
  return {
    text: escapeText(cut(headline, 500)),
    blocks: [
      {
        type: 'rich_text',
        elements: [
          line([bold(`● ${headline}`)]),
          bullets(
            urgent.map(({ space, status }) => [plain(oneLine(`${statusWords[status]}: ${sentenceOf(space)}`, 200))]),
          ),
          line([
            plain(more > 0 ? `and ${more} more. ` : ''),
            plain(`Cards follow as fast as Slack takes them${config.autoSend ? '' : '; nothing goes out unapproved'}.`),
          ]),
        ],
      },
    ],
  };
}
