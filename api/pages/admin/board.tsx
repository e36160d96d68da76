import { z } from 'zod';
import { conferenceDays, instantsAt } from '../../../core/conference-days.ts';
import type { Config } from '../../../core/config.ts';
import { localDate, localTime, zoneName } from '../../../core/local-time.ts';
import { whereOf } from '../../../core/open-space.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import type { TweetDoc } from '../../../store/tweets.ts';
import type { ApiContext } from '../../context.ts';
import { longDay, shortDay } from '../long-day.ts';
import type { Markup } from '../markup.ts';
import { parsePairs } from '../query.ts';
import { titleOf } from '../schedule/public-open-space.ts';
import { isAhead } from './card.tsx';
import { adminPage, type AdminContext } from './frame.tsx';
import { daySpan } from './open-spaces-page.tsx';
import { StatusWord } from './status-word.tsx';

const querySchema = z.object({ day: z.iso.date().optional() });

/** Boards start at nine and end at six where nothing says otherwise; local hours. */
const usualHours = { first: 9, last: 18 } as const;

/** Rooms beside each other, starts below each other, a day at a time. */
export async function boardPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const { store, clock } = context;
  const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
  const config = await store.configs.current();
  const { conference } = config;
  const { timeZone } = conference;
  const today = localDate(clock(), timeZone);
  const known = conferenceDays(conference);
  const day = query.day ?? (known.includes(today) ? today : (known.find((one) => one > today) ?? known[0] ?? today));
  const days = [...new Set([...known, day])].toSorted();
  const all = await store.openSpaces.list(conference.id, daySpan(day, timeZone), 2000);
  // What was dismissed, or is over undecided, takes no room: it is in the list of open spaces.
  const views = all.filter(({ space }) => !['dismissed', 'over'].includes(space.standing.status));
  const tweets = await store.tweets.findMany(views.map((view) => view._id));
  return adminPage(c, context, {
    title: longDay(day),
    place: '/admin/board',
    children: (
      <>
        <nav aria-label="Days" class="tabs">
          <ul>
            {days.map((one) => (
              <li>
                <a href={`/admin/board?day=${one}`} aria-current={one === day ? 'page' : undefined}>
                  {shortDay(one)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <p class="hint">
          Times are {zoneName(clock(), timeZone)} ({timeZone}). Drag a card to another room or start, or use its “Move”.
        </p>
        <Board day={day} views={views} config={config} tweets={tweets} now={clock()} />
      </>
    ),
  });
}

interface BoardProps {
  readonly day: string;
  readonly views: readonly OpenSpaceView[];
  readonly config: Config;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly tweets: ReadonlyMap<string, TweetDoc>;
}

function Board({ day, views, config, tweets, now }: BoardProps): Markup {
  const { conference } = config;
  const { timeZone } = conference;
  const listed = conference.rooms.map((room) => room.name);
  const columns = [...new Set([...listed, ...views.map(columnOf)])];
  const rows = startsOf(day, views, timeZone);
  return (
    <div class="scroll board-frame" tabindex={0} role="region" aria-label={`Board for ${longDay(day)}`}>
      <table class="board" data-day={day}>
        <thead>
          <tr>
            <th scope="col">
              <span class="sr">Start</span>
            </th>
            {columns.map((room) => (
              <th scope="col">{room}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((time) => (
            <tr>
              <th scope="row">{time}</th>
              {columns.map((room) => (
                <td data-room={listed.includes(room) ? room : undefined} data-time={time}>
                  {views
                    .filter((view) => columnOf(view) === room && startOf(view, timeZone) === time)
                    .map((view) => (
                      <BoardCard
                        view={view}
                        title={titleOf(view.space, tweets.get(view._id), config.keywords)}
                        rooms={listed}
                        day={day}
                        time={time}
                        now={now}
                      />
                    ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BoardCard(props: {
  view: OpenSpaceView;
  title: string;
  rooms: readonly string[];
  day: string;
  time: string;
  now: number;
}): Markup {
  const { view, title, rooms, day, time, now } = props;
  const { _id: id, space, status, revision } = view;
  const isMovable = space.standing.status !== 'cancelled' && isAhead(space, now);
  return (
    <div class={`slip s-${status}`} data-key={id} data-revision={revision} draggable={isMovable ? 'true' : undefined}>
      <a href={`/admin/open-spaces/${id}`}>{title}</a>
      {space.source === undefined ? null : <span class="host">@{space.source.host.username}</span>}
      <StatusWord status={status} />
      {space.standing.status === 'conflict' ? (
        <a class="clash" href={`/admin/open-spaces/${space.standing.with.openSpaceId}`}>
          {space.standing.with.relation} another
        </a>
      ) : null}
      {isMovable ? (
        <details>
          <summary>Move</summary>
          <form method="post" action={`/admin/open-spaces/${id}`}>
            <input type="hidden" name="revision" value={String(revision)} />
            <input type="hidden" name="back" value={`/admin/board?day=${day}`} />
            <input type="hidden" name="date" value={day} />
            <label>
              Room
              <select name="room">
                {space.room === undefined ? <option value="">{space.place ?? '–'}</option> : null}
                {rooms.map((room) => (
                  <option value={room} selected={room === space.room}>
                    {room}
                  </option>
                ))}
              </select>
            </label>
            <label>
              Time
              <input type="time" name="time" value={time} />
            </label>
            <button name="verb" value="apply">
              Move
            </button>
          </form>
        </details>
      ) : null}
    </div>
  );
}

const columnOf = ({ space }: OpenSpaceView): string => whereOf(space) ?? 'no room yet';
const startOf = ({ space }: OpenSpaceView, timeZone: string): string => localTime(space.startAt ?? 0, timeZone);

/** Every full hour of the day's span, which is where cards can be dragged to, and every start there is. */
function startsOf(day: string, views: readonly OpenSpaceView[], timeZone: string): string[] {
  const taken = views.map((view) => startOf(view, timeZone));
  const hours = taken.map((time) => Number(time.slice(0, 2)));
  const first = Math.min(usualHours.first, ...hours);
  const last = Math.max(usualHours.last, ...hours);
  const full = Array.from({ length: last - first + 1 }, (_, index) => `${String(first + index).padStart(2, '0')}:00`);
  // Where daylight saving skips an hour there is nothing to drag to.
  return [...new Set([...full.filter((time) => instantsAt(day, time, timeZone).length > 0), ...taken])].toSorted();
}
