import { WebClient, LogLevel } from '@slack/web-api';
import type { KnownBlock, MessageMetadata } from '@slack/types';
import type { CardFacts } from '../activities/card-facts.ts';
import type { DeskNews } from '../activities/desk-news.ts';
import type { Config } from '../core/config.ts';
import type { Card, OpenSpaceView } from '../store/open-spaces.ts';
import type { TweetDoc } from '../store/tweets.ts';
import { alertMessage, alertsOf, isAlertRole, settledAlert } from './alerts.ts';
import { cardFor, type CardContent, type CardMessage } from './card.ts';
import { cardIn, cardRoles, roleOf, type CardRole } from './card-role.ts';
import { digestFor, type Digest } from './digest.ts';
import { createLinks, type LinkOptions } from './links.ts';
import { createLostPosts } from './lost-posts.ts';
import { newsButtons } from './pause.ts';
import { cut, escapeText, oneLine } from './plain-words.ts';
import { line, plain } from './rich-text.ts';
import { newsWords } from './words.ts';
import { clientOptions, isRefusedWith, quietly, readFailure } from './slack-answers.ts';

export interface CardDrawerOptions {
  readonly token: string;
  /** Slack's Web API, with a slash at the end. */
  readonly apiUrl: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly links?: LinkOptions;
}

interface Draw {
  readonly view: OpenSpaceView;
  readonly tweet: TweetDoc | null;
  readonly config: Config;
  readonly facts?: CardFacts;
  /** Awaited as soon as a message was posted, before anything else can fail. */
  readonly onPosted: (card: Card) => Promise<void>;
}

/** What drawing a card came to. */
export type Drawn =
  | { readonly kind: 'drawn' }
  /** Slack asks to wait, or is away: again at `until`, epoch milliseconds. */
  | { readonly kind: 'later'; readonly until: number; readonly why: string };

export type CardDrawer = ReturnType<typeof createCardDrawer>;

/** Answers that a message cannot be updated any more: somebody deleted it, or its channel went. */
const goneAnswers = [
  'message_not_found',
  'cant_update_message',
  'channel_not_found',
  'is_archived',
  'edit_window_closed',
];

/** Answers that only this channel gives. */
const closedChannelAnswers = ['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action'];

