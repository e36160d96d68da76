import type { Refiner } from 'chrono-node';

import { ROOM } from '../marked-text.ts';
import { settingOf } from '../time-parser.ts';

/** Removes hours that are rooms, as decided later, such as `1530` beside "5pm". */
export const dropRoomHours: Refiner = {
  refine: (context, results) =>
    results.filter((result) => settingOf(context).page.marked.charAt(result.index) !== ROOM),
};
