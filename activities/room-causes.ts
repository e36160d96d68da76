import { claimOf, findDoubled } from '../core/claim.ts';
import { localDayAndTime } from '../core/local-time.ts';
import { isDenied, whereOf, type OpenSpace } from '../core/open-space.ts';
import { inPresentRooms } from '../core/present-room.ts';
import { scheduleProblem } from '../core/verb-problem.ts';
import type { RaisedAlarm } from '../store/alarms.ts';
import type { Deps } from './deps.ts';

/** How many sessions the alarm names, at most. */
const mostNamed = 5;

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
