// Loaded by mocha before the tests, because "today", "tomorrow" and a post's bare hour mean something else at night,
// and because texts for people name the day only if it is not today. So it is day in the tests' zones at any moment.

/** From east to west, at most four hours apart. None has summer time, so "in a day" is 24 hours on every day. */
const zones = [
  'Pacific/Tongatapu',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Africa/Nairobi',
  'Africa/Abidjan',
  'America/Sao_Paulo',
  'America/Bogota',
  'America/Phoenix',
  'Pacific/Honolulu',
] as const;

const hourIn = (timeZone: string): number =>
  Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone }).format());

/** The zone of the tests' conferences: it is between 8 and 12 there. */
export const daytimeZone = zones.find((zone) => hourIn(zone) >= 8 && hourIn(zone) < 12) ?? zones[0];

/** The machine's zone is another one, in which it is between 10 and 16: what uses it by mistake shows other hours. */
const machineZone = zones.at(zones.indexOf(daytimeZone) - 1) ?? zones[0];

// The processes that a test starts inherit it.
process.env['TZ'] = machineZone;
