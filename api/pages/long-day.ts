const formatter = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });

const shortFormatter = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});

/** `Fri 19 May` for the local date `2017-05-19`. */
export function shortDay(date: string): string {
  return shortFormatter.format(new Date(`${date}T00:00:00Z`)).replace(',', '');
}

/** `Friday 19 May` for the local date `2017-05-19`. */
export function longDay(date: string): string {
  return formatter.format(new Date(`${date}T00:00:00Z`)).replace(',', '');
}
