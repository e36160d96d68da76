/** Previews of links: https://docs.slack.dev/reference/methods/chat.unfurl. */
import { findBlockProblems, withBlockIds } from '../blocks.ts';
import { structured } from '../http.ts';
import type { Method } from '../method.ts';
import { refuseProblems, SlackError } from '../slack-error.ts';
import { isJson, messageKey, textOf } from '../state.ts';
import { channelOf } from './chat.ts';

export const unfurlMethods: Readonly<Record<string, Method>> = {
  'chat.unfurl': (args, { state }) => {
    const key = messageKey(channelOf(args).id, textOf(args['ts']));
    const message = state.messages.get(key);
    if (message === undefined) throw new SlackError('cannot_unfurl_message');
    const unfurls = structured(args['unfurls']);
    if (!isJson(unfurls)) throw new SlackError('invalid_unfurls_format');
    const attachments = Object.entries(unfurls).map(([url, preview]) => {
      if (!message.text.includes(url)) throw new SlackError('cannot_unfurl_url');
      const blocks = isJson(preview) ? preview['blocks'] : undefined;
      if (!Array.isArray(blocks)) throw new SlackError('missing_unfurls');
      refuseProblems('invalid_blocks', findBlockProblems(blocks, 'message'));
      return { from_url: url, app_unfurl_url: url, blocks: withBlockIds(blocks, state.nextTs()) };
    });
    state.messages.set(key, { ...message, attachments });
    return {};
  },
};
