import type { Page } from './marked-text.ts';
import type { StartReading } from './reading.ts';

/** `RT @x: …`, `MT @x: …` and `“@x: …”` say what somebody else posted. */
const OTHERS = /^\W{0,3}[rm]t\s{0,2}@|["“”«]\s?@\w{1,40}:?\s/iu;

/** Days that mean the same whenever they are said: a weekday, a date, "Day 2". */
const RELATIVE_DAY =
  /^(?:to(?:day|night|morrow|nite)|tmrw|tmw|2day|2moro|this|in|heute|morgen|hoy|manana|mañana|hoje|amanhã|amanha|aujourd|demain|ce soir|今日|本日|明日|今夜)/iu;

/** Whether the start is told in another's words and depends on when they were said. */
export function isOthersHour(page: Page, start: StartReading): boolean {
  if (!OTHERS.test(page.original)) return false;
  const day = start.day && page.original.slice(start.day.from, start.day.to).trim();
  return day === undefined || RELATIVE_DAY.test(day);
}
