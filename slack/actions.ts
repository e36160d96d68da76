import type { Actor } from '../core/actor.ts';
import type { Config } from '../core/config.ts';
import { localDayAndTime, localTimeWithZone } from '../core/local-time.ts';
import { canBeRetried, postableUntil, waitingCorrection } from '../core/correction.ts';
import { changedSince } from '../core/decide.ts';
import type { OpenSpace } from '../core/open-space.ts';
import type { Reminder } from '../core/reminder.ts';
import { reminderTemplate, reminderTextFor } from '../core/reminder-text.ts';
import type { WhereAndWhen, Verb } from '../core/request.ts';
import { minutesUntil } from '../core/texts.ts';
import type { OpenSpaceView } from '../store/open-spaces.ts';
import type { AskOutcome } from '../temporal/ask-open-space.ts';
import { copyMessage } from './alerts.ts';
import { movePattern, readButtonValue, type CardAction, type Target } from './buttons.ts';
import type { CardMessage } from './card.ts';
import type { Log } from '../core/log.ts';
import type { SlackService } from './conversation.ts';
import { readShown, readTouched, wantedOf } from './picked.ts';
import { cardWords, headlineOf, replies } from './words.ts';
import { capital, changedKnownWords, decisionWords, nameOf, refusalWords } from '../core/words.ts';

/** A press on a button, as Slack reports it. */
export interface Press {
  /** One of `cardActions`, `move_<n>`, `take_it` or `copy_text`. */
  readonly action: string;
  readonly value: string;
  readonly user: { readonly id: string; readonly name: string };
  /** `state.values` */
  readonly values: unknown;
  /** The message as it was pressed. */
  readonly message: unknown;
}

/** The message for the person who pressed. Undefined if the card itself will show the result. */
export type Reply = string | CardMessage | undefined;

/** The open space and everything that the action needs, or the reply to a person who may not act. */
export type Opened =
  | {
      readonly kind: 'open';
      readonly config: Config;
      readonly view: OpenSpaceView;
      readonly target: Target;
      readonly by: Actor;
    }
  | { readonly kind: 'closed'; readonly reply: string };

/** Checks who asks, and loads the open space. @throws if the bot cannot be reached */
export async function openFor(user: Press['user'], value: string, openSpaces: SlackService, log: Log): Promise<Opened> {
  const closed = (reply: string): Opened => ({ kind: 'closed', reply });
  const target = readButtonValue(value);
  if (target === undefined) return closed(replies.otherVersion);
  const [config, view] = await Promise.all([openSpaces.config(), openSpaces.find(target.openSpaceId)]);
  if (!isOrganiser(user.id, config)) {
    log.warn('a person who is not an organiser pressed a button', { user: user.id, openSpaceId: target.openSpaceId });
    return closed(replies.onlyOrganisers(user.id));
  }
  if (view === null) return closed(replies.noSuch);
  return { kind: 'open', config, view, target, by: { id: user.id, name: user.name, door: 'slack' } };
}

/**
 * Carries out a press. When this resolves, the outcome is known: decided, refused, kept, or gone.
 *
 * @throws if a server of the bot is down: then it is unknown whether it was decided
 */
export async function actOn(press: Press, openSpaces: SlackService, log: Log, now: number): Promise<Reply> {
  const opened = await openFor(press.user, press.value, openSpaces, log);
  if (opened.kind === 'closed') return opened.reply;
  const reply = await carryOut(press, opened, openSpaces, log, now);
  // Slack shows it at the end of the channel, far from the card.
  return typeof reply === 'string' ? `${capital(nameOf(opened.view.space))}: ${reply}` : reply;
}

