import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../core/config.ts';
import { localTimeWithZone } from '../core/local-time.ts';
import type { Alarm, AlarmCause } from '../store/alarms.ts';
import { accountRefused } from './account-refusal.ts';
import { createCauseFinder, usualLimits, type AlarmLimits } from './alarm-causes.ts';
import type { Deps } from './deps.ts';

/** Raised by the API, which is there when no worker is. */
export const noWorker = 'worker' satisfies AlarmCause;

/** Those that others raise and mend. */
const othersCauses: readonly string[] = [accountRefused, noWorker];

/**
 * Looks for alarms until the desk's shift is over, records them and tells organisers, once per cause and once when it
 * is mended. While the store is away it finds nothing, and the API tells of the store.
 */
export async function watchAlarms(deps: Deps, signal: AbortSignal): Promise<void> {
  const limits = { ...usualLimits, ...deps.alarmLimits };
  const look = createAlarmLook(deps, limits);
  while (!signal.aborted) {
    await look().catch((error: unknown) => deps.log.warn('alarms could not be looked for', { error: String(error) }));
    await sleep(limits.lookEveryMs, undefined, { signal }).catch(() => {});
  }
}

/** One look: what is new is raised, what is over is mended, what organisers do not know is told. */
function createAlarmLook(deps: Deps, limits: AlarmLimits) {
  const { store, clock, log } = deps;
  const findCauses = createCauseFinder(deps, limits);
  return async (): Promise<void> => {
    const config = await store.configs.current();
    const causes = await findCauses(config);
    const now = new Date(clock());
    for (const cause of causes) {
      if (await store.alarms.raise(cause, now)) log.error('alarm', { cause: cause._id, words: cause.words });
    }
    const holding = new Set([...othersCauses, ...causes.map(({ _id }) => _id)]);
    for (const { _id } of await store.alarms.listOpen()) {
      if (!holding.has(_id) && (await store.alarms.mend(_id, now))) log.info('alarm mended', { cause: _id });
    }
    await tellAlarms(deps, config);
  };
}

/** Tells organisers what they do not know yet; what Slack does not take is told once Slack is back. */
export async function tellAlarms(
  { store, cards, clock, log }: Pick<Deps, 'store' | 'cards' | 'clock' | 'log'>,
  config: Config,
): Promise<void> {
  for (;;) {
    const alarm = await store.alarms.takeUntold(new Date(clock()));
    if (alarm === null) return;
    const told = await cards.tell(wordsOf(alarm, config), config).catch((error: unknown) => {
      log.warn('an alarm could not be told', { cause: alarm._id, error: String(error) });
      return undefined;
    });
    if (told?.kind !== 'drawn') {
      await store.alarms.markTold(alarm, undefined);
      return;
    }
    await store.alarms.markTold(alarm, alarm.mendedAt === undefined ? 'raised' : 'mended');
  }
}

function wordsOf({ words, mendedWords, since, mendedAt, told }: Alarm, { conference }: Config): string {
  if (mendedAt === undefined) return `⚠ ${words}`;
  const from = localTimeWithZone(since.getTime(), conference.timeZone);
  // Organisers did not know of it: Slack was away as well, say.
  const what = told === undefined ? ` Since ${from}: ${words}` : '';
  return `✓ ${mendedWords}${what}`;
}
