import { IANAZone } from 'luxon';

/** A time zone with quick access to its offsets. */
export interface Zone {
  readonly name: string;
  /** Minutes that the zone's clocks are ahead of UTC at an instant, given in epoch milliseconds. */
  readonly offset: (at: number) => number;
}

const DAY_MS = 86_400_000;

/** The first instant in [from, to), to the second, at which the offset is the one at `to`. */
function findChange(zone: IANAZone, from: number, to: number): number {
  let [before, after] = [from, to];
  while (after - before > 1000) {
    const between = Math.floor((before + after) / 2000) * 1000;
    if (zone.offset(between) === zone.offset(from)) before = between;
    else after = between;
  }
  return after;
}

/**
 * The zone, with its offsets between two instants computed once, because asking the platform takes several microseconds
 * each time. For other instants the platform is asked.
 * @throws RangeError if there is no such IANA zone.
 */
export function openZone(name: string, from: number, to: number): Zone {
  const zone = IANAZone.create(name);
  if (!zone.isValid) throw new RangeError(`“${name}” is no IANA time zone`);
  const changes: { readonly at: number; readonly offset: number }[] = [{ at: from, offset: zone.offset(from) }];
  for (let at = from; at < to; at += DAY_MS) {
    const next = zone.offset(at + DAY_MS);
    if (next !== zone.offset(at)) changes.push({ at: findChange(zone, at, at + DAY_MS), offset: next });
  }
  const known = changes.toReversed();
  const offset = (at: number): number =>
    at < from || at >= to ? zone.offset(at) : (known.find((change) => change.at <= at)?.offset ?? zone.offset(at));
  return { name, offset };
}
