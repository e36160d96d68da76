import { z } from 'zod';
import { conferenceDays, instantsAt } from '../../../core/conference.ts';
import type { Config } from '../../../core/config.ts';
import { localDate, localTime } from '../../../core/local-time.ts';
import { whereOf } from '../../../core/open-space.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { ApiContext } from '../../context.ts';
import { assumedDuration } from '../schedule/public-open-space.ts';
import { longDay, shortDay } from '../long-day.ts';
import type { Markup } from '../markup.ts';
import { calendarDay, parsePairs } from '../query.ts';
import { words } from '../words.ts';
import { BoardCard } from './board-card.tsx';
import { adminPage, type AdminContext } from './frame.tsx';
import { daySpan } from './open-spaces-page.tsx';

const querySchema = z.object({ day: calendarDay.optional() });

/** The board of one day: a column for each room, a row for each start. On phones it is a list. */
export async function boardPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const { store, openSpaces, clock } = context;
  const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
  const config = await store.configs.current();
  const { conference } = config;
  const { timeZone } = conference;
  const now = clock();
  const today = localDate(now, timeZone);
  const known = conferenceDays(conference);
  const day = query.day ?? known.find((one) => one >= today) ?? known.at(-1) ?? today;
  const days = [...new Set([...known, day])].toSorted();
  const all = await openSpaces.list(conference.id, daySpan(day, timeZone), 2000);
  // A dismissed open space, or one that ended undecided, takes no room. It is only in the list of open spaces.
  const views = all.filter(({ space }) => !['dismissed', 'over'].includes(space.standing.status));
  return adminPage(c, context, {
    title: longDay(day),
    tab: words.board.tab(longDay(day)),
    place: '/admin/board',
    children: (
      <>
        <nav aria-label={words.board.days} class="tabs">
          <ul>
            {days.map((one) => (
              <li>
                <a href={`/admin/board?day=${one}`} aria-current={one === day ? 'page' : undefined}>
                  {shortDay(one)}
                </a>
              </li>
            ))}
            {day === today ? (
              <li>
                <a href="#now">{words.board.now}</a>
              </li>
            ) : null}
            <li>
              <a href={`/admin/shift?date=${day}`}>{words.board.shift}</a>
            </li>
          </ul>
        </nav>
        <p class="hint">
          {words.zone(conference)} <span class="wide">{words.board.hint}</span>
        </p>
        {views.length === 0 ? <p class="empty narrow">{words.board.empty}</p> : null}
        <Board day={day} isToday={day === today} views={views} config={config} now={now} />
      </>
    ),
  });
}

interface BoardProps {
  /** Local date, `YYYY-MM-DD`. */
  readonly day: string;
  readonly isToday: boolean;
  readonly views: readonly OpenSpaceView[];
  readonly config: Config;
  /** Epoch milliseconds. */
  readonly now: number;
}

function Board(props: BoardProps): Markup {
  const { day, isToday, views, config, now } = props;
  const { timeZone, rooms } = config.conference;
  const listed = rooms.map((room) => room.name);
  const columns = [...new Set([...listed, ...views.map((view) => columnOf(view))])];
  const rows = startsOf(day, views, { timeZone, ...(isToday ? { now } : {}) });
  const time = localTime(now, timeZone);
  // The line for the present time is above the first row that is still to come.
  const next = isToday ? rows.find((row) => row > time) : undefined;
  return (
    <div class="scroll board-frame" tabindex={0} role="region" aria-label={words.board.label(longDay(day))}>
      <table class="board" role="table" data-day={day}>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              <span class="sr">{words.board.start}</span>
            </th>
            {columns.map((room) => (
              <th scope="col" role="columnheader">
                {room}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.flatMap((row) => [
            row === next ? <NowLine time={time} columns={columns.length} /> : null,
            <Row {...props} time={row} columns={columns} listed={listed} />,
          ])}
          {isToday && next === undefined ? <NowLine time={time} columns={columns.length} /> : null}
        </tbody>
      </table>
    </div>
  );
}

function NowLine({ time, columns }: { time: string; columns: number }): Markup {
  return (
    <tr class="now-line" id="now" role="row">
      <th scope="row" role="rowheader">
        {time}
      </th>
      <td colspan={columns} role="cell">
        {words.board.now}
      </td>
    </tr>
  );
}

interface RowProps extends BoardProps {
  /** Local start of the row, `HH:mm`. */
  readonly time: string;
  readonly columns: readonly string[];
  readonly listed: readonly string[];
}

function Row({ day, views, config, now, time, columns, listed }: RowProps): Markup {
  const { timeZone } = config.conference;
  return (
    <tr class={time.endsWith(':00') ? 'hour' : undefined} role="row">
      <th scope="row" role="rowheader">
        {time}
      </th>
      {columns.map((room) => {
        const there = views.filter((view) => columnOf(view) === room);
        return (
          <td
            role="cell"
            data-label={room}
            data-room={listed.includes(room) ? room : undefined}
            data-time={time}
            class={there.some((view) => isTakenAt(view, time, timeZone)) ? 'taken' : undefined}
          >
            {there
              .filter((view) => startOf(view, timeZone) === time)
              .map((view) => (
                <BoardCard view={view} rooms={listed} day={day} time={time} now={now} />
              ))}
          </td>
        );
      })}
    </tr>
  );
}

const columnOf = ({ space }: OpenSpaceView): string => whereOf(space) ?? words.noRoom;
const startOf = ({ space }: OpenSpaceView, timeZone: string): string => localTime(space.startAt ?? 0, timeZone);

/** Whether a session in this room began before the row and is assumed to be still running. */
function isTakenAt({ space }: OpenSpaceView, time: string, timeZone: string): boolean {
  const { startAt, standing } = space;
  if (startAt === undefined || standing.status !== 'scheduled') return false;
  const [from, to] = [localTime(startAt, timeZone), localTime(startAt + assumedDuration, timeZone)];
  // A session that ends after midnight takes the rest of the day.
  return from < time && (time < to || to < from);
}

/** The board shows nine to six if no session is earlier or later; local hours. */
const usualHours = { first: 9, last: 18 } as const;

/** The minutes of an hour to which a card can be dragged. */
const quarters = ['00', '15', '30', '45'] as const;

/**
 * The rows of a day's board, `HH:mm`: every quarter of an hour from the first start to the last, and every other start.
 * If daylight saving skips an hour, that hour has no rows.
 */
function startsOf(
  day: string,
  views: readonly OpenSpaceView[],
  { timeZone, now }: { readonly timeZone: string; readonly now?: number },
): string[] {
  const taken = views.map(({ space }) => localTime(space.startAt ?? 0, timeZone));
  const hours = [...taken, ...(now === undefined ? [] : [localTime(now, timeZone)])].map((time) =>
    Number(time.slice(0, 2)),
  );
  const first = Math.min(usualHours.first, ...hours);
  const last = Math.max(usualHours.last, ...hours);
  const grid = Array.from({ length: last - first + 1 }, (_, index) => String(first + index).padStart(2, '0'))
    .flatMap((hour) => quarters.map((quarter) => `${hour}:${quarter}`))
    .filter((time) => instantsAt(day, time, timeZone).length > 0);
  return [...new Set([...grid, ...taken])].toSorted();
}
