import type { ActionsBlock, Button, ConfirmationDialog } from '@slack/types';
import { localTimeWithZone } from '../core/local-time.ts';
import { decidableUntil, whereOf, type OpenSpace } from '../core/open-space.ts';
import { isUndecidedOrWaiting } from '../core/reminder.ts';
import { sentenceOf } from '../core/status.ts';
import { oneLine } from './plain-words.ts';

export const cardActions = ['approve', 'deny', 'apply', 'send_now', 'cancel', 'take_back'] as const;
export type CardAction = (typeof cardActions)[number];

/** What can be done now, in the order of the card; empty where nothing would come of a press. */
export function possibleActions(space: OpenSpace, now: number): CardAction[] {
  if (now >= decidableUntil(space)) return [];
  const isReady = whereOf(space) !== undefined && isAhead(space, now);
  switch (space.standing.status) {
    case 'needs_review':
    case 'conflict':
      return ['approve', 'apply', 'deny'];
    case 'dismissed':
    case 'cancelled':
      return isReady ? ['approve', 'take_back'] : ['take_back'];
    case 'over':
      return [];
    case 'scheduled':
      return scheduledActions(space, now);
  }
}

function scheduledActions(space: OpenSpace, now: number): CardAction[] {
  if (space.reminders.some((reminder) => reminder.state.status === 'sending')) return [];
  const open = space.reminders.filter(isUndecidedOrWaiting);
  // Its reminders are settled, but until the start it can still move or be cancelled (`docs/decisions/0012`).
  if (open.length === 0) return isAhead(space, now) ? ['apply', 'cancel'] : [];
  if (open.every((reminder) => reminder.state.status === 'denied')) return ['approve', 'take_back'];
  const isUndecided = open.some((reminder) => reminder.state.status !== 'approved');
  // Approving one that is due sends it at once: a second button for the same would only puzzle.
  const isDue = isUndecided && open.every((reminder) => (reminder.sendAt ?? Infinity) <= now);
  return [
    ...(isUndecided ? (['approve'] as const) : []),
    'deny',
    'apply',
    ...(isDue ? [] : (['send_now'] as const)),
    'cancel',
  ];
}

function isAhead({ startAt }: OpenSpace, now: number): boolean {
  return startAt !== undefined && startAt > now;
}

/** Whether pickers stand beside the buttons: where Approve or Apply would take what they show. */
export function hasPickers(actions: readonly CardAction[]): boolean {
  return actions.includes('apply');
}

/** A button's value names what its presser had before them; the id is the workflow id after its last colon. */
export function buttonValue(space: Pick<OpenSpace, 'id' | 'revision'>): string {
  return `${space.id}:${space.revision}`;
}

/** @returns undefined for a value that no card of ours carries */
export function readButtonValue(value: string): { openSpaceId: string; revision: number } | undefined {
  const parts = /^([\w-]{1,100}):(\d{1,9})$/u.exec(value);
  return parts?.[1] === undefined ? undefined : { openSpaceId: parts[1], revision: Number(parts[2]) };
}

export function buttons(space: OpenSpace, actions: readonly CardAction[]): ActionsBlock {
  return {
    type: 'actions',
    block_id: `decide:r${space.revision}`,
    elements: actions.map((action) => button(space, action)),
  };
}

function button(space: OpenSpace, action: CardAction): Button {
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

interface Look {
  readonly label: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: ConfirmationDialog;
}

const looks: Readonly<Record<CardAction, (space: OpenSpace) => Look>> = {
  approve: () => ({ label: 'Approve', style: 'primary' }),
  apply: () => ({ label: 'Apply' }),
  deny: (space) => ({
    label: 'Deny',
    style: 'danger',
    confirm: question('Deny it?', `No reminder goes out. ${takeBackUntil(space)}`, 'Deny'),
  }),
  send_now: () => ({
    label: 'Send now',
    confirm: question('Send the reminder now?', 'It goes out at once, with the minutes that are left.', 'Send now'),
  }),
  cancel: (space) => ({
    label: 'Cancel open space',
    confirm: question(
      'Cancel the open space?',
      `${reminderAfterCancel(space)}, and the room is free again. ${takeBackUntil(space)}`,
      'Cancel it',
    ),
  }),
  take_back: () => ({ label: 'Take back' }),
};

function reminderAfterCancel({ reminders }: OpenSpace): string {
  const isOut = reminders.some(({ state }) => state.status === 'sent' || state.status === 'unconfirmed');
  return isOut ? 'The tweet that went out stays on X' : 'No reminder goes out';
}

function takeBackUntil(space: OpenSpace): string {
  return `This can be taken back until ${localTimeWithZone(decidableUntil(space), space.timeZone)}.`;
}

function question(title: string, text: string, yes: string): ConfirmationDialog {
  return {
    title: { type: 'plain_text', text: title },
    text: { type: 'plain_text', text },
    confirm: { type: 'plain_text', text: yes },
    deny: { type: 'plain_text', text: 'Back' },
    ...(yes === 'Send now' ? {} : { style: 'danger' as const }),
  };
}
