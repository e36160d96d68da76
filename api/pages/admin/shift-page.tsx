import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { conferenceDays, endOfNight, listedFrom, type Conference } from '../../../core/conference.ts';
import type { Config } from '../../../core/config.ts';
import { localDate, localDayAndTime, localTime } from '../../../core/local-time.ts';
import { whereOf } from '../../../core/open-space.ts';
import type { OpenSpaceView } from '../../../store/open-spaces.ts';
import { targetsSchema, targetText, type Seen, type Shifted } from '../../../temporal/shift.ts';
import type { ApiContext } from '../../context.ts';
import type { Markup } from '../markup.ts';
import { calendarDay, formOf, parsePairs } from '../query.ts';
import { words } from '../words.ts';
import { headingOf, keptShiftWords, outsideWords, refusalWords } from '../../../core/words.ts';
import { DayOptions } from './where-when.tsx';
import { seen } from './decisions.ts';
import { adminPage, type AdminContext } from './frame.tsx';
import { Choice, Filters } from './list-frame.tsx';
import { ListTable } from './list-table.tsx';

const choices = [5, 10, 15, 20, 30, 45, 60, 90, 120] as const;
const usual = 15;
/** Instead of a room's name. No room is chosen at first: one slip on a phone must not shift the whole conference. */
const everyRoom = '*';

const querySchema = z.object({
  room: z.string().max(80).default(''),
  date: z.union([z.literal(''), calendarDay]).optional(),
  time: z.union([z.literal(''), z.iso.time({ precision: -1 })]).optional(),
  days: z.enum(['one', 'later']).default('one'),
  minutes: z.coerce
    .number()
    .int()
    .refine((minutes) => (choices as readonly number[]).includes(Math.abs(minutes)))
    .default(usual),
});

/** The open spaces that a shift would move, and the button that moves them: `/admin/shift?room=A105`. */
export async function shiftPage(c: AdminContext, context: ApiContext): Promise<Response> {
  const query = parsePairs(querySchema, new URL(c.req.url).searchParams);
  const config = await context.store.configs.current();
  const { conference } = config;
  const { room, days, minutes } = query;
  const { date, time, from } = fromOf(query, config, context.clock());
  const before = days === 'one' ? endOfNight(date, conference.timeZone) : undefined;
  const list = context.openSpaces.listShiftable;
  const views = room === '' ? [] : await list(room === everyRoom ? undefined : room, from, before);
  const rooms = conference.rooms.map(({ name }) => [name, name] as const);
  const dates = [...new Set([...conferenceDays(conference), date])].toSorted();
  return adminPage(c, context, {
    title: words.shift.title,
    place: '/admin/board',
    children: (
      <>
        <Filters action="/admin/shift" submitsOnChange>
          <Choice
            name="room"
            label={words.room}
            all={words.shift.noRoomYet}
            options={[...rooms, [everyRoom, words.shift.allRooms]]}
            value={room}
          />
          <label>
            {words.shift.from}
            <select name="date">
              <DayOptions days={dates} picked={date} />
            </select>
          </label>
          <label>
            {words.time}
            <input type="time" name="time" value={time} />
          </label>
          <label>
            {words.shift.until}
            <select name="days">
              <option value="one">{words.shift.thatDay}</option>
              <option value="later" selected={days === 'later'}>
                {words.shift.laterDays}
              </option>
            </select>
          </label>
          <label>
            {words.shift.minutes}
            <select name="minutes">
              {[...choices.toReversed().map((one) => -one), ...choices].map((one) => (
                <option value={String(one)} selected={one === minutes}>
                  {words.shift.by(one)}
                </option>
              ))}
            </select>
          </label>
        </Filters>
        {views.length === 0 ? (
          <p class="empty">{room === '' ? words.shift.choose : words.shift.nothing}</p>
        ) : (
          <>
            <Moves views={views} minutes={minutes} label={words.shift.wouldMove} conference={conference} />
            <ShiftForm
              targets={views.map(({ _id: id, revision }) => ({ id, revision }))}
              minutes={minutes}
              label={words.verbs.shift(views.length)}
            />
          </>
        )}
        <p class="links">
          <a href={`/admin/board?day=${date}`}>{words.shift.backToBoard}</a>
        </p>
      </>
    ),
  });
}

/** The time from which sessions are shifted: as asked, else now, or before the conference its first midnight. */
function fromOf({ date, time }: z.output<typeof querySchema>, { conference }: Config, now: number) {
  const today = localDate(now, conference.timeZone);
  const days = conferenceDays(conference);
  const day = date || (days.includes(today) ? today : (days.find((one) => one > today) ?? today));
  const shown = time || (day === today ? localTime(now, conference.timeZone) : '00:00');
  return { date: day, time: shown, from: listedFrom(day, shown, conference.timeZone, now) };
}

