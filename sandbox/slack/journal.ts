/** Durable tables in one append-only file of JSON lines: everything that was acknowledged survives a kill. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { appendLine } from '../append-line.ts';

export interface Table<Row> {
  get(key: string): Row | undefined;
  set(key: string, row: Row): void;
  delete(key: string): void;
  /** In the order in which the keys were first written. */
  rows(): Row[];
}

export interface Journal {
  /** @param keep the number of newest rows that survive a restart */
  table<Row>(name: string, keep: number): Table<Row>;
  /** Called after every write. */
  onChange(listener: () => void): () => void;
  /** Tells the listeners of a change that is not stored. */
  touch(): void;
  /** Rewrites the file without outdated rows. Call it once, after all tables are named. */
  compact(): void;
}

type Line = [table: string, key: string, row?: unknown];

/** @param file the file; without one, everything is lost at the end */
export function openJournal(file: string | undefined): Journal {
  const tables = new Map<string, { rows: Map<string, unknown>; keep: number }>();
  const listeners = new Set<() => void>();
  for (const [name, key, row] of file !== undefined && existsSync(file) ? readLines(file) : []) {
    const { rows } = named(name);
    if (row === undefined) rows.delete(key);
    else rows.set(key, row);
  }

  function named(name: string): { rows: Map<string, unknown>; keep: number } {
    const table = tables.get(name) ?? { rows: new Map<string, unknown>(), keep: Infinity };
    tables.set(name, table);
    return table;
  }

  function write(line: Line): void {
    if (file !== undefined) appendLine(file, JSON.stringify(line));
    touch();
  }

  function touch(): void {
    for (const listener of listeners) listener();
  }

  return {
    table<Row>(name: string, keep: number): Table<Row> {
      const table = named(name);
      table.keep = keep;
      const rows = table.rows as Map<string, Row>;
      return {
        get: (key) => rows.get(key),
        set(key, row) {
          rows.set(key, row);
          write([name, key, row]);
        },
        delete(key) {
          if (rows.delete(key)) write([name, key]);
        },
        rows: () => [...rows.values()],
      };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    touch,
    compact() {
      for (const { rows, keep } of tables.values()) {
        for (const key of [...rows.keys()].slice(0, Math.max(0, rows.size - keep))) rows.delete(key);
      }
      if (file === undefined) return;
      mkdirSync(dirname(file), { recursive: true });
      const lines = [...tables].flatMap(([name, { rows }]) =>
        [...rows].map(([key, row]) => `${JSON.stringify([name, key, row])}\n`),
      );
      writeFileSync(`${file}.new`, lines.join(''));
      renameSync(`${file}.new`, file);
    },
  };
}

function readLines(file: string): Line[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((text, index) => {
    if (text === '') return [];
    try {
      return [JSON.parse(text) as Line];
    } catch (error) {
      // A kill during a write damages the last line only. Other damage is for a person to look at.
      if (index === lines.length - 1) return [];
      throw new Error(`${file}, line ${index + 1} is not JSON: repair it, or delete the file to start afresh`, {
        cause: error,
      });
    }
  });
}
