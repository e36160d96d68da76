import type { Config } from '../../../core/config.ts';
import { localDay, localTimeWithZone } from '../../../core/local-time.ts';
import { whereOf, type OpenSpace } from '../../../core/open-space.ts';
import type { Reminder } from '../../../core/reminder.ts';
import { fitReminder, minutesUntil } from '../../../core/texts.ts';

/** The reminder as it would go out at its time; what {minutes} says then depends on when it really does. */
export function previewOf(space: OpenSpace, reminder: Reminder, config: Config): string {
  const { source, timeZone, startAt } = space;
  const template = reminder.text ?? (source === undefined ? config.manualReminderText : config.reminderText);
  const minutes =
    startAt === undefined || reminder.sendAt === undefined ? reminder.minutes : minutesUntil(startAt, reminder.sendAt);
  try {
    return fitReminder(template, {
      minutes,
      user: source?.host.username ?? '',
      tweetId: source?.tweetId ?? '',
      room: whereOf(space) ?? '',
      time: startAt === undefined ? '' : localTimeWithZone(startAt, timeZone),
      day: startAt === undefined ? '' : localDay(startAt, timeZone),
      title: space.title ?? '',
    });
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