interface ShiftFormProps {
  /** Open spaces with the shown revisions. One that has changed since then stays where it is. */
  readonly targets: readonly Seen[];
  readonly minutes: number;
  readonly label: string;
}

function ShiftForm({ targets, minutes, label }: ShiftFormProps): Markup {
  return (
    <form method="post" action="/admin/shift" class="verbs stays">
      <input type="hidden" name="minutes" value={String(minutes)} />
      <input type="hidden" name="targets" value={targets.map(targetText).join(',')} />
      <div class="buttons">
        <button type="submit" class="approve">
          {label}
        </button>
      </div>
    </form>
  );
}

const shiftSchema = z.object({
  minutes: querySchema.shape.minutes,
  targets: targetsSchema,
});

/** Shifts the open spaces that the preview showed, and shows the result, with one Undo for all of it. */
export async function shiftRoute(c: AdminContext, context: ApiContext): Promise<Response> {
  const form = await formOf(c);
  const parsed = shiftSchema.safeParse({ minutes: form.get('minutes'), targets: form.get('targets') });
  if (!parsed.success) throw new HTTPException(400, { message: 'this is not the form of a shift' });
  const { minutes, targets } = parsed.data;
  const shifted = await context.openSpaces.shift(targets, minutes, c.get('organiser'));
  await Promise.all(shifted.moved.map(async ({ view, revision }) => seen(context, view._id, revision)));
  return adminPage(c, context, {
    title: words.shift.title,
    place: '/admin/board',
    children: <Outcome shifted={shifted} minutes={minutes} />,
  });
}

function Outcome({
  shifted: { moved, kept, refused, missing },
  minutes,
}: {
  shifted: Shifted;
  minutes: number;
}): Markup {
  const views = moved.map(({ view }) => view).toSorted((a, b) => (a.space.startAt ?? 0) - (b.space.startAt ?? 0));
  const undo = moved.map(({ view, revision }) => ({ id: view._id, revision }));
  const [first] = views;
  const day = first === undefined ? '' : `?day=${localDate(first.space.startAt ?? 0, first.space.timeZone)}`;
  const { columns } = words.shift;
  return (
    <>
      <p id="once" class={moved.length === 0 ? 'said refused' : 'said done'} role="status">
        {moved.length === 0 ? words.shift.none : words.shift.done(moved.length, minutes)}
      </p>
      {kept.length === 0 ? null : <p>{keptShiftWords(kept.length)}</p>}
      {undo.length === 0 ? null : <ShiftForm targets={undo} minutes={-minutes} label={words.verbs.undo} />}
      {refused.length + missing.length === 0 ? null : (
        <section aria-labelledby="refused">
          <h2 id="refused">{words.shift.refused}</h2>
          <ListTable
            label={words.shift.refused}
            columns={[columns.what, columns.where, columns.why]}
            rows={[
              ...refused.map(({ view, reason }) => [<Name view={view} />, whereOf(view.space), reason]),
              ...missing.map((id) => [id, undefined, refusalWords.noSuch]),
            ]}
          />
        </section>
      )}
      {views.length === 0 ? null : <Moves views={views} minutes={minutes} label={words.shift.title} />}
      <p class="links">
        <a href={`/admin/board${day}`}>{words.shift.backToBoard}</a>
      </p>
    </>
  );
}

function Name({ view }: { view: OpenSpaceView }): Markup {
  return <a href={`/admin/open-spaces/${view._id}`}>{headingOf(view.space)}</a>;
}

function Moves(props: {
  views: readonly OpenSpaceView[];
  minutes: number;
  label: string;
  /** To warn of starts that would be outside it. */
  conference?: Conference;
}): Markup {
  const { views, minutes, label, conference } = props;
  const { columns } = words.shift;
  return (
    <ListTable
      label={label}
      columns={[columns.before, columns.after, columns.where, columns.what]}
      leading={3}
      rows={views.map((view) => {
        const { startAt = 0, timeZone } = view.space;
        const to = startAt + minutes * 60_000;
        const outside = conference && outsideWords(to, conference);
        const isSameDay = localDate(to, timeZone) === localDate(startAt, timeZone);
        return [
          localDayAndTime(startAt, timeZone),
          <>
            ➜ <b>{isSameDay ? localTime(to, timeZone) : localDayAndTime(to, timeZone)}</b>
            {outside === undefined ? null : ` ${outside}`}
          </>,
          whereOf(view.space) ?? words.noRoom,
          <Name view={view} />,
        ];
      })}
    />
  );
}
