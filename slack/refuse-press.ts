import type { AllMiddlewareArgs, AnyMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { modal } from './forms.ts';
import { labels } from './words.ts';

const bodySchema = z
  .object({
    type: z.string().optional(),
    trigger_id: z.string().optional(),
  })
  .catch({});

/** Acks a press that is not carried out, and tells the sender why, if Slack allows a reply. */
export async function refusePress(args: AnyMiddlewareArgs & AllMiddlewareArgs, text: string): Promise<void> {
  const { type, trigger_id } = bodySchema.parse(args.body);
  const ack = 'ack' in args && typeof args.ack === 'function' ? (args.ack as (answer?: object) => Promise<void>) : null;
  if (type === 'view_submission') {
    await ack?.({ response_action: 'update', view: refusalNotice(text) });
    return;
  }
  await ack?.();
  try {
    if ('respond' in args && typeof args.respond === 'function') {
      await args.respond({ response_type: 'ephemeral', replace_original: false, text });
    } else if (trigger_id !== undefined) {
      await args.client.views.open({ trigger_id, view: refusalNotice(text) });
    }
  } catch {
    // Nothing was changed. A failed reply is not logged as an error of the bot.
  }
}

export function refusalNotice(text: string): ModalView {
  return modal({
    title: labels.notChanged,
    blocks: [{ type: 'section', text: { type: 'plain_text', text } }],
  });
}
