import { localTime } from '../../../core/local-time.ts';
import { longDay } from '../long-day.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';
import type { PublicOpenSpace } from './public-open-space.ts';
import { byDay, selected, takesPlace, wheresOf, type ScheduleView } from './selection.ts';

/** The most rooms on one sheet. With more, titles break into single letters on upright paper. */
const mostColumns = 6;

/** A board to print: a sheet per day, a column for each room, a row for each start. On phones it is a list. */
export function PrintPage(view: ScheduleView): Markup {
  const { programme, now } = view;
  const { conference } = programme;
  const shown = selected(view).filter(takesPlace);
  return (
    <main>
      {shown.length === 0 ? <p class="empty">{words.schedule.none}</p> : null}
      {byDay(shown, conference.timeZone).flatMap(([day, list]) => {
        const sheets = sheetsOf(list, wheresOf(programme));
        return sheets.map((rooms, index) => (
          <section class="sheet" aria-labelledby={`sheet-${day}-${index}`}>
            <p class="conference">
              {conference.name} · {words.schedule.title}
            </p>
            <h1 id={`sheet-${day}-${index}`}>
              {longDay(day)}
              {sheets.length > 1 ? <small> {words.print.sheet(index + 1, sheets.length)}</small> : null}
            </h1>
            <Sheet list={list} rooms={rooms} timeZone={conference.timeZone} />
            <p class="printed">
              {words.print.asOf(localTime(now, conference.timeZone))} {words.zone(conference)}
            </p>
          </section>
        ));
      })}
    </main>
  );
}

/** The rooms in use, split into sheets of about the same width. */
function sheetsOf(list: readonly PublicOpenSpace[], wheres: readonly string[]): string[][] {
  const rooms = wheres.filter((room) => list.some((one) => one.where === room));
  const count = Math.ceil(rooms.length / mostColumns);
  const size = Math.ceil(rooms.length / count);
  return Array.from({ length: count }, (_, index) => rooms.slice(index * size, (index + 1) * size));
}

interface SheetProps {
  readonly list: readonly PublicOpenSpace[];
  readonly rooms: readonly string[];
  readonly timeZone: string;
}

function Sheet({ list, rooms, timeZone }: SheetProps): Markup {
  const starts = [...new Set(list.filter((one) => rooms.includes(one.where)).map((one) => one.startAt))];
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{words.print.start}</th>
          {rooms.map((room) => (
            <th scope="col">{room}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {starts.map((startAt) => (
          <tr>
            <th scope="row">{localTime(startAt, timeZone)}</th>
            {rooms.map((room) => (
              <td data-label={room}>
                {list
                  .filter((one) => one.startAt === startAt && one.where === room)
                  .map((one) => (
                    <p>
                      {one.title}
                      {one.tweet === undefined ? null : <small> @{one.tweet.username}</small>}
                    </p>
                  ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
