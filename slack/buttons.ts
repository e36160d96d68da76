import type { ActionsBlock, Button, ConfirmationDialog, Overflow, PlainTextOption } from '@slack/types';
import { localTimeWithZone } from '../core/local-time.ts';
import { placedAs } from '../core/decision.ts';
import { decidableUntil, type OpenSpace } from '../core/open-space.ts';
import {
  approveLabel,
  isReady,
  troubleActions,
  undoneBy,
  type Action,
  type HostAction,
} from '../core/possible-actions.ts';
import { currentReminder } from '../core/status.ts';
import { oneLine } from './plain-words.ts';
import { labels, questions } from './words.ts';
import { reminderNameIn, sentenceOf } from '../core/words.ts';

/** Buttons whose press is one request to the open space. */
export const cardActions: readonly CardAction[] = [
  'approve',
  'deny',
  'apply',
  'send_now',
  'cancel',
  'take_back',
  'try_again',
  'is_there',
  'not_there',
  'move_known',
  'cancel_known',
  'post_correction',
  'deny_correction',
];
export type CardAction = Exclude<Action, DialogAction> | 'post_correction' | 'deny_correction';

/** Buttons that open a dialog. */
export const dialogActions = ['edit', 'add_reason', 'elsewhere'] as const;
export type DialogAction = (typeof dialogActions)[number];

export type ButtonName = Action | CardAction | 'take_it' | 'copy_text';

/** Whether the card shows pickers: it does if it offers Approve or Apply, which use the picked values. */
export function hasPickers(actions: readonly ButtonName[]): boolean {
  return actions.includes('apply');
}

/**
 * A button's value names the open space and the revision that the card shows. An id is what follows the last colon of
 * the workflow id.
 */
function buttonValue(space: Pick<OpenSpace, 'id' | 'revision'>, more?: string): string {
  return `${space.id}:${space.revision}${more === undefined ? '' : `:${more}`}`;
}

export interface Target {
  readonly openSpaceId: string;
  readonly revision: number;
  /** An addition to the value: a reminder's key, a room, a choice of the menu, or the `placedAs` of a known session. */
  readonly more?: string;
}

/** @returns undefined for a value that no card of the bot has */
export function readButtonValue(value: string): Target | undefined {
  const [, openSpaceId, revision, more] = /^([\w-]{1,100}):(\d{1,9})(?::([^]{1,500}))?$/u.exec(value) ?? [];
  if (openSpaceId === undefined) return undefined;
  return { openSpaceId, revision: Number(revision), ...(more === undefined ? {} : { more }) };
}

/** The card's buttons, and the menu with rarely needed actions. Apply is beside the pickers instead. */
export function buttons(
  space: OpenSpace,
  actions: readonly ButtonName[],
  menu: Overflow,
  about: OpenSpace | undefined,
): ActionsBlock {
  const known = about && String(placedAs(about));
  const more: { readonly [Name in ButtonName]?: string | undefined } = {
    send_now: currentReminder(space)?.key,
    move_known: known,
    cancel_known: known,
  };
  return {
    type: 'actions',
    block_id: `decide:r${space.revision}`,
    elements: [...actions.filter((one) => one !== 'apply').map((action) => button(space, action, more[action])), menu],
  };
}

/** A row of buttons for each reminder that failed or is unconfirmed, because a button acts on one reminder only. */
export function troubleButtons(space: OpenSpace, now: number): ActionsBlock[] {
  return space.reminders.flatMap((reminder) => {
    const actions = troubleActions(space, reminder, now);
    if (actions.length === 0) return [];
    const elements = actions.map((action) => button(space, action, reminder.key));
    return [{ type: 'actions', block_id: `trouble:${reminder.key}:r${space.revision}`, elements }];
  });
}

/**
 * @param more the key of the reminder that it acts on; or the `placedAs` of the known session that it changes; absent
 *   if it is about the whole open space
 */
export function button(space: OpenSpace, action: ButtonName, more?: string): Button {
  const { label, ...look } = looks[action](space, more);
  return plainButton(action, label, {
    value: buttonValue(space, more),
    accessibility_label: oneLine(`${label}: ${sentenceOf(space)}`, 75),
    ...look,
  });
}

type ButtonMore = Pick<Button, 'value' | 'style' | 'confirm' | 'accessibility_label'>;

/** A button in Slack's format. */
export const plainButton = (action: string, label: string, more: ButtonMore = {}): Button => ({
  type: 'button',
  action_id: action,
  text: { type: 'plain_text', text: label },
  ...more,
});

