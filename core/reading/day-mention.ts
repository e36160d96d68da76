import type { DayNumber } from './calendar.ts';
import type { Stretch } from './marked-text.ts';

/** Words that name a day. More than one day where they name several or contradict each other. */
export interface DayMention extends Stretch {
  readonly days: readonly DayNumber[];
  readonly kind: 'date' | 'weekday' | 'relative' | 'past' | 'every day' | 'no such day';
  /** "tomorrow morning", "tonight": decides bare hours. */
  readonly part?: 'am' | 'pm';
  readonly doubt?: string;
}
