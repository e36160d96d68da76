import { lateOf, needsWarning, warningRole } from '../core/undecided.ts';
import type { Config } from '../core/config.ts';
import { outdatedBy } from '../core/config-effects.ts';
import { localDate, localTime } from '../core/local-time.ts';
import type { ConfigVersion } from '../store/configs.ts';
import type { PauseNews } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import type { Deps } from './deps.ts';

/** Messages for all organisers; `slack/words.ts` has their sentences. */
export type DeskNews = PauseNews | ({ readonly kind: 'morning' } & Overview);

export type Overview = Awaited<ReturnType<typeof overviewOf>>;

/** When the morning message comes, local to the conference. */
const morningAt = '07:30';
/** No morning message after this: a person who starts the bot at noon knows its state. */
const morningUntil = '11:00';
const most = 500;

/** Sends the messages of the outbox, oldest first, until Slack is down. One that Slack refuses holds back no other. */
export async function tellOrganisers(deps: Pick<Deps, 'store' | 'cards' | 'clock' | 'log'>): Promise<void> {
  const { store, cards, clock, log } = deps;
  for (;;) {
    const message = await store.outbox.take(new Date(clock()));
    if (message === null) return;
    const { _id: key, news, triedAt, tellingUntil } = message;
    const config = await store.configs.current();
    const note = (ts?: string) => store.outbox.markTold(key, new Date(clock()), ts);
    if (typeof news !== 'string' && news.kind === 'morning' && key !== morningKey(config, clock())) {
      // Slack was down until the morning was over.
      await note();
      continue;
    }
    // If Slack was down in the morning, this message comes late. Its numbers are those of now.
    const words = typeof news === 'string' ? news : { ...news, ...(await overviewOf(store, config)) };
    const failed = (error: unknown) =>
      ({ kind: 'later', why: String(error), isAmbiguous: false, isMessageRefused: true }) as const;
    // If this process stood still, another one may have told it meanwhile.
    if (clock() >= tellingUntil.getTime()) return;
    const told = await cards.tell(key, words, config, note, triedAt).catch(failed);
    if (told.kind === 'drawn') continue;
    if (told.isMessageRefused !== true) return store.outbox.release(message, triedAt !== undefined || told.isAmbiguous);
    const isGivenUp = await store.outbox.noteRefused(key, told.why, new Date(clock()));
    if (isGivenUp) log.error('Slack has refused a message to organisers for a day', { key, why: told.why });
  }
}

export async function lookForNews(deps: Deps): Promise<void> {
  const { store, clock } = deps;
  const newest = await store.configs.newest();
  if (newest === null) return;
  const morning = morningKey(newest.config, clock());
  // A bot that has just been installed begins to listen within seconds.
  if (morning !== undefined && (await store.health.find('listener')) !== null) {
    await store.outbox.put(morning, { kind: 'morning' }, new Date(clock()));
  }
  await lookAtConfig(deps, newest);
}

/** The key of the morning message that is due now; undefined if none is. @param now epoch milliseconds */
function morningKey({ conference: { timeZone, startDate, endDate } }: Config, now: number): string | undefined {
  const [day, time] = [localDate(now, timeZone), localTime(now, timeZone)];
  const isMorning = day >= startDate && day <= endDate && time >= morningAt && time < morningUntil;
  return isMorning ? `morning:${day}` : undefined;
}

/** The version is noted as seen only at the end, so a crash loses nothing. */
async function lookAtConfig({ store, clock }: Deps, newest: ConfigVersion): Promise<void> {
  const seen = await store.health.seenConfig();
  if (seen === newest._id) return;
  // At the very first look, no earlier version is known.
  const since = newest._id - (seen ?? newest._id);
  // Each version since the last look counts: a card may have been drawn with one that was taken back.
  const versions = await store.configs.history(since + 1, newest._id + 1);
  const views = await store.openSpaces.listComing(newest.config.conference.id, new Date(clock()));
  const coming = views.map(({ space }) => space);
  for (const [at, { config: before }] of versions.slice(1).entries()) {
    const saved = versions[at] ?? newest;
    const { _id, at: savedAt, by, config: after } = saved;
    // The process that saved it may have died before it did this.
    await store.audit.addConfig(saved);
    const kind = after.paused ? 'paused' : 'resumed';
    if (after.paused !== before.paused) await store.outbox.put(`${kind}:${_id}`, { kind, by: by.name }, savedAt);
    await store.openSpaces.markStale(...outdatedBy(before, after, coming).map(({ id }) => id));
  }
  await store.health.noteSeenConfig(newest._id);
}

/** For the morning message and `/openspace status`. `approved` wait for their time; `spent` is in US dollars. */
export async function overviewOf(store: Store, { conference: { id }, paused, output, spendingCap: cap }: Config) {
  const [listening, waiting, approved, { spent }] = await Promise.all([
    store.health.find('listener'),
    store.openSpaces.count(id, { undecided: true }),
    store.openSpaces.count(id, { status: ['approved'] }),
    store.budgets.find(id),
  ]);
  return { mode: paused ? 'paused' : output, listening, waiting, approved, spent, cap } as const;
}

/**
 * Marks open spaces that are undecided shortly before their reminder: drawing their cards also posts the warning. Marks
 * them again once the time of a reminder has passed, because their cards must say so. It reads all undecided open
 * spaces, so the desk does it less often than it tells news.
 *
 * @returns a function that looks. A new desk cannot know what the last one has marked, so it first marks all that are
 * late
 */
export function watchUndecided({ store, clock }: Deps): (config: Config) => Promise<void> {
  let lookedAt = 0;
  return async ({ conference, undecidedWarningMinutes }) => {
    const now = clock();
    // Not limited by the start: each reminder has its own time, picked or from an earlier config.
    const filter = { undecided: true, from: new Date(now) } as const;
    for (const { _id, space, cards = [] } of await store.openSpaces.list(conference.id, filter, most)) {
      const isWarned = cards.some(({ role }) => role === warningRole(space));
      const isWarning = !isWarned && needsWarning(space, undecidedWarningMinutes, now);
      const isLate = lateOf(space, now).some(({ sendAt = 0 }) => sendAt > lookedAt);
      if (isWarning || isLate) await store.openSpaces.markStale(_id);
    }
    lookedAt = now;
  };
}

/** Marks the cards of sessions to come that show an earlier name of their host. */
export async function lookForNames({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  for (const { _id, username, hasOldCards } of await store.users.listRenamed()) {
    if (hasOldCards !== true) continue;
    await store.openSpaces.markStaleOf(_id, new Date(clock()));
    await store.users.noteMarkedCards(_id, username);
  }
}
