import type { Alarm, AlarmCause } from '../store/alarms.ts';
import type { SendResult } from '../core/outcomes.ts';
import { alarmWords } from './alarm-words.ts';
import type { Deps } from './deps.ts';

/** The alarm that X takes nothing from this account: its keys, its credits or its standing. */
export const accountRefused = 'x-account' satisfies AlarmCause;

/** How soon a reminder that waits for X to take the account again is looked at. Milliseconds. */
const lookAgainMs = 15_000;

async function openRefusal(store: Deps['store']): Promise<Alarm | undefined> {
  const alarm = await store.alarms.find(accountRefused);
  return alarm?.mendedAt === undefined ? (alarm ?? undefined) : undefined;
}

/** While X refuses the account, one reminder at a time tries whether it takes posts again; the others wait. */
export async function heldByRefusal({ store, clock }: Deps, reminderId: string): Promise<SendResult | undefined> {
  const now = clock();
  const alarm = await openRefusal(store);
  if (alarm === undefined) return undefined;
  if (await store.alarms.takeProbe(accountRefused, reminderId, new Date(now))) return undefined;
  return { kind: 'held', afterMs: lookAgainMs, why: alarm.words };
}

export async function noteRefusal({ store, clock, log }: Deps, reminderId: string, why: string): Promise<void> {
  const now = new Date(clock());
  const isNew = await store.alarms.raise({ _id: accountRefused, ...alarmWords.accountRefused(why) }, now);
  if (isNew) log.error('alarm', { cause: accountRefused, why });
  await store.alarms.takeProbe(accountRefused, reminderId, now);
}

export async function noteAccepted({ store, clock, log }: Deps): Promise<void> {
  if ((await openRefusal(store)) === undefined) return;
  if (await store.alarms.mend(accountRefused, new Date(clock()))) log.info('alarm mended', { cause: accountRefused });
}
