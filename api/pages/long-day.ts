const formatter = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });

/** `Friday 19 May` for the local date `2017-05-19`. */
export function longDay(date: string): string {
  return formatter.format(new Date(`${date}T00:00:00Z`)).replace(',', '');
}
