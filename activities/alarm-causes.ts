import { claimOf, findDoubled } from '../core/claim.ts';
import type { Config } from '../core/config.ts';
import { localDayAndTime, localTime } from '../core/local-time.ts';
import { isDenied, whereOf, type OpenSpace } from '../core/open-space.ts';
import { inPresentRooms } from '../core/present-room.ts';
import { rememberFor } from '../core/remember-for.ts';
import { reminderId } from '../core/reminder.ts';
import { scheduleProblem } from '../core/verb-problem.ts';
import { ended, gapNotFilled, isKnownHold, refusalsIn, reminderWords, ruleLost } from '../core/words.ts';
import type { RaisedAlarm } from '../store/alarms.ts';
import type { Deps } from './deps.ts';
import { findDueTimes, keysCauses, mostDue, spendingCauses, tooManyCauses } from './posting-causes.ts';

export const usualLimits = {
  /** How often the desk looks for alarms, milliseconds. */
  lookEveryMs: 5_000,
  /** How often Slack is asked, workflows are listed and reminders are counted, milliseconds. */
  listEveryMs: 30_000,
  /** How long a part may be down before an alarm, milliseconds. */
  graceMs: 60_000,
  /** A stream that is lost three times within this time raises the alarm, milliseconds. */
  oftenLostWithinMs: 5 * 60_000,
  /** The least free disk space, bytes. */
  leastDisk: 200e6,
};
export type AlarmLimits = Readonly<typeof usualLimits>;

const oftenLost = 3;
/** How far clocks may differ, and how old the newest heartbeat that Temporal knows may be. Milliseconds. */
const mostSkew = 5_000;
const oldestHeartbeat = 6_000;
const hour = 3_600_000;
const mostNamed = 5;

/** Finds all alarms that hold now. If a server cannot be asked, its alarm stays as it was. */
export function createCauseFinder(deps: Deps, limits: AlarmLimits): (config: Config) => Promise<RaisedAlarm[]> {
  const lookAtSlack = rememberFor(limits.listEveryMs, () => noteSlack(deps), deps.stopwatch);
  const listProblems = rememberFor(limits.listEveryMs, () => deps.openSpaces.listProblems(), deps.stopwatch);
  const findRoomCauses = rememberFor(limits.listEveryMs, () => roomCauses(deps), deps.stopwatch);
  const findEnded = rememberFor(limits.listEveryMs, () => endedCauses(deps), deps.stopwatch);
  const findDue = rememberFor(limits.listEveryMs, () => findDueTimes(deps), deps.stopwatch);
  return async (config) => {
    const found = await Promise.all([
      listeningCauses(deps, limits),
      lookUpCauses(deps, limits),
      keysCauses(deps),
      lookAtSlack().then(() => slackCauses(deps, limits)),
      channelCauses(deps, config),
      refusedCauses(deps),
      stuckCauses(deps, listProblems),
      tooManyCauses(deps, findDue, config),
      findRoomCauses(),
      spendingCauses(deps, config),
      clockCauses(deps, config),
      diskCauses(deps, limits),
      overdueCauses(deps, config, limits),
      findEnded(),
    ]);
    return found.flat();
  };
}

async function listeningCauses({ store, clock }: Deps, limits: AlarmLimits): Promise<RaisedAlarm[]> {
  const health = await store.health.find('listener');
  if (health === null) return [];
  const { connected, since, lastError, lostAt = [], lostWhy = 'no reason was given' } = health;
  const now = clock();
  // Known troubles of a connection go on until the next connection, perhaps of another worker, has shown that they are
  // over: it searches for what was missed.
  const ofConnection = async () =>
    (await Promise.all([store.alarms.asKnown('rule'), store.alarms.asKnown('gap')])).flat();
  const recent = lostAt.filter((at) => at.getTime() > now - limits.oftenLostWithinMs);
  if (recent.length >= oftenLost) {
    return [...notHeard(`the connection is lost again and again (${lostWhy})`), ...(await ofConnection())];
  }
  const isNew = now - since.getTime() < limits.graceMs;
  if (!connected) {
    // Without an error, the stream was not lost but stopped together with its worker, which is another alarm.
    const isKnown = lastError === undefined || isNew;
    return [...(isKnown ? await store.alarms.asKnown('stream') : notHeard(lastError)), ...(await ofConnection())];
  }
  if (lastError === undefined) return isNew ? ofConnection() : [];
  // The listener names one trouble at a time, so another one may go on.
  const trouble = troubleOf(lastError);
  return [...trouble, ...(await ofConnection()).filter(({ _id }) => _id !== trouble[0]?._id)];
}

