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

/**
 * Searches channels for the messages of this name: Slack may have taken one although the bot does not know it. This
 * needs the scopes for history. Without them none is found, so a second message may be posted; no decision depends on
 * it.
 *
 * @param since when the bot first sent it
 * @throws if Slack is down: then it is not known whether the message was posted
 */
export async function findPosted(
  client: Pick<SlackClient, 'conversations'>,
  metadata: MessageMetadata,
  channels: readonly string[],
  since: Date,
): Promise<{ channel: string; ts: string }[]> {
  const name = nameSchema.parse(metadata);
  for (const channel of channels) {
    try {
      const { messages = [] } = await client.conversations.history({
        channel,
        include_all_metadata: true,
        // 60 s earlier, because Slack's clock and ours may differ.
        oldest: String(since.getTime() / 1000 - 60),
        limit: 200,
      });
      const found = messages.flatMap((message) => {
        const { success, data } = messageSchema.safeParse(message);
        return success && data.metadata === name ? [{ channel, ts: data.ts }] : [];
      });
      if (found.length > 0) return found;
    } catch (error) {
      // Without the scope, or if the channel is closed, the search is skipped.
      if (!isRefusedForGood(error)) throw error;
    }
  }
  return [];
}
