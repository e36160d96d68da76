import { z } from 'zod';
import type { Card } from '../store/open-spaces.ts';
import type { SlackClient } from './slack-answers.ts';

const messageSchema = z.object({
  ts: z.string(),
  metadata: z.object({
    event_type: z.literal('open_space'),
    event_payload: z.object({ open_space_id: z.string(), role: z.string() }),
  }),
});

/**
 * Posts whose answer never came: before such a card is posted again, the channel is asked for it by its metadata. Needs
 * the scopes for history; without them, and after a restart, a second card may be posted: no decision depends on it.
 */
export function createLostPosts(client: Pick<SlackClient, 'conversations'>) {
  const lost = new Map<string, number>();
  const key = (openSpaceId: string, role: string): string => `${openSpaceId}/${role}`;

  return {
    /** @param startedAt when the post was sent off, epoch milliseconds */
    remember(openSpaceId: string, role: string, startedAt: number): void {
      lost.set(key(openSpaceId, role), Math.min(startedAt, lost.get(key(openSpaceId, role)) ?? startedAt));
    },

    forget: (openSpaceId: string, role: string): void => void lost.delete(key(openSpaceId, role)),

    async find(openSpaceId: string, role: string, channel: string): Promise<Card | undefined> {
      const startedAt = lost.get(key(openSpaceId, role));
      if (startedAt === undefined) return undefined;
      try {
        const { messages = [] } = await client.conversations.history({
          channel,
          include_all_metadata: true,
          // Slack's clock and ours may differ.
          oldest: String(startedAt / 1000 - 60),
          limit: 200,
        });
        lost.delete(key(openSpaceId, role));
        for (const message of messages) {
          const { success, data } = messageSchema.safeParse(message);
          if (!success) continue;
          const about = data.metadata.event_payload;
          if (about.open_space_id === openSpaceId && about.role === role) return { channel, ts: data.ts, role };
        }
      } catch {
        // Slack's history is a courtesy here: the post that follows says what is wrong with Slack.
      }
      return undefined;
    },
  };
}
