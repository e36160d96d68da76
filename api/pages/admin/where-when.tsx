import { longest } from '../../../core/verb-problem.ts';
import { isSameText } from '../../../core/changed-texts.ts';
import { conferenceDays, instantsAt } from '../../../core/conference.ts';
import type { Config } from '../../../core/config.ts';
import { localDate, localTime } from '../../../core/local-time.ts';
import type { WhereAndWhen } from '../../../core/request.ts';
import { shortDay } from '../long-day.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';

/** The values that the pickers show at first. */
export interface Picked {
  readonly room?: string | undefined;
  readonly place?: string | undefined;
  /** Epoch milliseconds. */
  readonly startAt?: number | undefined;
}

interface PickersProps {
  readonly config: Config;
  readonly picked: Picked;
  /** Distinguishes several pickers on one page. */
  readonly scope: string;
  /** Also ask for a place that is not in the list of rooms. */
  readonly withPlace?: boolean;
}

/** Pickers for room, date and time, in the conference's zone. They change nothing by themselves. */
export function Pickers({ config, picked, scope, withPlace = false }: PickersProps): Markup {
  const { conference } = config;
  const { timeZone } = conference;
  const isListed = conference.rooms.some((room) => room.name === picked.room);
  const date = picked.startAt === undefined ? '' : localDate(picked.startAt, timeZone);
  const days = [...new Set([...conferenceDays(conference), ...(date === '' ? [] : [date])])].toSorted();
  return (
    <div class="pickers">
      <label>
        {words.room}
        <select name="room" id={`room-${scope}`}>
          <option value="">{isListed ? '–' : (picked.room ?? picked.place ?? '–')}</option>
          {conference.rooms.map((room) => (
            <option value={room.name} selected={room.name === picked.room}>
              {room.name}
            </option>
          ))}
        </select>
      </label>
      {withPlace ? (
        <label>
          {words.place}
          <input name="place" value={picked.place} maxlength={longest.place} />
        </label>
      ) : null}
      <label>
        {words.date}
        <select name="date" id={`date-${scope}`}>
          {date === '' ? <option value="">–</option> : null}
          <DayOptions days={days} picked={date} />
        </select>
      </label>
      <label>
        {words.time}
        <input
          type="time"
          name="time"
          id={`time-${scope}`}
          value={picked.startAt === undefined ? '' : localTime(picked.startAt, timeZone)}
        />
      </label>
    </div>
  );
}

/** The options of a select for one of the conference's days. @param props.picked a local date, such as `2017-05-19` */
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

export interface PickedFields {
  readonly room?: string | undefined;
  readonly place?: string | undefined;
  readonly date?: string | undefined;
  readonly time?: string | undefined;
}

/** The picked values that differ from the present ones; or a sentence that says what is wrong with them. */
export function readPickers(fields: PickedFields, timeZone: string, now: Picked): WhereAndWhen | string {
  const { room = '', place = '', date = '', time = '' } = fields;
  const startAt = readStart(date, time, timeZone, now.startAt);
  if (typeof startAt === 'string') return startAt;
  const isAnotherRoom = room !== '' && room !== now.room;
  const isAnotherPlace = place.trim() !== '' && !isSameText(place, now.place);
  if (isAnotherRoom && isAnotherPlace) return words.enter.bothPlaces;
  return {
    ...(isAnotherRoom ? { room } : {}),
    ...(isAnotherPlace ? { place: place.trim() } : {}),
    ...(startAt !== undefined && startAt !== now.startAt ? { startAt } : {}),
  };
}

/** Local date and time as an instant. For an hour that daylight saving skips or repeats, asks; never guesses. */
function readStart(
  date: string,
  time: string,
  timeZone: string,
  known: number | undefined,
): number | undefined | string {
  if (date === '' && time === '') return undefined;
  if (date === '' || time === '') return words.start.both;
  // A form shows whole minutes. An untouched value stays exactly as it is, also in a repeated hour.
  if (known !== undefined && date === localDate(known, timeZone) && time === localTime(known, timeZone)) return known;
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(time)) return words.start.notATime(time);
  const instants = instantsAt(date, time, timeZone);
  const [first] = instants;
  if (first === undefined) return words.start.skipped(time, date);
  if (instants.length === 1) return first;
  return words.start.repeated(time, date);
}
