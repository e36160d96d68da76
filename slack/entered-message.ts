import type { ButtonAction } from '@slack/bolt';
import { localDayAndTime } from '../core/local-time.ts';
import { nameOf } from '../core/words.ts';
import type { Config } from '../core/config.ts';
import type { Entry } from '../temporal/enter-by-hand.ts';
import { openFor, replyTo } from './actions.ts';
import { plainButton } from './buttons.ts';
import type { CardMessage } from './card.ts';
import { onPress, type Listeners, type SlackService } from './conversation.ts';
import { oneLine } from './plain-words.ts';
import { plainMessage } from './rich-text.ts';
import { labels, noRoom, replies } from './words.ts';

export const undoEntry = 'undo_entry';

/**
 * The reply to the person who entered an open space, with Undo: a mistyped line is approved already. It has no Undo if
 * the store does not answer, because the open space is entered all the same.
 */
export async function enteredMessage(
  { find }: Pick<SlackService, 'find'>,
  id: string,
  { title, room, place, startAt }: Entry,
  { conference }: Config,
): Promise<CardMessage> {
  const view = await find(id).catch(() => null);
  const name = nameOf(title === undefined ? (view?.space ?? {}) : { title });
  const when = localDayAndTime(startAt, conference.timeZone);
  const { text, blocks } = plainMessage(oneLine(replies.entered(name, room ?? place ?? noRoom, when), 500));
  // A staged one was in review, and a denial would not bring it back there.
  if (view === null || view.space.decisions.some(({ verb }) => verb === 'stage')) return { text, blocks };
  // Its first state: a later one may be what somebody else has decided since.
  const undo = plainButton(undoEntry, labels.undo, { value: `${id}:0` });
  return { text, blocks: [...blocks, { type: 'actions', elements: [undo] }] };
}

/** Undo of an entry denies it: its room is free, and the schedule does not show it. Its card can bring it back. */
export function listenForUndoneEntries(listeners: Listeners): void {
  const { openSpaces, log } = listeners;
  onPress<ButtonAction>(listeners, [undoEntry], async ({ value = '' }, user) => {
    const opened = await openFor(user, value, openSpaces, log);
    if (opened.kind === 'closed') return opened.reply;
    const { view, target, by } = opened;
    const { openSpaceId, revision } = target;
    const verb = { verb: 'decide', approval: 'denied' } as const;
    const outcome = await openSpaces.ask({ openSpaceId, revision, verb, by });
    log.info('an organiser took back an entry', { user: by.id, openSpaceId, outcome: outcome.kind });
    return replyTo(outcome, view.space, by.id) ?? replies.entryUndone(nameOf(view.space));
  });
}