/** For a conflict: a button for each room that is free at that time. It moves the session there and approves it. */
export function moveButtons(space: OpenSpace, rooms: readonly string[]): ActionsBlock[] {
  if (rooms.length === 0) return [];
  return [
    {
      type: 'actions',
      block_id: `move:r${space.revision}`,
      elements: rooms.map((room, index) =>
        plainButton(`move_${index + 1}`, oneLine(`${labels.approveIn} ${room}`, 75), {
          value: buttonValue(space, room),
          accessibility_label: oneLine(`${labels.approveIn} ${room}: ${sentenceOf(space)}`, 75),
        }),
      ),
    },
  ];
}

export const movePattern = /^move_\d$/u;

export const menuAction = 'more';
export type MenuChoice = 'history' | 'link' | HostAction;

/** Slack takes at most five options. @param adminUrl the organisers' page of this open space */
export function menu(space: OpenSpace, actions: readonly HostAction[], adminUrl: string | undefined): Overflow {
  const host = space.source?.host.username ?? '';
  const texts: Readonly<Record<HostAction, string>> = {
    not_announcement: labels.notAnnouncement,
    ignore: labels.ignoreHost(host),
    trust: labels.trustHost(host),
  };
  const option = (choice: MenuChoice, text: string, url?: string): PlainTextOption => ({
    text: { type: 'plain_text', text: oneLine(text, 75) },
    value: buttonValue(space, choice),
    ...(url === undefined ? {} : { url }),
  });
  return {
    type: 'overflow',
    action_id: menuAction,
    options: [
      option('history', labels.history),
      ...(adminUrl === undefined ? [] : [option('link', labels.admin, adminUrl)]),
      ...actions.map((action) => option(action, texts[action])),
    ],
  };
}

interface Look {
  readonly label: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: ConfirmationDialog;
}

const looks: Readonly<Record<ButtonName, (space: OpenSpace, reminder: string | undefined) => Look>> = {
  // Green only if one tap is enough. Otherwise a room or a time must be picked first.
  approve: (space) => ({
    label: labels[approveLabel(space)],
    ...(isReady(space) && space.source?.isGone !== true ? { style: 'primary' } : {}),
  }),
  move_known: () => ({ label: labels.moveKnown }),
  cancel_known: () => ({ label: labels.cancelKnown, style: 'danger' }),
  post_correction: () => ({ label: labels.postCorrection, style: 'primary' }),
  deny_correction: () => ({ label: labels.denyCorrection }),
  apply: ({ standing }) => ({ label: standing.status === 'scheduled' ? labels.apply : labels.stage }),
  deny: () => ({ label: labels.deny, style: 'danger' }),
  send_now(space, key) {
    const which = reminderNameIn(space, key);
    const confirm = question(questions.sendNow(which), labels.sendNowHint(which), labels.sendNow);
    return { label: labels.sendNow, confirm };
  },
  cancel: (space) => ({
    label: labels.cancel,
    confirm: question(questions.cancel, questions.cancelHint(toldOf(space), undoUntil(space)), questions.cancelYes),
  }),
  take_back: (space) => ({ label: labels.undoOf[undoneBy(space)] }),
  edit: () => ({ label: labels.edit }),
  add_reason: () => ({ label: labels.addReason }),
  elsewhere: () => ({ label: labels.elsewhere }),
  try_again: (space, key) => ({ label: naming(labels.tryAgain, space, key), style: 'primary' }),
  copy_text: () => ({ label: labels.copyText }),
  is_there: (space, key) => ({ label: naming(labels.isThere, space, key) }),
  not_there: (space, key) => ({ label: naming(labels.notThere, space, key) }),
  take_it: () => ({ label: labels.takeIt }),
};

/** `Try again`, or `Try again (the 15-minute reminder)` if there are several reminders. */
const naming = (label: string, space: OpenSpace, key: string | undefined): string =>
  space.reminders.length === 1 ? label : `${label} (${reminderNameIn(space, key)})`;

function toldOf({ told, reminders }: OpenSpace): 'told' | 'unclear' | 'none' {
  if (told !== undefined && told.isOff !== true) return 'told';
  const isOut = reminders.some(({ state }) => state.status === 'sent' || state.status === 'unconfirmed');
  return isOut ? 'unclear' : 'none';
}

function undoUntil(space: OpenSpace): string {
  return localTimeWithZone(decidableUntil(space), space.timeZone);
}

function question(title: string, text: string, yes: string): ConfirmationDialog {
  return {
    title: { type: 'plain_text', text: title },
    text: { type: 'plain_text', text },
    confirm: { type: 'plain_text', text: yes },
    deny: { type: 'plain_text', text: labels.back },
    ...(yes === labels.sendNow ? {} : { style: 'danger' as const }),
  };
}