/** The trouble of a connection that stands. */
function troubleOf(lastError: string): RaisedAlarm[] {
  const about = refusalsIn(lastError);
  if (lastError.startsWith(ruleLost)) {
    const why = `${ended(lastError)} Somebody deleted it, with the app’s keys or in the developer console.`;
    const mendedWords = 'The stream has its rule again, and the bot has searched for what it missed.';
    return [{ _id: 'rule', words: `Tweets were not heard: ${why}`, mendedWords, about }];
  }
  if (!lastError.startsWith(gapNotFilled)) return [];
  const words = `Some tweets may be missing: ${ended(lastError)} New tweets are heard, and the bot keeps searching.`;
  return [{ _id: 'gap', words, mendedWords: 'The search for missing tweets works again.', about }];
}

async function lookUpCauses({ store }: Deps, { graceMs }: AlarmLimits): Promise<RaisedAlarm[]> {
  const health = await store.health.find('look-ups');
  if (health === null || health.connected || health.seenAt.getTime() - health.since.getTime() < graceMs) return [];
  const { lastError: why = 'X gave no reason' } = health;
  const words =
    `The bot does not notice when posts are deleted: ${ended(why)} ` +
    'It keeps looking, also just before each reminder.';
  const mendedWords = 'X answers look-ups of posts again, or none is left to look up.';
  return [{ _id: 'gap:look-ups', words, mendedWords, about: refusalsIn(why) }];
}

function notHeard(why: string): RaisedAlarm[] {
  const remedy = 'The bot keeps trying. Once X answers, it searches for what it missed.';
  const words = `Tweets are not heard: ${ended(why)} ${remedy}`;
  const mendedWords = 'Tweets are heard again. The bot has searched, or is searching, for what it missed.';
  return [{ _id: 'stream', words, mendedWords, about: refusalsIn(why) }];
}

/** Asks Slack whether it answers, and stores this: if there is no card to draw, nothing else shows it. */
async function noteSlack({ askSlack, store, clock }: Deps): Promise<void> {
  const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));
  const why = await askSlack?.().then(() => undefined, reason);
  await store.health.sayConnected('slack', why, new Date(clock()));
}

async function slackCauses({ store, clock }: Deps, { graceMs }: AlarmLimits): Promise<RaisedAlarm[]> {
  const said = (await Promise.all([store.health.find('desk'), store.health.find('slack')])).flatMap((one) => one ?? []);
  const away = said.find(({ connected, since }) => !connected && clock() - since.getTime() >= graceMs);
  if (away === undefined) return [];
  const why = ended(away.lastError ?? 'it gives no reason');
  const words = `Slack does not take the cards: ${why} Approve on the organisers’ pages meanwhile.`;
  const mendedWords = 'Slack takes the cards again. Some came late: check the times on them.';
  return [{ _id: 'slack', words, mendedWords }];
}

/** Channels in which the bot cannot post. If this process has not posted in a channel, its alarm stays as it was. */
async function channelCauses({ store, cards }: Deps, { slackChannels }: Config): Promise<RaisedAlarm[]> {
  const causes: RaisedAlarm[] = [];
  for (const channel of new Set(Object.values(slackChannels))) {
    const _id = `slack:${channel}` as const;
    if (!cards.refusals.has(channel)) causes.push(...(await store.alarms.asKnown(_id)));
    const why = cards.refusals.get(channel);
    if (why === undefined) continue;
    const words = `The bot cannot post in the channel ${channel}; its messages go to another one. ${ended(why)}`;
    causes.push({ _id, words, mendedWords: `The channel ${channel} takes messages again, or is not in use any more.` });
  }
  return causes;
}

async function refusedCauses({ store }: Deps): Promise<RaisedAlarm[]> {
  const found = await store.outbox.findRefused();
  if (found === null) return [];
  const says = typeof found.news === 'string' ? found.news : found.news?.kind;
  const words = `A message for organisers cannot be posted in Slack (${found.refused}): ${says}`;
  return [
    {
      _id: 'slack:outbox',
      words,
      mendedWords: 'No message for organisers is refused any more.',
      isToldElsewhere: true,
    },
  ];
}

