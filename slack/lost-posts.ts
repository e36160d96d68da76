import type { MessageMetadata } from '@slack/types';
import { z } from 'zod';
import { isRefusedForGood, type SlackClient } from './slack-answers.ts';

/** The name of a message in its metadata: the open space and the role of a card, or the key of news. */
const nameSchema = z.union([
  z
    .object({
      event_type: z.literal('open_space'),
      event_payload: z.object({ open_space_id: z.string(), role: z.string() }),
    })
    .transform(({ event_payload: { open_space_id, role } }) => `${open_space_id}/${role}`),
  z
    .object({ event_type: z.literal('news'), event_payload: z.object({ key: z.string() }) })
    .transform(({ event_payload: { key } }) => key),
]);
const messageSchema = z.object({ ts: z.string(), metadata: nameSchema });

interface LostPost {
  /** The channel to which it was sent. */
  readonly channel: string;
  /** When the first try began, epoch milliseconds. */
  readonly startedAt: number;
}

/**
 * Remembers posts without an answer, and posts whose place could not be stored. Before such a message is posted again,
 * the bot searches the channel for its metadata. This needs the scopes for history. Without them, or after a restart, a
 * second message may be posted; no decision depends on it. For messages of the outbox, the store remembers it too.
 */
export function createLostPosts(client: Pick<SlackClient, 'conversations'>) {
  const lost = new Map<string, LostPost>();

  return {
    remember(metadata: MessageMetadata, channel: string, startedAt: number): void {
      const name = nameSchema.parse(metadata);
      const known = lost.get(name);
      if (known?.channel !== channel) lost.set(name, { channel, startedAt });
    },

    forget: (metadata: MessageMetadata): void => void lost.delete(nameSchema.parse(metadata)),

    /**
     * @param stored what the store remembers of it; this process may know more
     * @throws if Slack is down: then it is not known whether the message was posted
     */
    async find(metadata: MessageMetadata, stored?: LostPost): Promise<{ channel: string; ts: string } | undefined> {
      const name = nameSchema.parse(metadata);
      const post = lost.get(name) ?? stored;
      if (post === undefined) return undefined;
      const { channel, startedAt } = post;
      try {
        const { messages = [] } = await client.conversations.history({
          channel,
          include_all_metadata: true,
          // 60 s earlier, because Slack's clock and ours may differ.
          oldest: String(startedAt / 1000 - 60),
          limit: 200,
        });
        for (const message of messages) {
          const { success, data } = messageSchema.safeParse(message);
          if (success && data.metadata === name) return { channel, ts: data.ts };
        }
      } catch (error) {
        // Without the scope, the search is skipped.
        if (!isRefusedForGood(error)) throw error;
      }
      return undefined;
    },
  };
}
