import { localDay, localTimeWithZone } from './local-time.ts';
import { whereOf, type OpenSpace } from './open-space.ts';
import { fitReminder } from './texts.ts';

/**
 * A reminder's text for an open space as it would go out.
 *
 * @param minutes whole minutes until the start
 * @throws {RangeError} where X would not take it, even with the title cut
 */
export function reminderTextFor(space: OpenSpace, template: string, minutes: number): string {
  const startAt = space.startAt ?? 0;
  return fitReminder(template, {
    minutes,
    user: space.source?.host.username ?? '',
    tweetId: space.source?.tweetId ?? '',
    room: whereOf(space) ?? '',
    time: localTimeWithZone(startAt, space.timeZone),
    day: localDay(startAt, space.timeZone),
    title: space.title ?? 'an open space',
  });
}
