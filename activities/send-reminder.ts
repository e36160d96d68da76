import type { Config } from '../core/config.ts';
import { postableUntil, tells } from '../core/correction.ts';
import { newNamesOf } from '../core/new-names.ts';
import { canGoOut, findReminder, type OpenSpace } from '../core/open-space.ts';
import { hasChanged, whyNotRepeated, type SendResult } from '../core/outcomes.ts';
import { wasDueBefore } from '../core/restored.ts';
import { textWithHandle } from '../core/reminder-text.ts';
import { isSettled, reminderId, type Reminder } from '../core/reminder.ts';
import { withoutUndefined } from '../core/without-undefined.ts';
import type { Intent } from '../store/intents.ts';
import type { Deps } from './deps.ts';
import { lookAtSource } from './look-at-source.ts';
import { findFrozen, findUnrecorded, newestOwnPost } from './own-posts.ts';
import { giveBack, noAnswer, post, postedElsewhere, unclear, type TimedReminder } from './post-frozen.ts';
import { held, heldBack, whySilent } from './posting-rules.ts';
import { recordSent, sentAlready, settle } from './settle-post.ts';
import { doesNotFit, mayBePosted, whyWords } from '../core/words.ts';

/** If the timeline still cannot be read this long after the start, organisers must look. Milliseconds. */
const giveUpAfterMs = 10 * 60_000;
const lookAgainMs = 60_000;
/** How soon it is tried again after the outcome of another reminder is known. Milliseconds. */
const otherMs = 5_000;
/**
 * How long before its time a reminder's text is frozen: enough for the store if many are due together. From then on a
 * denial is refused, because the reminder is being posted. Milliseconds.
 */
export const freezeAheadMs = 1_000;
/** Within this time an attempt must call X: the activity has 20 s, and the post may take 10 s. Milliseconds. */
const latestRequestMs = 9_500;

export interface SendRequest {
  /** As it is stored. */
  readonly space: OpenSpace;
  readonly key: string;
  /** When the workflow asked for it, epoch milliseconds by Temporal's clock. Absent from earlier versions. */
  readonly askedAt?: number;
}

interface Attempt extends SendRequest, TimedReminder {
  /** When it began by this worker's clock, epoch milliseconds. */
  readonly beganAt: number;
}

/**
 * Makes one attempt to post a reminder. X has no idempotency key, so the phase of the intent record decides:
 * - none: freezes the exact text, then calls X; if an organiser has asked to try it again, first reads the timeline;
 * - `posting`: X may have the post. After a wait the bot reads its timeline; only if the post is not there, it posts
 *   the same bytes again;
 * - `refused`: once the timeline agrees, begins again with a new text;
 * - `sent`: posts nothing;
 * - `closed`: posts nothing, unless an organiser has asked to try it again; then first reads the timeline.
 *
 * @throws errors of the store: the next attempt finds in the intent record whether X may have the post
 */
export async function sendReminder(deps: Deps, request: SendRequest): Promise<SendResult> {
  const { space, key } = request;
  const id = reminderId(space.id, key);
  const [began, beganAt] = [deps.stopwatch(), deps.clock()];
  // The stopwatch stops while the machine sleeps; the clock can be set back.
  const hasTime = () => Math.max(deps.stopwatch() - began, deps.clock() - beganAt) < latestRequestMs;
  const reminder = findReminder(space, key);
  // The workflow asks for a reminder of the state that it sends.
  if (reminder === undefined) throw new Error(`open space ${space.id} has no reminder ${key}`);
  const times = { sendAt: reminder.sendAt ?? 0, startAt: postableUntil(space) ?? 0 };
  const attempt = { ...request, id, reminder, ...times, beganAt, hasTime };
  const intent = await deps.store.reminders.findIntent(id);
  const result = await sendFrom(deps, attempt, intent);
  if (result.kind === 'failed' || result.kind === 'unconfirmed') {
    await deps.store.reminders.closeIntent(id, intent, { kind: result.kind, why: result.why }, space.revision);
  }
  return result.kind === 'sent' ? recordSent(deps, space, key, result) : result;
}

async function sendFrom(deps: Deps, attempt: Attempt, intent: Intent | undefined): Promise<SendResult> {
  switch (intent?.phase) {
    case undefined:
      return isToBeLookedFor(attempt.reminder) ? sendRetried(deps, attempt) : sendFirst(deps, attempt);
    case 'posting':
      return sendAgain(deps, attempt, intent);
    case 'refused':
      return sendAfterRefusal(deps, attempt, intent);
    case 'sent':
      return sentAlready(intent);
    case 'closed':
      if ((attempt.reminder.retried ?? 0) > (intent.closedAs ?? 0)) return sendRetried(deps, attempt, intent);
      return intent.outcome ?? { kind: 'failed', why: 'the bot stopped trying' };
  }
}

