import type { KnownBlock, MessageMetadata } from '@slack/types';
import type { Card } from '../store/open-spaces.ts';
import type { CardMessage } from './card.ts';
import { findPosted } from './find-posted.ts';
import { isRefusedForGood, isRefusedWith, quietly, readFailure, type SlackClient } from './slack-answers.ts';

/** The place of a message: channel and timestamp. */
export type Posted = Omit<Card, 'role'>;

/** Errors which mean that a message cannot be updated any more: it or its channel was deleted. */
const goneAnswers = [
  'message_not_found',
  'cant_update_message',
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'edit_window_closed',
];

/** Errors that concern this channel only. */
const closedChannelAnswers = ['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action'];
/** The bot may post in the channel, but the person to whom the message is addressed is not in it. */
const notTheirChannel = 'user_not_in_channel';

/** Posts and updates all messages of the bot in channels. */
export function createPoster(client: SlackClient) {
  const refusals = new Map<string, string | undefined>();

  /**
   * Tries the channels in turn. A message in another channel is better than none, and the desk must not wait for one
   * channel.
   */
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

  /** @returns false if the message does not exist any more */
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

  /** Deletes a message of the bot. If it is gone already, or Slack lets nobody delete it, nothing more can be done. */
  async function remove({ channel, ts }: Posted): Promise<void> {
    try {
      await client.chat.delete({ channel, ts });
    } catch (error) {
      if (!isRefusedForGood(error)) throw error;
    }
  }

  return {
    /** The last answer of each channel: the reason why the bot may not post there, or undefined if it may. */
    refusals: refusals as ReadonlyMap<string, string | undefined>,

    forgetRefusals: (): void => refusals.clear(),

    whereTaken,

    update,

    remove,

    find: (metadata: MessageMetadata, channels: readonly string[], since: Date): Promise<Posted[]> =>
      findPosted(client, metadata, channels, since),

    /**
     * Posts a message into the first channel that takes it.
     *
     * @param metadata the name of the message, the same at each try; everybody in the channel can read it
     * @param onPosting called and awaited before it is sent to a channel
     */
    post: (
      message: CardMessage,
      metadata: MessageMetadata,
      channels: readonly string[],
      onPosting?: (channel: string) => Promise<void>,
    ): Promise<Posted> =>
      whereTaken(channels, async (channel) => {
        await onPosting?.(channel);
        const posted = await orInWords(message, (content) =>
          client.chat.postMessage({ channel, ...quietly, ...content, metadata }),
        );
        return { channel: posted.channel ?? channel, ts: posted.ts ?? '' };
      }),
  };
}

/** If Slack refuses the card's blocks, sends the text alone: people can read it, and decide on the pages. */
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
