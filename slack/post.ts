import type { KnownBlock, MessageMetadata } from '@slack/types';
import type { Card } from '../store/open-spaces.ts';
import type { CardMessage } from './card.ts';
import { createLostPosts } from './lost-posts.ts';
import { isRefusedWith, mayStand, quietly, readFailure, type SlackClient } from './slack-answers.ts';

/** Where a message stands. */
export type Posted = Omit<Card, 'role'>;

/** Answers that a message cannot be updated any more: somebody deleted it, or its channel went. */
const goneAnswers = [
  'message_not_found',
  'cant_update_message',
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'edit_window_closed',
];

/** Answers that only this channel gives. */
const closedChannelAnswers = ['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action'];
/** The channel is open to the bot, and the person whom a message is for is not in it. */
const notTheirChannel = 'user_not_in_channel';

/** Everything that the bot posts in channels goes through here. @param clock epoch milliseconds */
export function createPoster(client: SlackClient, clock: () => number) {
  const lostPosts = createLostPosts(client);
  const refusals = new Map<string, string | undefined>();

  /** In another of the channels is better than not at all, and than a desk that waits for one channel's cure. */
  async function whereTaken<Sent>(
    [channel = '', ...others]: readonly string[],
    send: (channel: string) => Promise<Sent>,
  ): Promise<Sent> {
    try {
      const sent = await send(channel);
      refusals.set(channel, undefined);
      return sent;
    } catch (error) {
      if (!isRefusedWith(error, notTheirChannel, ...closedChannelAnswers)) throw error;
      if (!isRefusedWith(error, notTheirChannel)) refusals.set(channel, readFailure(error).why);
      if (others.length === 0) throw error;
      return whereTaken(others, send);
    }
  }

  /** @returns false where there is nothing to update any more */
  async function update({ channel, ts }: Posted, message: CardMessage, metadata: MessageMetadata): Promise<boolean> {
    const { parse, link_names } = quietly;
    try {
      await orInWords(message, (content) =>
        client.chat.update({ channel, ts, parse, link_names, ...content, metadata }),
      );
      return true;
    } catch (error) {
      if (isRefusedWith(error, ...goneAnswers)) return false;
      throw error;
    }
  }

  return {
    /** What each channel answered last: why it is closed to the bot; undefined where it took a message. */
    refusals: refusals as ReadonlyMap<string, string | undefined>,

    whereTaken,

    update,

    /**
     * Posts a message into the first of the channels that takes it. Where its post was tried before and never answered,
     * the message that stands is updated instead.
     *
     * @param metadata names the message, the same at each try; anybody in the channel can read it
     * @param onPosted stores where the message stands; until it has, the next try looks for the message
     */
    async post(
      message: CardMessage,
      metadata: MessageMetadata,
      channels: readonly string[],
      onPosted: (posted: Posted) => Promise<void> = async () => {},
    ): Promise<void> {
      const lost = await lostPosts.find(metadata);
      if (lost !== undefined && (await update(lost, message, metadata))) {
        await onPosted(lost);
        return lostPosts.forget(metadata);
      }
      const startedAt = clock();
      await whereTaken(channels, async (channel) => {
        try {
          const posted = await orInWords(message, (content) =>
            client.chat.postMessage({ channel, ...quietly, ...content, metadata }),
          );
          await onPosted({ channel: posted.channel ?? channel, ts: posted.ts ?? '' });
          lostPosts.forget(metadata);
        } catch (error) {
          if (mayStand(error)) lostPosts.remember(metadata, channel, startedAt);
          throw error;
        }
      });
    },
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