async function clockCauses({ store, openSpaces, clock }: Deps, { conference }: Config): Promise<RaisedAlarm[]> {
  const before = clock();
  const [mongo, heartbeat] = await Promise.all([
    store.serverTime(),
    openSpaces.deskHeartbeatAt(conference.id).catch(() => 'Temporal is away' as const),
  ]);
  const now = clock();
  // The answers were made between the questions and their arrival. The process may have stood still meanwhile.
  const aheadOf = (time: number, most = mostSkew): number =>
    before - time > most ? before - time : now - time < -mostSkew ? now - time : 0;
  const offMongo = aheadOf(mongo);
  if (heartbeat === 'Temporal is away' && offMongo === 0) return store.alarms.asKnown('clock');
  const offTemporal = typeof heartbeat === 'number' ? aheadOf(heartbeat, mostSkew + oldestHeartbeat) : 0;
  const clocks = [...(offMongo === 0 ? [] : ['MongoDB’s']), ...(offTemporal === 0 ? [] : ['Temporal’s'])];
  const others = clocks.join(' and ');
  if (others === '') return [];
  const ahead = offMongo === 0 ? offTemporal : offMongo;
  const off = `${Math.round(Math.abs(ahead) / 1000)} s ${ahead > 0 ? 'ahead of' : 'behind'} ${others}`;
  const words =
    `The worker’s clock is ${off}: ` +
    'reminders come at the wrong time, and X may refuse them. Set the clocks by NTP.';
  return [{ _id: 'clock', words, mendedWords: `The worker’s clock agrees with ${others} again.` }];
}

async function diskCauses({ freeDiskSpace }: Deps, { leastDisk }: AlarmLimits): Promise<RaisedAlarm[]> {
  const free = await freeDiskSpace();
  if (free >= leastDisk) return [];
  const words =
    `The disk is nearly full: ${Math.floor(free / 1e6)} MB are free. When it is full, nothing can be decided. ` +
    'Free some space; the bot continues by itself.';
  return [{ _id: 'disk', words, mendedWords: 'The disk has space again.' }];
}

/** Approved reminders whose time has passed, and organisers do not know what holds them. */
async function overdueCauses({ store, clock }: Deps, config: Config, { graceMs }: AlarmLimits): Promise<RaisedAlarm[]> {
  const { id, timeZone } = config.conference;
  const before = new Date(clock() - graceMs);
  const due = await store.reminders.list(id, { approval: 'approved', pending: true, before }, mostDue);
  const isRefused = (await store.alarms.find('x-account')) !== null;
  const isKnown = (held: string): boolean => isRefused || isKnownHold(held);
  const waiting = due.filter(({ held, status }) => held === undefined || status === 'sending' || !isKnown(held));
  const views = await store.openSpaces.findMany(waiting.map((one) => one.openSpaceId));
  const spaces = new Map(inPresentRooms(views, config.conference.rooms).map(({ _id, space }) => [_id, space]));
  // If a reminder was already due when somebody approved it, its minute begins with that decision. The newest overdue
  // reminder comes first, because nobody knows of it yet.
  const decidedAt = (space: OpenSpace | undefined, key: string) =>
    space?.decisions.findLast(({ to }) =>
      ['standing', 'startAt', `reminder:${key}`, `sendAt:${key}`].some((fact) => fact in to),
    )?.at ?? 0;
  const overdue = waiting
    .filter(({ openSpaceId, key }) => decidedAt(spaces.get(openSpaceId), key) < before.getTime())
    .toReversed();
  if (overdue.length === 0) return [];
  const what = overdue.slice(0, mostNamed).map(({ openSpaceId, sendAt, held }) => {
    const space = spaces.get(openSpaceId);
    const place = space === undefined ? openSpaceId : placeAndStart(space);
    const why = held === undefined ? '' : ` (${held})`;
    return `${place}, due ${localDayAndTime(sendAt?.getTime() ?? 0, timeZone)}${why}`;
  });
  const which = overdue.length === 1 ? 'A reminder is' : `${overdue.length} reminders are`;
  const words = `${which} overdue: ${what.join('; ')}.`;
  const about = overdue.map(({ _id }) => _id);
  const mendedWords = 'No reminder is overdue any more, unless all posting is paused or stopped.';
  return [{ _id: 'overdue', words, mendedWords, about }];
}

