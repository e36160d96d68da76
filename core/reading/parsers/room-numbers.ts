import type { Parser, ParsingResult } from 'chrono-node';

import { markStretches, ROOM } from '../marked-text.ts';
import { settleNumbers } from '../settle-rooms.ts';
import { NOTHING, settingOf, type Setting } from '../time-parser.ts';

const isHour = (result: ParsingResult): boolean => result.start.isCertain('hour');

/**
 * The rooms that were also read as an hour, such as `1530`. Such a number is an hour only if there is no other hour.
 */
function roomsReadAsHours({ numbers, found }: Setting): Setting['numbers'] {
  const twice = (room: Setting['numbers'][number], hour: ParsingResult): boolean =>
    hour.index === room.from && hour.index + hour.text.length === room.to;
  const hours = found.filter(isHour);
  const others = hours.filter((hour) => !numbers.some((room) => twice(room, hour)));
  return others.length === 0 ? [] : numbers.filter((room) => hours.some((hour) => twice(room, hour)));
}

/**
 * Finds no times. Its place in the list is after the parsers of clear hours. From these hours it decides which numbers
 * are rooms, so that the parsers of bare hours do not read them: "5pm, 21".
 */
export const roomNumbers: Parser = {
  pattern: (context) => {
    const setting = settingOf(context);
    const { page, numbers, settled, found } = setting;
    const taken = roomsReadAsHours(setting);
    markStretches(page, taken, ROOM);
    const beside = found.some(isHour) ? settleNumbers(page, numbers, true) : [];
    settled.push(...taken, ...beside);
    return NOTHING;
  },
  extract: () => null,
};
