import { setTimeout as sleep } from 'node:timers/promises';
import { alarmMessages, warnOf } from '../core/log.ts';
import { localTimeWithZone } from '../core/local-time.ts';
import type { Alarm, AlarmId, RaisedAlarm } from '../store/alarms.ts';
import { createCauseFinder, usualLimits } from './alarm-causes.ts';
import type { Deps } from './deps.ts';
import { tellOrganisers } from './desk-news.ts';

/** Whether other parts raise and mend it: posting, or the API, which runs even without a worker. */
const isOfOthers = (id: AlarmId): boolean => id === 'x-account' || id.split(':')[0] === 'worker';

const nothingIsPosted = 'The output is set to Slack only, so nothing is posted now. X did not take posts before.';

/** A look that takes longer stood still: another desk may know better by now. Milliseconds. */
const longestLookMs = 20_000;

type AlarmDeps = Pick<Deps, 'store' | 'clock' | 'log'>;

/** The beginning of the keys of an alarm's messages in the outbox. */
const keysOf = (id: AlarmId): string => `alarm:${id}@`;

/**
 * Records an alarm, and puts a message to organisers into the outbox. An alarm that is on already is neither logged nor
 * reported again, unless it is about more ids than before.
 */
export async function raiseAlarm(parts: AlarmDeps, alarm: RaisedAlarm): Promise<void> {
  const { store, clock, log } = parts;
  const { _id, words, isToldElsewhere = false } = alarm;
  const now = new Date(clock());
  // A process may have died while it ended the last alarm of this cause.
  let raised = await store.alarms.raise(alarm, now);
  for (; raised === undefined; raised = await store.alarms.raise(alarm, now)) await removeEnded(parts, _id);
  const { since, count, isNews } = raised;
  if (isNews) log.error(alarmMessages.raised, { cause: _id, words });
  if (isToldElsewhere) return;
  // The messages that Slack has not taken yet are outdated.
  if (isNews) await store.outbox.withdraw(keysOf(_id));
  const keys = `${keysOf(_id)}${since.getTime()}:on:`;
  // It is put at each look, so a crash between the two writes loses nothing.
  await store.outbox.put(`${keys}${count}`, `⚠ ${words}`, now);
  // If the alarm has ended meanwhile, no later message would say that it is over.
  if ((await store.alarms.find(_id))?.since.getTime() !== since.getTime()) await store.outbox.withdraw(keys);
}

/**
 * Records that an alarm is over and tells organisers. Does nothing if it is not on.
 *
 * @param words for people: how it ended, if the alarm's own words do not fit
 * @param known the alarm that is over; one with this cause that began later goes on [the present one]
 */
export async function mendAlarm(
  parts: AlarmDeps,
  cause: AlarmId,
  words?: string,
  known?: Pick<Alarm, 'since'>,
): Promise<void> {
  const { store } = parts;
  const alarm = await store.alarms.find(cause);
  if (alarm === null || alarm.since > (known ?? alarm).since) return;
  const since = alarm.since.getTime();
  const isKnown = alarm.isToldElsewhere === true || (await store.outbox.withdraw(`${keysOf(cause)}${since}:on:`));
  const { timeZone } = (await store.configs.current()).conference;
  // Organisers have not heard of it, perhaps because Slack was down as well.
  const what = isKnown ? '' : ` Since ${localTimeWithZone(since, timeZone)}: ${alarm.words}`;
  await store.alarms.end(cause, alarm.since, `✓ ${words ?? alarm.mendedWords}${what}`);
  await removeEnded(parts, cause);
}

/**
 * Puts the messages that these alarms are over into the outbox, then removes the alarms. If a process dies in between,
 * this is done at the next look, or before the cause raises a new alarm.
 *
 * @param cause only the alarm of this cause [all]
 */
async function removeEnded({ store, clock, log }: AlarmDeps, cause?: AlarmId): Promise<void> {
  for (const { _id, since, over = '', isToldElsewhere } of await store.alarms.listOver()) {
    if (_id !== (cause ?? _id)) continue;
    const keys = `${keysOf(_id)}${since.getTime()}:`;
    if (isToldElsewhere !== true) await store.outbox.put(`${keys}over`, over, new Date(clock()));
    if (await store.alarms.remove(_id, since)) {
      log.info(alarmMessages.over, { cause: _id, words: over });
    }
    // Another process may have raised it meanwhile, and nothing would say that it is over. Or this process stood still,
    // and the next alarm of this cause is on: then organisers must not read last that it is over.
    await store.outbox.withdraw((await store.alarms.find(_id)) === null ? `${keys}on:` : keys);
  }
}

/**
 * Looks for alarms until the desk's turn is over, records them and tells organisers: once when an alarm begins, and
 * once when it is over. Without the store it finds nothing; the API reports that the store is down.
 */
export async function watchAlarms(deps: Deps, signal: AbortSignal): Promise<void> {
  const limits = { ...usualLimits, ...deps.alarmLimits };
  const findCauses = createCauseFinder(deps, limits);
  let isFirstLook = true;
  const look = async (): Promise<void> => {
    const began = deps.stopwatch();
    const config = await deps.store.configs.current();
    // Only a post could end this alarm, and nothing is posted now. The next refusal raises it again.
    if (config.output === 'slack_only') await mendAlarm(deps, 'x-account', nothingIsPosted);
    await removeEnded(deps);
    // Before the causes: they say nothing about an alarm that begins while they are looked for.
    const known = await deps.store.alarms.list();
    const causes = await findCauses(config);
    if (deps.stopwatch() - began > longestLookMs) return;
    const holding = new Set(causes.map(({ _id }) => _id));
    const isOn = ({ _id }: Alarm): boolean => isOfOthers(_id) || holding.has(_id);
    // Ended alarms first, so that the last message is about a problem that still exists.
    for (const alarm of known) if (!isOn(alarm)) await mendAlarm(deps, alarm._id, undefined, alarm);
    for (const cause of causes) await raiseAlarm(deps, cause);
    // For a person who has started the bot again and reads only its new log.
    const stillOn = isFirstLook ? known.filter(isOn) : [];
    for (const { _id, words } of stillOn) deps.log.error(alarmMessages.raised, { cause: _id, words });
    isFirstLook = false;
    await tellOrganisers(deps);
  };
  while (!signal.aborted) {
    await look().catch(warnOf(deps.log, 'the search for alarms failed'));
    await sleep(limits.lookEveryMs, undefined, { signal }).catch(() => {});
  }
}
