import type { Markup } from '../markup.ts';
import { localTime, zoneName } from '../../../core/local-time.ts';
import { longDay } from '../long-day.ts';
import type { PublicOpenSpace } from './public-open-space.ts';
import { byDay, selected, wheresOf, type ScheduleView } from './schedule-page.tsx';

/** A board for the wall: a sheet a day, rooms beside each other, starts below each other. */
export function PrintPage(view: ScheduleView): Markup {
  const { programme, now } = view;
  const { conference } = programme;
  const shown = selected(view).filter((one) => !one.isCancelled);
  return (
    <main>
      {shown.length === 0 ? <p class="empty">No open spaces yet.</p> : null}
      {byDay(shown, conference.timeZone).map(([day, list]) => (
        <section class="sheet" aria-labelledby={`sheet-${day}`}>
          <p class="conference">{conference.name} · Open spaces</p>
          <h1 id={`sheet-${day}`}>{longDay(day)}</h1>
          <Sheet list={list} rooms={wheresOf(programme)} timeZone={conference.timeZone} />
          <p class="printed">
            As of {localTime(now, conference.timeZone)} {zoneName(now, conference.timeZone)}; all times in this zone (
            {conference.timeZone}).
          </p>
        </section>
      ))}
    </main>
  );
}

function Sheet(props: {
  readonly list: readonly PublicOpenSpace[];
  readonly rooms: readonly string[];
  readonly timeZone: string;
}): Markup {
  const { list, timeZone } = props;
  const rooms = props.rooms.filter((room) => list.some((one) => one.where === room));
  const starts = [...new Set(list.map((one) => one.startAt))];
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Start</th>
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
              <td>
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
