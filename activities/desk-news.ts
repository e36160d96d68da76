import { needsWarning, undecidedStatuses, warningRole } from '../core/undecided.ts';
import type { Config } from '../core/config.ts';
import { localDate, localTime } from '../core/local-time.ts';
import type { Store } from '../store/store.ts';
import type { Deps, Overview } from './deps.ts';

/** When the morning message comes, local to the conference. */
const morningAt = '07:30';
/** No morning message after this: who starts the bot at noon knows how it stands. */
const morningUntil = '11:00';
const most = 200;

/** What organisers are told though no card has changed: a pause, the morning, and what nobody has decided in time. */
export async function tellNews(deps: Deps): Promise<void> {
  const newest = await deps.store.configs.newest();
  if (newest === null) return;
  const { config, by } = newest;
  const told = await deps.store.health.findTold();
  // The first look only notes how things are: nobody paused anything then.
  if (told.paused === undefined) await deps.store.health.noteTold({ paused: config.paused });
  else if (told.paused !== config.paused) {
    const drawn = await deps.cards.tell({ kind: config.paused ? 'paused' : 'resumed', by: by.name }, config);
    if (drawn.kind === 'drawn') await deps.store.health.noteTold({ paused: config.paused });
  }
  await tellMorning(deps, config, told.morning);
  await warnOfUndecided(deps, config);
}

async function tellMorning(deps: Deps, config: Config, told: string | undefined): Promise<void> {
  const { timeZone, startDate, endDate } = config.conference;
  const now = deps.clock();
  const [day, time] = [localDate(now, timeZone), localTime(now, timeZone)];
  if (day === told || day < startDate || day > endDate || time < morningAt || time >= morningUntil) return;
  const overview = await overviewOf(deps.store, config);
  // A bot that has just been installed begins to listen within seconds.
  if (overview.listening === null) return;
  const drawn = await deps.cards.tell({ kind: 'morning', ...overview }, config);
  if (drawn.kind === 'drawn') await deps.store.health.noteTold({ morning: day });
}

/** How the bot is doing, for the morning message and for who asks. */
export async function overviewOf(store: Store, config: Config): Promise<Overview> {
  const { id } = config.conference;
  const [listening, waiting, approved, budget] = await Promise.all([
    store.health.find('listener'),
    store.openSpaces.count(id, { status: undecidedStatuses }),
    store.openSpaces.count(id, { status: ['approved'] }),
    store.budgets.find(id),
  ]);
  return { listening, waiting, approved, spent: budget.spent };
}

/** Lets those be drawn again that nobody has decided shortly before their reminder: the drawer sends the warning. */
async function warnOfUndecided({ store, clock }: Deps, config: Config): Promise<void> {
  const { conference, undecidedWarningMinutes, reminderMinutes } = config;
  if (undecidedWarningMinutes === 0) return;
  const now = clock();
  const ahead = (Math.max(...reminderMinutes) + undecidedWarningMinutes) * 60_000;
  const filter = {
    status: undecidedStatuses,
    from: new Date(now),
    to: new Date(now + ahead),
  };
  for (const { _id, space, cards = [] } of await store.openSpaces.list(conference.id, filter, most)) {
    const isWarned = cards.some(({ role }) => role === warningRole(space));
    if (!isWarned && needsWarning(space, undecidedWarningMinutes, now)) await store.openSpaces.markStale(_id);
  }
}
