import type { BlockAction, ButtonAction, OverflowAction, RespondFn } from '@slack/bolt';
import type { Config } from '../core/config.ts';
import type { OpenSpace } from '../core/open-space.ts';
import { reminderTemplate } from '../core/reminder-text.ts';
import { currentReminder } from '../core/status.ts';
import { actOn, openFor, replyTo, type Reply } from './actions.ts';
import { dialogActions, menuAction, type DialogAction, type MenuChoice } from './buttons.ts';
import { ackAfter, oneOf, openDialog, tell, userOf, type Listeners } from './conversation.ts';
import {
  actionOf,
  dialogFor,
  dialogPattern,
  firstField,
  historyDialog,
  readAbout,
  textsShown,
  verbOfDialog,
  type DialogField,
} from './dialogs.ts';
import { showHome } from './home.ts';
import { denyWaiting, ignoreHost, trustHost } from './hosts.ts';
import { cut } from './plain-words.ts';
import { after } from './user-names.ts';
import { replies } from './words.ts';
import { notAnAnnouncement, refusalWords } from '../core/words.ts';

/** Slack closes the dialog with an error after 3 s. Milliseconds. */
const answerWithin = 2_600;

/** Buttons, menus and dialogs of the cards. @param pressed the buttons that are one request each */
export function listenForPresses(listeners: Listeners, pressed: readonly string[]): void {
  const { app, openSpaces, log, clock, nameOf } = listeners;

  app.action<BlockAction<ButtonAction>>(oneOf(pressed), async ({ ack, body, action, respond }) => {
    const work = async () => {
      const user = await userOf(body, nameOf);
      const { message, state } = body;
      const press = { action: action.action_id, value: action.value ?? '', user, values: state?.values, message };
      return actOn(press, openSpaces, log, clock());
    };
    await answer(body, await ackAfter(work, ack, log), respond);
  });

  app.action<BlockAction<ButtonAction>>(oneOf(dialogActions), async ({ ack, body, action, respond }) => {
    const work = async (): Promise<Reply> => {
      const opened = await openFor(await userOf(body, nameOf), action.value ?? '', openSpaces, log);
      if (opened.kind === 'closed') return opened.reply;
      const { view, config, target } = opened;
      const template = templateOf(view.space, config);
      const name = action.action_id as DialogAction;
      // It shows what stands now, whatever the card was drawn of.
      const shown = { ...target, revision: view.revision };
      const dialog = dialogFor(name, view.space, shown, body.channel?.id ?? '', template);
      return openDialog(listeners, body.trigger_id, dialog);
    };
    await answer(body, await ackAfter(work, ack, log), respond);
  });

  app.action<BlockAction<OverflowAction>>(menuAction, async ({ ack, body, action, respond }) => {
    const work = async (): Promise<Reply> => {
      const opened = await openFor(await userOf(body, nameOf), action.selected_option.value ?? '', openSpaces, log);
      if (opened.kind === 'closed') return opened.reply;
      const { view, target, by } = opened;
      const { space } = view;
      switch (target.more as MenuChoice | undefined) {
        case 'history':
          return openDialog(listeners, body.trigger_id, historyDialog(space, listeners.links));
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
    };
    await answer(body, await ackAfter(work, ack, log), respond);
  });

  app.action<BlockAction<ButtonAction>>('deny_host', async ({ ack, body, action, respond }) => {
    const work = async () => denyWaiting(action.value ?? '', await userOf(body, nameOf), openSpaces);
    await answer(body, await ackAfter(work, ack, log), respond);
  });

  app.view(dialogPattern, async ({ ack, body, view }) => {
    const about = readAbout(view.private_metadata);
    const action = actionOf(view.callback_id);
    const refused = (reason: string, at: DialogField = firstField[action]) => ({ at, reason });
    /** @returns what is wrong at a field, which keeps the dialog open, or what the presser is told after it */
    const work = async (): Promise<{ at: DialogField; reason: string } | Reply> => {
      if (about === undefined) return refused(replies.otherVersion);
      const user = await userOf(body, nameOf);
      const value = `${about.openSpaceId}:${about.revision}`;
      const opened = await openFor(user, value, openSpaces, log);
      if (opened.kind === 'closed') return refused(opened.reply);
      const { config, by, target } = opened;
      const { space } = opened.view;
      const now = dialogFor(action, space, target, '', templateOf(space, config));
      const shown = [view.blocks, now.blocks].map(textsShown);
      const verb = verbOfDialog(action, textsOf(view.state.values), ...shown);
      if (verb === undefined) return refusalWords.noChange;
      if ('reason' in verb) return verb;
      const { openSpaceId, revision } = target;
      const outcome = await openSpaces.ask({ openSpaceId, revision, verb, by });
      log.info('an organiser submitted a dialog', { user: by.id, openSpaceId, outcome: outcome.kind });
      const reply = replyTo(outcome, space, by.id);
      return reply !== undefined && (outcome.kind === 'refused' || outcome.kind === 'gone') ? refused(reply) : reply;
    };
    const done = work().catch((error: unknown) => {
      log.error('a dialog could not be carried out', { error: String(error) });
      return refused(replies.unreachable);
    });
    const inTime = await Promise.race([done.then((answer) => ({ answer })), after(answerWithin)]);
    if (typeof inTime?.answer === 'object' && 'reason' in inTime.answer) {
      const { at, reason } = inTime.answer;
      await ack({ response_action: 'errors', errors: { [at]: cut(reason, 300) } });
      return;
    }
    await ack();
    const answer = await done;
    const reply = typeof answer === 'object' && 'reason' in answer ? answer.reason : answer;
    await tell(listeners, reply, undefined, { user: body.user.id, channel: about?.channel });
  });

  /** In a channel the presser is told; on Home, where nobody can be told, Home itself says it. */
  async function answer(body: BlockAction, reply: Reply, respond: RespondFn | undefined): Promise<void> {
    if (body.view?.type === 'home') {
      const notice = typeof reply === 'string' ? reply : reply?.text;
      await showHome(listeners, body.user.id, notice);
      return;
    }
    await tell(listeners, reply, respond, { user: body.user.id, channel: body.channel?.id });
  }
}

/** The wording of the next reminder, with its placeholders. */
function templateOf(space: OpenSpace, config: Config): string {
  return reminderTemplate(space, currentReminder(space)?.key ?? '', config);
}

function textsOf(values: Readonly<Record<string, Readonly<Record<string, { value?: string | null }>>>>) {
  const fields = Object.values(values).flatMap((block) => Object.entries(block));
  return Object.fromEntries(fields.map(([name, { value }]) => [name, value ?? '']));
}