/** Draws cards as the desk asks; every call to Slack is tried once, and the desk comes again. */
export function createCardDrawer({ token, apiUrl, clock, links: addresses }: CardDrawerOptions) {
  const client = new WebClient(token, { ...clientOptions(apiUrl), logLevel: LogLevel.ERROR });
  const lostPosts = createLostPosts(client);
  const pointers = createPointerMemory();
  const links = createLinks(addresses);

  async function post(channel: string, message: CardMessage, metadata?: MessageMetadata): Promise<Omit<Card, 'role'>> {
    const posted = await orInWords(message, async (content) =>
      client.chat.postMessage({
        channel,
        ...quietly,
        ...content,
        ...(metadata === undefined ? {} : { metadata }),
      }),
    );
    return { channel: posted.channel ?? channel, ts: posted.ts ?? '' };
  }

  /** @returns false where there is nothing to update any more */
  async function update(card: Card, message: CardMessage, view: OpenSpaceView): Promise<boolean> {
    try {
      await orInWords(message, async (content) =>
        client.chat.update({
          channel: card.channel,
          ts: card.ts,
          parse: quietly.parse,
          link_names: quietly.link_names,
          ...content,
          metadata: metadataOf(view, card.role),
        }),
      );
      return true;
    } catch (error) {
      if (isRefusedWith(error, ...goneAnswers)) return false;
      throw error;
    }
  }

  async function drawHome(draw: Draw, home: CardRole): Promise<void> {
    const { view, config } = draw;
    const message = cardFor({ ...draw, links, role: home, now: clock() });
    const standing = cardIn(view, home);
    if (standing !== undefined && (await update(standing, message, view))) return;
    const lost = await lostPosts.find(view._id, home, config.slackChannels[home]);
    if (lost !== undefined && (await update(lost, message, view))) {
      await draw.onPosted(lost);
      return;
    }
    const startedAt = clock();
    try {
      const posted = await postWhereTaken(home, message, draw);
      lostPosts.forget(view._id, home);
      await draw.onPosted({ ...posted, role: home });
    } catch (error) {
      if (readFailure(error, clock()).isAmbiguous) lostPosts.remember(view._id, home, startedAt);
      throw error;
    }
  }

  /** A card in another channel of ours is better than none, and than a desk that waits for one channel's cure. */
  async function postWhereTaken(home: CardRole, message: CardMessage, { view, config }: Draw, role: string = home) {
    const channels = [...new Set([home, ...cardRoles].map((role) => config.slackChannels[role]))];
    for (const channel of channels.slice(0, -1)) {
      try {
        return await post(channel, message, metadataOf(view, role));
      } catch (error) {
        if (!isRefusedWith(error, ...closedChannelAnswers)) throw error;
      }
    }
    return post(channels.at(-1) ?? config.slackChannels[home], message, metadataOf(view, role));
  }

  /** Where the card stood before, a line that points to it. */
  async function drawPointers(draw: Draw, home: CardRole, posted: Card | undefined): Promise<void> {
    const view = posted === undefined ? draw.view : { ...draw.view, cards: [...(draw.view.cards ?? []), posted] };
    for (const role of cardRoles) {
      const card = role === home ? undefined : cardIn(view, role);
      if (card === undefined) continue;
      const message = cardFor({ ...draw, links, view, role, now: clock() });
      if (pointers.stands(card, message)) continue;
      await update(card, message, view);
      pointers.remember(card, message);
    }
  }

  /** Messages of their own: posted once each, then kept in line with the open space until their reason is gone. */
  async function drawAlerts(draw: Draw, home: CardRole): Promise<void> {
    const { view, config } = draw;
    const content: CardContent = { ...draw, links, role: home, now: clock() };
    const alerts = alertsOf(view.space, config.undecidedWarningMinutes, clock());
    for (const alert of alerts) {
      const message = alertMessage(alert, content);
      const standing = view.cards?.findLast(({ role }) => role === alert.role);
      // Somebody may have deleted it: they have read it.
      if (standing !== undefined) await update(standing, message, view);
      else await draw.onPosted({ ...(await postAlert(alert.role, message, draw, home)), role: alert.role });
    }
    for (const card of view.cards ?? []) {
      if (!isAlertRole(card.role) || alerts.some(({ role }) => role === card.role)) continue;
      const message = settledAlert(content);
      if (pointers.stands(card, message)) continue;
      await update(card, message, view);
      pointers.remember(card, message);
    }
  }

  async function postAlert(role: string, message: CardMessage, draw: Draw, home: CardRole) {
    const { view, config } = draw;
    const lost = await lostPosts.find(view._id, role, config.slackChannels[home]);
    if (lost !== undefined && (await update(lost, message, view))) return lost;
    const startedAt = clock();
    try {
      const posted = await postWhereTaken(home, message, draw, role);
      lostPosts.forget(view._id, role);
      return posted;
    } catch (error) {
      if (readFailure(error, clock()).isAmbiguous) lostPosts.remember(view._id, role, startedAt);
      throw error;
    }
  }

  async function orLater(work: () => Promise<void>): Promise<Drawn> {
    try {
      await work();
      return { kind: 'drawn' };
    } catch (error) {
      const { until, why } = readFailure(error, clock());
      return { kind: 'later', until, why };
    }
  }

  return {
    /**
     * Brings the open space's messages to its newest revision: posts into the channel that its status belongs to,
     * updates those that stand.
     */
    draw: async (draw: Draw): Promise<Drawn> =>
      orLater(async () => {
        const home = roleOf(draw.view);
        for (const card of draw.view.cards ?? []) if (card.role === home) pointers.forget(card);
        let posted: Card | undefined;
        const onPosted = async (card: Card): Promise<void> => {
          posted = card;
          await draw.onPosted(card);
        };
        await drawHome({ ...draw, onPosted }, home);
        await drawPointers(draw, home, posted);
        await drawAlerts(draw, home);
      }),

    /** One message before many cards. */
    drawDigest: async ({ config, ...digest }: Digest & { readonly config: Config }): Promise<Drawn> =>
      orLater(async () => {
        await post(config.slackChannels.needReview, digestFor(digest, config, clock()));
      }),

    /** Tells one person what became of a request that was kept; only they see it. */
    tellPerson: async (user: string, text: string, view: OpenSpaceView, config: Config): Promise<Drawn> =>
      orLater(async () => {
        const home = roleOf(view);
        const channel = cardIn(view, home)?.channel ?? config.slackChannels[home];
        await client.chat.postEphemeral({ channel, user, text: escapeText(cut(oneLine(text, 2000), 1000)) });
      }),

    /** Something all organisers should hear of, in the review channel. */
    tell: async (news: string | DeskNews, config: Config): Promise<Drawn> =>
      orLater(async () => {
        const { timeZone } = config.conference;
        const words = oneLine(typeof news === 'string' ? news : newsWords(news, clock(), timeZone), 2000);
        const blocks: KnownBlock[] = [{ type: 'rich_text', elements: [line([plain(words)])] }];
        if (typeof news !== 'string') blocks.push(...newsButtons(news));
        await post(config.slackChannels.needReview, { text: escapeText(cut(words, 1000)), blocks });
      }),
  };
}

/**
 * A card that Slack refuses as blocks is better read without buttons than not at all: people can decide on the
 * pages.
 */
async function orInWords<Answer>(
  { text, blocks }: CardMessage,
  send: (content: { text: string; blocks: KnownBlock[] }) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await send({ text, blocks: [...blocks] });
  } catch (error) {
    if (!isRefusedWith(error, 'invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long')) throw error;
    return send({ text, blocks: [] });
  }
}

/** Anybody in the channel can read it, so it holds ids only. */
function metadataOf(view: OpenSpaceView, role: string): MessageMetadata {
  return { event_type: 'open_space', event_payload: { open_space_id: view._id, revision: view.revision, role } };
}

/** Pointers seldom change while cards do: what stands is not sent again. A new process sends each once more. */
function createPointerMemory() {
  const standing = new Map<string, string>();
  const key = (card: Card): string => `${card.channel}/${card.ts}`;
  return {
    stands: (card: Card, message: CardMessage): boolean => standing.get(key(card)) === message.text,
    remember(card: Card, message: CardMessage): void {
      if (standing.size >= 5_000) standing.clear();
      standing.set(key(card), message.text);
    },
    forget: (card: Card): void => void standing.delete(key(card)),
  };
}
