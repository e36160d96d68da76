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
const pageSchema = z.object({ messages: z.array(z.unknown()).default([]) });
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
  client: Pick<SlackClient, 'paginate'>,
  metadata: MessageMetadata,
  channels: readonly string[],
  since: Date,
): Promise<{ channel: string; ts: string }[]> {
  const name = nameSchema.parse(metadata);
  for (const channel of channels) {
    try {
      const history = client.paginate('conversations.history', {
        channel,
        include_all_metadata: true,
        // 60 s earlier, because Slack's clock and ours may differ.
        oldest: String(since.getTime() / 1000 - 60),
        limit: 200,
      });
      const found: { channel: string; ts: string }[] = [];
      for await (const page of history) {
        for (const message of pageSchema.parse(page).messages) {
          const { success, data } = messageSchema.safeParse(message);
          if (success && data.metadata === name) found.push({ channel, ts: data.ts });
        }
      }
      if (found.length > 0) return found;
    } catch (error) {
      // Without the scope, or if the channel is closed, the search is skipped.
      if (!isRefusedForGood(error)) throw error;
    }
  }
  return [];
}