async function sendFirst(deps: Deps, attempt: Attempt): Promise<SendResult> {
  const { space, key, id, reminder, sendAt, startAt } = attempt;
  if (reminder.state.status === 'sending') {
    return { kind: 'unconfirmed', why: 'the record of its post is lost, so it may be on X or not' };
  }
  const aheadMs = await clockAhead(deps, attempt);
  const clock = (): number => deps.clock() - aheadMs;
  if (clock() >= startAt) return missed;
  if (wasDueBefore(await deps.store.restores.latest(), sendAt)) return { kind: 'unconfirmed', why: mayBePosted };
  // Checked before X is asked anything, because X bills each answer, and again when the reminder's time has come.
  const heldBefore = await heldBack(deps, await deps.store.configs.current(), attempt);
  if (heldBefore !== undefined) return heldBefore;
  // The calls to X take longest, so they are made before the reminder's time.
  const [source, sinceId] = await Promise.all([lookAtSource(deps, space), newestOwnPost(deps, space.conferenceId)]);
  if (source.change !== undefined) return { kind: 'sourceChanged', change: source.change };
  await deps.waitUntil(sendAt + aheadMs - freezeAheadMs);

  // The text and the record are made for the moment of the post.
  const now = Math.max(clock(), sendAt);
  if (now >= startAt) return missed;
  const config = await deps.store.configs.current();
  const heldNow = await heldBack(deps, config, attempt, true);
  if (heldNow !== undefined) return heldNow;
  const text = await textOf(deps, attempt, config, now);
  if (typeof text !== 'string') return text;

  // By the worker's own clock, which also says how long X has had for the post to appear.
  const begun = { text, attempt: 1, startedAt: new Date(Math.max(deps.clock(), sendAt)) };
  const told = tells(space);
  const silent = whySilent(attempt, config);
  const intent: Intent =
    silent === undefined
      ? withoutUndefined({ ...begun, told, phase: 'posting', sinceId, note: source.note })
      : withoutUndefined({
          ...begun,
          told: told && { ...told, isOnlyInSlack: true as const },
          phase: 'sent',
          sentAt: begun.startedAt,
          note: `not posted on X: ${silent}`,
        });
  if (!attempt.hasTime()) return { kind: 'lost', afterMs: 0 };
  // Another reminder of this session may be on its way: an operator has reset the workflow, and an attempt of the
  // earlier run goes on, or its worker has died.
  const others = space.reminders.filter((one) => one.key !== key && !isSettled(one)).map((one) => one.key);
  const idOf = (one: string): string => reminderId(space.id, one);
  const frozen = await deps.store.reminders.freezeIntent(id, space.revision, intent, others.map(idOf));
  if (frozen === 'outdated') return { kind: 'outdated', revision: space.revision };
  // Another worker has frozen its text a moment ago: the timeline will show the outcome.
  if (frozen === 'posting') return unclear(deps, postedElsewhere);
  if (frozen !== 'frozen') {
    const why = 'another reminder of this session is being posted';
    return { kind: 'held', afterMs: otherMs, why, ahead: others.filter((one) => frozen.includes(idOf(one))) };
  }
  await deps.waitUntil(sendAt + aheadMs);
  return intent.phase === 'sent' ? sentAlready(intent) : post(deps, attempt, intent);
}

/**
 * By how much this worker's clock is surely ahead, milliseconds. Both Temporal and MongoDB must say so, because the
 * clock of one of them may be behind. If it is ahead, the time that their answers take is added: late by some
 * milliseconds is better than early. If MongoDB does not answer, the worker's clock counts as right.
 */
async function clockAhead({ store, clock }: Deps, { beganAt, askedAt = beganAt }: Attempt): Promise<number> {
  const before = clock();
  const mongo = await store.serverTime().catch(() => Number.NaN);
  return before > mongo ? Math.max(0, Math.min(beganAt - askedAt, clock() - mongo)) : 0;
}

/** The text as it goes out now, or the result `failed` if X would not take it. */
async function textOf({ store, clock }: Deps, { space, key }: Attempt, config: Config, now: number) {
  const isTextUsed = async (text: string, id: string) => !(await store.reminders.takeText(text, id, new Date(clock())));
  const names = newNamesOf(await store.users.listRenamed());
  const text = await textWithHandle(space, names, key, config, now, { isTextUsed });
  return text ?? ({ kind: 'failed', why: `${doesNotFit}: shorten the reminder text or the place` } as const);
}

async function sendAfterRefusal(deps: Deps, attempt: Attempt, intent: Intent): Promise<SendResult> {
  const heldBefore = await heldBack(deps, await deps.store.configs.current(), attempt);
  if (heldBefore !== undefined) return heldBefore;
  const found = await findFrozen(deps, attempt, intent);
  if (found.kind === 'found') return settle(deps, attempt, intent, { id: found.id });
  if (found.kind === 'unavailable') return held(`X cannot be reached: ${found.reason}`);
  // A worker died before it reported the refusal: the workflow must first know that nothing is on its way.
  if (attempt.reminder.state.status === 'sending') return held('X did not take it', 0);
  await deps.store.reminders.releaseIntent(attempt.id, intent);
  return sendFirst(deps, attempt);
}

