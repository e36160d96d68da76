import type { Correcting } from '../correction.ts';
import { localDay } from '../local-time.ts';
import type { OpenSpace } from '../open-space.ts';

/** How a post names a session without a title. */
export const untitled = 'an open space';

/** Why a reminder's text cannot be posted, even with its title and place cut. */
export const doesNotFit = 'the reminder is over 280 weighted characters even without its title';

/** The wording of a correction, with the day if people were told another day. */
export function correctionText({ told, startAt = 0, timeZone }: OpenSpace, corrects: Correcting): string {
  const isOtherDay = told !== undefined && localDay(told.startAt, timeZone) !== localDay(startAt, timeZone);
  const at = isOtherDay ? '{day} at {time}' : 'at {time}';
  switch (corrects) {
    case 'moved':
      return `Moved: {title} is now in {room}${isOtherDay ? ' on' : ''} ${at}.`;
    case 'cancelled':
      return 'Cancelled: {title}, {room} at {time}.';
    case 'reinstated':
      return `It takes place after all: {title}, {room} ${at}.`;
  }
}
