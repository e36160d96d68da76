import type { MessageMetadata } from '@slack/types';
import { z } from 'zod';
import { isRefusedForGood, type SlackClient } from './slack-answers.ts';

/** What a message of ours is called by its metadata: a card by its open space and its role, news by a key. */
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
  /** Where it was sent. */
  readonly channel: string;
  /** When it was first sent off, epoch milliseconds. */
  readonly startedAt: number;
}

/**
 * Posts whose answer never came, or whose place could not be stored: before such a message is posted again, the
 * channel is asked for it by its metadata.
 * Needs the scopes for history; without them, and after a restart, a second one may be posted: no decision depends on
 * it.
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

    /** @throws where Slack is away: whether the message stands cannot be told now */
    async find(metadata: MessageMetadata): Promise<{ channel: string; ts: string } | undefined> {
      const name = nameSchema.parse(metadata);
      const post = lost.get(name);
      if (post === undefined) return undefined;
      const { channel, startedAt } = post;
      try {
        const { messages = [] } = await client.conversations.history({
          channel,
          include_all_metadata: true,
          // Slack's clock and ours may differ.
          oldest: String(startedAt / 1000 - 60),
          limit: 200,
        });
        for (const message of messages) {
          const { success, data } = messageSchema.safeParse(message);
          if (success && data.metadata === name) return { channel, ts: data.ts };
        }
      } catch (error) {
        // Without the scope for it, the look is left out.
        if (!isRefusedForGood(error)) throw error;
      }
      return undefined;
    },
  };
}
