import type { Correcting } from '../correction.ts';
import { localDay } from '../local-time.ts';
import type { OpenSpace } from '../open-space.ts';

export const untitled = 'an open space';

export const doesNotFit = 'the reminder is over 280 weighted characters even without its title';

/**
 * The wording of a correction, with the day if people were told another day, or if the start that it names is on
 * another day than the post. A cancellation names the start that people were told.
 *
 * @param sendAt when it goes out, epoch milliseconds; if absent, the day of the start
 */
export function correctionText(space: OpenSpace, corrects: Correcting, sendAt?: number): string {
  const { told, startAt = 0, timeZone } = space;
  const named = corrects === 'cancelled' ? (told?.startAt ?? startAt) : startAt;
  const days = new Set([named, told?.startAt ?? named, sendAt ?? named].map((at) => localDay(at, timeZone)));
  const isOtherDay = days.size > 1;
  const at = isOtherDay ? '{day} at {time}' : 'at {time}';
  switch (corrects) {
    case 'moved':
      return `Moved: {title} is now in {room}${isOtherDay ? ' on' : ''} ${at}.`;
    case 'cancelled':
      return `Cancelled: {title}, {room} ${at}.`;
    case 'reinstated':
      return `It takes place after all: {title}, {room} ${at}.`;
  }
}
