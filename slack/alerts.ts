import type { ActionsBlock } from '@slack/types';
import { isOff, type OpenSpace } from '../core/open-space.ts';
import { possibleActions, troubleActions } from '../core/possible-actions.ts';
import type { Reminder } from '../core/reminder.ts';
import { reminderTextFor } from '../core/reminder-text.ts';
import {
  deadlineOf,
  isUndecided,
  leftUndecided,
  needsWarning,
  toldOfReview,
  warningRole,
  warningRoles,
} from '../core/undecided.ts';
import { button, type ButtonName } from './buttons.ts';
import type { CardContent, CardMessage } from './card.ts';
import { notesBlock } from './card.ts';
import { escapeText, oneLine } from './plain-words.ts';
import { bold, line, paragraph, plain, quote, richText, type Piece } from './rich-text.ts';
import { alertWords, cardWords, headlineOf, labels } from './words.ts';
import { capital, correctionText, deadlineWords, ended, momentOf, reminderNameIn, sentenceOf } from '../core/words.ts';

/**
 * A message of its own for something that organisers must notice, because an edited card notifies nobody. It is posted
 * once. While its reason lasts, it is kept in line with the open space; then it says how it ended.
 */
export interface Alert {
  /** The message's name among the open space's cards. Only one message is posted under a role. */
  readonly role: string;
  readonly headline: string;
  readonly sentence: string;
  /** The key of the reminder that the alert and its buttons are about. Absent if it is about all of them. */
  readonly reminder?: string;
  readonly actions: readonly ButtonName[];
}

export const isAlertRole = (role: string): boolean => role.startsWith('alert:');

/** The alerts whose reason lasts now. @param now epoch milliseconds */
export function alertsOf(space: OpenSpace, warningMinutes: number, now: number): Alert[] {
  return [
    ...space.reminders.flatMap((reminder) => alertOf(space, reminder, now) ?? []),
    ...(needsWarning(space, warningMinutes, now) ? [undecided(space, now)] : []),
  ];
}

function alertOf(space: OpenSpace, reminder: Reminder, now: number): Alert | undefined {
  const { key, state, corrects } = reminder;
  const trouble = troubleActions(space, reminder, now);
  const name = reminderNameIn(space, key);
  const about = (headline: string, sentence: string, actions: readonly ButtonName[]): Alert => ({
    role: roleOfTrouble(space, reminder),
    headline,
    sentence,
    reminder: key,
    actions,
  });
  switch (state.status) {
    case 'failed':
      // The text is not offered for copying if the bot would not post it: after the start, or if it is no longer true.
      return about(alertWords.failed(name), ended(capital(state.why)), [
        ...trouble,
        ...(trouble.length === 0 ? [] : (['copy_text'] as const)),
        'take_it',
      ]);
    case 'unconfirmed':
      return about(alertWords.unconfirmed(name), alertWords.unconfirmedHint(trouble.includes('not_there'), state.why), [
        ...trouble,
        'take_it',
      ]);
    case 'missed':
      return state.wasApproved === true
        ? about(alertWords.missed(name), ended(capital(state.why)), ['take_it'])
        : undefined;
    case 'needs_action':
      // If the session takes place, its own card asks for approval. After the deadline, `undecided` warns.
      return corrects === undefined || !isOff(space) || now >= deadlineOf(space, now)
        ? undefined
        : about(alertWords.correction, correctionSentence(space, reminder), [
            'post_correction',
            'deny_correction',
            'take_it',
          ]);
    case 'approved':
    case 'denied':
    case 'sending':
    case 'sent':
    case 'superseded':
      return undefined;
  }
}

/** The message's role. A problem that comes back after a decision gets a new message: an edited one notifies nobody. */
function roleOfTrouble({ decisions }: OpenSpace, { key, state: { status } }: Reminder): string {
  const before =
    status === 'needs_action' ? undefined : decisions.findLast(({ from }) => from[`reminder:${key}`] === status);
  return `alert:${status}:${key}${before === undefined ? '' : `:${before.revision}`}`;
}

const correctionSentence = (space: OpenSpace, { corrects = 'cancelled', sendAt }: Reminder): string =>
  alertWords.correctionHint(reminderTextFor(space, correctionText(space, corrects, sendAt), 1) ?? '');

function undecided(space: OpenSpace, now: number): Alert {
  const told = toldOfReview(space);
  const next = deadlineWords(space, now);
  return {
    role: warningRole(space),
    headline: alertWords.undecided,
    sentence: told === undefined ? next : `${alertWords.told(momentOf(told.startAt, now, space.timeZone))} ${next}`,
    actions:
      space.standing.status === 'scheduled'
        ? [...possibleActions(space, now).filter((one) => one === 'approve' || one === 'deny'), 'take_it']
        : ['take_it'],
  };
}

/** The alert as a message. */
export function alertMessage(alert: Alert, { view, links }: CardContent): CardMessage {
  const { space, taker } = view;
  const actions = alert.actions.filter((one) => one !== 'take_it' || taker === undefined);
  const block: ActionsBlock = {
    type: 'actions',
    block_id: `alert:r${space.revision}`,
    elements: actions.map((action) => button(space, action, alert.reminder)),
  };
  return {
    text: escapeText(oneLine(`⚠ ${alert.headline}: ${sentenceOf(space)}. ${alert.sentence}`, 600)),
    blocks: [
      richText(
        line([plain('⚠ '), bold(alert.headline)]),
        line([plain(oneLine(sentenceOf(space), 300)), ...linkTo(links.card(view) ?? links.admin(space.id))]),
        line([plain(oneLine(alert.sentence, 300))]),
      ),
      ...(actions.length === 0 ? [] : [block]),
      ...notesBlock(taker === undefined ? [] : [cardWords.taken(taker.name)]),
    ],
  };
}

function linkTo(url: string | undefined): Piece[] {
  return url === undefined ? [] : [plain(' · '), { type: 'link', url, text: labels.open }];
}

/** The alert once its reason is gone, without buttons. @param role the role of the message */
export function endedAlert({ view: { space }, now }: Pick<CardContent, 'view' | 'now'>, role: string): CardMessage {
  const what = undecidedEnd(space, role, now);
  // There is more time, because it was moved; or organisers want other warnings.
  const isPutOff = role.startsWith(warningRoles) && isUndecided(space);
  const [sign, end] =
    what !== undefined
      ? ['⚠', alertWords.leftUndecided(what)]
      : isPutOff
        ? ['…', alertWords.undecidedStill]
        : ['✔', alertWords.done];
  const words = oneLine(`${end}: ${headlineOf(space)} · ${sentenceOf(space)}`, 500);
  return { text: escapeText(words), blocks: [paragraph(plain(`${sign} ${words}`))] };
}

/** What was not posted because nobody decided. Undefined if somebody decided. */
function undecidedEnd(space: OpenSpace, role: string, now: number): string | undefined {
  const left = leftUndecided(space, now)?.map(({ key }) => key);
  if (left === undefined) return undefined;
  if (isOff(space)) return left.some((key) => role === `alert:needs_action:${key}`) ? alertWords.notTold : undefined;
  return role.startsWith(warningRoles) ? alertWords.notOut(left.map((key) => reminderNameIn(space, key))) : undefined;
}

/** The reminder's text to copy, for one person. */
export function copyMessage(text: string): CardMessage {
  return {
    text: escapeText(oneLine(`${alertWords.copy} ${text}`, 600)),
    blocks: [richText(line([plain(alertWords.copy)]), quote([plain(text)]))],
  };
}
