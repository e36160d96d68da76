import type { Config } from '../core/config.ts';
import { findOverfull, windowsOfX, type PostWindow } from '../core/due-windows.ts';
import { localDayAndTime } from '../core/local-time.ts';
import type { RaisedAlarm } from '../store/alarms.ts';
import type { Deps } from './deps.ts';

const hour = 3_600_000;
const lookAroundMs = 24 * hour;
/** How many reminders are read, at most: more than a large conference has in two days. */
export const mostDue = 5_000;

export async function keysCauses({ store, clock }: Deps): Promise<RaisedAlarm[]> {
  if (!(await store.health.haveDifferentKeys(new Date(clock())))) return [];
  const words =
    'The workers have different X keys: X may refuse the posts of one of them, or they post from different accounts. ' +
    'Set the same X_* for all workers, and restart them.';
  return [{ _id: 'x-account:keys', words, mendedWords: 'All workers have the same X keys.' }];
}

/**
 * When the approved and undecided reminders of the last and the next 24 hours went out or are due; epoch milliseconds,
 * ascending. Those that went out have their part of the limit, and those that are late wait for it. `waiting`: without
 * those that went out.
 */
export async function findDueTimes({ store, clock }: Deps) {
  const { conference } = await store.configs.current();
  const now = clock();
  const filter = { from: new Date(now - lookAroundMs), before: new Date(now + lookAroundMs) };
  const rows = await store.reminders.list(conference.id, filter, mostDue);
  const waiting = rows.flatMap(({ dueAt }) => dueAt?.getTime() ?? []);
  const sent = rows.flatMap(({ status, sentAt }) => (status === 'sent' ? (sentAt?.getTime() ?? []) : []));
  return { waiting, all: [...sent, ...waiting].toSorted((one, other) => one - other) };
}

export async function tooManyCauses(
  { store, clock }: Deps,
  findDue: () => ReturnType<typeof findDueTimes>,
  { throttle, output, conference }: Config,
): Promise<RaisedAlarm[]> {
  if (output === 'slack_only') return [];
  const windows: PostWindow[] = [
    ...windowsOfX(await store.health.findLimits()),
    ...(throttle === null ? [] : [{ ms: hour, limit: throttle, by: 'organisers' } as const]),
  ];
  const { all, waiting } = await findDue();
  const overfull = findOverfull(all, windows, waiting);
  if (overfull === undefined) return [];
  const { window, from, count } = overfull;
  const length = window.ms < hour ? `${window.ms / 60_000} minutes` : `${window.ms / hour} h`;
  const are = from < clock() ? 'went out or are' : 'are';
  const words =
    `${count} reminders ${are} due from ${localDayAndTime(from, conference.timeZone)} within ${length}, and ` +
    `${window.by === 'X' ? 'X takes' : 'the limit that organisers set is'} ${window.limit}. Reminders with the ` +
    'earliest start go first, the others late or not at all. Deny some, or give them other times.';
  const mendedWords = 'There are no longer too many reminders due at once.';
  // Once these are through, the alarm may go on for those of a later hour.
  const about = [new Date(from).toISOString().slice(0, 'YYYY-MM-DDTHH'.length)];
  return [{ _id: 'too-many', words, mendedWords, about }];
}

/** Most of the spending cap is spent, or all of it. Another cap is another alarm. */
export async function spendingCauses({ store }: Deps, config: Config): Promise<RaisedAlarm[]> {
  const { spendingCap: cap, conference } = config;
  if (cap === null) return [];
  const { spent } = await store.budgets.find(conference.id);
  const about = [0.8, 1].filter((share) => spent >= share * cap).map(String);
  if (about.length === 0) return [];
  const share = cap === 0 ? 'and the cap is $0' : `${Math.floor((100 * spent) / cap)}% of the cap of $${cap}`;
  const words =
    `About $${spent.toFixed(2)} is spent at X, ${share}. ` +
    `${spent >= cap ? 'Nothing' : 'At 100% nothing'} is posted until somebody raises the cap.`;
  const mendedWords = `Enough of the spending cap of $${cap} is left again, or the cap is another one now.`;
  return [{ _id: `spending:${cap}`, words, mendedWords, about }];
}
