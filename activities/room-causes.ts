import { claimOf, findDoubled } from '../core/claim.ts';
import { localDayAndTime } from '../core/local-time.ts';
import { isDenied, whereOf, type OpenSpace } from '../core/open-space.ts';
import { inPresentRooms } from '../core/present-room.ts';
import { scheduleProblem } from '../core/verb-problem.ts';
import type { AlarmId, RaisedAlarm } from '../store/alarms.ts';
import type { Deps } from './deps.ts';

/** A message names at most so many. */
const mostNamed = 10;

/**
 * Coming sessions that share a room, and those that the present config does not allow: booked in the moment between the
 * check of a new config and its save, or before a restored session came back; or a room was listed under their place.
 */
export async function roomCauses(deps: Pick<Deps, 'store' | 'clock'>): Promise<RaisedAlarm[]> {
  const found = await look(deps);
  if (found.length === 0) return found;
  // While the sessions were read, one may have left a room, and another one may have got it.
  const again = await look(deps);
  return again.filter(({ _id }) => found.some((one) => one._id === _id));
}

async function look({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<RaisedAlarm[]> {
  const config = await store.configs.current();
  const { id: conferenceId, rooms } = config.conference;
  const views = await store.openSpaces.listComing(conferenceId, new Date(clock()));
  const coming = inPresentRooms(views, rooms)
    .map(({ space }) => space)
    .filter((space) => space.standing.status === 'scheduled' && !isDenied(space));
  const alarmOf = (
    _id: AlarmId,
    what: string,
    mendedWords: string,
    problemOf: (space: OpenSpace) => string | undefined,
  ): RaisedAlarm[] => {
    const found = coming.flatMap((space) => {
      const problem = problemOf(space);
      return problem === undefined ? [] : [{ id: space.id, words: `${placeAndDay(space)}${problem}` }];
    });
    if (found.length === 0) return [];
    const which = found.slice(0, mostNamed).map(({ words }) => words);
    return [{ _id, words: [what, ...which].join(' '), mendedWords, about: found.map(({ id }) => id) }];
  };
  const claims = coming.flatMap((space) => claimOf(space) ?? []);
  const doubled = new Set(findDoubled(claims, config));
  return [
    ...alarmOf(
      'rooms:shared',
      'Sessions have the same room at the same time. Move or cancel all but one.',
      'No sessions have the same room at the same time any more.',
      ({ id }) => (doubled.has(id) ? '.' : undefined),
    ),
    ...alarmOf(
      'rooms:unfit',
      'Sessions are in a room or at a time that the config does not allow.',
      'All coming sessions are in rooms and at times that the config allows.',
      (space) => {
        const problem = scheduleProblem(space, config);
        return problem && `: ${problem}`;
      },
    ),
  ];
}

/** `B114, Fri 19 May 17:00 PDT (86…)`. Without names of hosts, because `npm run erase` does not search alarms. */
const placeAndDay = (space: OpenSpace): string =>
  `${whereOf(space)}, ${localDayAndTime(space.startAt ?? 0, space.timeZone)} (${space.id})`;
