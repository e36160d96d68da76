import type { Config } from '../core/config.ts';
import { gapNotFilled } from '../core/listening.ts';
import { localDayAndTime } from '../core/local-time.ts';
import { whereOf } from '../core/open-space.ts';
import type { Health } from '../store/health.ts';
import type { RaisedAlarm } from '../store/alarms.ts';
import { alarmWords } from './alarm-words.ts';
import type { Deps } from './deps.ts';

export interface Limits {
  /** How long a part may be away before people hear of it, milliseconds. */
  readonly graceMs: number;
  /** The least free disk space, bytes. */
  readonly leastDisk: number;
}

export const usualLimits: Limits = { graceMs: 60_000, leastDisk: 200e6 };

/** A stream that is lost so often within the time is as good as none. Milliseconds. */
const oftenLost = { times: 3, withinMs: 5 * 60_000 };
/** Clocks may differ by so much. The worker's heartbeat is up to 6 s old when Temporal is asked. Milliseconds. */
const mostSkew = 5_000;
const oldestHeartbeat = 6_000;
const hour = 3_600_000;
const most = 50;

/** Everything that is wrong now, as far as it can be seen from here. What cannot be asked is left out. */
export async function findCauses(deps: Deps, config: Config, limits: Limits = usualLimits): Promise<RaisedAlarm[]> {
  const { store, clock } = deps;
  const [listener, desk] = await Promise.all([store.health.find('listener'), store.health.find('desk')]);
  const found = await Promise.all([
    clockCauses(deps, config),
    diskCauses(deps, limits),
    overdueCauses(deps, config, limits),
    endedCauses(deps, config),
  ]);
  return [...listeningCauses(listener, clock(), limits), ...slackCauses(desk, clock(), limits), ...found.flat()];
}

function listeningCauses(health: Health | null, now: number, { graceMs }: Limits): RaisedAlarm[] {
  if (health === null) return [];
  const { connected, since, lastError = 'X does not say why', lostAt = [] } = health;
  const isOftenLost = lostAt.filter((at) => at.getTime() > now - oftenLost.withinMs).length >= oftenLost.times;
  if ((!connected && now - since.getTime() >= graceMs) || isOftenLost) {
    const why = connected ? 'the connection is lost again and again' : lastError;
    return [{ _id: 'stream', ...alarmWords.stream(why) }];
  }
  return connected && lastError.startsWith(gapNotFilled) ? [{ _id: 'gap', ...alarmWords.gap(lastError) }] : [];
}

function slackCauses(health: Health | null, now: number, { graceMs }: Limits): RaisedAlarm[] {
  if (health === null || health.connected || now - health.since.getTime() < graceMs) return [];
  return [{ _id: 'slack', ...alarmWords.slack(health.lastError ?? 'it gives no reason') }];
}

async function clockCauses({ store, openSpaces, clock }: Deps, { conference }: Config): Promise<RaisedAlarm[]> {
  const before = clock();
  const [mongo, heartbeat] = await Promise.all([
    store.serverTime(),
    openSpaces.deskHeartbeatAt(conference.id).catch(() => undefined),
  ]);
  const now = clock();
  const causes: RaisedAlarm[] = [];
  // The answer was made between the question and its arrival.
  const offMongo = before - mongo > mostSkew ? before - mongo : now - mongo < -mostSkew ? now - mongo : undefined;
  if (offMongo !== undefined) causes.push({ _id: 'clock-mongodb', ...alarmWords.clock(offMongo, 'MongoDB’s') });
  const offTemporal = heartbeat === undefined ? 0 : now - heartbeat;
  if (offTemporal > mostSkew + oldestHeartbeat || offTemporal < -mostSkew) {
    causes.push({ _id: 'clock-temporal', ...alarmWords.clock(offTemporal, 'Temporal’s') });
  }
  return causes;
}

async function diskCauses({ freeDiskSpace }: Deps, { leastDisk }: Limits): Promise<RaisedAlarm[]> {
  const free = await freeDiskSpace();
  return free < leastDisk ? [{ _id: 'disk', ...alarmWords.disk(free) }] : [];
}

/** Approved reminders whose time has passed and that nobody holds back: what holds them back is told by itself. */
async function overdueCauses({ store, clock }: Deps, config: Config, { graceMs }: Limits): Promise<RaisedAlarm[]> {
  const { id, timeZone } = config.conference;
  const before = new Date(clock() - graceMs);
  const due = await store.reminders.list(id, { approval: 'approved', pending: true, before }, most);
  const overdue = due.filter(({ held, status }) => held === undefined || status === 'sending');
  if (overdue.length === 0) return [];
  const views = new Map(
    (await store.openSpaces.findMany(overdue.map((one) => one.openSpaceId))).map((v) => [v._id, v]),
  );
  const what = overdue.map(({ openSpaceId, sendAt }) => {
    const space = views.get(openSpaceId)?.space;
    const where = (space === undefined ? undefined : whereOf(space)) ?? openSpaceId;
    return `${where}, due ${localDayAndTime(sendAt?.getTime() ?? 0, timeZone)}`;
  });
  return [{ _id: 'overdue', ...alarmWords.overdue(what) }];
}

/** Reminders that came to nothing, until their open space has started. Their cards tell organisers. */
async function endedCauses({ store, clock }: Deps, { conference }: Config): Promise<RaisedAlarm[]> {
  const filter = { status: ['failed', 'unconfirmed', 'missed'] as const, from: new Date(clock() - hour) };
  const views = await store.openSpaces.list(conference.id, filter, most);
  return views.flatMap(({ space }) =>
    space.reminders.flatMap(({ key, state }) => {
      const isEnded = state.status === 'failed' || state.status === 'unconfirmed';
      if (!isEnded && !(state.status === 'missed' && state.wasApproved === true)) return [];
      const words = alarmWords.reminder(whereOf(space) ?? space.id, state.status, state.why);
      return [{ _id: `reminder:${space.id}-${key}:${state.status}`, ...words, isToldElsewhere: true }];
    }),
  );
}
