import { z } from 'zod';
import { conferenceDays, instantsAt } from '../../../core/conference.ts';
import { namesOfRoom } from '../../../core/listed-room.ts';
import type { ApiContext } from '../../context.ts';
import { longDay } from '../long-day.ts';
import { parsePairs } from '../query.ts';
import { words } from '../words.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { Choice, Filters, More, pageSize, readPlace, SearchBox } from './list-frame.tsx';
import { OpenSpaceTable } from './open-space-table.tsx';
import { sameInWords, statusWords, statuses } from '../../../core/words.ts';

/** Each word once. */
const listed = statuses.filter((one) => sameInWords(one)[0] === one);

const blankable = (schema: z.ZodType<string>) => z.union([z.literal(''), schema]).optional();

const querySchema = z.object({
  q: z.string().max(100).optional(),
  status: blankable(z.enum(statuses)),
  room: z.string().max(80).optional(),
  day: blankable(z.iso.date()),
  after: z
    .string()
    .regex(/^\d*_[\w-]{1,60}$/u, 'is not a place in this list')
    .optional(),
});

/** All open spaces, searched and filtered, a day at a time where one wants. */
export async function openSpacesPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
  const { store } = context;
  const { conference } = await store.configs.current();
  const status = statuses.find((one) => one === query.status);
  const span = query.day ? daySpan(query.day, conference.timeZone) : {};
  const views = await store.openSpaces.list(
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
  const shown = views.slice(0, pageSize);
  const last = shown.at(-1);
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
          <Choice
            name="room"
            label={words.room}
            all={words.any}
            value={query.room}
            options={conference.rooms.map(({ name }) => [name, name])}
          />
          <Choice
            name="day"
            label={words.day}
            all={words.all}
            value={query.day}
            options={conferenceDays(conference).map((day) => [day, longDay(day)])}
          />
        </Filters>
        {shown.length === 0 ? <p class="empty">{words.none}</p> : <OpenSpaceTable views={shown} />}
        {views.length > pageSize && last !== undefined ? (
          <More path="/admin/open-spaces" query={query} cursor={`${last.startAt?.getTime() ?? ''}_${last._id}`} />
        ) : null}
      </>
    ),
  });
}

/** From midnight to midnight as people there count it: 23 or 25 hours where the clocks change. */
export function daySpan(day: string, timeZone: string): { from: Date; to: Date } {
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  return { from: new Date(dayStart(day, timeZone)), to: new Date(dayStart(next, timeZone)) };
}

function dayStart(day: string, timeZone: string): number {
  // Some zones change their clocks at midnight: then the day begins at one.
  return instantsAt(day, '00:00', timeZone)[0] ?? instantsAt(day, '01:00', timeZone)[0] ?? Date.parse(day);
}
