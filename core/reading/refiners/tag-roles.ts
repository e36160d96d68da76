import type { Refiner } from 'chrono-node';

import { DECOY, markStretches } from '../marked-text.ts';
import { roleOf } from '../roles.ts';
import { addTags, hasRole, hasTag } from '../tags.ts';
import { settingOf, stretchOfResult } from '../time-parser.ts';

/** Tags hours that are ends, deadlines, doors or departures, and hides them from later steps. */
export const tagRoles: Refiner = {
  refine: (context, results) => {
    const { page } = settingOf(context);
    const hours = results.filter((result) => result.start.isCertain('hour') && !hasTag(result, 'hour/from-posting'));
    for (const hour of hours) {
      const role = roleOf(page, stretchOfResult(hour));
      if (role !== undefined) addTags(hour, role);
    }
    markStretches(page, hours.filter(hasRole).map(stretchOfResult), DECOY);
    return results;
  },
};
