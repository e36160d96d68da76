import type { ActionsBlock, Button, ConfirmationDialog, Overflow, PlainTextOption } from '@slack/types';
import { localTimeWithZone } from '../core/local-time.ts';
import { decidableUntil, type OpenSpace } from '../core/open-space.ts';
import { isReady, type Action, type HostAction } from '../core/possible-actions.ts';
import { currentReminder } from '../core/status.ts';
import { oneLine } from './plain-words.ts';
import { labels, questions } from './words.ts';
import { reminderName, sentenceOf } from '../core/words.ts';

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

/** Whether pickers stand beside the buttons: where Approve or Apply would take what they show. */
export function hasPickers(actions: readonly ButtonName[]): boolean {
  return actions.includes('apply');
}

/** A button's value names what its presser had before them; the id is the workflow id after its last colon. */
export function buttonValue(space: Pick<OpenSpace, 'id' | 'revision'>, more?: string): string {
  return `${space.id}:${space.revision}${more === undefined ? '' : `:${more}`}`;
}

export interface Target {
  readonly openSpaceId: string;
  readonly revision: number;
  /** What else the button carries, such as a room. */
  readonly more?: string;
}

/** @returns undefined for a value that no card of ours carries */
export function readButtonValue(value: string): Target | undefined {
  const [, openSpaceId, revision, more] = /^([\w-]{1,100}):(\d{1,9})(?::([^]{1,500}))?$/u.exec(value) ?? [];
  if (openSpaceId === undefined) return undefined;
  return { openSpaceId, revision: Number(revision), ...(more === undefined ? {} : { more }) };
}

/** The card's buttons, and the menu with what is needed seldom. Apply stands beside the pickers. */
export function buttons(space: OpenSpace, actions: readonly ButtonName[], menu: Overflow): ActionsBlock {
  return {
    type: 'actions',
    block_id: `decide:r${space.revision}`,
    elements: [...actions.filter((one) => one !== 'apply').map((action) => button(space, action)), menu],
  };
}

export function button(space: OpenSpace, action: ButtonName): Button {
  const { label, style, confirm } = looks[action](space);
  return {
    type: 'button',
    action_id: action,
    text: { type: 'plain_text', text: label },
    value: buttonValue(space),
    accessibility_label: oneLine(`${label}: ${sentenceOf(space)}`, 75),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm }),
  };
}

/** For a conflict: a tap for each room that is free then, which moves it there and approves it. */
export function moveButtons(space: OpenSpace, rooms: readonly string[]): ActionsBlock[] {
  if (rooms.length === 0) return [];
  return [
    {
      type: 'actions',
      block_id: `move:r${space.revision}`,
      elements: rooms.map((room, index) => ({
        type: 'button',
        action_id: `move_${index + 1}`,
        text: { type: 'plain_text', text: oneLine(labels.moveTo(room), 75) },
        value: buttonValue(space, room),
        accessibility_label: oneLine(`${labels.moveTo(room)}: ${sentenceOf(space)}`, 75),
      })),
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

const looks: Readonly<Record<ButtonName, (space: OpenSpace) => Look>> = {
  // Green only where one tap does it; else a room or a time is to be picked first.
  approve: (space) => ({
    label: space.about !== undefined && space.standing.status !== 'scheduled' ? labels.separate : labels.approve,
    ...(isReady(space) && space.source?.isGone !== true ? { style: 'primary' } : {}),
  }),
  move_known: () => ({ label: labels.moveKnown }),
  cancel_known: () => ({ label: labels.cancelKnown, style: 'danger' }),
  post_correction: () => ({ label: labels.postCorrection, style: 'primary' }),
  deny_correction: () => ({ label: labels.denyCorrection }),
  apply: ({ standing }) => ({ label: standing.status === 'scheduled' ? labels.apply : labels.stage }),
  deny: () => ({ label: labels.deny, style: 'danger' }),
  send_now: (space) => ({
    label: labels.sendNow,
    confirm: question(questions.sendNow(next(space)), labels.sendNowHint, labels.sendNow),
  }),
  cancel: (space) => ({
    label: labels.cancel,
    confirm: question(questions.cancel, questions.cancelHint(isOut(space), undoUntil(space)), questions.cancelYes),
  }),
  take_back: () => ({ label: labels.undo }),
  edit: () => ({ label: labels.edit }),
  add_reason: () => ({ label: labels.addReason }),
  elsewhere: () => ({ label: labels.elsewhere }),
  try_again: () => ({ label: labels.tryAgain, style: 'primary' }),
  copy_text: () => ({ label: labels.copyText }),
  is_there: () => ({ label: labels.isThere }),
  not_there: () => ({ label: labels.notThere }),
  take_it: () => ({ label: labels.takeIt }),
};

/** Which of several reminders goes out next. */
function next(space: OpenSpace): string {
  const key = currentReminder(space)?.key;
  return key === undefined || space.reminders.length === 1 ? 'the reminder' : reminderName(key);
}

function isOut({ reminders }: OpenSpace): boolean {
  return reminders.some(({ state }) => state.status === 'sent' || state.status === 'unconfirmed');
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
