import type { Config } from '../core/config.ts';
import { findOverfull, windowsOfX, type PostWindow } from '../core/due-windows.ts';
import { localDayAndTime } from '../core/local-time.ts';
import type { RaisedAlarm } from '../store/alarms.ts';
import type { Deps } from './deps.ts';

const hour = 3_600_000;
const lookAheadMs = 24 * hour;
/** How many reminders are read, at most: more than a large conference has in a day. */
export const mostDue = 5_000;

export async function keysCauses({ store, clock }: Deps): Promise<RaisedAlarm[]> {
  if (!(await store.health.haveDifferentKeys(new Date(clock())))) return [];
  const words =
    'The workers have different X keys: X may refuse the posts of one of them, or they post from different accounts. ' +
    'Set the same X_* for all workers, and restart them.';
  return [{ _id: 'x-account:keys', words, mendedWords: 'All workers have the same X keys.' }];
}

/** When the approved and undecided reminders of the next 24 hours are due; epoch milliseconds, ascending. */
export async function findDueTimes({ store, clock }: Deps): Promise<number[]> {
  const { conference } = await store.configs.current();
  const filter = { pending: true, from: new Date(clock()), before: new Date(clock() + lookAheadMs) };
  const due = await store.reminders.list(conference.id, filter, mostDue);
  return due.flatMap(({ sendAt }) => sendAt?.getTime() ?? []);
}

export async function tooManyCauses(
  { store }: Deps,
  findDue: () => Promise<number[]>,
  { throttle, output, conference }: Config,
): Promise<RaisedAlarm[]> {
  if (output === 'slack_only') return [];
  const windows: PostWindow[] = [
    ...windowsOfX(await store.health.findLimits()),
    ...(throttle === null ? [] : [{ ms: hour, limit: throttle, by: 'organisers' } as const]),
  ];
  const overfull = findOverfull(await findDue(), windows);
  if (overfull === undefined) return [];
  const { window, from, count } = overfull;
  const length = window.ms < hour ? `${window.ms / 60_000} minutes` : `${window.ms / hour} h`;
  const words =
    `${count} reminders are due from ${localDayAndTime(from, conference.timeZone)} within ${length}, and ` +
    `${window.by === 'X' ? 'X takes' : 'the limit that organisers set is'} ${window.limit}. Reminders with the ` +
    'earliest start go first, the others late or not at all. Deny some, or give them other times.';
  return [{ _id: 'too-many', words, mendedWords: 'There are no longer too many reminders due at once.' }];
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
