/**
 * Instants as local times for people. Uses only `Intl`, so that workflows can use it too. The texts are only shown and
 * decide nothing, so a newer time zone database cannot break a replay.
 */

/** Locales for a zone's short name, tried in order. Each knows those of its part of the world, otherwise `GMT+2`. */
const zoneNameLocales = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-ZA', 'en-NZ'];

type Parts = Record<Intl.DateTimeFormatPartTypes, string>;

/** Formats an instant in a zone. It keeps one formatter for each zone, because making one is slow. */
function formatWith(locale: string, options: Intl.DateTimeFormatOptions) {
  const formatters = new Map<string, Intl.DateTimeFormat>();
  return (at: number, timeZone: string): Parts => {
    let formatter = formatters.get(timeZone);
    if (formatter === undefined) {
      formatter = new Intl.DateTimeFormat(locale, { ...options, timeZone });
      formatters.set(timeZone, formatter);
    }
    const parts: Partial<Parts> = {};
    for (const { type, value } of formatter.formatToParts(at)) parts[type] = value;
    return parts as Parts;
  };
}

const zoneNames = zoneNameLocales.map((locale) => formatWith(locale, { timeZoneName: 'short' }));
const time = formatWith('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const date = formatWith('en-GB', { year: 'numeric', month: '2-digit', day: '2-digit' });
const dayOfWeek = formatWith('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

/** The zone's short name at that instant: `PDT`, `CEST`, or `GMT+9` if English has no name. */
export function zoneName(at: number, timeZone: string): string {
  let first: string | undefined;
  // One after the other, because making a formatter is slow, and each workflow has to make its own.
  for (const nameIn of zoneNames) {
    const { timeZoneName: name } = nameIn(at, timeZone);
    if (!/^(GMT|UTC)./u.test(name)) return name;
    first ??= name;
  }
  return first ?? timeZone;
}

/** `17:00` in the conference's zone. */
export function localTime(at: number, timeZone: string): string {
  const { hour, minute } = time(at, timeZone);
  return `${hour}:${minute}`;
}

/** `2017-05-19` in the conference's zone. */
export function localDate(at: number, timeZone: string): string {
  const { year, month, day } = date(at, timeZone);
  return `${year}-${month}-${day}`;
}

/** `Fri 19 May` in the conference's zone. */
export function localDay(at: number, timeZone: string): string {
  const { weekday, day, month } = dayOfWeek(at, timeZone);
  return `${weekday} ${day} ${month}`;
}

/** `16:45 PDT`. */
export const localTimeWithZone = (at: number, timeZone: string): string =>
  `${localTime(at, timeZone)} ${zoneName(at, timeZone)}`;

/** `Fri 19 May 17:00 PDT`. */
export const localDayAndTime = (at: number, timeZone: string): string =>
  `${localDay(at, timeZone)} ${localTimeWithZone(at, timeZone)}`;
