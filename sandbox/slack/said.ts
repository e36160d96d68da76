/** People's messages, and the events about them for the app: https://docs.slack.dev/reference/events/link_shared. */
import type { Outcome } from './delivery.ts';
import { Refusal } from './http.ts';
import type { Hand } from './hand.ts';
import { eventCallback } from './invocations.ts';
import { messageKey } from './state.ts';
import { findChannel, findPerson } from './workspace.ts';

/** A person writes a message. The app is told of its links, but only for the domains in the app's manifest. */
export async function say(
  { state, deliver }: Hand,
  target: { channel: string; text: string; userId: string },
): Promise<{ ts: string; outcome: Outcome }> {
  const [channel, person] = [findChannel(target.channel), findPerson(target.userId)];
  if (channel === undefined) throw new Refusal(404, 'channel_not_found', `no channel ${target.channel}`);
  if (person === undefined) throw new Refusal(400, 'user_not_found', `${target.userId} cannot be a user's id`);
  const ts = state.nextTs();
  const { text } = target;
  state.messages.set(messageKey(channel.id, ts), { ts, channelId: channel.id, userId: person.id, text, blocks: [] });
  const links = [...text.matchAll(/https?:\/\/[^\s<>|]+/gu)].map(([url]) => ({ url, domain: new URL(url).hostname }));
  if (links.length === 0) return { ts, outcome: { result: 'acked', payload: {} } };
  const eventTs = state.nextTs();
  const outcome = await deliver({
    kind: 'events_api',
    payload: eventCallback(eventTs, {
      type: 'link_shared',
      channel: channel.id,
      is_bot_user_member: true,
      user: person.id,
      message_ts: ts,
      unfurl_id: `${channel.id}-${ts}`,
      source: 'conversations_history',
      links,
    }),
  });
  return { ts, outcome };
}
