import type { OpenSpace } from '../../core/open-space.ts';
import type { WhereAndWhen } from '../../core/request.ts';
import { Problem } from '../problem.ts';

/** What a caller wanted an open space to be. The room by its listed name. */
export interface Wanted extends WhereAndWhen {
  readonly reminder?: string;
  /** Epoch milliseconds. */
  readonly sendAt?: number;
  readonly text?: string;
}

/**
 * Requests of one verb at the same moment share one decision. Two approvals are the same; two changes may be two
 * different wishes, and whoever's was not taken must hear it.
 *
 * @throws {Problem} 409 where the open space is not as wanted
 */
export function refuseOthersWish(space: OpenSpace, wanted: Wanted): void {
  const reminder = space.reminders.find(({ key }) => key === wanted.reminder);
  const pairs: readonly (readonly [unknown, unknown])[] = [
    [wanted.room, space.room],
    [wanted.place, space.place],
    [wanted.startAt, space.startAt],
    [wanted.sendAt, reminder?.sendAt],
    [wanted.text, reminder?.text],
  ];
  if (pairs.every(([wish, is]) => wish === undefined || wish === is)) return;
  const last = space.decisions.at(-1);
  const who = last === undefined ? 'Somebody was faster.' : `${last.by.name} was faster: ${last.words}.`;
  throw new Problem(409, `${who} Look at it again, then decide.`);
}
