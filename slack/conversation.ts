import type { App, RespondFn } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Reply } from './actions.ts';
import type { Links } from './links.ts';
import type { Log } from '../core/log.ts';
import { ConfigRefused } from '../temporal/config-service.ts';
import type { SlackService } from './open-space-service.ts';
import { escapeText } from './plain-words.ts';
import { isRefusedForGood, quietly, type SlackClient } from './slack-answers.ts';
import { after } from './user-names.ts';
import { replies } from './words.ts';

/** What every listener needs. */
export interface Listeners {
  readonly app: App;
  readonly client: SlackClient;
  readonly openSpaces: SlackService;
  readonly links: Links;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly nameOf: (id: string, fallback: string) => Promise<string>;
}

/** Slack shows an error after 3 s; the answer must be under way before. Milliseconds. */
const ackWithin = 2_750;

/** The one who pressed, under the name that their colleagues see. */
export async function userOf(
  body: { readonly user: object },
  nameOf: Listeners['nameOf'],
): Promise<{ id: string; name: string }> {
  const { id, name, username } = body.user as { id: string; name?: string; username?: string };
  return { id, name: await nameOf(id, name ?? username ?? id) };
}

/**
 * Acks once the work is done, because Slack never repeats what was acked; past the limit the ack goes first. The
 * presser is told what goes wrong.
 */
export async function ackAfter(work: () => Promise<Reply>, ack: () => Promise<void>, log: Log): Promise<Reply> {
  const done = work().catch((error: unknown) => {
    if (error instanceof ConfigRefused) return error.message;
    log.error('a press could not be carried out', { error: String(error) });
    return replies.unreachable;
  });
  await Promise.race([done, after(ackWithin)]);
  await ack();
  return done;
}

/**
 * Tells one person alone; where their `response_url` does not answer, by an ephemeral message, and where Slack takes
 * none there, because the bot is not in that channel, by a direct message.
 */
export async function tell(
  { client, log }: Listeners,
  reply: Reply,
  respond: RespondFn | undefined,
  to: { readonly user: string; readonly channel: string | undefined },
): Promise<void> {
  if (reply === undefined) return;
  const message =
    typeof reply === 'string' ? { text: escapeText(reply) } : { text: reply.text, blocks: [...reply.blocks] };
  try {
    if (respond !== undefined) {
      await respond({ response_type: 'ephemeral', replace_original: false, ...message });
      return;
    }
  } catch (error) {
    log.warn('a reply did not reach Slack', { error: String(error), ...to });
  }
  const { channel = '', user } = to;
  if (channel === '') return;
  await client.chat.postEphemeral({ channel, user, ...message }).catch(async (error: unknown) => {
    if (!isRefusedForGood(error)) throw error;
    await client.chat.postMessage({ channel: user, ...quietly, ...message });
  });
}

/** Shows a dialog. @returns what its opener is told where Slack does not take it */
export async function openDialog({ client, log }: Listeners, trigger: string, view: ModalView): Promise<Reply> {
  try {
    await client.views.open({ trigger_id: trigger, view });
    return undefined;
  } catch (error) {
    log.error('a dialog could not be opened', { error: String(error) });
    return replies.dialogFailed;
  }
}

/** Matches exactly these names. */
export const oneOf = (names: readonly string[]): RegExp => new RegExp(`^(?:${names.join('|')})$`, 'u');
export const noneOf = (names: readonly string[]): RegExp => new RegExp(`^(?!(?:${names.join('|')})$)`, 'u');
