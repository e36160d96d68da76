import type { Config } from '../core/config.ts';
import { windowsOfX } from '../core/due-windows.ts';
import type { OpenSpace } from '../core/open-space.ts';
import type { SendResult } from '../core/outcomes.ts';
import type { Reminder } from '../core/reminder.ts';
import { ended, holdWords, refusalsIn } from '../core/words.ts';
import { mendAlarm, raiseAlarm } from './alarms.ts';
import type { Deps } from './deps.ts';

/** How soon a reminder that organisers or X hold back is tried again. Milliseconds. */
const pausedRetryMs = 15_000;
/** The same for the hourly limit, for which many reminders may wait. Milliseconds. */
const throttledRetryMs = 60_000;

export const held = (why: string, afterMs = pausedRetryMs): SendResult => ({ kind: 'held', afterMs, why });

/** A reminder that is this late may be one of many that wait for X's limit. Milliseconds. */
const crowdedAfterMs = 10_000;

/** A reminder of an open space that is due; times in epoch milliseconds. */
export interface DueReminder {
  readonly id: string;
  readonly space: OpenSpace;
  readonly reminder: Reminder;
  /** 0 if it has no time. */
  readonly sendAt: number;
  /** Until when it may be posted (`postableUntil`); 0 if there is no start. */
  readonly startAt: number;
}

/** Why the config allows no post on X; undefined if it does. Checked before every post, repeated post and reply. */
export async function whyNotPosted(deps: Pick<Deps, 'store'>, config: Config): Promise<string | undefined> {
  const why = await whyConfigHolds(deps, config);
  return why ?? (config.output === 'slack_only' ? holdWords.onlyInSlack : undefined);
}

/**
 * Why a due reminder counts as sent without a post on X; undefined if it is posted. A correction follows what it
 * corrects: if only Slack was told of the session, people on X have nothing to correct, also once the output is live.
 */
export function whySilent({ space, reminder }: Pick<DueReminder, 'space' | 'reminder'>, { output }: Config) {
  if (reminder.corrects === undefined) return output === 'slack_only' ? holdWords.onlyInSlack : undefined;
  return space.told?.isOnlyInSlack === true ? 'what it corrects was told only in Slack' : undefined;
}

/** Why the config holds everything back, whatever the output is. */
async function whyConfigHolds({ store }: Pick<Deps, 'store'>, config: Config): Promise<string | undefined> {
  const { conference, paused, spendingCap } = config;
  if (paused) return holdWords.paused;
  if (spendingCap !== null && (await store.budgets.find(conference.id)).spent >= spendingCap) {
    return holdWords.capReached(spendingCap);
  }
  return undefined;
}

/**
 * Why a due reminder may not be posted now, by the newest config; undefined if it may. Asks only the store. An attempt
 * calls it twice: before it asks X anything, and again when the reminder's time has come.
 *
 * @param isNow it is posted right after the check, so it takes one of the places of the hourly limit
 */
export async function heldBack(deps: Deps, config: Config, due: DueReminder, isNow = false) {
  const { id: reminderId } = due;
  const now = deps.clock();
  const { conference, throttle } = config;
  const why = await whyConfigHolds(deps, config);
  if (why !== undefined) return held(why);
  const isSilent = whySilent(due, config) !== undefined;
  // People on X know something that is wrong, so it waits for the output live.
  if (config.output === 'slack_only' && !isSilent) return held(holdWords.onlyInSlack);
  // If nothing is posted, X's account and limits do not matter.
  const heldByX = isSilent
    ? undefined
    : ((await heldByRefusal(deps, reminderId)) ?? (await heldByCrowd(deps, conference.id, due)));
  if (heldByX !== undefined || throttle === null) return heldByX;
  const { budgets } = deps.store;
  const place = [conference.id, reminderId, throttle, now] as const;
  const placeAt = await (isNow ? budgets.takePlace(...place) : budgets.findPlace(...place));
  if (placeAt === undefined) return undefined;
  // Organisers may raise the limit before the next place is free.
  return held(`the limit of ${throttle} reminders an hour`, Math.min(placeAt - now, throttledRetryMs));
}

/** If more reminders are overdue than X takes, those with the earliest starts go first. */
async function heldByCrowd({ store, clock }: Deps, conferenceId: string, { sendAt, startAt }: DueReminder) {
  const now = clock();
  if (now - sendAt < crowdedAfterMs) return undefined;
  const limit = Math.min(...windowsOfX(await store.health.findLimits()).map((window) => window.limit));
  const earlier = await store.reminders.countOverdue(conferenceId, new Date(now), new Date(startAt));
  if (earlier < limit) return undefined;
  return held(`X takes ${limit} posts at once, and ${earlier} that start earlier go first`);
}

/** While X refuses the account, one reminder at a time tries to post, and the others wait. */
async function heldByRefusal({ store, clock }: Deps, reminderId: string): Promise<SendResult | undefined> {
  const alarm = await store.alarms.find('x-account');
  if (alarm === null || (await store.alarms.takeProbe('x-account', reminderId, new Date(clock())))) return undefined;
  return held(alarm.words);
}

/**
 * Records that X refuses this account: its keys, its credits or the account itself. No refused keys while workers
 * have different ones, which is an alarm of its own: X takes the posts of another worker, so this alarm would begin and
 * end with every post.
 */
export async function noteRefusal(deps: Deps, reminderId: string, refused: 'keys' | 'account', why: string) {
  if (refused === 'keys' && (await deps.store.health.haveDifferentKeys(new Date(deps.clock())))) return;
  const mendedWords = 'X takes posts again.';
  // X gives one reason at a time. Once it has new keys, it may say that the credits are used up.
  const about = refusalsIn(why);
  await raiseAlarm(deps, { _id: 'x-account', words: holdWords.refused(ended(why)), mendedWords, about });
  await deps.store.alarms.takeProbe('x-account', reminderId, new Date(deps.clock()));
}

/**
 * X has taken a post: the alarm about the account ends, unless X may have taken it before it refused the account. An
 * alarm of the future is from a worker whose clock is ahead, so the order is unknown; the next refusal raises it again.
 */
export async function noteTaken(deps: Deps, startedAt: Date): Promise<void> {
  const alarm = await deps.store.alarms.find('x-account');
  if (alarm === null || (startedAt < alarm.since && alarm.since.getTime() <= deps.clock())) return;
  await mendAlarm(deps, 'x-account', undefined, alarm);
}
