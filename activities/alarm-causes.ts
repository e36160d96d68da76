import type { Config } from '../core/config.ts';
import { documentedWindows, findOverfull, type PostWindow } from '../core/due-windows.ts';
import { localDayAndTime, localTime } from '../core/local-time.ts';
import { whereOf, type OpenSpace } from '../core/open-space.ts';
import { rememberFor } from '../core/remember-for.ts';
import type { RaisedAlarm } from '../store/alarms.ts';
import { alarmWords } from './alarm-words.ts';
import type { Deps } from './deps.ts';
import { gapNotFilled, ruleLost } from '../core/words.ts';

export const usualLimits = {
  /** How often everything is looked at, milliseconds. */
  lookEveryMs: 5_000,
  /** How often Slack is asked, workflows are listed and reminders are counted, milliseconds. */
  listEveryMs: 30_000,
  /** How long a part may be away before people hear of it, milliseconds. */
  graceMs: 60_000,
  /** A stream that is lost three times within this is as good as none, milliseconds. */
  oftenLostWithinMs: 5 * 60_000,
  /** The least free disk space, bytes. */
  leastDisk: 200e6,
};
export type AlarmLimits = Readonly<typeof usualLimits>;

/** So often a stream may be lost before people hear of it. */
const oftenLost = 3;
/** Clocks may differ by so much. The worker's heartbeat is up to 6 s old when Temporal is asked. Milliseconds. */
const mostSkew = 5_000;
const oldestHeartbeat = 6_000;
const hour = 3_600_000;
/** So long ahead organisers hear that more reminders are due than fit. Milliseconds. */
const lookAheadMs = 24 * hour;
const most = 50;

/** Finds everything that is wrong now, as far as it can be seen from here. What cannot be asked is left out. */
export function createCauseFinder(deps: Deps, limits: AlarmLimits): (config: Config) => Promise<RaisedAlarm[]> {
  const findSilence = createSilence(deps, limits);
  const listProblems = rememberFor(limits.listEveryMs, () => deps.openSpaces.listProblems(), deps.stopwatch);
  const findDue = rememberFor(limits.listEveryMs, () => findDueTimes(deps), deps.stopwatch);
  return async (config) => {
    const found = await Promise.all([
      listeningCauses(deps, limits),
      slackCauses(deps, findSilence, limits),
      stuckCauses(listProblems),
      tooManyCauses(deps, findDue, config),
      clockCauses(deps, config),
      diskCauses(deps, limits),
      overdueCauses(deps, config, limits),
      endedCauses(deps, config),
    ]);
    return found.flat();
  };
}

async function listeningCauses({ store, clock }: Deps, limits: AlarmLimits): Promise<RaisedAlarm[]> {
  const health = await store.health.find('listener');
  if (health === null) return [];
  const { connected, since, lastError, lostAt = [], lostWhy = 'no reason was given' } = health;
  const now = clock();
  const ofLate = lostAt.filter((at) => at.getTime() > now - limits.oftenLostWithinMs);
  if (ofLate.length >= oftenLost) {
    return [{ _id: 'stream', ...alarmWords.stream(`the connection is lost again and again (${lostWhy})`) }];
  }
  // Without an error it was not lost but stopped, with its worker: that is an alarm of its own.
  if (lastError === undefined) return [];
  if (!connected) {
    return now - since.getTime() < limits.graceMs ? [] : [{ _id: 'stream', ...alarmWords.stream(lastError) }];
  }
  if (lastError.startsWith(ruleLost)) return [{ _id: 'rule', ...alarmWords.rule(lastError) }];
  return lastError.startsWith(gapNotFilled) ? [{ _id: 'gap', ...alarmWords.gap(lastError) }] : [];
}

/** Since when Slack has not answered, and why: it may be away while there is no card to draw. */
type Silence = { readonly since: number; readonly why: string } | undefined;

function createSilence({ askSlack, clock, stopwatch }: Deps, { listEveryMs }: AlarmLimits): () => Promise<Silence> {
  let silence: Silence;
  return rememberFor(
    listEveryMs,
    async () => {
      const why = await askSlack?.().then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      silence = why === undefined ? undefined : { since: silence?.since ?? clock(), why };
      return silence;
    },
    stopwatch,
  );
}

async function slackCauses(
  { store, clock }: Deps,
  findSilence: () => Promise<Silence>,
  { graceMs }: AlarmLimits,
): Promise<RaisedAlarm[]> {
  const [desk, silence] = await Promise.all([store.health.find('desk'), findSilence()]);
  const now = clock();
  const isDeskStuck = desk?.connected === false && now - desk.since.getTime() >= graceMs;
  const isSilent = silence !== undefined && now - silence.since >= graceMs;
  if (!isDeskStuck && !isSilent) return [];
  return [{ _id: 'slack', ...alarmWords.slack((isDeskStuck ? desk.lastError : silence?.why) ?? 'it gives no reason') }];
}

