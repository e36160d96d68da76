import { parse } from 'csv-parse/sync';
import type { Room } from '../../../core/conference.ts';

/** Rooms from CSV: a line each, the name first, then its aliases. A heading `name,alias` is skipped. */
export function readRooms(csv: string): Room[] | string {
  let records: string[][];
  try {
    records = parse(csv, { bom: true, relaxColumnCount: true, skipEmptyLines: true, trim: true });
  } catch (error) {
    return error instanceof Error ? error.message : 'that is not CSV';
  }
  return records
    .filter(
      ([name = '', alias = ''], index) =>
        !(index === 0 && /^(?:name|room)$/iu.test(name) && /^(?:alias.*|)$/iu.test(alias)),
    )
    .map(([name = '', ...aliases]) => ({ name, aliases: aliases.filter((alias) => alias !== '') }))
    .filter((room) => room.name !== '' || room.aliases.length > 0);
}

export function writeRooms(rooms: readonly Room[]): string {
  return rooms.map((room) => [room.name, ...room.aliases].map(quoted).join(',')).join('\n');
}

function quoted(value: string): string {
  return /[",\r\n]|^\s|\s$/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
