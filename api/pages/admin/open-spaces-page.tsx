import { z } from 'zod';
import { instantsAt } from '../../../core/conference.ts';
import { namesOfRoom } from '../../../core/listed-room.ts';
import type { ApiContext } from '../../context.ts';
import { calendarDay, parsePairs } from '../query.ts';
import { words } from '../words.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { afterField, blankable, Choice, DayChoice, Filters, RoomChoice } from './list-frame.tsx';
import { firstPage, pageSize, placeText, readPlace, SearchBox } from './list-frame.tsx';
import { OpenSpaceTable } from './open-space-table.tsx';
import { sameInWords, statusWords, statuses } from '../../../core/words.ts';

/** Each label once. */
const listed = statuses.filter((one) => sameInWords(one)[0] === one);

const querySchema = z.object({
  q: z.string().max(100).optional(),
  status: blankable(z.enum(statuses)),
  room: z.string().max(80).optional(),
  day: blankable(calendarDay),
  after: afterField(/^\d*_[\w-]{1,60}$/u),
});

/** All open spaces, with search and filters, for example by day. */
export async function openSpacesPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
  const { store, openSpaces } = context;
  const { conference } = await store.configs.current();
  const status = statuses.find((one) => one === query.status);
  const span = query.day ? daySpan(query.day, conference.timeZone) : {};
  const views = await openSpaces.list(
    conference.id,
    {
      ...(query.q ? { q: query.q } : {}),
      ...(status === undefined ? {} : { status: sameInWords(status) }),
      ...(query.room ? { rooms: namesOfRoom(query.room, conference.rooms) } : {}),
      ...span,
    },
    pageSize + 1,
    readPlace(query.after),
  );
  const { shown, more } = firstPage(c, views, ({ startAt, _id }) => placeText(startAt, _id));
  return adminPage(c, context, {
    title: words.openSpaces.title,
    place: '/admin/open-spaces',
    children: (
      <>
        <Filters action="/admin/open-spaces">
          <SearchBox value={query.q} label={words.openSpaces.search} />
          <Choice
            name="status"
            label={words.openSpaces.columns.status}
            all={words.any}
            value={status === undefined ? undefined : sameInWords(status)[0]}
            options={listed.map((one) => [one, statusWords[one]])}
          />
          <RoomChoice rooms={conference.rooms.map(({ name }) => name)} all={words.any} room={query.room} />
          <DayChoice conference={conference} day={query.day} />
        </Filters>
        {shown.length === 0 ? <p class="empty">{words.none}</p> : <OpenSpaceTable views={shown} />}
        {more}
      </>
    ),
  });
}

/** From midnight to midnight in local time: 23 or 25 hours if the clocks change. */
export function daySpan(day: string, timeZone: string): { from: Date; to: Date } {
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  return { from: new Date(dayStart(day, timeZone)), to: new Date(dayStart(next, timeZone)) };
}

function dayStart(day: string, timeZone: string): number {
  // Some zones change their clocks at midnight: then the day begins at one.
  return instantsAt(day, '00:00', timeZone)[0] ?? instantsAt(day, '01:00', timeZone)[0] ?? Date.parse(day);
}