async function carryOut(
  press: Press,
  { config, view, target, by }: Extract<Opened, { kind: 'open' }>,
  openSpaces: SlackService,
  log: Log,
  now: number,
): Promise<Reply> {
  const { action } = press;
  if (action === 'take_it') {
    const taker = await openSpaces.take(view._id, by);
    return taker.id === by.id ? undefined : cardWords.taken(taker.name);
  }
  if (action === 'copy_text') return copyText(view.space, target, config, now);
  const where = wantedOf(view.space, readTouched(press.values), readShown(press.message), config);
  const takesPicks = ['approve', 'apply', 'move_known'].includes(action) || movePattern.test(action);
  if (takesPicks && where.kind === 'unclear') return where.reason;
  const { kind: _, ...picks } = where.kind === 'wanted' ? where : { kind: where.kind };
  const { openSpaceId, revision } = target;
  const change = changes[action];
  if (change !== undefined) {
    const picked = takesPicks ? picks : {};
    const knownAs = target.more === undefined ? undefined : Number(target.more);
    const outcome = await openSpaces.changeKnown(change, { openSpaceId, by, revision, picked, knownAs });
    const known = outcome.kind === 'decided' ? await openSpaces.find(view.space.about ?? '') : null;
    // The post's own card says only that it is denied, so the reply names the changed session.
    return known === null ? replyTo(outcome, view.space, by.id) : changedKnownWords(change, known.space);
  }
  const verb = verbOf(action, takesPicks ? picks : {}, target, view.space);
  if (verb === undefined) return changedSince(view.space, revision) ?? replies.otherVersion;
  const outcome = await openSpaces.ask({ openSpaceId, revision, verb, by });
  log.info('an organiser pressed a button', { user: by.id, action, openSpaceId, revision, outcome: outcome.kind });
  return replyTo(outcome, view.space, by.id);
}

/** The reply to the person who asked. Undefined if the card shows the result. */
export function replyTo(outcome: AskOutcome, space: OpenSpace, userId: string): string | undefined {
  switch (outcome.kind) {
    case 'decided': {
      const { decision } = outcome.result;
      if (decision.by.id === userId) return undefined;
      const at = localTimeWithZone(decision.at, space.timeZone);
      return replies.already(decisionWords(decision, space.timeZone), decision.by.name, at);
    }
    case 'refused':
      return outcome.reason;
    case 'kept':
      return replies.kept;
    case 'gone':
      return replies.endedAs(headlineOf(space).toLowerCase());
  }
}

export function isOrganiser(userId: string, config: Config): boolean {
  return config.organisers.includes(userId);
}

const changes: Readonly<Record<string, 'move' | 'cancel' | undefined>> = { move_known: 'move', cancel_known: 'cancel' };

function verbOf(action: string, picks: WhereAndWhen, { more }: Target, space: OpenSpace): Verb | undefined {
  if (movePattern.test(action)) return more === undefined ? undefined : { verb: 'stage', ...picks, room: more };
  // Buttons of earlier versions name no reminder. Then exactly one reminder must fit.
  const about = more === undefined ? {} : { reminder: more };
  switch (action as CardAction) {
    case 'approve':
      return { verb: 'decide', approval: 'approved', ...picks };
    case 'deny':
      return { verb: 'decide', approval: 'denied' };
    case 'take_back':
      return { verb: 'undo' };
    case 'apply':
      // Else the button is “Schedule without approving”, which needs no pick if the post gives a room and a start.
      return space.standing.status === 'scheduled'
        ? { verb: 'change', ...picks }
        : { verb: 'stage', approval: 'needs_action', ...picks };
    case 'send_now':
      return { verb: 'sendNow', ...about };
    case 'cancel':
      return { verb: 'cancel' };
    case 'try_again':
    case 'not_there':
      return { verb: 'retry', ...about };
    case 'is_there':
      return { verb: 'confirmSent', ...about };
    case 'post_correction':
    case 'deny_correction': {
      const reminder = more ?? waitingCorrection(space)?.key;
      const approval = action === 'post_correction' ? 'approved' : 'denied';
      return reminder === undefined ? undefined : { verb: 'decide', approval, reminder };
    }
    case 'move_known':
    case 'cancel_known':
      return undefined;
  }
}

/**
 * The text of the failed reminder as it would be posted now. A button without a reminder means the only one that
 * failed.
 */
function copyText(space: OpenSpace, { more, revision }: Target, config: Config, now: number): Reply {
  const changed = changedSince(space, revision);
  if (changed !== undefined) return changed;
  const end = postableUntil(space) ?? now;
  if (now >= end) return refusalWords.afterStart(localDayAndTime(end, space.timeZone));
  const isMeant = ({ key, state }: Reminder) => state.status === 'failed' && key === (more ?? key);
  const [reminder, ...others] = space.reminders.filter(isMeant);
  if (reminder === undefined || others.length > 0) return replies.otherVersion;
  if (!canBeRetried(space, reminder)) return refusalWords.textNoLongerTrue;
  const minutes = minutesUntil(space.startAt ?? now, now);
  const text = reminderTextFor(space, reminderTemplate(space, reminder.key, config), minutes);
  return text === undefined ? replies.noText : copyMessage(text);
}
