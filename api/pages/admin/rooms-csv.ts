import { parse, type Options } from 'csv-parse/sync';
import type { Room } from '../../../core/conference.ts';
import { words } from '../words.ts';
import headings from './room-headings.json' with { type: 'json' };

const delimiters = [',', ';', '\t'] as const;
type Delimiter = (typeof delimiters)[number];

/** First cells of a heading, in lower case. */
const nameHeadings = new Set(headings.names);

/** Headings of columns with other names of the room, such as `Alias 2` or `Also called`. */
const aliasHeading =
  /^(?:alias(?:es)?|aliasse|also(?: called| known as| named)?|(?:other|short) names?|nicknames?|kurzname)(?: ?\d+)?$/u;

/** Words in headings of columns that venues add to their lists of rooms; these columns are ignored. */
const otherHeadings = new Set(headings.others);
const isOther = (heading: string): boolean => heading.split(/[^\p{L}\p{M}]+/u).some((word) => otherHeadings.has(word));

/** A column headed “Aliases” may hold several in each cell; one headed “Alias” holds one. */
const listHeading = /(?:aliases|aliasse|names)$/u;

const isStruck = /^[-−] ?(\S.*)$/u;
/** An alias that begins like this gets a backslash, so that it is not read as a struck alias. */
const needsBackslash = /^[-−\\]/u;

/** Accepts careless files: rows of different lengths, quotes within a cell, empty lines. */
const lenient: Options = { bom: true, relaxColumnCount: true, relaxQuotes: true, skipEmptyLines: true, trim: true };

/**
 * Reads rooms from CSV as spreadsheets write it: one room per line, the name first, then its aliases; with commas,
 * semicolons or tabs between the cells. If there is a heading, columns are found by it, and columns without names or
 * aliases are ignored. Under a heading such as “Aliases”, a cell may hold several, with commas, semicolons or line
 * breaks between them, if no row has a second cell of aliases. A minus before an alias strikes it: the bot would derive
 * this alias from the name, and must not. An alias that really begins with a minus has a backslash before it.
 *
 * @returns the rooms, or a sentence that says why the text cannot be read
 */
export function readRooms(csv: string): Room[] | string {
  const { text, delimiter } = withoutSeparatorLine(csv);
  let rows: string[][];
  try {
    rows = parse(text, { ...lenient, relaxQuotes: false, delimiter: delimiter ?? delimiterOf(text) });
  } catch (error) {
    return words.config.notCsv(error instanceof Error ? error.message : '');
  }
  const columns = columnsOf(rows[0] ?? []);
  const tables = columns === undefined ? rows : rows.slice(1).map(columns);
  const isListed = tables.every((cells) => cells.filter((cell) => cell !== '').length <= 2);
  const areLists = isListed && (rows[0] ?? []).some((title) => listHeading.test(titleOf(title)));
  return tables
    .map(([name = '', ...cells]) => {
      const others = areLists ? cells.flatMap((cell) => cell.split(/\s*[,;\n]\s*/u)) : cells;
      const written = [...new Set(others)].filter((alias) => alias !== '' && alias !== name);
      const struck = written.flatMap((alias) => isStruck.exec(alias)?.[1] ?? []);
      const aliases = written.filter((alias) => !isStruck.test(alias)).map((alias) => alias.replace(/^\\/u, ''));
      return { name, aliases, ...(struck.length === 0 ? {} : { struckAliases: struck }) };
    })
    .filter((room) => room.name !== '' || room.aliases.length > 0);
}

/** Always writes a heading, so that a first room called “Room” is read as a room. */
export function writeRooms(rooms: readonly Room[]): string {
  return [['name', 'alias'], ...rooms.map(cellsOf)].map((row) => row.map(quoted).join(',')).join('\n');
}

const cellsOf = ({ name, aliases, struckAliases = [] }: Room): string[] => [
  name,
  ...aliases.map((alias) => (needsBackslash.test(alias) ? `\\${alias}` : alias)),
  ...struckAliases.map((alias) => `-${alias}`),
];

function quoted(value: string): string {
  return /[",;\t\r\n]|^\s|\s$/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Excel's own first line, which names the delimiter: `sep=;`. */
function withoutSeparatorLine(csv: string): { text: string; delimiter?: string } {
  const [line, delimiter] = /^\uFEFF?"?sep=(.)"?[ \t]*(?:\r\n|\r|\n|$)/iu.exec(csv) ?? [];
  return line === undefined || delimiter === undefined ? { text: csv } : { text: csv.slice(line.length), delimiter };
}

/** The delimiter: the one that comes first, outside quotes, in most lines. */
function delimiterOf(text: string): Delimiter {
  const firstCells = delimiters.flatMap((delimiter): [Delimiter, string[]][] => {
    const cells = firstCellsOf(text, delimiter);
    return cells === undefined ? [] : [[delimiter, cells]];
  });
  const votes = new Map<Delimiter, number>();
  for (const line of firstCells[0]?.[1].keys() ?? []) {
    const lengths = firstCells.map(([delimiter, cells]): [Delimiter, number] => [delimiter, cells[line]?.length ?? 0]);
    const shortest = Math.min(...lengths.map(([, length]) => length));
    const winners = lengths.filter(([, length]) => length === shortest);
    const [winner] = winners;
    // A line with only one cell does not count.
    if (winner !== undefined && winners.length === 1) votes.set(winner[0], (votes.get(winner[0]) ?? 0) + 1);
  }
  const [best] = [...votes].toSorted(([, one], [, other]) => other - one);
  return best?.[0] ?? ',';
}

/** Undefined if the text has no such delimiter: a quote that begins after a wrong one does not end. */
function firstCellsOf(text: string, delimiter: Delimiter): string[] | undefined {
  try {
    const rows: string[][] = parse(text, { ...lenient, delimiter, trim: false });
    return rows.map(([first = '']) => first);
  } catch {
    return undefined;
  }
}

const titleOf = (heading: string): string => heading.normalize().toLowerCase();

/** How to pick a row's name and aliases, if the first row is a heading. Undefined if it is a room. */
function columnsOf(heading: readonly string[]): ((row: readonly string[]) => string[]) | undefined {
  const titles = heading.map(titleOf);
  const name = titles.findIndex((title) => nameHeadings.has(title.replaceAll(/\.?\s+/gu, '_').replace(/\.$/u, '')));
  if (name === -1) return undefined;
  const others = titles.filter((title, index) => index !== name && title !== '');
  // “Room, The attic” is a room and its alias.
  if (others.length > 0 && !others.some((title) => aliasHeading.test(title) || isOther(title))) {
    return undefined;
  }
  // A column without a heading, or beyond the last heading, continues the column before it.
  const titleAt = (index: number): string =>
    titles.slice(0, index + 1).findLast((title) => title !== '') ?? titles[name] ?? '';
  const isAlias = (index: number): boolean =>
    index !== name && (aliasHeading.test(titleAt(index)) || nameHeadings.has(titleAt(index)));
  return (row) => [row[name] ?? '', ...row.filter((_, index) => isAlias(index))];
}
