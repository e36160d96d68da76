import { shortDay } from '../long-day.ts';
import type { Markup } from '../markup.ts';

/** The options of a pick of one of the conference's days. @param props.picked a local date, such as `2017-05-19` */
export function DayOptions({ days, picked }: { days: readonly string[]; picked: string }): Markup {
  return (
    <>
      {days.map((day) => (
        <option value={day} selected={day === picked}>
          {shortDay(day)}
        </option>
      ))}
    </>
  );
}