/** `B114 at 17:00`. Without names, because alarms are stored and `npm run erase` does not search them. */
function placeAndStart(space: OpenSpace): string {
  const place = whereOf(space) ?? space.id;
  return space.startAt === undefined ? place : `${place} at ${localTime(space.startAt, space.timeZone)}`;
}

/**
 * Failed, unconfirmed and missed reminders, until another one has gone out, the session is denied, or an hour after the
 * start. Their cards tell organisers.
 */
async function endedCauses({ store, clock }: Deps): Promise<RaisedAlarm[]> {
  const { conference } = await store.configs.current();
  // Not by status: while a later reminder of the session waits, the session has the status of that one.
  const views = await store.openSpaces.listComing(conference.id, new Date(clock() - hour));
  return inPresentRooms(views, conference.rooms).flatMap(({ space, status }) =>
    (status === 'sent' || status === 'denied' ? [] : space.reminders).flatMap((reminder) => {
      const { key, state } = reminder;
      const isMissed = state.status === 'missed' && state.wasApproved === true;
      if (state.status !== 'failed' && state.status !== 'unconfirmed' && !isMissed) return [];
      const which = `The reminder for ${placeAndStart(space)}`;
      const words = `${which} ${ended(reminderWords(reminder, space))}`;
      const _id = `${state.status}:${reminderId(space.id, key)}` as const;
      return [{ _id, words, mendedWords: `${which} needs no decision any more.`, isToldElsewhere: true }];
    }),
  );
}

async function stuckCauses({ store }: Deps, listProblems: () => Promise<string[]>): Promise<RaisedAlarm[]> {
  // Temporal is down, or an older version without such a list.
  const workflowIds = await listProblems().catch(() => undefined);
  if (workflowIds === undefined) return store.alarms.asKnown('workflows');
  if (workflowIds.length === 0) return [];
  const which = workflowIds.length === 1 ? 'A workflow is' : `${workflowIds.length} workflows are`;
  const words =
    `${which} stuck because of a fault in the bot’s code: ${workflowIds.slice(0, mostNamed).join(', ')}. ` +
    'Run the version from before the last upgrade, or read worker.log.';
  return [{ _id: 'workflows', words, mendedWords: 'No workflow is stuck any more.', about: workflowIds }];
}

/**
 * Coming sessions that share a room, or that the present config does not allow: booked in the moment between the check
 * of a new config and its save, or before a restored session came back; or a room was listed under their place.
 */
export async function roomCauses(deps: Pick<Deps, 'store' | 'clock'>, isSecond = false): Promise<RaisedAlarm[]> {
  const config = await deps.store.configs.current();
  const views = await deps.store.openSpaces.listComing(config.conference.id, new Date(deps.clock()));
  const coming = inPresentRooms(views, config.conference.rooms).map(({ space }) => space);
  const on = coming.filter((space) => space.standing.status === 'scheduled' && !isDenied(space));
  const claims = on.flatMap((space) => claimOf(space) ?? []);
  const doubled = findDoubled(claims, config);
  const problemOf = (space: OpenSpace): string | undefined =>
    scheduleProblem(space, config) ?? (doubled.includes(space.id) ? 'another session has this room too.' : undefined);
  const wrong = on.filter((space) => problemOf(space) !== undefined);
  if (wrong.length === 0) return [];
  // While the sessions were read, one may have left its room, and another one may have got it.
  if (!isSecond) return roomCauses(deps, true);
  const which = wrong.slice(0, mostNamed).map((space) => {
    const when = localDayAndTime(space.startAt ?? 0, space.timeZone);
    return `${whereOf(space)}, ${when} (${space.id}): ${problemOf(space)}`;
  });
  const words = `Some sessions must move, or be cancelled. ${which.join(' ')}`;
  const mendedWords = 'All coming sessions have a room of their own that the config allows.';
  return [{ _id: 'rooms', words, mendedWords, about: wrong.map(({ id }) => id) }];
}
