import type { Config } from '../core/config.ts';
import { windowsOfX } from '../core/due-windows.ts';
import type { SendResult } from '../core/outcomes.ts';
import { ended } from '../core/words.ts';
import { mendAlarm, raiseAlarm } from './alarms.ts';
import type { Deps } from './deps.ts';

/** How soon a reminder that organisers or X hold back is looked at again. Milliseconds. */
const pausedRetryMs = 15_000;
/** The same for the limit an hour, which more reminders at once wait for. Milliseconds. */
const throttledRetryMs = 60_000;

export const held = (why: string, afterMs = pausedRetryMs): SendResult => ({ kind: 'held', afterMs, why });

/** One that is so late may wait in a crowd for X's limit. Milliseconds. */
const crowdedAfterMs = 10_000;

/** A reminder that is due; times in epoch milliseconds. */
export interface DueReminder {
  readonly id: string;
  /** 0 where it has no time. */
  readonly sendAt: number;
  /** Until when it may be posted (`postableUntil`); 0 where there is no start. */
  readonly startAt: number;
  /** Whether it goes out at once: then it takes its place in the hour. */
  readonly isNow?: true;
}

/** Why the config lets nothing go out to X, undefined where it does: asked by every post, repetition and reply. */
export async function whyNotPosted(deps: Pick<Deps, 'store'>, config: Config): Promise<string | undefined> {
  const why = await whyConfigHolds(deps, config);
  return why ?? (config.output === 'slack_only' ? 'the output is set to Slack only' : undefined);
}

/** Why the config holds everything back. An output of Slack only holds nothing: what is due counts as sent then. */
async function whyConfigHolds({ store }: Pick<Deps, 'store'>, config: Config): Promise<string | undefined> {
  const { conference, paused, spendingCap } = config;
  if (paused) return 'paused by an organiser';
  if (spendingCap !== null && (await store.budgets.find(conference.id)).spent >= spendingCap) {
    return `the spending cap of $${spendingCap} is reached`;
  }
  return undefined;
}

/**
 * Why nothing may be posted now although it is due; asked of the newest config every time. Asks the store alone: who
 * prepares a post asks before X, and again when its time has come.
 */
export async function heldBack(deps: Deps, config: Config, due: DueReminder): Promise<SendResult | undefined> {
  const { id: reminderId } = due;
  const now = deps.clock();
  const { conference, throttle } = config;
  const why = await whyConfigHolds(deps, config);
  if (why !== undefined) return held(why);
  // What goes to Slack only asks nothing of X's account or limits.
  const heldByX =
    config.output === 'slack_only'
      ? undefined
      : ((await heldByRefusal(deps, reminderId)) ?? (await heldByCrowd(deps, conference.id, due)));
  if (heldByX !== undefined || throttle === null) return heldByX;
  const { budgets } = deps.store;
  const place = [conference.id, reminderId, throttle, now] as const;
  const placeAt = await (due.isNow ? budgets.takePlace(...place) : budgets.findPlace(...place));
  if (placeAt === undefined) return undefined;
  // Organisers may raise the limit before the next place is free.
  return held(`the limit of ${throttle} reminders an hour`, Math.min(placeAt - now, throttledRetryMs));
}

/** Where more reminders are overdue than X takes, those with the earliest starts go first. */
async function heldByCrowd(
  { store, clock }: Deps,
  conferenceId: string,
  { sendAt, startAt }: DueReminder,
): Promise<SendResult | undefined> {
  const now = clock();
  if (now - sendAt < crowdedAfterMs) return undefined;
  const limit = Math.min(...windowsOfX(await store.health.findLimits()).map((window) => window.limit));
  const earlier = await store.reminders.countOverdue(conferenceId, new Date(now), new Date(startAt));
  if (earlier < limit) return undefined;
  return held(`X takes ${limit} posts at once, and ${earlier} that start earlier go first`);
}

/** While X refuses the account, one reminder at a time tries whether it takes posts again; the others wait. */
async function heldByRefusal({ store, clock }: Deps, reminderId: string): Promise<SendResult | undefined> {
  const alarm = await store.alarms.findOpen('x-account');
  if (alarm === null || (await store.alarms.takeProbe('x-account', reminderId, new Date(clock())))) return undefined;
  return held(alarm.words);
}

/** X takes nothing from this account: its keys, its credits or its standing. */
export async function noteRefusal(deps: Deps, reminderId: string, why: string): Promise<void> {
  const words = `Posting has stopped: ${ended(why)} Reminders wait, and one of them tries again each minute.`;
  await raiseAlarm(deps, { _id: 'x-account', words, mendedWords: 'X takes posts again.' });
  await deps.store.alarms.takeProbe('x-account', reminderId, new Date(deps.clock()));
}

/** Most posts find no such alarm: they share one look. */
export async function noteAccepted(deps: Deps): Promise<void> {
  if ((await deps.store.alarms.findOpen('x-account')) !== null) await mendAlarm(deps, 'x-account');
}