/** Whether an organiser has asked to try it again, and no attempt has looked for it since. If it is held, one has. */
const isToBeLookedFor = ({ retried, held: why, state }: Reminder): boolean =>
  retried !== undefined && why === undefined && state.status === 'approved';

/** The bot looks before anything can hold the reminder: a held one can be denied or missed, as if X did not have it. */
async function sendRetried(deps: Deps, attempt: Attempt, intent?: Intent): Promise<SendResult> {
  const { firstDueAt = attempt.sendAt } = attempt.reminder;
  const found = await findUnrecorded(deps, attempt, intent);
  if (found.kind === 'unavailable') {
    // X does not have a failed reminder, so it waits as after a refusal. But a restore may have lost a later attempt.
    const isFailure = intent?.outcome?.kind === 'failed';
    if (!isFailure || wasDueBefore(await deps.store.restores.latest(), firstDueAt)) {
      return { kind: 'unconfirmed', why: unread(found.reason) };
    }
    await deps.store.reminders.changeAttempt(attempt.id, intent, { phase: 'refused' });
    return held(`X cannot be reached: ${found.reason}`);
  }
  if (found.kind === 'found') {
    const sent = intent ?? { attempt: 1, startedAt: new Date(firstDueAt), text: found.text };
    return settle(deps, attempt, sent, { id: found.id });
  }
  if (intent !== undefined) await deps.store.reminders.releaseIntent(attempt.id, intent);
  return sendFirst(deps, attempt);
}

async function sendAgain(deps: Deps, attempt: Attempt, intent: Intent): Promise<SendResult> {
  const now = deps.clock();
  // This worker's clock may be wrong, so Temporal's clock (`askedAt`) decides whether the reminder has ended.
  const { id, space, reminder, startAt, askedAt = now } = attempt;
  const beganAt = intent.startedAt.getTime();
  // An attempt cannot begin in the future: the clock of the worker that wrote this was ahead of ours.
  if (beganAt > now + freezeAheadMs) {
    await deps.store.reminders.changeAttempt(id, intent, { startedAt: new Date(now) });
  }
  const settledInMs = Math.min(beganAt, now + freezeAheadMs) + deps.settleSeconds * 1000 - now;
  if (settledInMs > 0) return { kind: 'unclear', afterMs: settledInMs, why: noAnswer };
  const found = await findFrozen(deps, attempt, intent);
  if (found.kind === 'found') return settle(deps, attempt, intent, { id: found.id });

  if (found.kind === 'unavailable') {
    if (askedAt > startAt + giveUpAfterMs) return { kind: 'unconfirmed', why: unread(found.reason) };
    return { kind: 'unclear', afterMs: lookAgainMs, why: `the timeline cannot be read: ${found.reason}` };
  }
  // The restored copy may lack a later attempt, and the timeline may not show that post yet.
  const restore = await deps.store.restores.latest();
  if (wasDueBefore(restore, beganAt)) return { kind: 'unconfirmed', why: mayBePosted };
  if (intent.refusal !== undefined) return { kind: 'failed', why: `X refused it: ${intent.refusal}` };
  if (intent.isDuplicate === true) {
    return { kind: 'unconfirmed', why: 'X says that it already has this text, but its timeline does not show it' };
  }
  if (askedAt >= startAt) return { kind: 'failed', why: 'X did not take it, and the start has passed' };
  if (now >= startAt) return unclear(deps, whyWords.startPassedByClock);
  if (!canGoOut(space, reminder) || hasChanged(space, intent.told ?? reminder.said)) {
    return { kind: 'failed', why: 'X did not take it, and its text is no longer true' };
  }
  const why = whyNotRepeated(space, reminder, askedAt);
  if (why !== undefined) return giveBack(deps, attempt, intent, why);
  // The bot does not hear every change of the post. If X does not answer, the reminder goes out, as in the first try.
  const { change } = await lookAtSource(deps, space);
  if (change !== undefined) return { kind: 'sourceChanged', change };
  const startedAt = new Date(deps.clock());
  const isOurs = await deps.store.reminders.nextAttempt(id, space.revision, intent, startedAt);
  if (!isOurs) return unclear(deps, postedElsewhere);
  return post(deps, attempt, { ...intent, attempt: intent.attempt + 1, startedAt });
}

const unread = (reason: string): string =>
  `nobody knows whether X posted it, because its timeline cannot be read: ${reason}`;

const missed: SendResult = { kind: 'missed', why: 'the start had passed before it could be posted' };
