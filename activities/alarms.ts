import { setTimeout as sleep } from 'node:timers/promises';
import { warnOf } from '../core/log.ts';
import type { Config } from '../core/config.ts';
import { localTimeWithZone } from '../core/local-time.ts';
import type { Alarm, AlarmId, RaisedAlarm } from '../store/alarms.ts';
import { createCauseFinder, usualLimits } from './alarm-causes.ts';
import type { Deps } from './deps.ts';

/** Alarms that other parts raise and mend: posting, and the API, which runs even without a worker. */
const othersCauses: readonly AlarmId[] = ['x-account', 'worker'];

const nothingIsPosted = 'The output is set to Slack only, so nothing is posted now. X did not take posts before.';

type AlarmDeps = Pick<Deps, 'store' | 'clock' | 'log'>;

/** Records an alarm. An alarm that is open already is not logged again. */
export async function raiseAlarm({ store, clock, log }: AlarmDeps, alarm: RaisedAlarm): Promise<void> {
  const isNew = await store.alarms.raise(alarm, new Date(clock()));
  if (isNew) log.error('alarm', { cause: alarm._id, words: alarm.words });
}

/**
 * Records that an alarm is over; changes nothing if no such alarm is open.
 *
 * @param words for people: how it ended, if the alarm's own words do not fit
 */
export async function mendAlarm({ store, clock, log }: AlarmDeps, cause: AlarmId, words?: string): Promise<void> {
  if (await store.alarms.mend(cause, new Date(clock()), words)) log.info('alarm mended', { cause });
}

/**
 * Looks for alarms until the desk's shift is over, records them and tells organisers: once when an alarm begins, and
 * once when it is over. Without the store it finds nothing; the API reports that the store is down.
 */
export async function watchAlarms(deps: Deps, signal: AbortSignal): Promise<void> {
  const limits = { ...usualLimits, ...deps.alarmLimits };
  const findCauses = createCauseFinder(deps, limits);
  const look = async (): Promise<void> => {
    const config = await deps.store.configs.current();
    // Only a post could end this alarm, and nothing is posted now. The next refusal raises it again.
    if (config.output === 'slack_only') await mendAlarm(deps, 'x-account', nothingIsPosted);
    const causes = await findCauses(config);
    for (const cause of causes) await raiseAlarm(deps, cause);
    const holding = new Set([...othersCauses, ...causes.map(({ _id }) => _id)]);
    for (const { _id } of await deps.store.alarms.listOpen()) if (!holding.has(_id)) await mendAlarm(deps, _id);
    await tellAlarms(deps, config);
  };
  while (!signal.aborted) {
    await look().catch(warnOf(deps.log, 'alarms could not be looked for'));
    await sleep(limits.lookEveryMs, undefined, { signal }).catch(() => {});
  }
}

/** Tells organisers of all alarms that they do not know yet. If Slack takes none, the next look tries again. */
export async function tellAlarms(
  { store, cards, clock, log }: AlarmDeps & Pick<Deps, 'cards'>,
  config: Config,
): Promise<void> {
  for (;;) {
    const alarm = await store.alarms.takeUntold(new Date(clock()));
    if (alarm === null) return;
    const end = alarm.mendedAt === undefined ? 'raised' : 'mended';
    const told = await cards
      .tell(`alarm:${alarm._id}:${alarm.since.getTime()}:${end}`, wordsOf(alarm, config), config, () =>
        store.alarms.markTold(alarm, end),
      )
      .catch(warnOf(log, 'an alarm could not be told', { cause: alarm._id }));
    if (told?.kind === 'drawn') continue;
    await store.alarms.markTold(alarm, undefined);
    return;
  }
}

function wordsOf({ words, mendedWords, since, mendedAt, told }: Alarm, { conference }: Config): string {
  if (mendedAt === undefined) return `⚠ ${words}`;
  const from = localTimeWithZone(since.getTime(), conference.timeZone);
  // Organisers did not know of it, perhaps because Slack was down as well.
  const what = told === undefined ? ` Since ${from}: ${words}` : '';
  return `✓ ${mendedWords}${what}`;
}
