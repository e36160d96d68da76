import { instantsAt } from '../../../core/conference.ts';
import { localTime } from '../../../core/local-time.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';

/** Boards start at nine and end at six where nothing says otherwise; local hours. */
const usualHours = { first: 9, last: 18 } as const;

/** Minutes of each hour that a card can be dragged to. */
const quarters = ['00', '15', '30', '45'] as const;

/**
 * The rows of a day's board, HH:mm: every quarter of an hour from the first start to the last, and every start between
 * two of them. Where daylight saving skips an hour, it has no rows.
 */
export function startsOf(
  day: string,
  views: readonly OpenSpaceView[],
  { timeZone, now }: { readonly timeZone: string; readonly now?: number },
): string[] {
  const taken = views.map(({ space }) => localTime(space.startAt ?? 0, timeZone));
  const hours = [...taken, ...(now === undefined ? [] : [localTime(now, timeZone)])].map((time) =>
    Number(time.slice(0, 2)),
  );
  const first = Math.min(usualHours.first, ...hours);
  const last = Math.max(usualHours.last, ...hours);
  const grid = Array.from({ length: last - first + 1 }, (_, index) => String(first + index).padStart(2, '0'))
    .flatMap((hour) => quarters.map((quarter) => `${hour}:${quarter}`))
    .filter((time) => instantsAt(day, time, timeZone).length > 0);
  return [...new Set([...grid, ...taken])].toSorted();
}
