import type { KnownBlock } from '@slack/types';
import { decidableUntil, type OpenSpace } from '../core/open-space.ts';
import { localDayAndTime } from '../core/local-time.ts';
import { sentenceOf } from '../core/status.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import { isOrganiser } from './actions.ts';
import { cardIn, roleOf } from './card-role.ts';
import { headlineOf, signOf } from './card-words.ts';
import type { SlackService } from './open-space-service.ts';
import { oneLine } from './plain-words.ts';
import { bold, line, link, plain, type Piece } from './rich-text.ts';
import type { SlackClient } from './slack-answers.ts';

/** More would only be scrolled past; each entry costs one call for its link. */
const shown = 25;

export interface HomeOptions {
  readonly user: string;
  readonly client: SlackClient;
  readonly openSpaces: SlackService;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The bot's Home tab: for organisers what waits for them, the most urgent first. */
export async function showHome({ user, client, openSpaces, now }: HomeOptions): Promise<void> {
  const config = await openSpaces.config();
  if (!isOrganiser(user, config)) {
    await publish(client, user, [
      paragraph([
        bold(`Open spaces at ${config.conference.name}`),
        plain(
          `\nTweet what, when and where with #${config.keywords[0] ?? ''}, and the bot reminds people shortly before. Here organisers decide what goes out; your Slack user id is ${user}.`,
        ),
      ]),
    ]);
    return;
  }
  const open = (await openSpaces.listUndecided()).toSorted(
    (a, b) => deadlineOf(a.space, now) - deadlineOf(b.space, now),
  );
  const first = open.slice(0, shown);
  const links = await Promise.all(first.map(async (view) => cardLink(view, client)));
  const headline =
    open.length === 0
      ? 'Nothing waits for a decision.'
      : `${open.length} open space${open.length === 1 ? '' : 's'} wait${open.length === 1 ? 's' : ''} for a decision`;
  const more = open.length - first.length;
  await publish(client, user, [
    paragraph([bold(headline)]),
    ...first.map((view, index) => paragraph(entry(view.space, links[index], now))),
    ...(more > 0 ? [paragraph([plain(`and ${more} more.`)])] : []),
  ]);
}

function entry(space: OpenSpace, url: string | undefined, now: number): Piece[] {
  return [
    plain(`${signOf(space)} `),
    bold(`${headlineOf(space)} · ${oneLine(sentenceOf(space), 200)}`),
    plain(`\nby ${localDayAndTime(deadlineOf(space, now), space.timeZone)}`),
    ...(url === undefined ? [] : [plain(' · '), link(url, 'open its card')]),
  ];
}

/** Until when a decision is in time; when that has passed, until when it still changes anything. Epoch milliseconds. */
export function deadlineOf(space: OpenSpace, now: number): number {
  const due = space.reminders
    .filter((one) => one.state.status === 'needs_action')
    .flatMap(({ sendAt }) => (sendAt !== undefined && sendAt > now ? [sendAt] : []));
  return Math.min(decidableUntil(space), ...(space.standing.status === 'scheduled' ? due : []));
}

async function cardLink(view: OpenSpaceView, client: SlackClient): Promise<string | undefined> {
  const card = cardIn(view, roleOf(view));
  if (card === undefined) return undefined;
  try {
    return (await client.chat.getPermalink({ channel: card.channel, message_ts: card.ts })).permalink;
  } catch {
    // A list without one link is better than no list.
    return undefined;
  }
}

async function publish(client: SlackClient, user: string, blocks: KnownBlock[]): Promise<void> {
  await client.views.publish({ user_id: user, view: { type: 'home', blocks } });
}

function paragraph(pieces: readonly Piece[]): KnownBlock {
  return { type: 'rich_text', elements: [line(pieces)] };
}
