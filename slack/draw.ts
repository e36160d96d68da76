import { WebClient, LogLevel } from '@slack/web-api';
import type { KnownBlock, MessageMetadata } from '@slack/types';
import type { CardDrawer, Drawn } from '../activities/deps.ts';
import type { Config } from '../core/config.ts';
import type { Card, OpenSpaceView } from '../store/open-spaces.ts';
import { cardFor, type CardMessage } from './card.ts';
import { cardIn, cardRoles, roleOf, type CardRole } from './card-role.ts';
import { digestFor } from './digest.ts';
import { createLostPosts } from './lost-posts.ts';
import { cut, escapeText, oneLine } from './plain-words.ts';
import { line, plain } from './rich-text.ts';
import { clientOptions, isRefusedWith, quietly, readFailure } from './slack-answers.ts';

export interface CardDrawerOptions {
  readonly token: string;
  /** Slack's Web API, with a slash at the end. */
  readonly apiUrl: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

type Draw = Parameters<CardDrawer['draw']>[0];

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
export function createCardDrawer({ token, apiUrl, clock }: CardDrawerOptions): CardDrawer {
  const client = new WebClient(token, { ...clientOptions(apiUrl), logLevel: LogLevel.ERROR });
  const lostPosts = createLostPosts(client);
  const pointers = createPointerMemory();

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
          metadata: metadataOf(view),
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
    const message = cardFor({ ...draw, role: home, now: clock() });
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
  async function postWhereTaken(home: CardRole, message: CardMessage, { view, config }: Draw) {
    const channels = [...new Set([home, ...cardRoles].map((role) => config.slackChannels[role]))];
    for (const channel of channels.slice(0, -1)) {
      try {
        return await post(channel, message, metadataOf(view));
      } catch (error) {
        if (!isRefusedWith(error, ...closedChannelAnswers)) throw error;
      }
    }
    return post(channels.at(-1) ?? config.slackChannels[home], message, metadataOf(view));
  }

  /** Where the card stood before, a line that points to it. */
  async function drawPointers(draw: Draw, home: CardRole, posted: Card | undefined): Promise<void> {
    const view = posted === undefined ? draw.view : { ...draw.view, cards: [...(draw.view.cards ?? []), posted] };
    for (const role of cardRoles) {
      const card = role === home ? undefined : cardIn(view, role);
      if (card === undefined) continue;
      const message = cardFor({ ...draw, view, role, now: clock() });
      if (pointers.stands(card, message)) continue;
      await update(card, message, view);
      pointers.remember(card, message);
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
    draw: async (draw) =>
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
      }),

    drawDigest: async ({ views, config }) =>
      orLater(async () => {
        for (const [role, part] of byRole(views)) await post(config.slackChannels[role], digestFor(part, config));
      }),

    tellPerson: async (user, text, view, config) =>
      orLater(async () => {
        const home = roleOf(view);
        const channel = cardIn(view, home)?.channel ?? config.slackChannels[home];
        await client.chat.postEphemeral({ channel, user, text: escapeText(cut(oneLine(text, 2000), 1000)) });
      }),

    tell: async (text: string, config: Config) =>
      orLater(async () => {
        const words = oneLine(text, 2000);
        const blocks: KnownBlock[] = [{ type: 'rich_text', elements: [line([plain(words)])] }];
        await post(config.slackChannels.needReview, { text: escapeText(cut(words, 1000)), blocks });
      }),
  };
}

/** A card that Slack does not take as blocks is better read without buttons than not at all; the API and web decide too. */
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
function metadataOf(view: OpenSpaceView): MessageMetadata {
  return { event_type: 'open_space', event_payload: { open_space_id: view._id, revision: view.revision } };
}

function byRole(views: readonly OpenSpaceView[]): Map<CardRole, OpenSpaceView[]> {
  const roles = new Map<CardRole, OpenSpaceView[]>();
  for (const view of views) roles.set(roleOf(view), [...(roles.get(roleOf(view)) ?? []), view]);
  return roles;
}

/** Pointers seldom change while cards do: what stands is not sent again. Forgotten with the process, at the cost of one update each. */
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
