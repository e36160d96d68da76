import type { ButtonAction, OverflowAction, ViewOutput } from '@slack/bolt';
import type { Config } from '../core/config.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { reminderTemplate, textProblem } from '../core/reminder-text.ts';
import { currentReminder } from '../core/status.ts';
import { actOn, openFor, replyTo } from './actions.ts';
import { dialogActions, menuAction, type DialogAction, type MenuChoice } from './buttons.ts';
import { forOrganiser, onPress, onSubmit, openDialog, type Listeners } from './conversation.ts';
import {
  actionOf,
  dialogFor,
  dialogPattern,
  firstField,
  historyDialog,
  readAbout,
  textsShown,
  verbOfDialog,
} from './dialogs.ts';
import { ignoreHost, trustHost } from './hosts.ts';
import { replies } from './words.ts';
import { manyWords, notAnAnnouncement, refusalWords } from '../core/words.ts';
import { denyWaiting } from '../temporal/ask-many.ts';

/** Listens to the cards' buttons, menus and dialogs. @param pressed the buttons that are one request each */
export function listenForPresses(listeners: Listeners, pressed: readonly string[]): void {
  const { openSpaces, links, log, clock } = listeners;

  onPress<ButtonAction>(listeners, pressed, async ({ action_id: action, value = '' }, user, { state, message }) =>
    actOn({ action, value, user, values: state?.values, message }, openSpaces, log, clock()),
  );

  onPress<ButtonAction>(listeners, dialogActions, async ({ action_id, value = '' }, user, body) => {
    const opened = await openFor(user, value, openSpaces, log);
    if (opened.kind === 'closed') return opened.reply;
    const { view, config, target } = opened;
    const template = templateOf(view.space, config);
    // The dialog shows the present state, although the card may be older.
    const shown = { ...target, revision: view.revision };
    const dialog = dialogFor(action_id as DialogAction, view.space, shown, body.channel?.id ?? '', template);
    return openDialog(listeners, body.trigger_id, dialog);
  });

  onPress<OverflowAction>(listeners, [menuAction], async ({ selected_option }, user, body) => {
    const opened = await openFor(user, selected_option.value ?? '', openSpaces, log);
    if (opened.kind === 'closed') return opened.reply;
    const { view, target, by } = opened;
    const { space } = view;
    switch (target.more as MenuChoice | undefined) {
      case 'history':
        return openDialog(listeners, body.trigger_id, historyDialog(space, links));
      case 'not_announcement': {
        const verb = { verb: 'decide', approval: 'denied', note: notAnAnnouncement } as const;
        const { openSpaceId, revision } = target;
        return replyTo(await openSpaces.ask({ openSpaceId, revision, verb, by }), space, by.id);
      }
      case 'ignore':
        return ignoreHost(space, by, openSpaces);
      case 'trust':
        return trustHost(space, by, openSpaces);
      case 'link':
      case undefined:
        return undefined;
    }
  });

  onPress<ButtonAction>(listeners, ['deny_host'], async ({ value = '' }, user) =>
    forOrganiser(user, openSpaces, async (_, by) =>
      manyWords('Denied', await denyWaiting({ ...openSpaces, log }, value, by)),
    ),
  );

  const dialogOf = ({ callback_id, private_metadata }: ViewOutput) => ({
    action: actionOf(callback_id),
    about: readAbout(private_metadata),
  });
  const from = (view: ViewOutput) => {
    const { action, about } = dialogOf(view);
    return { field: firstField[action], channel: about?.channel };
  };
  onSubmit(listeners, dialogPattern, from, async (view, user) => {
    const { action, about } = dialogOf(view);
    const refused = (reason: string) => ({ at: firstField[action], reason });
    if (about === undefined) return refused(replies.otherVersion);
    const opened = await openFor(user, `${about.openSpaceId}:${about.revision}`, openSpaces, log);
    if (opened.kind === 'closed') return refused(opened.reply);
    const { config, by, target } = opened;
    const { space } = opened.view;
    const now = dialogFor(action, space, target, '', templateOf(space, config));
    const shown = [view.blocks, now.blocks].map(textsShown);
    const verb = verbOfDialog(action, textsOf(view.state.values), ...shown);
    if (verb === undefined) return refusalWords.noChange;
    if ('reason' in verb) return verb;
    const wrongText = 'text' in verb && verb.text !== undefined ? textProblem(space, verb.text) : undefined;
    if (wrongText !== undefined) return { at: 'text', reason: wrongText };
    const { openSpaceId, revision } = target;
    const outcome = await openSpaces.ask({ openSpaceId, revision, verb, by });
    log.info('an organiser submitted a dialog', { user: by.id, openSpaceId, outcome: outcome.kind });
    const reply = replyTo(outcome, space, by.id);
    return reply !== undefined && (outcome.kind === 'refused' || outcome.kind === 'gone') ? refused(reply) : reply;
  });
}

/** The wording of the next reminder, with its placeholders. */
function templateOf(space: OpenSpace, config: Config): string {
  return reminderTemplate(space, currentReminder(space)?.key ?? '', config);
}

function textsOf(values: Readonly<Record<string, Readonly<Record<string, { value?: string | null }>>>>) {
  const fields = Object.values(values).flatMap((block) => Object.entries(block));
  return Object.fromEntries(fields.map(([name, { value }]) => [name, value ?? '']));
}
