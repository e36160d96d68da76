import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../core/config.ts';
import { localTimeWithZone } from '../core/local-time.ts';
import type { Alarm } from '../store/alarms.ts';
import { accountRefused } from './account-refusal.ts';
import { findCauses, usualLimits, type Limits } from './alarm-causes.ts';
import { alarmWords } from './alarm-words.ts';
import type { Deps } from './deps.ts';

/** How often everything is looked at. Milliseconds. */
const lookEveryMs = 5_000;

/** Raised by the API, which is there when no worker is. */
export const noWorker = 'worker';

/** Those that others raise and mend. */
const othersCauses: readonly string[] = [accountRefused, noWorker];

/**
 * What is known of a store that does not take alarms: kept here, for the desk starts anew each time the store
 * fails.
 */
interface Trouble {
  config?: Config;
  since?: number;
  isTold: boolean;
}
const troubles = new WeakMap<Deps, Trouble>();

/**
 * Looks for alarms until the desk's shift is over, records them and tells organisers, once per cause and once when it
 * is mended. Where the store does not take them, organisers are told all the same.
 */
export async function watchAlarms(deps: Deps, signal: AbortSignal, limits: Limits = usualLimits): Promise<void> {
  const trouble: Trouble = troubles.get(deps) ?? { isTold: false };
  troubles.set(deps, trouble);
  while (!signal.aborted) {
    try {
      trouble.config = await deps.store.configs.current();
      await lookForAlarms(deps, trouble.config, limits);
      await endTrouble(deps, trouble, trouble.config);
    } catch (error) {
      await noteTrouble(deps, trouble, error, limits);
    }
    await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
  }
}

async function endTrouble({ cards }: Deps, trouble: Trouble, config: Config): Promise<void> {
  if (trouble.isTold) await cards.tell(`✓ ${alarmWords.store('').mendedWords}`, config);
  delete trouble.since;
  trouble.isTold = false;
}

async function noteTrouble({ cards, clock, log }: Deps, trouble: Trouble, error: unknown, limits: Limits) {
  const now = clock();
  trouble.since ??= now;
  const why = error instanceof Error ? error.message : String(error);
  log.warn('alarms could not be looked for', { error: why });
  if (trouble.isTold || trouble.config === undefined || now - trouble.since < limits.graceMs) return;
  const told = await cards.tell(`⚠ ${alarmWords.store(why).words}`, trouble.config).catch(() => undefined);
  trouble.isTold = told?.kind === 'drawn';
}

/** One look: what is new is raised, what is over is mended, what organisers do not know is told. */
export async function lookForAlarms(deps: Deps, config: Config, limits: Limits = usualLimits): Promise<void> {
  const { store, clock, log } = deps;
  const causes = await findCauses(deps, config, limits);
  const now = new Date(clock());
  for (const cause of causes) {
    if (await store.alarms.raise(cause, now)) log.error('alarm', { cause: cause._id, words: cause.words });
  }
  const holding = new Set([...othersCauses, ...causes.map(({ _id }) => _id)]);
  for (const { _id } of await store.alarms.listOpen()) {
    if (!holding.has(_id) && (await store.alarms.mend(_id, now))) log.info('alarm mended', { cause: _id });
  }
  await tellAlarms(deps, config);
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
