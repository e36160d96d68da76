import { byDeadline } from '../core/undecided.ts';
import { whereOf } from '../core/open-space.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { CardMessage } from './card.ts';
import type { Links } from './links.ts';
import { escapeText, oneLine } from './plain-words.ts';
import { bold, firstOf, line, link, plain, richText, type Piece } from './rich-text.ts';
import { labels, listWords, noRoom } from './words.ts';
import { deadlineMoment, headingOf, momentOf, statusWords } from '../core/words.ts';

const shown = 12;

/** The answer to `/openspace list`: the undecided open spaces, the most urgent first, then those that start next. */
export function listMessage(
  undecided: readonly OpenSpaceView[],
  upcoming: readonly OpenSpaceView[],
  links: Links,
  now: number,
): CardMessage {
  const urgent = byDeadline(undecided, now);
  const waiting = listWords.toDecide(urgent.length);
  const title = upcoming.length === 0 ? listWords.nothingNext : listWords.next;
  const item = (words: string, view: OpenSpaceView): Piece[] => {
    const url = links.card(view) ?? links.admin(view._id);
    return [plain(oneLine(words, 200)), ...(url === undefined ? [] : [plain(' · '), link(url, labels.open)])];
  };
  const what = ({ space, status }: OpenSpaceView): string =>
    `${whereOf(space) ?? noRoom} · ${headingOf(space)} (${statusWords[status]})`;
  const first = urgent
    .slice(0, shown)
    .map((view) => item(listWords.by(deadlineMoment(view.space, now), what(view)), view));
  const coming = upcoming.slice(0, shown).map((view) => {
    const { startAt = now, timeZone } = view.space;
    return item(`${momentOf(startAt, now, timeZone)} · ${what(view)}`, view);
  });
  return {
    text: escapeText(`${waiting}. ${title}`),
    blocks: [
      richText(
        line([bold(waiting)]),
        ...firstOf(first, urgent.length),
        line([bold(title)]),
        ...firstOf(coming, upcoming.length),
      ),
    ],
  };
}
