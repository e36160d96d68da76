import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { z } from 'zod';
import { conferenceDays, type Conference } from '../../../core/conference.ts';
import type { After } from '../../../store/queries.ts';
import { longDay } from '../long-day.ts';
import type { Markup } from '../markup.ts';
import { words } from '../words.ts';

/** Rows on one page of a list. */
export const pageSize = 50;

/** Reads a place in a list from an address (see `firstPage`): epoch milliseconds, or nothing, then `_` and an id. */
export function readPlace(text: string | undefined): After | undefined {
  if (text === undefined) return undefined;
  const [at = '', ...id] = text.split('_');
  return { at: at === '' ? null : new Date(Number(at)), id: id.join('_') };
}

/** Writes a place for an address. */
export const placeText = (at: Date | undefined, id: string): string => `${at?.getTime() ?? ''}_${id}`;

/** A filter that may be empty. */
export const blankable = <Value extends string>(schema: z.ZodType<Value>) =>
  z.union([z.literal(''), schema]).optional();

/** The address's parameter for the place after which the list continues. */
export const afterField = (place: RegExp) => z.string().regex(place, 'is not a place in this list').optional();

/** A search and its filters, as a plain form: the address can be bookmarked and sent to others. */
export function Filters(props: { action: string; submitsOnChange?: boolean; children: Child }): Markup {
  const { action, submitsOnChange = false, children } = props;
  return (
    <form
      method="get"
      action={action}
      class="filters"
      role="search"
      data-submit-on-change={submitsOnChange ? '' : undefined}
    >
      {children}
      <button type="submit">{words.show}</button>
    </form>
  );
}

export function SearchBox({ value, label }: { value: string | undefined; label: string }): Markup {
  return (
    <label>
      {label}
      <input type="search" name="q" value={value ?? ''} maxlength={100} />
    </label>
  );
}

export function Choice(props: {
  readonly name: string;
  readonly label: string;
  readonly all: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly value: string | undefined;
}): Markup {
  const { name, label, all, options, value } = props;
  return (
    <label>
      {label}
      <select name={name}>
        <option value="">{all}</option>
        {options.map(([option, words]) => (
          <option value={option} selected={option === value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

interface RoomChoiceProps {
  readonly rooms: readonly string[];
  readonly all: string;
  readonly room: string | undefined;
}

export function RoomChoice({ rooms, all, room }: RoomChoiceProps): Markup {
  const options = rooms.map((one) => [one, one] as const);
  return <Choice name="room" label={words.room} all={all} value={room} options={options} />;
}

export function DayChoice({ conference, day }: { conference: Conference; day: string | undefined }): Markup {
  const options = conferenceDays(conference).map((one) => [one, longDay(one)] as const);
  return <Choice name="day" label={words.day} all={words.all} value={day} options={options} />;
}

/**
 * The first page of a list, and a link to the next one with the same filters. `found` has one entry more than a page if
 * there is a next one.
 *
 * @param place the place of the last entry, in the format that `readPlace` reads
 */
export function firstPage<Entry>(c: Context, found: readonly Entry[], place: (last: Entry) => string) {
  const shown = found.slice(0, pageSize);
  const last = shown.at(-1);
  if (found.length <= pageSize || last === undefined) return { shown, more: null };
  const { pathname, searchParams } = new URL(c.req.url);
  searchParams.set('after', place(last));
  const more = (
    <p class="more">
      <a href={`${pathname}?${searchParams.toString()}`}>{words.more}</a>
    </p>
  );
  return { shown, more };
}