async function clockCauses({ store, openSpaces, clock }: Deps, { conference }: Config): Promise<RaisedAlarm[]> {
  const before = clock();
  const [mongo, heartbeat] = await Promise.all([
    store.serverTime(),
    openSpaces.deskHeartbeatAt(conference.id).catch(() => undefined),
  ]);
  const now = clock();
  // The answer was made between the question and its arrival.
  const offMongo = before - mongo > mostSkew ? before - mongo : now - mongo < -mostSkew ? now - mongo : 0;
  const sinceHeartbeat = heartbeat === undefined ? 0 : now - heartbeat;
  const isOffTemporal = sinceHeartbeat > mostSkew + oldestHeartbeat || sinceHeartbeat < -mostSkew;
  const others = [...(offMongo === 0 ? [] : ['MongoDB’s']), ...(isOffTemporal ? ['Temporal’s'] : [])];
  if (others.length === 0) return [];
  return [{ _id: 'clock', ...alarmWords.clock(offMongo === 0 ? sinceHeartbeat : offMongo, others.join(' and ')) }];
}

async function diskCauses({ freeDiskSpace }: Deps, { leastDisk }: AlarmLimits): Promise<RaisedAlarm[]> {
  const free = await freeDiskSpace();
  return free < leastDisk ? [{ _id: 'disk', ...alarmWords.disk(free) }] : [];
}

/** Approved reminders whose time has passed and that nobody holds back: what holds them back is told by itself. */
async function overdueCauses({ store, clock }: Deps, config: Config, { graceMs }: AlarmLimits): Promise<RaisedAlarm[]> {
  const { id, timeZone } = config.conference;
  const before = new Date(clock() - graceMs);
  const due = await store.reminders.list(id, { approval: 'approved', pending: true, before }, most);
  const overdue = due.filter(({ held, status }) => held === undefined || status === 'sending');
  if (overdue.length === 0) return [];
  const views = await store.openSpaces.findMany(overdue.map((one) => one.openSpaceId));
  const places = new Map(views.map(({ _id, space }) => [_id, placeAndStart(space)]));
  const what = overdue.map(({ openSpaceId, sendAt }) => {
    return `${places.get(openSpaceId) ?? openSpaceId}, due ${localDayAndTime(sendAt?.getTime() ?? 0, timeZone)}`;
  });
  return [{ _id: 'overdue', ...alarmWords.overdue(what) }];
}

/** `B114 at 17:00`. No name: an alarm is kept, and an erasure does not look for names in it. */
const placeAndStart = (space: OpenSpace): string =>
  [whereOf(space) ?? space.id, ...(space.startAt === undefined ? [] : [localTime(space.startAt, space.timeZone)])].join(
    ' at ',
  );

/** Reminders that came to nothing, until their open space has started. Their cards tell organisers. */
async function endedCauses({ store, clock }: Deps, { conference }: Config): Promise<RaisedAlarm[]> {
  const filter = { status: ['failed', 'unconfirmed', 'missed'] as const, from: new Date(clock() - hour) };
  const views = await store.openSpaces.list(conference.id, filter, most);
  return views.flatMap(({ space }) =>
    space.reminders.flatMap(({ key, state }) => {
      const isEnded = state.status === 'failed' || state.status === 'unconfirmed';
      if (!isEnded && !(state.status === 'missed' && state.wasApproved === true)) return [];
      const words = alarmWords.reminder(placeAndStart(space), state.status, state.why);
      return [{ _id: `${state.status}:${space.id}-${key}`, ...words, isToldElsewhere: true }];
    }),
  );
}

/** Workflows whose code fails: they stand still. */
async function stuckCauses(listProblems: () => Promise<string[]>): Promise<RaisedAlarm[]> {
  // An older Temporal keeps no such list.
  const workflowIds = await listProblems().catch(() => []);
  return workflowIds.length === 0 ? [] : [{ _id: 'workflows', ...alarmWords.workflows(workflowIds) }];
}

/** When the reminders of the next hours are due that are approved or undecided; epoch milliseconds, ascending. */
async function findDueTimes({ store, clock }: Deps): Promise<number[]> {
  const { conference } = await store.configs.current();
  return store.reminders.dueTimes(conference.id, new Date(clock()), new Date(clock() + lookAheadMs));
}

async function tooManyCauses(
  { store }: Deps,
  findDue: () => Promise<number[]>,
  { throttle, output, conference }: Config,
): Promise<RaisedAlarm[]> {
  if (output === 'slack_only') return [];
  const said = (await store.health.findLimits())?.post?.windows ?? [];
  const windows: PostWindow[] = [
    ...documentedWindows,
    ...said.map(({ minutes, limit }): PostWindow => ({ ms: minutes * 60_000, limit, by: 'X' })),
    ...(throttle === null ? [] : [{ ms: hour, limit: throttle, by: 'organisers' } as const]),
  ];
  const overfull = findOverfull(await findDue(), windows);
  return overfull === undefined ? [] : [{ _id: 'too-many', ...alarmWords.tooMany(overfull, conference.timeZone) }];
}
