import { openZone, type Zone } from './zone-offsets.ts';

/**
 * The places of each abbreviation. Abroad, it means the first one. If any of them has the same time as the conference,
 * it means the local time.
 */
export const PLACES: Readonly<Record<string, readonly string[]>> = {
  pt: ['America/Los_Angeles'],
  pst: ['America/Los_Angeles'],
  pdt: ['America/Los_Angeles'],
  pacific: ['America/Los_Angeles'],
  mt: ['America/Denver'],
  mst: ['America/Denver', 'America/Phoenix'],
  mdt: ['America/Denver'],
  mountain: ['America/Denver'],
  ct: ['America/Chicago'],
  cst: ['America/Chicago', 'Asia/Shanghai'],
  cdt: ['America/Chicago'],
  central: ['America/Chicago'],
  et: ['America/New_York'],
  est: ['America/New_York'],
  edt: ['America/New_York'],
  eastern: ['America/New_York'],
  brt: ['America/Sao_Paulo'],
  art: ['America/Argentina/Buenos_Aires'],
  bst: ['Europe/London'],
  wet: ['Europe/Lisbon'],
  west: ['Europe/Lisbon'],
  cet: ['Europe/Berlin'],
  cest: ['Europe/Berlin'],
  mez: ['Europe/Berlin'],
  mesz: ['Europe/Berlin'],
  eet: ['Europe/Helsinki'],
  eest: ['Europe/Helsinki'],
  msk: ['Europe/Moscow'],
  ist: ['Asia/Kolkata', 'Asia/Jerusalem', 'Europe/Dublin'],
  jst: ['Asia/Tokyo'],
  kst: ['Asia/Seoul'],
  sgt: ['Asia/Singapore'],
  hkt: ['Asia/Hong_Kong'],
  aest: ['Australia/Brisbane', 'Australia/Sydney'],
  aedt: ['Australia/Sydney'],
  acst: ['Australia/Adelaide', 'Australia/Darwin'],
  acdt: ['Australia/Adelaide'],
  awst: ['Australia/Perth'],
  nzst: ['Pacific/Auckland'],
  nzdt: ['Pacific/Auckland'],
  london: ['Europe/London'],
  uk: ['Europe/London'],
  berlin: ['Europe/Berlin'],
  paris: ['Europe/Paris'],
  madrid: ['Europe/Madrid'],
  peninsular: ['Europe/Madrid'],
  canaria: ['Atlantic/Canary'],
  lisboa: ['Europe/Lisbon'],
  londres: ['Europe/London'],
  prague: ['Europe/Prague'],
  'new york': ['America/New_York'],
  nyc: ['America/New_York'],
  portland: ['America/Los_Angeles'],
  california: ['America/Los_Angeles'],
  sf: ['America/Los_Angeles'],
  chicago: ['America/Chicago'],
  tokyo: ['Asia/Tokyo'],
  japan: ['Asia/Tokyo'],
  india: ['Asia/Kolkata'],
  sydney: ['Australia/Sydney'],
  melbourne: ['Australia/Melbourne'],
  adelaide: ['Australia/Adelaide'],
  montreal: ['America/Toronto'],
  toronto: ['America/Toronto'],
  cleveland: ['America/New_York'],
  'sao paulo': ['America/Sao_Paulo'],
  brasilia: ['America/Sao_Paulo'],
};

const MONTHS_APART = [0, 6];

/**
 * The zones that abbreviations and cities mean at a conference in `zone`, without those whose clocks are equal to the
 * conference's all year.
 */
export function zonesAbroad(zone: Zone, year: number): ReadonlyMap<string, Zone> {
  const window = [Date.UTC(year, 0, 1), Date.UTC(year, 0, 2)] as const;
  const isHere = (other: Zone): boolean =>
    MONTHS_APART.every((month) => other.offset(Date.UTC(year, month, 10)) === zone.offset(Date.UTC(year, month, 10)));
  const opened = new Map<string, Zone>();
  const open = (name: string): Zone => {
    const known = opened.get(name) ?? openZone(name, ...window);
    opened.set(name, known);
    return known;
  };
  const abroad = new Map<string, Zone>();
  for (const [word, names] of Object.entries(PLACES)) {
    const zones = names.map(open);
    const [first] = zones;
    if (first && !zones.some(isHere)) abroad.set(word, first);
  }
  return abroad;
}
