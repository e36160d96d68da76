import { matrix, type Fault } from './matrix.ts';

/** What came of a fault when it was made. */
export interface Result extends Fault {
  /** `skipped`: this machine cannot make it. */
  readonly verdict: 'pass' | 'FAIL' | 'skipped';
  /** What was measured. */
  readonly figures: readonly string[];
}

const begin = '<!-- faults: written by `npm run faults` -->';
const end = '<!-- end of faults -->';
const head = '| # | fault | outcome | who is told | result | run |\n|---|---|---|---|---|---|';

/** The document with these results in its table; what was not run stays as it was. */
export function withResults(text: string, results: readonly Result[], stamp: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < 0) throw new Error('docs/reliability.md has no place for the table of faults');
  const kept = new Map(
    text
      .slice(from, to)
      .split('\n')
      .flatMap((line) => {
        const number = /^\| (\d+) \|/u.exec(line)?.[1];
        return number === undefined ? [] : [[Number(number), line] as const];
      }),
  );
  for (const result of results) kept.set(result.number, rowOf(result, stamp));
  const lines = matrix.map(
    (fault) => kept.get(fault.number) ?? rowOf({ ...fault, verdict: undefined, figures: [] }, ''),
  );
  return `${text.slice(0, from)}${begin}\n${head}\n${lines.join('\n')}\n${text.slice(to)}`;
}

type Row = Omit<Result, 'verdict'> & { readonly verdict: Result['verdict'] | undefined };

function rowOf({ number, fault, outcome, told, verdict, figures }: Row, stamp: string): string {
  const cells = [number, fault, [outcome, ...figures].join('; '), told, verdict ?? 'not run', stamp];
  return `| ${cells.map((cell) => String(cell).replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}
