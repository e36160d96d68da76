import type { Actor } from '../core/actor.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { heardHost } from '../core/possible-actions.ts';
import type { Reply } from './actions.ts';
import { plainButton } from './buttons.ts';
import type { SlackService } from './conversation.ts';
import { plainMessage } from './rich-text.ts';
import { labels, replies } from './words.ts';

/** Ignores the host from now on, and offers to deny this host's undecided open spaces. */
export async function ignoreHost(space: OpenSpace, by: Actor, openSpaces: SlackService): Promise<Reply> {
  const host = heardHost(space);
  if (host === undefined) return replies.noHost;
  const { id, username } = host;
  await openSpaces.setIgnored(id, true, by);
  const waiting = await openSpaces.listWaitingOf(id);
  if (waiting.length === 0) return replies.ignored(username);
  const { text, blocks } = plainMessage(replies.ignoredWaiting(username, waiting.length));
  return {
    text,
    blocks: [
      ...blocks,
      {
        type: 'actions',
        elements: [plainButton('deny_host', labels.denyWaiting(waiting.length), { style: 'danger', value: id })],
      },
    ],
  };
}

export async function trustHost(space: OpenSpace, by: Actor, openSpaces: SlackService): Promise<Reply> {
  const host = heardHost(space);
  if (host === undefined) return replies.noHost;
  await openSpaces.setTrusted(host.id, true, by);
  return replies.trusted(host.username);
}
