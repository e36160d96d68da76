import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { Config } from '../core/config.ts';
import { byDeadline, undecidedCancellation } from '../core/undecided.ts';
import { isOff, whereOf, type OpenSpace } from '../core/open-space.ts';
import { possibleActions } from '../core/possible-actions.ts';
import { localTime } from '../core/local-time.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { isOrganiser, type Reply } from './actions.ts';
import { button, plainButton, type ButtonName } from './buttons.ts';
import type { Listeners } from './conversation.ts';
import { pauseButton } from './pause.ts';
import { oneLine } from './plain-words.ts';
import { bold, bullets, line, link, paragraph, plain, richText, type Piece } from './rich-text.ts';
import type { SlackClient } from './slack-answers.ts';
import { headlineOf, homeWords, labels, noRoom, signOf, whenOf } from './words.ts';
import { deadlineWords, headingOf, statusWords } from '../core/words.ts';

/** Nobody would read more. */
const shown = 20;
/** One line each; nobody would read more on a phone. */
const shownNext = 40;
const hour = 3_600_000;

/**
 * The bot's Home tab. It shows organisers the reminders of the next hour and the undecided open spaces, the most urgent
 * first.
 *
 * @param notice the result of the last press, if there is one
 */
export async function showHome(
  { client, openSpaces, linksWithCards, clock }: Pick<Listeners, 'client' | 'openSpaces' | 'linksWithCards' | 'clock'>,
  user: string,
  notice?: Reply,
): Promise<void> {
  const now = clock();
  const config = await openSpaces.config();
  if (!isOrganiser(user, config)) {
    await publish(client, user, [...noticeBlocks(notice), paragraph(...attendeesWords(config, user))]);
    return;
  }
  const [undecided, upcoming] = await Promise.all([
    openSpaces.listUndecided(),
    openSpaces.listUpcoming(now, now + hour),
  ]);
  const urgent = byDeadline(undecided, now);
  const first = urgent.slice(0, shown);
  const links = await linksWithCards();
  const urls = first.map((view) => links.card(view) ?? links.admin(view._id));
  const more = urgent.length - first.length;
  await publish(client, user, homeBlocks({ config, upcoming, first, urls, more, notice, now }));
}

interface HomeContent {
  readonly config: Config;
  readonly upcoming: readonly OpenSpaceView[];
  /** The undecided open spaces that are shown, each with a link to its card. */
  readonly first: readonly OpenSpaceView[];
  readonly urls: readonly (string | undefined)[];
  /** The number of other undecided open spaces. */
  readonly more: number;
  readonly notice?: Reply;
  /** Epoch milliseconds. */
  readonly now: number;
}

export function homeBlocks({ config, upcoming, first, urls, more, notice, now }: HomeContent): KnownBlock[] {
  const waiting = first.length + more;
  return [
    ...noticeBlocks(notice),
    paragraph(config.paused ? bold(homeWords.paused) : plain(homeWords.on)),
    { type: 'actions', elements: [pauseButton(config.paused), plainButton('enter', labels.enter)] },
    { type: 'divider' },
    ...nextHour(upcoming),
    paragraph(bold(homeWords.waiting(waiting))),
    ...first.flatMap((view, index) => entry(view.space, urls[index], now)),
    ...(more > 0 ? [paragraph(plain(homeWords.more(more)))] : []),
  ];
}

const noticeBlocks = (notice: Reply): readonly KnownBlock[] =>
  typeof notice === 'string' ? [paragraph(bold(oneLine(notice, 500)))] : (notice?.blocks ?? []);

function attendeesWords(config: Config, user: string): Piece[] {
  return [
    bold(homeWords.attendees(config.conference.name)),
    plain(homeWords.attendeesHint(config.keywords[0] ?? '', user)),
  ];
}

function nextHour(views: readonly OpenSpaceView[]): KnownBlock[] {
  if (views.length === 0) return [paragraph(plain(homeWords.nothingNext))];
  const lines = views.slice(0, shownNext).map(({ space, status }) => {
    const where = whereOf(space) ?? noRoom;
    const words = `${localTime(space.startAt ?? 0, space.timeZone)} · ${where} · ${headingOf(space)}`;
    return [plain(oneLine(`${words} (${statusWords[status]})`, 200))];
  });
  if (views.length > shownNext) lines.push([plain(homeWords.more(views.length - shownNext))]);
  return [richText(line([bold(homeWords.nextHour)]), bullets(lines))];
}

function entry(space: OpenSpace, url: string | undefined, now: number): KnownBlock[] {
  // Home has no pickers, so a review or a conflict can only be decided on its card.
  const actions: readonly ButtonName[] = isOff(space)
    ? ['post_correction', 'deny_correction']
    : possibleActions(space, now).filter(
        (one) => one === 'deny' || (one === 'approve' && space.standing.status === 'scheduled'),
      );
  const block: ActionsBlock = {
    type: 'actions',
    block_id: `home:${space.id}:r${space.revision}`,
    elements: actions.map((action) => button(space, action, undecidedCancellation(space)?.key)),
  };
  return [
    paragraph(
      plain(`${signOf(space)} `),
      bold(`${headlineOf(space)} · ${oneLine(headingOf(space), 120)}`),
      plain(`\n${oneLine(whereOf(space) ?? noRoom, 80)} · ${whenOf(space)}\n${deadlineWords(space, now)}`),
      ...(url === undefined ? [] : [plain(' '), link(url, labels.openCard)]),
    ),
    ...(actions.length === 0 ? [] : [block]),
  ];
}

async function publish(client: SlackClient, user: string, blocks: KnownBlock[]): Promise<void> {
  await client.views.publish({ user_id: user, view: { type: 'home', blocks } });
}
