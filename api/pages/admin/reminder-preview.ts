import type { Config } from '../../../core/config.ts';
import type { OpenSpace } from '../../../core/open-space.ts';
import { reminderTemplate, reminderTextFor } from '../../../core/reminder-text.ts';
import type { Reminder } from '../../../core/reminder.ts';
import { minutesUntil } from '../../../core/texts.ts';
import { doesNotFit } from '../../../core/words.ts';

/** The reminder as it would go out at its time; what {minutes} says then depends on when it really does. */
export function previewOf(space: OpenSpace, reminder: Reminder, config: Config): string {
  const { startAt } = space;
  const minutes =
    startAt === undefined || reminder.sendAt === undefined ? reminder.minutes : minutesUntil(startAt, reminder.sendAt);
  return reminderTextFor(space, reminderTemplate(space, reminder.key, config), minutes) ?? doesNotFit;
}
